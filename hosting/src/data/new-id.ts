const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

/** A new id of 20 letters and digits, made before it is sent, so that sending it again does the same thing once. */
export const newId = (): string =>
  Array.from(
    crypto.getRandomValues(new Uint8Array(20)),
    (byte) => LETTERS[byte % LETTERS.length] as string,
  ).join("");
