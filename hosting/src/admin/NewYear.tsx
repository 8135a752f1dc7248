import { Button, Checkbox, Group, Stack, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { CriteriaSet, compareSets, nextDates, paths, Unit } from "@parindex/core";
import { lazy, Suspense } from "react";
import { dataOf, useCollection } from "../data/live.ts";
import { type PeriodChoice, useSession } from "../data/session.tsx";
import { useAct } from "../data/useAct.ts";
import { ActDialog } from "../shell/ActDialog.tsx";
import { t } from "../text/standing-body.ts";
import { DateFields, datesIn } from "./DateFields.tsx";
import { ReasonField } from "./ReasonField.tsx";
import { YearFields } from "./YearFields.tsx";

const ImportPastYear = lazy(() => import("../setup/ImportPastYear.tsx"));

const COPIES = ["sets", "units", "settings", "council"] as const;
const COPY_TEXT = {
  sets: "copySets",
  units: "copyUnits",
  settings: "copySettings",
  council: "copyCouncil",
} as const;

function NewYearDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { period, periodId, periods } = useSession();
  const { act, place } = useAct();
  const year = Math.max(...periods.map((one) => one.period.year)) + 1;
  const dates = nextDates(period.dates, new Date());
  return (
    <ActDialog
      {...{ opened, onClose }}
      title={t("newYear")}
      explain={t("newYearExplain")}
      perform={async (form) => {
        const chosen = Number(form.get("year"));
        await act("startPeriod", {
          ...place,
          period: String(chosen),
          from: periodId,
          name: String(form.get("name")),
          year: chosen,
          dates: datesIn(form),
          copy: {
            sets: form.has("sets"),
            units: form.has("units"),
            settings: form.has("settings"),
            council: form.has("council"),
          },
          reason: String(form.get("reason")),
        });
        return t("newYearDone", { year: String(chosen) });
      }}
    >
      <YearFields {...{ period, year }} />
      <Stack gap="xs">
        {COPIES.map((copy) => (
          <Checkbox key={copy} name={copy} label={t(COPY_TEXT[copy])} defaultChecked />
        ))}
      </Stack>
      <DateFields dates={dates} />
      <ReasonField />
    </ActDialog>
  );
}

function DiscardDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { act, place } = useAct();
  return (
    <ActDialog
      {...{ opened, onClose }}
      title={t("discardYear")}
      explain={t("discardYearExplain")}
      danger
      perform={(form) => act("discardPeriod", { ...place, reason: String(form.get("reason")) })}
    >
      <ReasonField />
    </ActDialog>
  );
}

/** The sets and units of a period. */
function useHoldings(period: string) {
  const { scheme } = useSession();
  const sets = dataOf(useCollection(paths.criteriaSets(scheme, period), CriteriaSet));
  const units = dataOf(useCollection(paths.units(scheme, period), Unit));
  return sets && units ? { sets, units } : null;
}

/** What is different from the year before, so that whoever opens the year has seen it. */
function Changes({ before }: { before: PeriodChoice }) {
  const { periodId } = useSession();
  const old = useHoldings(before.id);
  const now = useHoldings(periodId);
  if (!old || !now) return null;
  const oldSets = new Map(old.sets.map(({ id, data }) => [id, data]));
  const sets = now.sets.map(({ id, data }) => {
    const was = oldSets.get(id);
    if (!was) return t("setsNew", { name: data.name });
    const { added, removed, changed } = compareSets(was, data);
    const counts = { added: added.length, removed: removed.length, changed: changed.length };
    return counts.added + counts.removed + counts.changed === 0
      ? t("setsSame", { name: data.name })
      : t("setsChanged", { name: data.name, ...counts });
  });
  const names = (list: readonly { id: string; data: Unit }[], others: readonly { id: string }[]) =>
    list.filter(({ id }) => !others.some((other) => other.id === id)).map(({ data }) => data.name);
  const came = names(now.units, old.units);
  const went = names(old.units, now.units);
  return (
    <section aria-labelledby="changes">
      <Title order={2} size="h4" id="changes" mt="lg">
        {t("sinceLastYear", { year: String(before.period.year) })}
      </Title>
      {sets.map((line) => (
        <Text key={line} size="sm">
          {line}
        </Text>
      ))}
      {came.length > 0 && <Text size="sm">{t("unitsCame", { names: came.join("; ") })}</Text>}
      {went.length > 0 && <Text size="sm">{t("unitsWent", { names: went.join("; ") })}</Text>}
      {came.length + went.length === 0 && <Text size="sm">{t("unitsSame")}</Text>}
    </section>
  );
}

/** The ways to the next year and to years past; in a year that is prepared, what is different and the way back. */
export default function NewYear() {
  const { period, periods } = useSession();
  const [starting, start] = useDisclosure(false);
  const [discarding, discard] = useDisclosure(false);
  const [importing, imports] = useDisclosure(false);
  const before = periods.find((one) => one.period.year < period.year);
  const preparing = period.state === "preparing";
  return (
    <>
      {preparing && before && <Changes before={before} />}
      <Group mt="xl" gap="xs">
        <Button size="compact-sm" variant="default" onClick={start.open}>
          {t("newYear")}
        </Button>
        <Button size="compact-sm" variant="default" onClick={imports.open}>
          {t("pastYearTitle")}
        </Button>
        {preparing && periods.length > 1 && (
          <Button size="compact-sm" variant="default" onClick={discard.open}>
            {t("discardYear")}
          </Button>
        )}
      </Group>
      <NewYearDialog opened={starting} onClose={start.close} />
      <Suspense>{importing && <ImportPastYear opened onClose={imports.close} />}</Suspense>
      <DiscardDialog opened={discarding} onClose={discard.close} />
    </>
  );
}
