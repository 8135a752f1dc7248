import { Group, NumberInput, TextInput } from "@mantine/core";
import type { Period } from "@parindex/core";
import { t } from "../text/standing-body.ts";

/** The assessed year of a new period and its name, made from those of another one. */
export const YearFields = ({ period, year }: { period: Pick<Period, "name" | "year">; year: number }) => (
  <Group grow align="flex-start">
    <NumberInput name="year" label={t("assessedYear")} defaultValue={year} min={2000} max={2200} required />
    <TextInput
      name="name"
      label={t("newYearName")}
      defaultValue={period.name.replaceAll(String(period.year), String(year))}
      required
    />
  </Group>
);
