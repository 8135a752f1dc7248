/**
 * List prices in US dollars as Google's pages give them, before free quotas. Firestore's are those of the dearest class of
 * locations, the multi-regions, so they bound every region from above (a region such as Los Angeles costs 60 % of it);
 * Cloud Run's are those of its first tier. Put the prices of your region and currency here and run the model again.
 * https://firebase.google.com/docs/firestore/pricing, https://cloud.google.com/run/pricing,
 * https://firebase.google.com/pricing, read in November 2026.
 */
export const PRICES = {
  /** A document read, written, deleted. */
  read: 0.06 / 100_000,
  write: 0.18 / 100_000,
  delete: 0.02 / 100_000,
  /** A GiB stored for a month: documents and their indexes. */
  storedGiBMonth: 0.18,
  /** A request to a function, a second of its processor, a GiB-second of its memory. */
  request: 0.4 / 1_000_000,
  cpuSecond: 0.000024,
  memoryGiBSecond: 0.0000025,
  /** A GiB that leaves Firestore or Hosting for a browser. */
  egressGiB: 0.15,
} as const;
