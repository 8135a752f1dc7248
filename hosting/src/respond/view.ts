/** A few words for making elements. Text is always set as text. */

type Child = Node | string | null | undefined | false;
type Attributes = Readonly<Record<string, string | number | boolean | ((event: Event) => void)>>;

/** Makes an element: functions listen (`onclick`), true sets an empty attribute, false leaves it out. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value !== false) element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

export const button = (text: string, press: () => void, look = ""): HTMLButtonElement =>
  h("button", { type: "button", class: look, onclick: press }, text);

/** A heading that takes the focus when its page comes. */
export const heading = (...children: Child[]): HTMLHeadingElement => h("h1", { tabindex: -1 }, ...children);

let calm = false;

/** Shows what comes without taking the focus from whoever has it. */
export function calmly(draw: () => void): void {
  calm = true;
  draw();
  calm = false;
}

/** Shows a page in the place of the one before, and leads there whoever reads by ear or keyboard. */
export function show(place: HTMLElement, title: string, ...children: Child[]): void {
  while (place.firstChild) place.firstChild.remove();
  for (const child of children) if (child) place.append(child);
  document.title = title;
  if (calm) return;
  scrollTo(0, 0);
  place.querySelector("h1")?.focus({ preventScroll: true });
}
