import { type MouseEvent, useSyncExternalStore } from "react";

/** The workspace's pages, below /app/. Named in Vietnamese, as their readers would. */
export const routes = {
  home: "/app/viec-cua-toi",
  unit: "/app/don-vi",
  appraisal: "/app/tham-dinh",
  council: "/app/hoi-dong",
  analysis: "/app/phan-tich",
  overview: "/app/tong-quan",
  survey: "/app/dieu-tra",
  admin: "/app/thuong-truc",
} as const;
export type Route = keyof typeof routes;

const CHANGED = "parindex:route";

function subscribe(listener: () => void): () => void {
  addEventListener("popstate", listener);
  addEventListener(CHANGED, listener);
  return () => {
    removeEventListener("popstate", listener);
    removeEventListener(CHANGED, listener);
  };
}

const address = () => location.pathname + location.search;

/** The page's path and query; changes with the browser's history. */
export function useAddress(): URL {
  return new URL(useSyncExternalStore(subscribe, address), location.origin);
}

const path = () => location.pathname;

/** The page's path; what follows a query changes without it. */
export const usePath = (): string => useSyncExternalStore(subscribe, path);

/** Where the address keeps the period one works in, and the scheme, from page to page. */
export const PERIOD_KEY = "ky";
export const SCHEME_KEY = "ct";

/** Goes to another page of the workspace, where scheme and period stay the same unless told. */
export function go(to: string, keeping: readonly string[] = [SCHEME_KEY, PERIOD_KEY]): void {
  const next = new URL(to, location.origin);
  for (const key of keeping) {
    const kept = new URLSearchParams(location.search).get(key);
    if (kept !== null && !next.searchParams.has(key)) next.searchParams.set(key, kept);
  }
  history.pushState(null, "", next);
  dispatchEvent(new Event(CHANGED));
}

function withQuery(name: string, value: string | null): URL {
  const url = new URL(location.href);
  if (value === null) url.searchParams.delete(name);
  else url.searchParams.set(name, value);
  return url;
}

/** Sets one value of the query in place, so that a reload or a shared link shows the same. */
export function setQuery(name: string, value: string | null): void {
  history.replaceState(null, "", withQuery(name, value));
  dispatchEvent(new Event(CHANGED));
}

/** Sets one value of the query as a step of its own, which the browser's way back takes back. */
export function stepQuery(name: string, value: string): void {
  history.pushState(null, "", withQuery(name, value));
  dispatchEvent(new Event(CHANGED));
}

/** Makes a link stay in the workspace. Modified clicks open as the browser does. */
export function followLink(event: MouseEvent<HTMLElement>): void {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  const link = event.currentTarget;
  if (link instanceof HTMLAnchorElement) go(link.pathname + link.search);
}
