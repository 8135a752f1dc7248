/** Whether what has the focus takes the keys one types. */
export const takesText = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]") !== null;
