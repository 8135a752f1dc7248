/**
 * Keeps the respondents' page, its script and its style on the device, so that it opens without a network. It keeps
 * nothing of what anyone answers, and what goes to /s/api/ passes it by.
 */
const CACHE = "parindex-phieu";
const PAGE = "/s/";
const PATIENCE = 4_000;

/** Keeps a page that just arrived with everything it names, and drops what it no longer names. */
async function keep(response) {
  const page = await response.clone().text();
  const named = [...page.matchAll(/(?:src|href)="(\/(?:s|site)\/[^"]+)"/g)].map(([, path]) => path);
  const cache = await caches.open(CACHE);
  const stored = (await cache.keys()).map(({ url }) => new URL(url).pathname);
  await cache.addAll(named.filter((path) => !stored.includes(path)));
  await cache.put(PAGE, response);
  const old = stored.filter((path) => path !== PAGE && !named.includes(path));
  await Promise.all(old.map((path) => cache.delete(path)));
}

const fetchPage = async () => {
  const response = await fetch(PAGE, { cache: "no-cache" });
  if (!response.ok) throw new Error(`${PAGE}: ${response.status}`);
  return response;
};

/** The page as it is now; where the network does not bring it soon, as it was. */
async function page(event) {
  const fresh = fetchPage();
  event.waitUntil(fresh.then((response) => keep(response.clone())).catch(() => undefined));
  const late = new Promise((_, reject) => setTimeout(reject, PATIENCE));
  return Promise.race([fresh.then((response) => response.clone()), late]).catch(
    async () => (await caches.match(PAGE)) ?? fresh,
  );
}

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(fetchPage().then(keep));
});

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin || pathname.startsWith("/s/api/")) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
});
