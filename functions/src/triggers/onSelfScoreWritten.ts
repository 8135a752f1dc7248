import { collectionOf, SelfScore } from "@parindex/core";
import { onDocumentWritten } from "firebase-functions/v2/firestore";
import { observedFold } from "../observed.ts";
import { foldUnit } from "../store/fold.ts";
import { recorded } from "../store/scores.ts";
import { decodeScoreEvent, scoreDocument } from "./score-event.ts";

/** A unit scored itself: folds the score into its ledger, index and history. */
export const onSelfScoreWritten = onDocumentWritten(
  { document: scoreDocument(collectionOf.self), retry: true },
  async (event) => {
    const decoded = decodeScoreEvent(SelfScore, "self", event);
    if (!decoded) return;
    const { key, leaf, written, before, after } = decoded;
    await observedFold("onSelfScoreWritten", key, "self", leaf, written, () =>
      foldUnit(key, recorded("self", before, after)),
    );
  },
);
