import { Alert, Group, NativeSelect, SegmentedControl, Stack, Text } from "@mantine/core";
import { type LeafNode, refusalText } from "@parindex/core";
import { useState } from "react";
import type { NamedUnit } from "../data/units.ts";
import { Shown } from "../shell/Notice.tsx";
import { setQuery, useAddress } from "../shell/route.ts";
import { type TextKey, t } from "../text/text.ts";
import { AppraisedLeaf } from "./AppraisedLeaf.tsx";
import { type JudgedField, judgedFields } from "./judged-leaves.ts";
import { RecogniseRest } from "./RecogniseRest.tsx";
import { type AppraisalFile, useAppraisalFile } from "./useAppraisalFile.ts";

const FIELD = "linh-vuc";

const FILTERS = ["all", "open", "adjusted", "explained"] as const;
type Filter = (typeof FILTERS)[number];
const FILTER_TEXT = {
  all: "filterAll",
  open: "filterOpen",
  adjusted: "filterDiffers",
  explained: "filterExplained",
} as const satisfies Record<Filter, TextKey>;

const hasAnswer = ({ explained }: AppraisalFile, { id }: LeafNode) =>
  (explained.get(id)?.text.trim() ?? "") !== "";

function passes(file: AppraisalFile, leaf: LeafNode, filter: Filter): boolean {
  if (filter === "all") return true;
  if (filter === "explained") return hasAnswer(file, leaf);
  const decision = file.decisionOn(leaf.id);
  return filter === "open" ? decision === null : decision === "adjusted";
}

/** A field's leaves. A chosen filter keeps what it showed, so that no card vanishes while one judges it. */
function FieldLeaves({ file, leaves }: { file: AppraisalFile; leaves: readonly LeafNode[] }) {
  const [chosen, setChosen] = useState<{ filter: Filter; shown: readonly LeafNode[] }>();
  const [adjusting, setAdjusting] = useState<string | null>(null);
  const passing = (filter: Filter) => leaves.filter((leaf) => passes(file, leaf, filter));
  const offered = FILTERS.filter((filter) => filter !== "explained" || passing(filter).length > 0);
  const shown = chosen?.shown ?? leaves;
  return (
    <>
      <SegmentedControl
        size="xs"
        value={chosen?.filter ?? "all"}
        onChange={(value) => {
          const filter = FILTERS.find((one) => one === value) ?? "all";
          setChosen({ filter, shown: passing(filter) });
        }}
        aria-label={t("state")}
        data={offered.map((filter) => ({
          value: filter,
          label: `${t(FILTER_TEXT[filter])} (${passing(filter).length})`,
        }))}
        style={{ alignSelf: "flex-start", maxWidth: "100%", overflowX: "auto" }}
      />
      {shown.length === 0 && (
        <Text size="sm" className="soft">
          {t("filterEmpty")}
        </Text>
      )}
      <div>
        {shown.map((leaf) => (
          <AppraisedLeaf
            key={leaf.id}
            file={file}
            leaf={leaf}
            adjusting={adjusting === leaf.id}
            onAdjusting={(open) => setAdjusting(open ? leaf.id : null)}
          />
        ))}
      </div>
    </>
  );
}

function FieldChoice({
  file,
  fields,
  current,
}: {
  file: AppraisalFile;
  fields: readonly JudgedField[];
  current: JudgedField;
}) {
  const done = ({ leaves }: JudgedField) => leaves.filter(({ id }) => file.decisionOn(id) !== null).length;
  return (
    <NativeSelect
      label={t("field")}
      value={current.field.id}
      onChange={(event) => setQuery(FIELD, event.currentTarget.value)}
      data={fields.map((judged) => ({
        value: judged.field.id,
        label: `${judged.field.code}. ${judged.field.name} · ${done(judged)}/${judged.leaves.length}`,
      }))}
      style={{ flex: "1 1 16rem" }}
    />
  );
}

/** One unit, field by field, to be judged. */
export function AppraisedUnit({ unit }: { unit: NamedUnit }) {
  const file = useAppraisalFile(unit.id, unit);
  const chosen = useAddress().searchParams.get(FIELD);
  const { member, period } = file.session;
  return (
    <Shown live={file.live}>
      {({ set }) => {
        const fields = judgedFields(unit.id, unit, set, member, period);
        const current = fields.find(({ field }) => field.id === chosen) ?? fields[0];
        if (!current) return <Text className="soft">{t("nothingYours")}</Text>;
        return (
          <Stack gap="sm">
            <Group align="flex-end">
              <FieldChoice {...{ file, fields, current }} />
              {!file.lock && <RecogniseRest file={file} judged={current} />}
            </Group>
            {file.lock && <Alert color="gray">{refusalText(file.lock)}</Alert>}
            {!file.lock && (
              <Text size="sm" className="soft" visibleFrom="sm">
                {t("appraisalKeys")}
              </Text>
            )}
            <FieldLeaves key={current.field.id} file={file} leaves={current.leaves} />
          </Stack>
        );
      }}
    </Shown>
  );
}
