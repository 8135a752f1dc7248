import { collectionOf, SurveyScore } from "@parindex/core";
import { onDocumentWritten } from "firebase-functions/v2/firestore";
import { observedFold } from "../observed.ts";
import { foldUnit } from "../store/fold.ts";
import { recorded } from "../store/scores.ts";
import { decodeScoreEvent, scoreDocument } from "./score-event.ts";

/** A survey score changed: folds it into ledger, index and history. */
export const onSurveyScoreWritten = onDocumentWritten(
  { document: scoreDocument(collectionOf.survey), retry: true },
  async (event) => {
    const decoded = decodeScoreEvent(SurveyScore, "survey", event);
    if (!decoded) return;
    const { key, leaf, written, before, after } = decoded;
    await observedFold("onSurveyScoreWritten", key, "survey", leaf, written, () =>
      foldUnit(key, recorded("survey", before, after)),
    );
  },
);
