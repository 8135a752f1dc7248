import { Button, Group, Text, TextInput, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  DATE_ORDER,
  formatInstant,
  fromLocalInput,
  type Period,
  type PeriodDate,
  refusalOfDate,
} from "@parindex/core";
import { lazy, Suspense } from "react";
import { Glance } from "../council/Glance.tsx";
import { dataOf } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import { type BoardUnit, useBoard } from "../data/units.ts";
import { useAct } from "../data/useAct.ts";
import { toLocalInput } from "../data/vietnam-time.ts";
import { ActDialog } from "../shell/ActDialog.tsx";
import { timeLeft, useNow } from "../shell/time.ts";
import { useDialog } from "../shell/useDialog.ts";
import { t } from "../text/standing-body.ts";
import styles from "./admin.module.css";
import { PastSteps } from "./PastSteps.tsx";
import { ReasonField } from "./ReasonField.tsx";
import { Settings } from "./Settings.tsx";

const NewYear = lazy(() => import("./NewYear.tsx"));

const usedDates = ({ settings }: Period): readonly PeriodDate[] =>
  settings.explanationRound
    ? DATE_ORDER
    : DATE_ORDER.filter((date) => date !== "explanationDue" && date !== "reappraisalDue");

/** Whether the step that a date ends is still ahead, so that the date can move. */
const canMove = (period: Period, date: PeriodDate): boolean =>
  refusalOfDate(period, date, period.dates[date], new Date(0)) === null;

function DateDialog({
  date,
  opened,
  onClose,
}: {
  date: PeriodDate | null;
  opened: boolean;
  onClose: () => void;
}) {
  const { period } = useSession();
  const { act, place } = useAct();
  if (!date) return null;
  return (
    <ActDialog
      {...{ opened, onClose }}
      title={`${t("changeDate")}: ${t(date)}`}
      action={t("changeDate")}
      explain={t("changeDateExplain", { now: formatInstant(period.dates[date]) })}
      perform={(form) =>
        act("setDate", {
          ...place,
          date,
          to: fromLocalInput(String(form.get("to"))),
          reason: String(form.get("reason")),
        })
      }
    >
      <TextInput
        name="to"
        type="datetime-local"
        label={t("newDate")}
        defaultValue={toLocalInput(period.dates[date])}
        required
        data-autofocus
      />
      <ReasonField />
    </ActDialog>
  );
}

function Dates() {
  const { period } = useSession();
  const now = useNow();
  const dialog = useDialog<PeriodDate>();
  return (
    <section aria-labelledby="dates">
      <Title order={2} size="h4" id="dates">
        {t("dates")}
      </Title>
      <table className={styles.table} aria-labelledby="dates">
        <thead>
          <tr>
            <th scope="col">{t("dateName")}</th>
            <th scope="col">{t("dateInstant")}</th>
            <th scope="col">{t("dateLeft")}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {usedDates(period).map((date) => {
            const movable = canMove(period, date);
            const left = timeLeft(period.dates[date], now);
            return (
              <tr key={date} className={movable ? undefined : styles.past}>
                <th scope="row">{t(date)}</th>
                <td>{formatInstant(period.dates[date])}</td>
                <td>{left && movable ? t("dueIn", { time: left }) : t("datePassed")}</td>
                <td className={styles.actions}>
                  {movable && (
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={`${t("changeDate")}: ${t(date)}`}
                      onClick={() => dialog.open(date)}
                    >
                      {t("changeDate")}
                    </Button>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <DateDialog date={dialog.subject} opened={dialog.opened} onClose={dialog.close} />
    </section>
  );
}

/** What would be released too early. */
function Unjudged({ board }: { board: readonly BoardUnit[] }) {
  const open = board.filter(({ missing }) => missing.appraisal > 0);
  if (open.length === 0) return null;
  const n = open.reduce((sum, { missing }) => sum + missing.appraisal, 0);
  return (
    <Text size="sm" fw={600}>
      {t("releaseUnjudged", { n, units: open.length })}
    </Text>
  );
}

function Release({ board }: { board: readonly BoardUnit[] }) {
  const { period } = useSession();
  const { act, place } = useAct();
  const [opened, { open, close }] = useDisclosure(false);
  if (period.state !== "appraisal" || !period.settings.explanationRound) return null;
  return (
    <Group justify="space-between" className={styles.note}>
      <Text size="sm" flex={1} miw="16rem">
        {t("releaseHint", { due: formatInstant(period.dates.appraisalDue) })}
      </Text>
      <Button onClick={open}>{t("releaseNow")}</Button>
      <ActDialog
        {...{ opened, onClose: close }}
        title={t("release")}
        action={t("releaseNow")}
        explain={t("releaseExplain")}
        perform={() => act("release", place)}
      >
        <Unjudged board={board} />
      </ActDialog>
    </Group>
  );
}

/** Where the year stands: how far the units have come, its dates, the release of the appraisals, and its settings. */
export default function YearTab() {
  const board = dataOf(useBoard()) ?? [];
  return (
    <>
      <Glance board={board} />
      <Release board={board} />
      <Dates />
      <PastSteps />
      <Settings />
      <Suspense>
        <NewYear />
      </Suspense>
    </>
  );
}
