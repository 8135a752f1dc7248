/**
 * The one Trusted Types policy of this page: strings become markup or the address of a script only here. Browsers that know
 * no Trusted Types pass it by; the Content-Security-Policy holds in all.
 */

type Rule = (text: string, type: string, sink: string) => string;
interface TrustedTypes {
  createPolicy(name: "default", rules: Record<"createHTML" | "createScriptURL", Rule>): void;
}

const refuse = (what: string, sink: string): never => {
  throw new TypeError(`${what} may not go to ${sink}`);
};

/**
 * What React writes into a style element has no tags; the preview's frame is sandboxed, so that no script in it runs.
 * Everything else that would be parsed as markup is refused.
 */
const createHTML: Rule = (text, _type, sink) =>
  sink === "HTMLIFrameElement srcdoc" || !text.includes("<") ? text : refuse("markup", sink);

/** Workers of this very site; no script is loaded by a string otherwise. */
const createScriptURL: Rule = (address, _type, sink) => {
  const { origin, pathname } = new URL(address, location.href);
  const own = origin === location.origin && pathname.startsWith("/app/assets/");
  return own ? address : refuse(`a script of ${address}`, sink);
};

const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
trustedTypes?.createPolicy("default", { createHTML, createScriptURL });
