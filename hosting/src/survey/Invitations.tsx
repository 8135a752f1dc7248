import { Alert, Button, Group, Text } from "@mantine/core";
import { InvitationBatch, paths } from "@parindex/core";
import { useState } from "react";
import admin from "../admin/admin.module.css";
import { CallRefused } from "../data/call.ts";
import { type Entry, useCollection } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import { type NamedUnit, useUnits } from "../data/units.ts";
import { useAct } from "../data/useAct.ts";
import { Shown } from "../shell/Notice.tsx";
import { t } from "../text/survey-field.ts";
import styles from "./field.module.css";
import { Codes } from "./field-codes.tsx";
import { unitsAsked } from "./field-data.ts";
import type { Issued } from "./field-issue.ts";
import { IssueDialog } from "./field-issue-dialog.tsx";
import { kindText } from "./field-kinds.ts";
import { InvitationCounts } from "./field-results.ts";
import { RevokeDialog } from "./field-revoke-dialog.tsx";
import type { SurveyEntry } from "./useSurveys.ts";

type Batch = Entry<InvitationBatch>;

const lastOf = ({ first, count }: InvitationBatch) => first + count - 1;

/** How the invitations of every batch stand, counted when it is asked for. */
function useCounts(survey: string) {
  const { act, place } = useAct();
  const [counts, setCounts] = useState<ReadonlyMap<string, InvitationCounts["batches"][number]>>(new Map());
  const [refusal, setRefusal] = useState<string | null>(null);
  const [counting, setCounting] = useState(false);
  const count = async () => {
    setCounting(true);
    setRefusal(null);
    try {
      const { batches } = InvitationCounts.parse(await act("countInvitations", { ...place, survey }));
      setCounts(new Map(batches.map((one) => [one.batch, one])));
    } catch (error) {
      setRefusal(error instanceof CallRefused ? error.message : t("unexpected"));
    }
    setCounting(false);
  };
  return { counts, refusal, counting, count };
}

interface BatchesProps {
  survey: SurveyEntry;
  batches: readonly Batch[];
  units: readonly NamedUnit[];
  onRevoke: (batch: Batch) => void;
}

function Batches({ survey, batches, units, onRevoke }: BatchesProps) {
  const { counts, refusal, counting, count } = useCounts(survey.id);
  const nameOf = (id: string) => units.find((unit) => unit.id === id)?.name ?? id;
  if (batches.length === 0) return <Text size="sm">{t("batchesNone")}</Text>;
  return (
    <section className={styles.part}>
      <Group justify="space-between" mb="xs">
        <h2>{t("batchesTable")}</h2>
        <Button size="compact-sm" variant="default" loading={counting} onClick={() => void count()}>
          {t("countNow")}
        </Button>
      </Group>
      {refusal && (
        <Alert color="red" variant="light" role="alert">
          {refusal}
        </Alert>
      )}
      <table className={admin.table} aria-label={t("batchesTable")}>
        <thead>
          <tr>
            <th scope="col">{t("batchNumbers")}</th>
            <th scope="col">{t("batchKind")}</th>
            <th scope="col">{t("batchUnits")}</th>
            <th scope="col">{t("batchStates")}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {batches.map((batch) => {
            const { first, kind, uses, note, units: about } = batch.data;
            const state = counts.get(batch.id);
            return (
              <tr key={batch.id}>
                <th scope="row">
                  {first}–{lastOf(batch.data)}
                </th>
                <td>
                  {t(kindText(kind))}
                  {kind === "open" && ` · ${t("usesN", { n: uses })}`}
                  {note !== "" && <span className={admin.soft}>{note}</span>}
                </td>
                <td>{about.length > 3 ? t("unitsN", { n: about.length }) : about.map(nameOf).join(", ")}</td>
                <td>
                  {state
                    ? t("stateCounts", {
                        issued: state.issued,
                        redeemed: state.redeemed,
                        revoked: state.revoked,
                      })
                    : "—"}
                </td>
                <td>
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={t("revokeTitle", { from: String(first), to: String(lastOf(batch.data)) })}
                    onClick={() => onRevoke(batch)}
                  >
                    {t("revokeInvitations")}
                  </Button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

/** The invitations of a survey: issued, handed over once, counted, revoked. */
export default function Invitations({ survey }: { survey: SurveyEntry }) {
  const { scheme, periodId } = useSession();
  const live = useCollection(paths.invitationBatches(scheme, periodId, survey.id), InvitationBatch);
  const units = useUnits();
  const [issuing, setIssuing] = useState(false);
  const [issued, setIssued] = useState<Issued | null>(null);
  const [revoking, setRevoking] = useState<Batch | null>(null);
  const isClosed = survey.data.state === "closed";
  return (
    <Shown live={units}>
      {(all) => (
        <>
          <p className={styles.lead}>{t("batchesLead")}</p>
          {isClosed ? (
            <Alert variant="light" mb="sm">
              {t("issueNotClosed")}
            </Alert>
          ) : (
            <Button mb="sm" onClick={() => setIssuing(true)}>
              {t("issueInvitations")}
            </Button>
          )}
          <Shown live={live}>
            {(batches) => (
              <Batches
                {...{ survey, units: all }}
                batches={batches.toSorted((a, b) => b.data.first - a.data.first)}
                onRevoke={setRevoking}
              />
            )}
          </Shown>
          {issuing && (
            <IssueDialog
              opened
              survey={survey}
              units={unitsAsked(survey, all)}
              onClose={() => setIssuing(false)}
              onIssued={(now) => {
                setIssuing(false);
                setIssued(now);
              }}
            />
          )}
          {revoking && (
            <RevokeDialog
              opened
              {...{ survey, units: all, batch: revoking }}
              onClose={() => setRevoking(null)}
              onIssued={setIssued}
            />
          )}
          {issued && <Codes issued={issued} onClose={() => setIssued(null)} />}
        </>
      )}
    </Shown>
  );
}
