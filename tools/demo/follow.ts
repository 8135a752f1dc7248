import { closeSync, openSync, readSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import { setTimeout as sleep } from "node:timers/promises";

/** Gives each line of a file that another process writes, as it comes, until `ended` and the file is read up. */
export async function followLines(
  file: string,
  take: (line: string) => void,
  ended: () => boolean,
): Promise<void> {
  const descriptor = openSync(file, "a+");
  const decoder = new StringDecoder("utf8");
  const buffer = Buffer.alloc(65_536);
  let at = 0;
  let rest = "";
  try {
    for (;;) {
      const last = ended();
      for (let read = -1; read !== 0; at += read) {
        read = readSync(descriptor, buffer, 0, buffer.length, at);
        rest += decoder.write(buffer.subarray(0, read));
        const lines = rest.split("\n");
        rest = lines.pop() ?? "";
        lines.forEach(take);
      }
      if (last) break;
      await sleep(100);
    }
    if (rest !== "") take(rest);
  } finally {
    closeSync(descriptor);
  }
}
