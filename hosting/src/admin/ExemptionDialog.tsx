import { List, NativeSelect, Text } from "@mantine/core";
import { type CriteriaSet, leavesBelow, nodesOf } from "@parindex/core";
import { useState } from "react";
import { dataOf } from "../data/live.ts";
import type { NamedUnit } from "../data/units.ts";
import { useAct } from "../data/useAct.ts";
import { useSet } from "../sheet/useSet.ts";
import { ActDialog } from "../shell/ActDialog.tsx";
import { t } from "../text/standing-body.ts";
import { ReasonField } from "./ReasonField.tsx";

/** Everything one can be exempt from: a field, its criteria, their leaves. */
const optionsOf = (set: CriteriaSet) =>
  set.fields.map((field) => ({
    group: `${field.code}. ${field.name}`,
    items: nodesOf({ fields: [field] }).map(({ id, code, name }) => ({
      value: id,
      label: `${code} ${name}`,
    })),
  }));

function Exempted({ unit, nameOf }: { unit: NamedUnit; nameOf: (leaf: string) => string }) {
  const exempt = Object.entries(unit.exempt);
  if (exempt.length === 0)
    return (
      <Text size="sm" className="soft">
        {t("exemptNone")}
      </Text>
    );
  return (
    <List size="sm" aria-label={t("exempting")}>
      {exempt.map(([leaf, reason]) => (
        <List.Item key={leaf}>
          {nameOf(leaf)} – {reason}
        </List.Item>
      ))}
    </List>
  );
}

interface ExemptionDialogProps {
  unit: NamedUnit;
  opened: boolean;
  onClose: () => void;
}

/** Exempts a unit from a node, or takes an exemption back: whichever the leaves below the chosen node allow. */
export function ExemptionDialog({ unit, opened, onClose }: ExemptionDialogProps) {
  const { act, place } = useAct();
  const [chosen, setChosen] = useState("");
  const shown = dataOf(useSet(unit.criteriaSet));
  const below = shown ? leavesBelow(shown.set, chosen) : [];
  const exempt = below.some(({ id }) => unit.exempt[id] === undefined);
  const nameOf = (id: string) => {
    const leaf = shown?.leaves.get(id);
    return leaf ? `${leaf.code} ${leaf.name}` : id;
  };
  return (
    <ActDialog
      {...{ opened, onClose }}
      title={`${t("exempting")}: ${unit.name}`}
      action={t(exempt ? "grant" : "withdraw")}
      explain={t("exemptExplain")}
      perform={(form) =>
        act("setExemption", {
          ...{ ...place, unit: unit.id, node: chosen, exempt },
          reason: String(form.get("reason")),
        })
      }
    >
      <Exempted unit={unit} nameOf={nameOf} />
      <NativeSelect
        label={t("exemptLeaf")}
        required
        value={chosen}
        onChange={(event) => setChosen(event.currentTarget.value)}
        data={[{ value: "", label: t("chooseOne") }, ...(shown ? optionsOf(shown.set) : [])]}
      />
      {chosen !== "" && (
        <Text size="sm">
          {below.map(({ code }) => code).join(", ")}: {t(exempt ? "willExempt" : "willWithdraw")}
        </Text>
      )}
      <ReasonField />
    </ActDialog>
  );
}
