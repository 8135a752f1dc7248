/**
 * Names the content of the style and the script in `hosting/public/site`, so that browsers keep them for good and
 * still get new ones: the first 8 hex digits of the SHA-256 over both, which `test/core/site-assets.test.ts` checks.
 * A page kept by a browser asks under its old name and gets what there is now, so that it never stands bare.
 */
const VERSION = "fe1b3c0c";

export const assets = {
  style: `/site/site.css?v=${VERSION}`,
  script: `/site/superseded.js?v=${VERSION}`,
  icon: "/site/icon.svg",
  fonts: ["/site/fonts/inter-latin-5.3.0.woff2", "/site/fonts/inter-vietnamese-5.3.0.woff2"],
} as const;
