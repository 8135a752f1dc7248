import { getApps, initializeApp } from "firebase-admin/app";
import { getFirestore } from "firebase-admin/firestore";
import { onDocumentWritten } from "firebase-functions/v2/firestore";

/** The yardstick of the benchmark: a trigger that writes one document and does nothing else. */
export const bare = onDocumentWritten(
  { document: "bench/{id}", region: "asia-southeast1", retry: true },
  async (event) => {
    const db = getFirestore(getApps()[0] ?? initializeApp());
    await db.doc(`benchDone/${event.params.id}`).set(event.data.after.data());
  },
);
