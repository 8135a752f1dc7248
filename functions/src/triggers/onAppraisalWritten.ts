import { Appraisal, collectionOf } from "@parindex/core";
import { onDocumentWritten } from "firebase-functions/v2/firestore";
import { observedFold } from "../observed.ts";
import { foldUnit } from "../store/fold.ts";
import { recorded } from "../store/scores.ts";
import { decodeScoreEvent, scoreDocument } from "./score-event.ts";

/** A lead department or the council judged a leaf: folds the judgement into ledger, index and history. */
export const onAppraisalWritten = onDocumentWritten(
  { document: scoreDocument(collectionOf.appraisal), retry: true },
  async (event) => {
    const decoded = decodeScoreEvent(Appraisal, "appraisal", event);
    if (!decoded) return;
    const { key, leaf, written, before, after } = decoded;
    await observedFold("onAppraisalWritten", key, "appraisal", leaf, written, () =>
      foldUnit(key, recorded("appraisal", before, after)),
    );
  },
);
