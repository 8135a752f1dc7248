import { collectionOf, SurveyScore } from "@parindex/core";
import { onDocumentWritten } from "firebase-functions/v2/firestore";
import { foldUnit } from "../store/fold.ts";
import { recorded } from "../store/scores.ts";
import { decodeScoreEvent, scoreDocument } from "./score-event.ts";

/** A survey score changed: folds it into ledger, index and history. */
export const onSurveyScoreWritten = onDocumentWritten(
  { document: scoreDocument(collectionOf.survey), retry: true },
  async (event) => {
    const decoded = decodeScoreEvent(SurveyScore, event);
    if (decoded) await foldUnit(decoded.key, recorded("survey", decoded.before, decoded.after));
  },
);
