import { Appraisal, collectionOf } from "@parindex/core";
import { onDocumentWritten } from "firebase-functions/v2/firestore";
import { foldUnit } from "../store/fold.ts";
import { recorded } from "../store/scores.ts";
import { decodeScoreEvent, scoreDocument } from "./score-event.ts";

/** A lead department or the council judged a leaf: folds the judgement into ledger, index and history. */
export const onAppraisalWritten = onDocumentWritten(
  { document: scoreDocument(collectionOf.appraisal), retry: true },
  async (event) => {
    const decoded = decodeScoreEvent(Appraisal, event);
    if (decoded) await foldUnit(decoded.key, recorded("appraisal", decoded.before, decoded.after));
  },
);
