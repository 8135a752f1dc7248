import { collectionOf, Explanation } from "@parindex/core";
import { onDocumentWritten } from "firebase-functions/v2/firestore";
import { observedFold } from "../observed.ts";
import { record } from "../store/fold.ts";
import { historyOf } from "../store/scores.ts";
import { transact } from "../store/transaction.ts";
import { decodeScoreEvent, scoreDocument } from "./score-event.ts";

/** A unit explained a released appraisal: keeps every version in the history. */
export const onExplanationWritten = onDocumentWritten(
  { document: scoreDocument(collectionOf.explanation), retry: true },
  async (event) => {
    const decoded = decodeScoreEvent(Explanation, "explanation", event);
    if (!decoded) return;
    const { key, leaf, written, before, after } = decoded;
    await observedFold("onExplanationWritten", key, "explanation", leaf, written, () =>
      transact("recordExplanation", async (tx) => record(tx, key, historyOf("explanation", before, after))),
    );
  },
);
