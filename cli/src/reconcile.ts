import { type Difference, reconcileOnRequest } from "../../functions/src/store/reconcile.ts";
import type { Given } from "./given.ts";
import { actor, namedPeriod, performOrRehearse } from "./scene.ts";
import { count, EXIT, type Exit, type Terminal } from "./terminal.ts";

export const differenceText = ({ unit, lagging, recorded, gaps }: Difference): string =>
  `${unit}: ${[
    ...(lagging.length > 0 ? [`ledger lags in ${lagging.join(", ")}`] : []),
    ...(recorded.length > 0 ? [`history takes newest versions of ${recorded.join(", ")}`] : []),
    ...(gaps.length > 0 ? [`history has gaps in ${gaps.join(", ")}`] : []),
  ].join("; ")}`;

/** `reconcile`. What is left at fault afterwards is a finding: gaps in the history can't be mended. */
export async function reconcile(given: Given, terminal: Terminal): Promise<Exit> {
  const { key } = await namedPeriod(given);
  const { uid, says } = await actor(given);
  terminal.out(`${key.scheme} / ${key.period}, ${says}`);
  const found = await performOrRehearse(given, terminal, () => reconcileOnRequest(key, uid));
  for (const difference of found) terminal.out(`  ~ ${differenceText(difference)}`);
  terminal.out(
    found.length === 0 ? "Every ledger follows its scores." : `${count(found.length, "unit")} differed.`,
  );
  const left = given.flag("write") ? found.filter(({ gaps }) => gaps.length > 0) : found;
  return left.length > 0 ? EXIT.findings : EXIT.ok;
}
