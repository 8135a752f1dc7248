import { Alert, Badge, Button, Group, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { formatInstant, formatPoints, sourceMax, totalOf } from "@parindex/core";
import { PersonName } from "../data/people.tsx";
import { dayText } from "../shell/time.ts";
import { submissionName, t } from "../text/text.ts";
import { DelegateDialog } from "./DelegateDialog.tsx";
import styles from "./unit.module.css";
import type { UnitFile } from "./useUnitFile.ts";

function SubmissionNote({ file }: { file: UnitFile }) {
  const { unit } = file;
  if (!unit) return null;
  const { submission, lockException } = unit;
  const { report, at, reason, state } = submission;
  if (state === "submitted" && report && at)
    return (
      <Text size="sm">
        {t("submittedOn", { at: formatInstant(at), number: report.number, date: dayText(report.date) })}
      </Text>
    );
  if (state === "locked") return <Alert color="gray">{t("lockedBecause", { reason: reason ?? "" })}</Alert>;
  if (!reason && !lockException) return null;
  return (
    <Alert color="orange" variant="light">
      {reason && t("returnedBecause", { reason })}
      {lockException && <div>{t("exceptionUntil", { until: formatInstant(lockException.until) })}</div>}
    </Alert>
  );
}

function Delegation({ file }: { file: UnitFile }) {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button variant="default" onClick={open}>
        {t("delegate")}
      </Button>
      <DelegateDialog {...{ file, opened }} onClose={close} />
    </>
  );
}

/** Where the unit's file stands: how complete, its total, what was returned and why, and the way to submit. */
export function FileHead({ file, onSubmit }: { file: UnitFile; onSubmit: () => void }) {
  const { unit, sheet, missing, shownSet } = file;
  if (!unit || !sheet || !shownSet) return null;
  const leaves = [...shownSet.leaves.values()].filter(
    ({ id, source }) => source === "self" && unit.exempt[id] === undefined,
  ).length;
  const done = leaves - missing.length;
  const total = totalOf(sheet);
  const open = unit.submission.state === "draft" || unit.submission.state === "returned";
  const unproven = file.review.filter(({ weaknesses }) => weaknesses.includes("unproven")).length;
  return (
    <div>
      <Group justify="space-between" align="flex-start" mb="xs">
        <div>
          <Title order={1} size="h2">
            {unit.name}
          </Title>
          <Group gap="xs">
            <Text className="soft">{t("unitTitle")}</Text>
            <Badge variant="light" radius="sm" tt="none">
              {submissionName(unit.submission.state)}
            </Badge>
          </Group>
        </div>
        {open && (
          <Group gap="xs" className="no-print">
            {file.isHead && <Delegation file={file} />}
            {file.submits ? (
              <Button onClick={onSubmit}>{t("submit")}</Button>
            ) : (
              <Text size="sm" className="soft">
                {t("onlyHead")}
              </Text>
            )}
          </Group>
        )}
      </Group>
      <SubmissionNote file={file} />
      {open && unit.deputy && (
        <Text size="sm" className="soft">
          {t("deputy")}: <PersonName uid={unit.deputy.uid} /> ·{" "}
          {t("delegatedUntil", { until: formatInstant(unit.deputy.until) })}
        </Text>
      )}
      <Group gap="xl" my="sm" align="flex-end">
        <div style={{ minWidth: "14rem" }}>
          <Text size="sm">{t("completeness", { done, all: leaves })}</Text>
          <div className={styles.meter} aria-hidden>
            <span style={{ width: `${leaves === 0 ? 0 : (100 * done) / leaves}%` }} />
          </div>
        </div>
        <Text size="sm">
          {t("provisionalSelf")}: <b>{total.self === null ? "—" : formatPoints(total.self)}</b> /{" "}
          {formatPoints(sourceMax(sheet, "self"))}
        </Text>
        {unproven > 0 && <Text size="sm">{t("unprovenCount", { n: unproven })}</Text>}
      </Group>
    </div>
  );
}
