import { NativeSelect, Text } from "@mantine/core";
import { useState } from "react";
import { useSession } from "../data/session.tsx";
import { type BoardUnit, useBoard } from "../data/units.ts";
import { Shown } from "../shell/Notice.tsx";
import { setQuery, useAddress } from "../shell/route.ts";
import { t } from "../text/standing-body.ts";
import { type Draft, EnterScoresForm } from "./EnterScoresForm.tsx";

const UNIT = "don-vi";
const EMPTY: Draft = { rows: {}, source: {} };

function UnitChoice({
  board,
  unit,
  drafts,
}: {
  board: readonly BoardUnit[];
  unit: string;
  drafts: Readonly<Record<string, Draft>>;
}) {
  const { groups } = useSession().period;
  const label = ({ unit: id, name, missing }: BoardUnit) =>
    `${name} · ${missing.survey > 0 ? t("missingSurvey", { n: missing.survey }) : t("surveyComplete")}${
      drafts[id] ? ` · ${t("unsaved")}` : ""
    }`;
  return (
    <NativeSelect
      label={t("unitName")}
      value={unit}
      maw="36rem"
      onChange={(event) => setQuery(UNIT, event.currentTarget.value)}
      data={groups.map((group) => ({
        group: group.name,
        items: board
          .filter((row) => row.group === group.id)
          .map((row) => ({ value: row.unit, label: label(row) })),
      }))}
    />
  );
}

function Survey({ board }: { board: readonly BoardUnit[] }) {
  const { settings } = useSession().period;
  const wanted = useAddress().searchParams.get(UNIT);
  const [drafts, setDrafts] = useState<Record<string, Draft>>({});
  const row = board.find(({ unit }) => unit === wanted) ?? board[0];
  const done = board.filter(({ missing }) => missing.survey === 0).length;
  if (!settings.surveyHeld) return <Text size="sm">{t("surveyNotHeld")}</Text>;
  if (!row) return <Text size="sm">{t("noIndices")}</Text>;
  const keep = (draft: Draft | null) =>
    setDrafts(({ [row.unit]: _before, ...others }) => (draft ? { ...others, [row.unit]: draft } : others));
  return (
    <>
      <Text size="sm" className="soft" mb="xs">
        {t("surveyProgress", { n: done, all: board.length })}
      </Text>
      <UnitChoice {...{ board, unit: row.unit, drafts }} />
      <EnterScoresForm key={row.unit} row={row} draft={drafts[row.unit] ?? EMPTY} onDraft={keep} />
    </>
  );
}

/** Enters survey scores that others measured, unit by unit. What is typed stays when one looks at another unit. */
export default function EnterScores() {
  return <Shown live={useBoard()}>{(board) => <Survey board={board} />}</Shown>;
}
