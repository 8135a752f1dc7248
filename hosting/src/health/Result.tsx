import { formatInstant, type Period, type Seal } from "@parindex/core";
import { t } from "../text/health-page.ts";
import { stateName } from "../text/text.ts";
import { type Health, isAbandoned } from "./matters.ts";
import { Section, Status } from "./parts.tsx";

/** The next date of the year that is still to come. */
function nextDate({ dates }: Period, now: Date): [name: keyof Period["dates"], at: Date] | null {
  const coming = (Object.entries(dates) as [keyof Period["dates"], Date][])
    .filter(([, at]) => at > now)
    .toSorted(([, a], [, b]) => a.getTime() - b.getTime());
  return coming[0] ?? null;
}

function SealText({ seal, units, now }: { seal: Seal; units: number; now: Date }) {
  if (seal.state === "done")
    return (
      <p>
        <Status good={seal.differences.length === 0}>
          {t("healthSealOver", { run: seal.run, n: seal.differences.length })}
        </Status>
      </p>
    );
  if (seal.state === "discarded") return <p>{t("sealDiscarded")}</p>;
  const held = !isAbandoned(seal, now);
  return (
    <>
      <p>
        {t("healthSeal", { run: seal.run, at: formatInstant(seal.claimedAt), done: seal.done, all: units })}
      </p>
      <p>
        <Status good={held}>
          {t(held ? "healthLease" : "healthLeaseOver", { at: formatInstant(seal.lease) })}
        </Status>
      </p>
    </>
  );
}

/** Where the year stands, and its sealing run. */
export function Result({ seal, period, now }: Pick<Health, "seal" | "period" | "now">) {
  const next = nextDate(period, now);
  return (
    <Section title={t("healthResult")}>
      <p>{t("healthState", { state: stateName(period.state) })}</p>
      {next && <p>{t("healthNext", { what: t(next[0]), at: formatInstant(next[1]) })}</p>}
      {seal ? <SealText seal={seal} units={period.unitCount} now={now} /> : <p>{t("healthNoSeal")}</p>}
    </Section>
  );
}
