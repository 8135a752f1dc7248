import {
  Alert,
  Button,
  type ComboboxParsedItem,
  Group,
  type OptionsFilter,
  Select,
  Text,
} from "@mantine/core";
import {
  Appraisal,
  type FieldNode,
  formatPoints,
  type LeafNode,
  matchesSearch,
  paths,
  refusalOfAppraisalTime,
} from "@parindex/core";
import { useMemo, useRef, useState } from "react";
import { useDocuments } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import { ruleText } from "../sheet/rule-text.ts";
import { setQuery, useAddress } from "../shell/route.ts";
import { useNow } from "../shell/time.ts";
import { refusalText, t } from "../text/text.ts";
import { passes, standingOf } from "./judged-leaves.ts";
import { KeysHelp } from "./KeysHelp.tsx";
import { LeafRow } from "./LeafRow.tsx";
import styles from "./leaf-table.module.css";
import type { JudgedUnit } from "./useJudgedUnits.ts";

const LEAF = "tieu-chi";

/** A leaf of a criteria set that somebody judges, with the units in which they do. */
interface SharedLeaf {
  key: string;
  setName: string;
  field: FieldNode;
  leaf: LeafNode;
  units: JudgedUnit[];
}

/** The leaves one judges, set by set in their order, each with all units it is judged in. */
function sharedLeaves(units: readonly JudgedUnit[]): SharedLeaf[] {
  const shared = new Map<string, SharedLeaf>();
  for (const judged of units)
    for (const { field, leaves } of judged.fields)
      for (const leaf of leaves) {
        const key = `${judged.unit.criteriaSet} ${leaf.id}`;
        const one = shared.get(key) ?? { key, setName: judged.set.name, field, leaf, units: [] };
        one.units.push(judged);
        shared.set(key, one);
      }
  return [...shared.values()];
}

const openIn = ({ leaf, units }: SharedLeaf) =>
  units.filter(({ ledger }) => passes("open", standingOf(ledger, leaf.id))).length;

const groupOf = ({ setName, field }: SharedLeaf) => `${setName} · ${field.code}. ${field.name}`;

/** The options that answer a search, in groups that have any. */
const findLeaves: OptionsFilter = ({ options, search }) =>
  options.flatMap((option): ComboboxParsedItem[] => {
    if (!("group" in option)) return matchesSearch(option.label, search) ? [option] : [];
    const items = option.items.filter(({ label }) => matchesSearch(label, search));
    return items.length > 0 ? [{ ...option, items }] : [];
  });

/** Picks a leaf; the search looks past tone marks. */
function LeafChoice({ leaves, current }: { leaves: readonly SharedLeaf[]; current: SharedLeaf }) {
  const groups = [...Map.groupBy(leaves, groupOf)].map(([group, inGroup]) => ({
    group,
    items: inGroup.map((one) => ({
      value: one.key,
      label: `${one.leaf.code} ${one.leaf.name} · ${one.units.length - openIn(one)}/${one.units.length}`,
    })),
  }));
  return (
    <Select
      label={t("chooseSharedLeaf")}
      searchable
      allowDeselect={false}
      value={current.key}
      data={groups}
      onChange={(key) => key !== null && setQuery(LEAF, key)}
      nothingFoundMessage={t("filterEmpty")}
      maxDropdownHeight={420}
      comboboxProps={{ withinPortal: false }}
      filter={findLeaves}
      style={{ flex: "1 1 20rem", minWidth: 0 }}
    />
  );
}

/** The reasons already given on a leaf, in the order of the units. */
function useReasonsOn({ leaf, units }: SharedLeaf): string[] {
  const { scheme, periodId } = useSession();
  const ids = units.map(({ unit }) => unit.id).join(" ");
  const judgementPaths = useMemo(
    () => ids.split(" ").map((id) => paths.score(scheme, periodId, id, "appraisals", leaf.id)),
    [scheme, periodId, ids, leaf.id],
  );
  const judgements = useDocuments(judgementPaths, Appraisal);
  const reasons = judgementPaths.flatMap((path) => judgements.get(path)?.reason ?? []);
  return [...new Set(reasons.filter((reason) => reason !== ""))];
}

interface TableProps {
  shared: SharedLeaf;
  onHelp: () => void;
  onEnd: () => void;
}

function Table({ shared, onHelp, onEnd }: TableProps) {
  const { leaf, field, units } = shared;
  const used = useReasonsOn(shared);
  const number = [t("proposalColumn"), t("claimColumn"), t("judgementColumn"), t("evidenceColumn")];
  return (
    <table className={styles.table}>
      <caption>
        <span className="soft">{leaf.code}</span> {leaf.name}
      </caption>
      <thead>
        <tr>
          <th scope="col">{t("unitName")}</th>
          <th scope="col">{t("claimWords")}</th>
          {number.map((label) => (
            <th scope="col" className={styles.number} key={label}>
              {label}
            </th>
          ))}
          <th scope="col">{t("actsColumn")}</th>
        </tr>
      </thead>
      <tbody>
        {units.map((judged) => (
          <LeafRow key={judged.unit.id} field={field.id} {...{ judged, leaf, used, onHelp, onEnd }} />
        ))}
      </tbody>
    </table>
  );
}

/** One leaf in all units that have it, side by side, so that all are measured by the same yardstick. */
export function ByLeaf({ units }: { units: readonly JudgedUnit[] }) {
  const { member, period } = useSession();
  const now = useNow();
  const onward = useRef<HTMLButtonElement>(null);
  const [helping, setHelping] = useState(false);
  const chosen = useAddress().searchParams.get(LEAF);
  const leaves = sharedLeaves(units);
  const current =
    leaves.find(({ key }) => key === chosen) ?? leaves.find((one) => openIn(one) > 0) ?? leaves[0];
  if (!current) return null;
  const at = leaves.indexOf(current);
  const next = [...leaves.slice(at + 1), ...leaves.slice(0, at)].find((one) => openIn(one) > 0);
  const lock = refusalOfAppraisalTime(member, period, now);
  return (
    <>
      <Group align="flex-end" mb="xs">
        <LeafChoice {...{ leaves, current }} />
        <KeysHelp opened={helping} onShow={setHelping} />
      </Group>
      <Text size="sm" className="soft" mb="xs">
        {t("maxShort")} {formatPoints(current.leaf.max)} · {ruleText(current.leaf)}
      </Text>
      {lock && <Alert color="gray">{refusalText(lock)}</Alert>}
      <Table
        key={current.key}
        shared={current}
        onHelp={() => setHelping(true)}
        onEnd={() => onward.current?.focus()}
      />
      {next && (
        <Button
          ref={onward}
          variant="default"
          size="compact-md"
          mt="sm"
          h="auto"
          py={4}
          maw="100%"
          styles={{ label: { whiteSpace: "normal", textAlign: "left" } }}
          onClick={() => setQuery(LEAF, next.key)}
        >
          {t("goOnWith", { name: `${next.leaf.code} ${next.leaf.name}` })}
        </Button>
      )}
    </>
  );
}
