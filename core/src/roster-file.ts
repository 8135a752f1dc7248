import { z } from "zod";
import { type Finding, Id } from "./criteria-set.ts";
import { UnitGroup } from "./documents.ts";
import { issueText } from "./issue-text.ts";

/**
 * Which department appraises which node: by field code for every set, by node code within one set. The nearest node
 * wins (decision III.1.a, III.3.b; the allocation itself is the scheme's).
 */
export const LeadAppraisers = z.object({
  byField: z.record(z.string(), Id),
  byNode: z.record(Id, z.record(z.string(), Id)),
});
export type LeadAppraisers = z.infer<typeof LeadAppraisers>;

const RosterUnit = z.object({ id: Id, name: z.string().min(1), group: Id, criteriaSet: Id });

const RosterFile = z.object({
  groups: z.array(UnitGroup).min(1),
  standingBody: Id,
  leadAppraisers: LeadAppraisers.extend({ standingBodyOwn: Id }),
  units: z.array(RosterUnit.extend({ ranked: z.boolean().optional() })).min(1),
});

/** Who is assessed in a period: groups, units in official order (`order` counts from 1), who appraises what. */
export interface Roster {
  groups: UnitGroup[];
  units: (z.infer<typeof RosterUnit> & { order: number })[];
  standingBody: string;
  standingBodyOwn: string;
  leads: LeadAppraisers;
}

const repeated = (ids: readonly string[]) => [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))];

function findingsOf(file: z.infer<typeof RosterFile>): Finding[] {
  const findings: Finding[] = [];
  const found = (node: string, message: string) => findings.push({ node, message });
  const groups = new Map(file.groups.map((group) => [group.id, group]));
  const units = new Set(file.units.map((unit) => unit.id));
  for (const id of repeated(file.groups.map((group) => group.id))) found(id, "Nhóm đơn vị này lặp lại.");
  for (const id of repeated(file.units.map((unit) => unit.id))) found(id, "Đơn vị này lặp lại.");
  for (const unit of file.units) {
    const group = groups.get(unit.group);
    if (!group) found(unit.id, `Nhóm đơn vị «${unit.group}» không có trong danh sách.`);
    else if (unit.ranked !== undefined && unit.ranked !== group.ranked)
      found(unit.id, `Đơn vị ghi ${unit.ranked ? "có" : "không"} xếp hạng, khác với nhóm «${group.name}».`);
  }
  const { byField, byNode, standingBodyOwn } = file.leadAppraisers;
  const named = new Set([
    file.standingBody,
    standingBodyOwn,
    ...Object.values(byField),
    ...Object.values(byNode).flatMap((nodes) => Object.values(nodes)),
  ]);
  for (const id of named)
    if (!units.has(id)) found(id, "Cơ quan được giao nhiệm vụ này không có trong danh sách đơn vị.");
  if (standingBodyOwn === file.standingBody)
    found(standingBodyOwn, "Cơ quan thường trực không được tự thẩm định hồ sơ của chính mình.");
  return findings;
}

/** Reads a file of units (`units.json`). Findings name the unit, group or place in the file at fault. */
export function readRosterFile(
  json: unknown,
): { roster: Roster; findings: [] } | { roster: null; findings: Finding[] } {
  const parsed = RosterFile.safeParse(json, { reportInput: true });
  if (!parsed.success) {
    const findings = parsed.error.issues.map((issue) => {
      const { path, message } = issueText(issue);
      return { node: path || "units.json", message };
    });
    return { roster: null, findings };
  }
  const findings = findingsOf(parsed.data);
  if (findings.length > 0) return { roster: null, findings };
  const { groups, units, standingBody, leadAppraisers } = parsed.data;
  const roster: Roster = {
    groups,
    units: units.map(({ id, name, group, criteriaSet }, at) => ({
      id,
      name,
      group,
      criteriaSet,
      order: at + 1,
    })),
    standingBody,
    standingBodyOwn: leadAppraisers.standingBodyOwn,
    leads: { byField: leadAppraisers.byField, byNode: leadAppraisers.byNode },
  };
  return { roster, findings: [] };
}
