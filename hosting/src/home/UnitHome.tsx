import { Alert, Anchor, Text, Title } from "@mantine/core";
import { type FieldNode, formatInstant, type ReviewedLeaf } from "@parindex/core";
import { ShareBar } from "../sheet/Achieved.tsx";
import { Shown } from "../shell/Notice.tsx";
import { followLink, routes } from "../shell/route.ts";
import { submissionName, t } from "../text/text.ts";
import { type UnitFile, useUnitFile } from "../unit/useUnitFile.ts";
import styles from "./home.module.css";

/** A page of the unit's file, with a leaf open where one is named. */
const at = (leaf: string | null, tab: string | null = null) => {
  const query = new URLSearchParams({ ...(tab ? { muc: tab } : {}), ...(leaf ? { "tieu-chi": leaf } : {}) });
  return query.size > 0 ? `${routes.unit}?${query}` : routes.unit;
};

const Go = ({ to, children }: { to: string; children: string }) => (
  <Anchor href={to} onClick={followLink} size="sm">
    {children}
  </Anchor>
);

/** How far each field has come. */
function Completeness({ review }: { review: readonly ReviewedLeaf[] }) {
  const byField = Map.groupBy(review, ({ field }) => field.id);
  const rows = [...byField.values()]
    .map((leaves) => ({ field: leaves[0]?.field as FieldNode, leaves }))
    .toSorted((a, b) => a.field.code.localeCompare(b.field.code, "vi", { numeric: true }));
  const count = (leaves: readonly ReviewedLeaf[], has: (leaf: ReviewedLeaf) => boolean) =>
    leaves.filter(has).length;
  return (
    <table className={styles.table} aria-label={t("completenessByField")}>
      <thead>
        <tr>
          <th scope="col">{t("field")}</th>
          <th scope="col" className={styles.number}>
            {t("scoredLeaves")}
          </th>
          <th scope="col" className={styles.number}>
            {t("weakUnproven")}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ field, leaves }) => {
          const done = count(leaves, ({ weaknesses }) => !weaknesses.includes("unscored"));
          return (
            <tr key={field.id}>
              <th scope="row">
                <span className="soft">{field.code}</span> {field.name}
              </th>
              <td className={styles.number}>
                {done}/{leaves.length}
                <ShareBar points={done} max={leaves.length} />
              </td>
              <td className={styles.number}>
                {count(leaves, ({ weaknesses }) => weaknesses.includes("unproven"))}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** The first few leaves of a kind, each leading to its place. */
function Leaves({ title, leaves }: { title: string; leaves: readonly ReviewedLeaf[] }) {
  if (leaves.length === 0) return null;
  return (
    <section>
      <Title order={3} size="h5">
        {title} ({leaves.length})
      </Title>
      <ul className={styles.list}>
        {leaves.slice(0, 8).map(({ leaf }) => (
          <li key={leaf.id}>
            <Go to={at(leaf.id)}>{`${leaf.code} ${leaf.name}`}</Go>
          </li>
        ))}
      </ul>
      {leaves.length > 8 && <Go to={at(null, "kiem-tra")}>{t("seeAll", { n: leaves.length })}</Go>}
    </section>
  );
}

function Work({ file }: { file: UnitFile }) {
  const { unit, review, session, desk, lock, submits, release } = file;
  if (!unit) return null;
  const { submission, lockException } = unit;
  const mine = review.filter(
    ({ leaf, weaknesses }) => unit.assignments[leaf.id] === session.uid && weaknesses.length > 0,
  );
  const unscored = review.filter(({ weaknesses }) => weaknesses.includes("unscored"));
  const remarked = new Set(desk.comments?.filter(({ data }) => !data.resolved).map(({ data }) => data.leaf));
  const discussed = review.filter(({ leaf }) => remarked.has(leaf.id));
  const asked = Object.values(release?.leaves ?? {}).filter(
    ({ decision, ask }) => decision === "adjusted" || ask !== "",
  ).length;
  return (
    <section className={styles.work} aria-label={unit.name}>
      <Title order={2} size="h4">
        {unit.name} · {submissionName(submission.state)}
      </Title>
      {submission.reason && submission.state !== "submitted" && (
        <Alert color="orange" variant="light">
          {t("returnedBecause", { reason: submission.reason })}
          {lockException && <div>{t("exceptionUntil", { until: formatInstant(lockException.until) })}</div>}
        </Alert>
      )}
      {session.period.state === "explanation" && asked > 0 && (
        <Alert color="orange" variant="light">
          {t("explainNow", { n: asked })} <Go to={at(null, "giai-trinh")}>{t("explanationTitle")}</Go>
        </Alert>
      )}
      {!lock && unscored.length === 0 && (
        <Text size="sm">{submits ? t("readyToSubmit") : t("readyForHead")}</Text>
      )}
      <Completeness review={review} />
      {!lock && (
        <>
          <Leaves title={t("assignedMine")} leaves={mine} />
          <Leaves title={t("comments")} leaves={discussed} />
          <Leaves title={t("weakUnscored")} leaves={unscored} />
        </>
      )}
      <div className={styles.links}>
        <Go to={at(null)}>{t("navUnit")}</Go>
        <Go to={at(null, "kiem-tra")}>{t("tabReview")}</Go>
        <Go to={at(null, "bao-cao")}>{t("tabReport")}</Go>
      </div>
    </section>
  );
}

/** What waits for a unit's clerk or head. */
export default function UnitHome({ unitId }: { unitId: string }) {
  const file = useUnitFile(unitId);
  return (
    <Shown live={file.unitLive}>
      {() => <Shown live={file.setLive}>{() => <Work file={file} />}</Shown>}
    </Shown>
  );
}
