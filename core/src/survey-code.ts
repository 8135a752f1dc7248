/**
 * One-time codes (*mã phiếu*): 19 random letters of Crockford's base 32 (95 bits) and a check letter, written in five groups of
 * four. Letters that are mistaken for others are read as those; case, spaces and hyphens do not matter.
 */
export const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const RANDOM_LETTERS = 19;
export const CODE_LETTERS = RANDOM_LETTERS + 1;

/** The check letter that the Luhn algorithm modulo 32 gives: it tells any single wrong letter. */
function checkLetter(letters: string): string {
  let [sum, factor] = [0, 2];
  for (const letter of [...letters].reverse()) {
    const product = factor * CROCKFORD.indexOf(letter);
    sum += Math.floor(product / 32) + (product % 32);
    factor = 3 - factor;
  }
  return CROCKFORD[(32 - (sum % 32)) % 32] ?? "";
}

/** A code from 19 random bytes, of which five bits each count. */
export function codeFrom(random: Uint8Array): string {
  if (random.length !== RANDOM_LETTERS) throw new RangeError(`a code takes ${RANDOM_LETTERS} random bytes`);
  const letters = Array.from(random, (byte) => CROCKFORD[byte & 31]).join("");
  return letters + checkLetter(letters);
}

/** Reads a code as a person types it, or null where its letters or its check letter show that it is mistyped. */
export function readCode(typed: string): string | null {
  const code = typed
    .toUpperCase()
    .replace(/[\s\-–—.]/g, "")
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1");
  if (code.length !== CODE_LETTERS || [...code].some((letter) => !CROCKFORD.includes(letter))) return null;
  return checkLetter(code.slice(0, -1)) === code.slice(-1) ? code : null;
}

/** A code as slips show it: ABCD-EFGH-… */
export const formatCode = (code: string): string => code.match(/.{1,4}/g)?.join("-") ?? "";

/** Where a code leads. The code stands behind #, which browsers send to no server and no server logs. */
export const codeAddress = (origin: string, code: string): string => `${origin}/s/#${formatCode(code)}`;
