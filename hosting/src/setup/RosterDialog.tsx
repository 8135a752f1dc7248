import { NativeSelect, Text } from "@mantine/core";
import { type CriteriaSet, idOfName, type RequestOf } from "@parindex/core";
import { useEffect, useState } from "react";
import { z } from "zod";
import { ReasonField } from "../admin/ReasonField.tsx";
import { CallRefused } from "../data/call.ts";
import { useSession } from "../data/session.tsx";
import { useAct } from "../data/useAct.ts";
import { ActDialog } from "../shell/ActDialog.tsx";
import { t } from "../text/standing-body.ts";

/** The list of communes that comes with the software: where they are from, and since when they exist (yyyy-MM-dd). */
const Roster = z.object({
  name: z.string(),
  from: z.iso.date(),
  units: z.array(z.object({ name: z.string() })),
});
type Roster = z.infer<typeof Roster>;

type Listed = RequestOf<"importUnits">["units"];

const listed = ({ from, units }: Roster, group: string, criteriaSet: string, after: number): Listed =>
  units.map(({ name }, at) => ({
    unit: idOfName(name),
    details: { name, order: after + at + 1, group, criteriaSet, from, until: null, successors: [] },
    exempt: {},
  }));

interface RosterDialogProps {
  sets: ReadonlyMap<string, CriteriaSet>;
  /** The highest place in the official order so far. */
  last: number;
  opened: boolean;
  onClose: () => void;
}

/** Adds the communes that come with the software to the period's units, all in one group with one set. */
export default function RosterDialog({ sets, last, opened, onClose }: RosterDialogProps) {
  const { period } = useSession();
  const { act, place } = useAct();
  const [roster, setRoster] = useState<Roster | null>(null);
  useEffect(() => {
    void import("../../../data/communes-2025.json").then((file) => setRoster(Roster.parse(file.default)));
  }, []);
  return (
    <ActDialog
      {...{ opened, onClose }}
      title={t("rosterTitle")}
      explain={t("rosterExplain", { n: roster?.units.length ?? 0, name: roster?.name ?? "" })}
      perform={(form) => {
        if (!roster) throw new CallRefused(t("loading"));
        const text = (name: string) => String(form.get(name));
        return act("importUnits", {
          ...{ ...place, reason: text("reason") },
          units: listed(roster, text("group"), text("criteriaSet"), last),
        });
      }}
    >
      <NativeSelect
        name="group"
        label={t("unitGroup")}
        data={period.groups.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <NativeSelect
        name="criteriaSet"
        label={t("unitSet")}
        data={period.criteriaSets.map((id) => ({ value: id, label: sets.get(id)?.name ?? id }))}
      />
      {roster && (
        <Text size="sm" className="soft">
          {roster.units.map(({ name }) => name).join(", ")}
        </Text>
      )}
      <ReasonField />
    </ActDialog>
  );
}
