import {
  Band,
  formatPoints,
  parsePoints,
  type Settings,
  type TieBreak,
  type UnitGroup,
} from "@parindex/core";

/** Classes as lines: "Tốt: 80". */
export const bandsText = (bands: readonly Band[]): string =>
  bands.map(({ name, atLeast }) => `${name}: ${formatPoints(atLeast * 100)}`).join("\n");

/** A line of classes that is not understood. */
export class WrongBand extends Error {
  readonly group: string;
  readonly line: number;

  constructor(group: string, line: number) {
    super(`${group}: ${line}`);
    this.group = group;
    this.line = line;
  }
}

/** Reads classes from lines; names the group and the line where one is not understood. */
export function readBands(text: string, group: string): Band[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .flatMap((line, at) => {
      if (line === "") return [];
      const cut = line.lastIndexOf(":");
      const share = parsePoints(line.slice(cut + 1).replace("%", ""));
      const band = {
        name: line.slice(0, Math.max(0, cut)).trim(),
        atLeast: share === null ? -1 : share / 100,
      };
      const read = Band.safeParse(band);
      if (!read.success) throw new WrongBand(group, at + 1);
      return [read.data];
    });
}

/** A tie-break as the value of a choice, and back. */
export const tieBreakValue = (tieBreak: TieBreak | undefined): string =>
  tieBreak ? (tieBreak.by === "field" ? `field:${tieBreak.field}` : tieBreak.by) : "";

export function readTieBreak(value: string): TieBreak[] {
  if (value === "survey" || value === "appraised") return [{ by: value }];
  return value.startsWith("field:") ? [{ by: "field", field: value.slice("field:".length) }] : [];
}

const points = (form: FormData, name: string): number | undefined =>
  parsePoints(String(form.get(name) ?? "")) || undefined;

/** The settings that a form states. What is left empty is off, and absent. */
export function readSettings(form: FormData, groups: readonly UnitGroup[]): Omit<Settings, "version"> {
  const withoutSurvey = groups.flatMap(({ id }) => (form.has(`withoutSurvey.${id}`) ? id : []));
  const minimumSample = Number(form.get("minimumSample")) || undefined;
  const bonusCap = points(form, "bonusCap");
  const penaltyCap = points(form, "penaltyCap");
  return {
    decimals: Number(form.get("decimals")),
    explanationRound: form.has("explanationRound"),
    surveyHeld: form.has("surveyHeld"),
    bands: Object.fromEntries(
      groups.flatMap(({ id, name }) => {
        const bands = readBands(String(form.get(`bands.${id}`) ?? ""), name);
        return bands.length > 0 ? [[id, bands]] : [];
      }),
    ),
    tieBreaks: form.getAll("tieBreak").flatMap((value) => readTieBreak(String(value))),
    ...(withoutSurvey.length > 0 ? { withoutSurvey } : {}),
    ...(minimumSample ? { minimumSample } : {}),
    ...(bonusCap ? { bonusCap } : {}),
    ...(penaltyCap ? { penaltyCap } : {}),
  };
}
