import {
  BLANK_PERIOD,
  type CriteriaSet,
  FIRST_SETTINGS,
  newUnit,
  type Period,
  type Person,
  refusalOfDates,
  type Scheme,
  setLeadOfAll,
  type Unit,
  withLeaves,
} from "@parindex/core";
import { ensureAccounts } from "./accounts.ts";
import { act, audit, type Input, periodKey, type Scene } from "./act.ts";
import { newMember, stated } from "./members.ts";
import { refs } from "./refs.ts";
import { Refused } from "./refused.ts";
import { newRollup } from "./rollups.ts";
import { belongsElsewhere } from "./schemes.ts";
import { createLink, endLinks, type Link, openLinks } from "./sign-in-links.ts";

type NewScheme = Input<"createScheme">;

const TIERS: readonly Scheme["tier"][] = ["province", "district", "commune"];
const TIER_TEXT: Record<Scheme["tier"], string> = {
  province: "cấp tỉnh",
  district: "cấp huyện",
  commune: "cấp xã",
};

/** The first administrator: somebody of the standing body. */
const firstAdmin = ({ admin, standingBody }: NewScheme): Person =>
  stated({ ...admin, unit: standingBody.id, roles: { admin: true } });

/** The two departments with which a scheme begins: its standing body, and the one that appraises that. */
function firstUnits({ standingBody, standingBodyOwn, group, sets: [criteriaSet = ""] }: NewScheme) {
  const units = [standingBody, standingBodyOwn];
  return new Map(
    units.map(({ id, name }, at): [string, Unit] => [
      id,
      newUnit({ name, order: at + 1, group: group.id, criteriaSet }),
    ]),
  );
}

const firstPeriod = (input: NewScheme): Period => ({
  ...BLANK_PERIOD,
  ...{ name: input.name, year: input.year, dates: input.dates, groups: [input.group] },
  standingBody: input.standingBody.id,
  standingBodyOwn: input.standingBodyOwn.id,
  settings: FIRST_SETTINGS,
  council: { decision: null, members: [] },
  criteriaSets: input.sets,
  unitCount: 2,
});

/** The sets the new scheme begins with: its standing body leads everything until it says otherwise. */
async function firstSets({ tx }: Scene, input: NewScheme): Promise<CriteriaSet[]> {
  const found = await tx.getAll(input.sets.map((id) => refs.criteriaSet(input, id)));
  return found.map((doc) => {
    const set = doc.data();
    if (!set) throw new Refused(`Kỳ đánh giá không có bộ tiêu chí «${doc.id}».`);
    const { leaves: _, ...draft } = set;
    return withLeaves(setLeadOfAll(draft, input.standingBody.id));
  });
}

async function requireNewScheme({ tx, now }: Scene, input: NewScheme): Promise<void> {
  const { child, standingBody, standingBodyOwn } = input;
  const parent = await tx.must(refs.scheme(input));
  if (TIERS.indexOf(child.tier) < TIERS.indexOf(parent.tier))
    throw new Refused(`Chương trình ${TIER_TEXT[child.tier]} không thể ở dưới ${TIER_TEXT[parent.tier]}.`);
  if ((await tx.get(refs.scheme({ scheme: child.id }))).exists)
    throw new Refused(`Đã có chương trình đánh giá mã «${child.id}».`);
  if (standingBody.id === standingBodyOwn.id)
    throw new Refused("Cơ quan thường trực không được tự thẩm định hồ sơ của chính mình.");
  if (new Set(input.sets).size < input.sets.length) throw new Refused("Bộ tiêu chí được chọn hai lần.");
  const refusal = refusalOfDates(input.dates, now);
  if (refusal) throw new Refused(refusal);
}

/**
 * Makes a scheme below the caller's, whole in one transaction. The administrator's account is found or made before it,
 * so that a run that died is done again. No link where the account belongs to another scheme: it has a password already.
 */
export async function createScheme(input: NewScheme, by: string): Promise<{ link: Link | null }> {
  const { child, reason } = input;
  const above = periodKey(input);
  const key = { scheme: child.id, period: String(input.year) };
  const admin = firstAdmin(input);
  await act("createScheme", above, by, "admin", async (scene) => {
    await requireNewScheme(scene, input);
    await firstSets(scene, input);
    return null;
  });
  const account = (await ensureAccounts([admin])).get(admin.email);
  if (!account) throw new Error("createScheme: no account");
  let link = null as Link | null;
  await act("createScheme", above, by, "admin", async (scene) => {
    const { tx, now } = scene;
    await requireNewScheme(scene, input);
    const sets = await firstSets(scene, input);
    const linkable = !(await belongsElsewhere(tx, child.id, account.uid));
    const older = await openLinks(tx, [account.uid]);
    const { id, ...scheme } = child;
    const period = firstPeriod(input);
    tx.create(refs.scheme(key), { ...scheme, parent: above.scheme });
    tx.create(refs.period(key), period);
    for (const set of sets) tx.create(refs.criteriaSet(key, set.id), set);
    for (const [unit, one] of firstUnits(input)) tx.create(refs.unit({ ...key, unit }), one);
    tx.create(refs.member(id, account.uid), newMember(admin));
    tx.set(refs.rollup(above.scheme, id), newRollup(key, scheme, period, now));
    if (linkable) {
      endLinks(tx, older, now);
      link = createLink(tx, account.uid, by, now);
    }
    audit(tx, key, "createScheme", by, now, { reason, detail: { above: above.scheme } });
    return { reason, detail: { scheme: id, name: scheme.name, owner: scheme.owner, tier: scheme.tier } };
  });
  return { link };
}
