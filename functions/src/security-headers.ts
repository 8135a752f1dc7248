/**
 * What every answer tells browsers about what it may load, run and be framed by. Answers of the functions take it from
 * here, and so does Hosting: `tools/headers.ts` writes firebase.json's headers from `hostedHeaders`.
 */

type Directives = Readonly<Record<string, readonly string[]>>;

const NONE = ["'none'"];
const SELF = ["'self'"];

/** A Content-Security-Policy as its header says it; a directive without sources stands alone. */
const policyText = (directives: Directives): string =>
  Object.entries(directives)
    .map(([name, sources]) => [name, ...sources].join(" "))
    .join("; ");

/** What every policy begins with: nothing, no plug-in, no other base, no frame around it. */
const CLOSED: Directives = {
  "default-src": NONE,
  "object-src": NONE,
  "base-uri": NONE,
  "form-action": NONE,
  "frame-ancestors": NONE,
};

/** Strings become code, script addresses or markup only through the one policy of the page; `'none'`: never. */
const typed = (policies: string): Directives => ({
  "require-trusted-types-for": ["'script'"],
  "trusted-types": [policies],
});

/** What a page of the public site may load; scripts of its own only. */
const SITE: Directives = {
  ...CLOSED,
  "script-src": SELF,
  "style-src": SELF,
  "font-src": SELF,
  "img-src": SELF,
  "connect-src": SELF,
  "form-action": SELF,
  ...typed("'none'"),
};

/** The page on which people answer; the workspace shows it in a frame. */
const RESPOND: Directives = {
  ...CLOSED,
  "script-src": SELF,
  "style-src": SELF,
  "connect-src": SELF,
  "img-src": SELF,
  "font-src": SELF,
  "worker-src": SELF,
  "frame-ancestors": SELF,
  ...typed("default"),
};

/** Google's services that the workspace talks to: accounts, tokens, the database. */
const GOOGLE = [
  "https://identitytoolkit.googleapis.com",
  "https://securetoken.googleapis.com",
  "https://firestore.googleapis.com",
];

/** What App Check adds, which proves by reCAPTCHA that a browser runs this very page: scripts and frames of Google. */
const RECAPTCHA = ["https://www.google.com/recaptcha/", "https://www.gstatic.com/recaptcha/"];
const APP_CHECK = ["https://content-firebaseappcheck.googleapis.com", "https://www.google.com/recaptcha/"];

/** What a deployer may tell of a project, so that its workspace's policy fits. */
export interface Deployment {
  /** The project's id: its functions alone may be called. Any project's where it is not told. */
  project?: string;
  /** The region of its functions. */
  region: string;
  /** Whether App Check is used, which loads reCAPTCHA. */
  appCheck?: boolean;
}

/**
 * The workspace. Styles: Mantine writes its variables and the scroll lock into `<style>` elements, so these may be inline;
 * `style` attributes may not. Scripts: `'wasm-unsafe-eval'` lets pdf.js compile the decoders of scanned pages (WebAssembly, no
 * text becomes script by it). reCAPTCHA knows no Trusted Types policy of ours: with App Check they are given up.
 */
function workspace({ project, region, appCheck = false }: Deployment): Directives {
  const functions = project
    ? `https://${region}-${project}.cloudfunctions.net`
    : "https://*.cloudfunctions.net";
  return {
    ...CLOSED,
    "script-src": [...SELF, "'wasm-unsafe-eval'", ...(appCheck ? RECAPTCHA : [])],
    "style-src": [...SELF, "'unsafe-inline'"],
    "style-src-attr": NONE,
    "font-src": SELF,
    "img-src": [...SELF, "blob:"],
    "connect-src": [...SELF, ...GOOGLE, functions, ...(appCheck ? APP_CHECK : [])],
    "worker-src": SELF,
    "frame-src": [...SELF, ...(appCheck ? ["https://www.google.com/recaptcha/"] : [])],
    ...(appCheck ? {} : typed("default")),
  };
}

/** What every answer says, whoever gives it. The year of HSTS counts for names below this one too. */
const EVERYWHERE = {
  "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
  "X-Content-Type-Options": "nosniff",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
} as const;

type Headers = Readonly<Record<string, string>>;

/** What differs by what is answered. */
const own = (directives: Directives, more: Headers = {}): Headers => ({
  "Referrer-Policy": "strict-origin-when-cross-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Content-Security-Policy": policyText(directives),
  ...more,
});

const headersOf = (directives: Directives, more: Headers = {}): Headers => ({
  ...EVERYWHERE,
  ...own(directives, more),
});

const FOR_ANY_SITE = { "Cross-Origin-Resource-Policy": "cross-origin" };

/** Of a page of the public site. */
export const PAGE_HEADERS = headersOf(SITE);

/** Of one that any site may frame. */
export const FRAMED_HEADERS = headersOf({ ...SITE, "frame-ancestors": ["*"] }, FOR_ANY_SITE);

/** Of what any site may read: open data, pictures. */
export const SHARED_HEADERS = headersOf(SITE, FOR_ANY_SITE);

/** Of what is no page at all: answers of the survey's door. */
export const DATA_HEADERS = headersOf(CLOSED);

const FOREVER = "public, max-age=31536000, immutable";
const ASKED_EACH_TIME = "no-cache";

/**
 * The headers that Hosting adds, by path: those of all patterns that fit, the last one's where two say the same. They stand
 * over those of a function, so what is for all paths says only what functions say too.
 */
export const hostedHeaders = (deployment: Deployment): readonly (readonly [source: string, Headers])[] => [
  ["**", EVERYWHERE],
  ["/robots.txt", own(CLOSED)],
  ["/site/**", own(CLOSED, { "Cache-Control": FOREVER })],
  ["/verify/**", own(CLOSED, { "Cache-Control": ASKED_EACH_TIME })],
  ["/s/**", own(RESPOND, { "Cache-Control": ASKED_EACH_TIME, "Referrer-Policy": "no-referrer" })],
  ["/app/**", own(workspace(deployment), { "Cache-Control": ASKED_EACH_TIME })],
  // Named by what they hold: an open page of an older version finds its own, or learns that they are gone.
  ["/app/assets/**", { "Cache-Control": FOREVER }],
];
