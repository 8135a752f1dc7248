import { Anchor } from "@mantine/core";
import { formatInstant, paths, Rollup, type Scheme } from "@parindex/core";
import { type Entry, useCollection } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import { Shown } from "../shell/Notice.tsx";
import { stateName, t } from "../text/text.ts";
import styles from "./overview.module.css";

const TIER_TEXT = {
  province: "tierProvince",
  district: "tierDistrict",
  commune: "tierCommune",
} as const satisfies Record<Scheme["tier"], string>;

/** What a tier is called. */
export const tierName = (tier: Scheme["tier"]): string => t(TIER_TEXT[tier]);

const share = (part: number, whole: number) => `${part}/${whole}`;

function Row({ rollup: { name, owner, tier, period, published, at } }: { rollup: Rollup }) {
  return (
    <tr>
      <th scope="row">
        {owner}
        <span>
          {name} · {tierName(tier)}
        </span>
      </th>
      <td data-label={t("rollupPeriod")}>
        {period && (
          <>
            {period.year} · {stateName(period.state)}
          </>
        )}
      </td>
      <td className={styles.number} data-label={t("rollupSubmitted")}>
        {period && share(period.submitted, period.units)}
      </td>
      <td className={styles.number} data-label={t("rollupAppraised")}>
        {period && share(period.appraised, period.units)}
      </td>
      <td data-label={t("rollupPublished")}>
        {published ? (
          <>
            <Anchor href={`/cong-bo/${published.publication}`}>{published.year}</Anchor>
            {published.groups.map((group) => (
              <span key={group.name}>{t("rollupMean", { ...group, n: group.units })}</span>
            ))}
          </>
        ) : (
          t("notPublished")
        )}
      </td>
      <td data-label={t("rollupAt")}>{formatInstant(at)}</td>
    </tr>
  );
}

/** How the schemes below this one stand. */
function Rollups({ rollups }: { rollups: readonly Entry<Rollup>[] }) {
  const owners = rollups.toSorted((a, b) => a.data.owner.localeCompare(b.data.owner, "vi"));
  return (
    <table className={styles.rollups} aria-label={t("tabSchemes")}>
      <thead>
        <tr>
          <th scope="col">{t("rollupScheme")}</th>
          <th scope="col">{t("rollupPeriod")}</th>
          <th scope="col" className={styles.number}>
            {t("rollupSubmitted")}
          </th>
          <th scope="col" className={styles.number}>
            {t("rollupAppraised")}
          </th>
          <th scope="col">{t("rollupPublished")}</th>
          <th scope="col">{t("rollupAt")}</th>
        </tr>
      </thead>
      <tbody>
        {owners.map(({ id, data }) => (
          <Row key={id} rollup={data} />
        ))}
      </tbody>
    </table>
  );
}

/** Shows the schemes below, or what stands in their place where there are none. */
export function RollupsShown({ none }: { none: React.ReactNode }) {
  const { scheme } = useSession();
  const live = useCollection(paths.rollups(scheme), Rollup);
  return (
    <Shown live={live}>{(rollups) => (rollups.length > 0 ? <Rollups rollups={rollups} /> : none)}</Shown>
  );
}
