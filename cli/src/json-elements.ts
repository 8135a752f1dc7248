/**
 * The elements of a JSON array of objects, as texts, as they come: the whole of it may be larger than memory. The array
 * must be whole: where the stream ends before it does this throws.
 */
export async function* jsonElements(stream: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let [depth, quoted, escaped, ended] = [0, false, false, false];
  let element: string[] = [];
  for await (const bytes of stream) {
    const text = decoder.decode(bytes, { stream: true });
    let from = 0;
    for (let at = 0; at < text.length; at++) {
      const letter = text[at];
      if (quoted) {
        if (escaped) escaped = false;
        else if (letter === "\\") escaped = true;
        else if (letter === '"') quoted = false;
      } else if (letter === '"') quoted = true;
      else if (letter === "{" || letter === "[") {
        depth += 1;
        if (depth === 2) from = at;
      } else if (letter === "}" || letter === "]") {
        depth -= 1;
        ended = depth === 0;
        if (depth !== 1) continue;
        yield [...element, text.slice(from, at + 1)].join("");
        element = [];
      }
    }
    if (depth > 1) element.push(text.slice(from));
  }
  if (!ended) throw new Error("the answer broke off");
}
