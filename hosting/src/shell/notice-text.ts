import { formatInstant, LeftWork, type Told } from "@parindex/core";
import { type TextKey, t } from "../text/text.ts";

const LEFT: Record<keyof LeftWork, TextKey> = {
  unscored: "leftUnscored",
  unproven: "leftUnproven",
  asked: "leftAsked",
  adjusted: "leftAdjusted",
};

/** What is left to do, each part with its count; "" where nothing is. */
function leftText(left: LeftWork): string {
  return LeftWork.keyof()
    .options.flatMap((kind) => {
      const n = left[kind];
      return n === undefined ? [] : [t(LEFT[kind], { n })];
    })
    .join(", ");
}

/** A date of the year as a notice ends with it. */
const dueOf = ({ date, due }: Extract<Told, { date: string }>) => ({
  date: t(date),
  due: formatInstant(due),
});

function remindedText({ unit, text, left }: Extract<Told, { kind: "reminded" }>): string {
  const lacks = leftText(left);
  return lacks === "" ? t("toldReminded", { text }) : t("toldRemindedLeft", { text, unit, left: lacks });
}

/** What a correction changed of a unit: how many scores, its index, its rank; each only where it did. */
function correctedText({ scores, index, rank }: Extract<Told, { kind: "corrected" }>): string {
  return [
    ...(scores > 0 ? [t("correctedScores", { n: scores })] : []),
    ...(index.from === index.to ? [] : [t("correctedIndex", index)]),
    ...(rank && rank.from !== rank.to ? [t("correctedRank", rank)] : []),
  ].join(", ");
}

/** What a notice tells, in the language of the page. A person's own words stay as they wrote them. */
export function noticeText(told: Told): string {
  switch (told.kind) {
    case "dueSoon":
      return t("toldDueSoon", {
        ...{ unit: told.unit, left: leftText(told.left) || t("toldNotSubmitted") },
        ...dueOf(told),
      });
    case "appraisalDueSoon": {
      const { unit, leaves, units } = told;
      return t(leaves > 0 ? "toldAppraisalDueSoon" : "toldAllJudged", {
        unit,
        leaves,
        units,
        ...dueOf(told),
      });
    }
    case "overdue":
      return t("toldOverdue", { unit: told.unit, due: formatInstant(told.due) });
    case "reminded":
      return remindedText(told);
    case "returned":
      return told.until
        ? t("toldReturnedUntil", { until: formatInstant(told.until), reason: told.reason })
        : t("toldReturned", { reason: told.reason });
    case "lockException":
      return told.until
        ? t("toldException", { until: formatInstant(told.until), reason: told.reason })
        : t("toldExceptionOver", { reason: told.reason });
    case "comment":
      return told.code === null
        ? t("toldComment", { by: told.by, text: told.text })
        : t("toldCommentOn", { by: told.by, code: told.code, text: told.text });
    case "assigned":
      return told.code === null
        ? t("toldAssigned", { by: told.by, leaves: told.leaves })
        : t("toldAssignedOne", { by: told.by, code: told.code });
    case "delegated":
      return t("toldDelegated", { by: told.by, until: formatInstant(told.until) });
    case "published":
      return t("toldPublished", { decision: told.decision });
    case "announcement":
      return t("toldAnnouncement", { title: told.title });
    case "setReplaced":
      return t("toldSetReplaced", { leaves: told.leaves, reason: told.reason });
    case "difficultyAsked":
      return told.code === null
        ? t("toldAsked", { unit: told.unit, question: told.question })
        : t("toldAskedOn", { unit: told.unit, code: told.code, question: told.question });
    case "corrected":
      return t("toldCorrected", { unit: told.unit, moved: correctedText(told) });
    case "difficultyAnswered":
      return t("toldAnswered", { answer: told.answer });
  }
}
