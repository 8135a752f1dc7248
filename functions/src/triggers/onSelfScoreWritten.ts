import { collectionOf, SelfScore } from "@parindex/core";
import { onDocumentWritten } from "firebase-functions/v2/firestore";
import { foldUnit } from "../store/fold.ts";
import { recorded } from "../store/scores.ts";
import { decodeScoreEvent, scoreDocument } from "./score-event.ts";

/** A unit scored itself: folds the score into its ledger, index and history. */
export const onSelfScoreWritten = onDocumentWritten(
  { document: scoreDocument(collectionOf.self), retry: true },
  async (event) => {
    const decoded = decodeScoreEvent(SelfScore, event);
    if (decoded) await foldUnit(decoded.key, recorded("self", decoded.before, decoded.after));
  },
);
