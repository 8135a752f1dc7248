import { Checkbox, TextInput } from "@mantine/core";
import type { InvitationBatch } from "@parindex/core";
import { ReasonField } from "../admin/ReasonField.tsx";
import { CallRefused } from "../data/call.ts";
import type { Entry } from "../data/live.ts";
import type { NamedUnit } from "../data/units.ts";
import { useAct } from "../data/useAct.ts";
import { ActDialog } from "../shell/ActDialog.tsx";
import { t } from "../text/survey-field.ts";
import { type Issued, issue, readNumbers } from "./field-issue.ts";
import { Revoked } from "./field-results.ts";
import type { SurveyEntry } from "./useSurveys.ts";

interface RevokeDialogProps {
  survey: SurveyEntry;
  batch: Entry<InvitationBatch>;
  units: readonly NamedUnit[];
  opened: boolean;
  onClose: () => void;
  onIssued: (issued: Issued) => void;
}

/** Ends a batch's invitations, all or by number, and issues as many new ones where that is asked for. */
export function RevokeDialog({ survey, batch, units, opened, onClose, onIssued }: RevokeDialogProps) {
  const acting = useAct();
  const { first, count, kind, uses, note, eligibility } = batch.data;
  const last = first + count - 1;
  const range = { from: String(first), to: String(last) };
  const named = batch.data.units.map((id) => ({
    id,
    name: units.find((unit) => unit.id === id)?.name ?? id,
  }));
  const reissue = async (n: number) => {
    // The dealings that were drawn stand nowhere but in the file that was downloaded.
    const newKind = kind === "dealings" ? "links" : kind;
    const terms = { survey: survey.id, kind: newKind, uses, note, eligibility };
    try {
      const given = await issue(acting, terms, [{ units: named, count: n }], () => {});
      onIssued({ ...given, kind: newKind, name: survey.data.name, headings: [], said: "" });
    } catch (error) {
      const why = error instanceof CallRefused ? error.message : t("unexpected");
      throw new CallRefused(t("reissueFailed", { n, why }));
    }
  };
  return (
    <ActDialog
      {...{ opened, onClose }}
      title={t("revokeTitle", range)}
      action={t("revokeInvitations")}
      danger
      explain={t("revokeExplain")}
      perform={async (form) => {
        const typed = String(form.get("numbers") ?? "").trim();
        const numbers = typed === "" ? null : readNumbers(typed, first, last);
        if (typed !== "" && numbers === null) throw new CallRefused(t("revokeBadNumbers", range));
        const place = { ...acting.place, survey: survey.id, batch: batch.id };
        const reason = String(form.get("reason"));
        const result = Revoked.parse(await acting.act("revokeInvitations", { ...place, numbers, reason }));
        if (form.get("reissue") && result.revoked > 0) await reissue(result.revoked);
        return t("revokeDone", result);
      }}
    >
      {count > 1 && (
        <TextInput name="numbers" label={t("revokeNumbers")} description={t("revokeNumbersHint")} />
      )}
      {survey.data.state !== "closed" && <Checkbox name="reissue" label={t("reissue")} />}
      <ReasonField />
    </ActDialog>
  );
}
