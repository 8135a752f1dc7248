/** The table of contents: every function of the system. */
import "./config.ts";

export { addComment } from "./callables/addComment.ts";
export { adopt } from "./callables/adopt.ts";
export { announce } from "./callables/announce.ts";
export { answerDifficulty } from "./callables/answerDifficulty.ts";
export { askDifficulty } from "./callables/askDifficulty.ts";
export { assignLeaves } from "./callables/assignLeaves.ts";
// What units, lead departments, the standing body and the council call.
export { changeSettings } from "./callables/changeSettings.ts";
export { completeFile } from "./callables/completeFile.ts";
export { createScheme } from "./callables/createScheme.ts";
export { delegate } from "./callables/delegate.ts";
export { discardPeriod } from "./callables/discardPeriod.ts";
export { dropFile } from "./callables/dropFile.ts";
export { enterDecision } from "./callables/enterDecision.ts";
export { enterSurveyScores } from "./callables/enterSurveyScores.ts";
export { handOver } from "./callables/handOver.ts";
export { importMembers } from "./callables/importMembers.ts";
export { importPastYear } from "./callables/importPastYear.ts";
export { importUnits } from "./callables/importUnits.ts";
export { issueSignInLink } from "./callables/issueSignInLink.ts";
export { lockAsItStands } from "./callables/lockAsItStands.ts";
export { mySchemes } from "./callables/mySchemes.ts";
export { recogniseRest } from "./callables/recogniseRest.ts";
export { release } from "./callables/release.ts";
export { remindUnits } from "./callables/remindUnits.ts";
export { removeCriteriaSet } from "./callables/removeCriteriaSet.ts";
export { removeUnit } from "./callables/removeUnit.ts";
export { reopen } from "./callables/reopen.ts";
export { replaceCriteriaSet } from "./callables/replaceCriteriaSet.ts";
export { resolveComment } from "./callables/resolveComment.ts";
export { returnSubmission } from "./callables/returnSubmission.ts";
export { revokeAdjustment } from "./callables/revokeAdjustment.ts";
export { saveAdjustment } from "./callables/saveAdjustment.ts";
export { saveCostEstimate } from "./callables/saveCostEstimate.ts";
export { saveCriteriaSet } from "./callables/saveCriteriaSet.ts";
export { saveEvidence } from "./callables/saveEvidence.ts";
export { saveGuidance } from "./callables/saveGuidance.ts";
export { saveMember } from "./callables/saveMember.ts";
export { savePeriodBasics } from "./callables/savePeriodBasics.ts";
export { saveUnit } from "./callables/saveUnit.ts";
export { seal } from "./callables/seal.ts";
export { setCouncil } from "./callables/setCouncil.ts";
export { setDate } from "./callables/setDate.ts";
export { setExemption } from "./callables/setExemption.ts";
export { setLockException } from "./callables/setLockException.ts";
export { setMemberDisabled } from "./callables/setMemberDisabled.ts";
export { setPassword } from "./callables/setPassword.ts";
export { signIns } from "./callables/signIns.ts";
export { startPeriod } from "./callables/startPeriod.ts";
export { submitSelfAssessment } from "./callables/submitSelfAssessment.ts";
// What the public reads.
export { publicSite } from "./publicSite.ts";
// The clockwork of the year.
export { advanceYear } from "./schedule/advanceYear.ts";
export { reconcile } from "./schedule/reconcile.ts";
export { rollUp } from "./schedule/rollUp.ts";
// How a change becomes an index.
export { onAppraisalWritten } from "./triggers/onAppraisalWritten.ts";
export { onExplanationWritten } from "./triggers/onExplanationWritten.ts";
export { onSelfScoreWritten } from "./triggers/onSelfScoreWritten.ts";
export { onSurveyScoreWritten } from "./triggers/onSurveyScoreWritten.ts";
