import { Alert, Anchor, Button, Group, Progress, Text, Title } from "@mantine/core";
import { formatInstant, type Period, paths, Seal } from "@parindex/core";
import { lazy, type ReactNode, Suspense } from "react";
import { dataOf, useDocument } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import { useUnits } from "../data/units.ts";
import { Loading } from "../shell/Notice.tsx";
import { dayText } from "../shell/time.ts";
import { useDialog } from "../shell/useDialog.ts";
import { t } from "../text/standing-body.ts";
import styles from "./admin.module.css";
import { DecisionDialog, ReopenDialog, SealDialog } from "./ResultDialogs.tsx";

const BeforeOut = lazy(() => import("./BeforeOut.tsx"));
const Correction = lazy(() => import("./Correction.tsx"));

type Act = "seal" | "decision" | "reopen";

function Step({
  title,
  done,
  now,
  children,
}: {
  title: string;
  done: boolean;
  now: boolean;
  children: ReactNode;
}) {
  return (
    <li className={now ? styles.stepNow : undefined} aria-current={now ? "step" : undefined}>
      <Title order={2} size="h4">
        {title}{" "}
        {done && (
          <span className={styles.done}>
            ✓ <span className={styles.hidden}>{t("stepDone")}</span>
          </span>
        )}
      </Title>
      {children}
    </li>
  );
}

function AdoptionText({ period }: { period: Period }) {
  const { adoption } = period;
  if (!adoption) return <Text size="sm">{t("notAdopted")}</Text>;
  const { insufficientSampleReason: reason } = adoption;
  return (
    <Text size="sm">
      {t("adopted", { minutes: adoption.minutes, at: formatInstant(adoption.at) })}
      {reason && ` ${t("adoptedSamples", { reason })}`}
    </Text>
  );
}

/** How the sealing run goes: units done, then the root and what differed from the live result. */
function SealRun({ seal }: { seal: Seal }) {
  const { unitCount } = useSession().period;
  const units = dataOf(useUnits());
  const nameOf = (id: string) => units?.find((unit) => unit.id === id)?.name ?? id;
  if (seal.state === "discarded") return <Text size="sm">{t("sealDiscarded")}</Text>;
  if (!seal.root)
    return (
      <div role="status">
        <Text size="sm">{t("sealRunning", { done: seal.done, all: unitCount })}</Text>
        <Progress value={(100 * seal.done) / Math.max(1, unitCount)} aria-label={t("seal")} />
      </div>
    );
  return (
    <>
      <Text size="sm">
        {t("root")}: <code className={styles.hash}>{seal.root}</code>
      </Text>
      <Text size="sm">{t("differencesFound", { n: seal.differences.length })}</Text>
      {seal.differences.length > 0 && <Text size="sm">{seal.differences.map(nameOf).join(", ")}</Text>}
      {seal.development && (
        <Alert color="orange" variant="light" py="xs" my="xs">
          {t("developmentKey")}
        </Alert>
      )}
    </>
  );
}

function DecisionText({ period }: { period: Period }) {
  const { decision } = period;
  if (!decision) return <Text size="sm">{t("noDecision")}</Text>;
  return (
    <Text size="sm">
      {t("decisionEntered", { number: decision.number, date: dayText(decision.date) })}
      {decision.file && ` (${decision.file})`}
    </Text>
  );
}

function Published({ period }: { period: Period }) {
  const { publication, decision, dates } = period;
  if (publication)
    return (
      <Text size="sm">
        {t("publishedAs")}. <Anchor href={`/cong-bo/${publication}`}>{t("openPublic")}</Anchor>
      </Text>
    );
  return (
    <Text size="sm">
      {decision ? t("publishesAt", { at: formatInstant(dates.publishAt) }) : t("publishesAfter")}
    </Text>
  );
}

const stepOf = ({ state, adoption, decision }: Period): number => {
  if (state === "published") return 4;
  if (state === "sealed") return decision ? 3 : 2;
  return adoption ? 1 : 0;
};

/** From adoption to publication, step by step: what is done, what comes next, and the way back. */
export default function ResultTab() {
  const { scheme, periodId, period } = useSession();
  const seal = dataOf(useDocument(period.seal ? paths.seal(scheme, periodId, period.seal) : null, Seal));
  const dialog = useDialog<Act>();
  const at = stepOf(period);
  const maySeal = (period.state === "adoption" && period.adoption !== null) || period.state === "sealing";
  const mayReopen = period.state === "sealed" || (period.state === "adoption" && period.adoption !== null);
  const dialogProps = (act: Act) => ({
    opened: dialog.opened && dialog.subject === act,
    onClose: dialog.close,
  });
  return (
    <>
      <ol className={styles.steps}>
        <Step title={t("stepAdopt")} done={at > 0} now={at === 0}>
          <AdoptionText period={period} />
        </Step>
        <Step title={t("seal")} done={at > 1} now={at === 1}>
          {seal ? <SealRun seal={seal} /> : <Text size="sm">{t("sealExplain")}</Text>}
          {maySeal && (
            <Button mt="xs" onClick={() => dialog.open("seal")}>
              {t(period.state === "sealing" ? "resumeSeal" : "seal")}
            </Button>
          )}
        </Step>
        <Step title={t("stepDecision")} done={at > 2} now={at === 2}>
          <DecisionText period={period} />
          {period.state === "sealed" && (
            <Button
              mt="xs"
              variant={period.decision ? "default" : "filled"}
              onClick={() => dialog.open("decision")}
            >
              {t(period.decision ? "changeDecision" : "enterDecision")}
            </Button>
          )}
        </Step>
        <Step title={t("stepPublish")} done={at > 3} now={at === 3}>
          <Published period={period} />
          {period.state === "sealed" && (
            <Suspense fallback={<Loading />}>
              <BeforeOut of="seal" />
            </Suspense>
          )}
        </Step>
      </ol>
      {mayReopen && (
        <Group mt="lg" className={styles.note} justify="space-between">
          <Text size="sm" flex={1} miw="16rem">
            {t("reopenExplain")}
          </Text>
          <Button variant="default" onClick={() => dialog.open("reopen")}>
            {t("reopen")}
          </Button>
        </Group>
      )}
      {period.state === "published" && (
        <Suspense fallback={<Loading />}>
          <Correction />
        </Suspense>
      )}
      <SealDialog {...dialogProps("seal")}>
        {period.state === "sealing" && seal && <SealRun seal={seal} />}
      </SealDialog>
      <DecisionDialog {...dialogProps("decision")} />
      <ReopenDialog {...dialogProps("reopen")} />
    </>
  );
}
