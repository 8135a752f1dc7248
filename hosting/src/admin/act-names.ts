import { type TextKey, t } from "../text/standing-body.ts";

/** What the audit calls each act, in the words of the screen. */
const NAMES: Readonly<Record<string, TextKey>> = {
  submitSelfAssessment: "submit",
  returnSubmission: "returnFile",
  lockAsItStands: "lockFile",
  recogniseRest: "recogniseRest",
  release: "release",
  setExemption: "exempting",
  changeSettings: "changeSettings",
  setDate: "changeDate",
  enterSurveyScores: "enterScores",
  adopt: "adopt",
  seal: "startSeal",
  sealed: "sealedAct",
  giveUpSeal: "giveUpSeal",
  reopen: "reopen",
  enterDecision: "enterDecision",
  published: "publishedAs",
  advance: "advance",
  setLockException: "lockException",
  setCouncil: "setCouncil",
  saveMember: "saveMember",
  importMembers: "importMembers",
  issueSignInLink: "issueLink",
  setMemberDisabled: "setMemberDisabled",
  handOver: "handOver",
  announce: "announcedAct",
  askDifficulty: "askDifficulty",
  answerDifficulty: "answeredAct",
  remindUnits: "remindedAct",
  remind: "remindAct",
  assignLeaves: "assignLeavesAct",
  delegate: "delegateAct",
  saveAdjustment: "saveAdjustment",
  removeCriteriaSet: "removeCriteriaSetAct",
  replaceCriteriaSet: "replaceCriteriaSetAct",
  saveCriteriaSet: "saveCriteriaSetAct",
  saveGuidance: "saveGuidanceAct",
  replaceUnitSet: "replaceUnitSetAct",
  discardPeriod: "discardPeriodAct",
  importUnits: "importUnitsAct",
  removeUnit: "removeUnitAct",
  savePeriodBasics: "savePeriodBasicsAct",
  saveUnit: "saveUnitAct",
  startPeriod: "startPeriodAct",
  importPastYear: "importPastYearAct",
  revokeAdjustment: "revokeAdjustment",
  createScheme: "createSchemeAct",
  saveCostEstimate: "saveCostEstimateAct",
  reconcile: "reconcileAct",
};

/** The acts this screen knows by name. */
export const ACTS: readonly string[] = Object.keys(NAMES);

/** The name of an audited act; one that this screen does not know yet, as it stands. */
export function actName(act: string): string {
  const key = NAMES[act];
  return key ? t(key) : act;
}
