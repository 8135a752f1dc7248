import { Group, NativeSelect, TextInput } from "@mantine/core";
import type { Member } from "@parindex/core";
import type { Entry } from "../data/live.ts";
import type { NamedUnit } from "../data/units.ts";
import { t } from "../text/standing-body.ts";
import { ACTS, actName } from "./act-names.ts";

/** What narrows the audit; an empty text narrows nothing. Days as yyyy-MM-dd in this country. */
export interface AuditFilter {
  unit: string;
  person: string;
  act: string;
  from: string;
  to: string;
}
export const NO_FILTER: AuditFilter = { unit: "", person: "", act: "", from: "", to: "" };

interface AuditFiltersProps {
  filter: AuditFilter;
  units: readonly NamedUnit[];
  members: readonly Entry<Member>[];
  onFilter: (filter: AuditFilter) => void;
}

/** Narrows the audit by unit, person, act and days. */
export function AuditFilters({ filter, units, members, onFilter }: AuditFiltersProps) {
  const field = (name: keyof AuditFilter) => ({
    value: filter[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      onFilter({ ...filter, [name]: event.currentTarget.value }),
  });
  const everything = { value: "", label: t("all") };
  const people = members
    .map(({ id, data }) => ({ value: id, label: data.name }))
    .toSorted((a, b) => a.label.localeCompare(b.label, "vi"));
  const acts = ACTS.map((act) => ({ value: act, label: actName(act) })).toSorted((a, b) =>
    a.label.localeCompare(b.label, "vi"),
  );
  return (
    <Group gap="sm" my="sm" align="flex-end">
      <NativeSelect
        label={t("unitName")}
        data={[everything, ...units.map(({ id, name }) => ({ value: id, label: name }))]}
        {...field("unit")}
        flex={1}
        miw="11rem"
      />
      <NativeSelect
        label={t("by")}
        data={[
          everything,
          { value: "system", label: t("bySystem") },
          { value: "operator", label: t("byOperator") },
          ...people,
        ]}
        {...field("person")}
        flex={1}
        miw="11rem"
      />
      <NativeSelect label={t("act")} data={[everything, ...acts]} {...field("act")} flex={1} miw="11rem" />
      <TextInput type="date" label={t("fromDay")} {...field("from")} />
      <TextInput type="date" label={t("toDay")} {...field("to")} />
    </Group>
  );
}
