import { formatPoints, type LeafNode, paths, SurveyScore } from "@parindex/core";
import admin from "../admin/admin.module.css";
import { dataOf, useCollection } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import { type NamedUnit, useSets } from "../data/units.ts";
import { Shown } from "../shell/Notice.tsx";
import { t } from "../text/survey-results.ts";
import styles from "./results.module.css";
import { shareText } from "./sample-rows.ts";
import { leavesNaming, type SurveyEntry, useSurveys } from "./useSurveys.ts";

type Groups = NonNullable<SurveyScore["groups"]>;

/** What each group gave, or why it isn't said. */
function GroupMeans({ groups }: { groups: Groups }) {
  return (
    <ul className={styles.plain}>
      {groups.map(({ name, n, mean, minimum }) => (
        <li key={name}>
          {mean === null
            ? t("scoreGroupWithheld", { name, n })
            : t("scoreGroup", { name, n, mean: shareText(mean) })}
          {n < minimum && <span className={styles.short}>{t("scoreBelow")}</span>}
        </li>
      ))}
    </ul>
  );
}

function Row({
  leaf,
  score,
  waiting,
}: {
  leaf: LeafNode;
  score: SurveyScore | undefined;
  waiting: string[];
}) {
  const label = (text: string) => (
    <span className={admin.label} aria-hidden>
      {text}
    </span>
  );
  const silent = score?.groups?.filter(({ n }) => n === 0).map(({ name }) => name) ?? [];
  const none = score === undefined || score.points === null;
  return (
    <tr>
      <th scope="row">
        <span className={admin.code}>{leaf.code}</span> {leaf.name}
        {none && <span className={styles.short}>{t("scoreNone")}</span>}
        {waiting.length > 0 && (
          <span className={styles.short}>{t("scoreWaiting", { list: waiting.join(", ") })}</span>
        )}
        {silent.length > 0 && (
          <span className={styles.short}>{t("scoreGroupMissing", { list: silent.join(", ") })}</span>
        )}
        {score && score.n < score.minimum && <span className={styles.short}>{t("scoreBelow")}</span>}
      </th>
      <td className={admin.number}>
        {label(t("scorePoints"))}
        {score && score.points !== null ? formatPoints(score.points) : "—"} / {formatPoints(leaf.max)}
      </td>
      <td className={admin.number}>
        {label(t("scoreN"))}
        {score ? score.n : "—"}
      </td>
      <td className={admin.number}>
        {label(t("scoreMinimum"))}
        {score ? score.minimum : "—"}
      </td>
      <td className={admin.number}>
        {label(t("scoreInterval"))}
        {score?.interval ? `${formatPoints(score.interval.low)} – ${formatPoints(score.interval.high)}` : "—"}
      </td>
      <td>
        {label(t("scoreGroups"))}
        {score?.groups && <GroupMeans groups={score.groups} />}
        {score && !score.groups && (
          <span className={styles.note}>{t("scoreEntered", { document: score.source.document })}</span>
        )}
      </td>
    </tr>
  );
}

/** The scores that a unit's leaves got of the survey's group. */
export function ResultsScores({ survey, unit }: { survey: SurveyEntry; unit: NamedUnit }) {
  const { scheme, periodId } = useSession();
  const sets = useSets();
  const others = dataOf(useSurveys()) ?? [];
  const scores = useCollection(paths.column(scheme, periodId, unit.id, "surveyScores"), SurveyScore);
  const closed = new Set(others.flatMap(({ data }) => (data.state === "closed" ? [data.name] : [])));
  return (
    <section className={styles.part} aria-labelledby="scores">
      <h2 id="scores">{t("scoresTitle")}</h2>
      <p className={styles.note}>{t("scoresHint")}</p>
      <Shown live={sets}>
        {(known) => {
          const set = known.get(unit.criteriaSet);
          const leaves = set ? leavesNaming(set, survey.data.name) : [];
          if (leaves.length === 0) return <p className={styles.note}>{t("scoresNoLeaf")}</p>;
          return (
            <Shown live={scores}>
              {(entries) => (
                <table className={admin.table} aria-labelledby="scores">
                  <thead>
                    <tr>
                      <th scope="col">{t("scoreLeaf")}</th>
                      {(["scorePoints", "scoreN", "scoreMinimum", "scoreInterval"] as const).map((key) => (
                        <th key={key} scope="col" className={admin.number}>
                          {t(key)}
                        </th>
                      ))}
                      <th scope="col">{t("scoreGroups")}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {leaves.map((leaf) => (
                      <Row
                        key={leaf.id}
                        leaf={leaf}
                        score={entries.find(({ data }) => data.leaf === leaf.id)?.data}
                        waiting={
                          leaf.rule.kind === "survey"
                            ? leaf.rule.groups.filter((group) => !closed.has(group))
                            : []
                        }
                      />
                    ))}
                  </tbody>
                </table>
              )}
            </Shown>
          );
        }}
      </Shown>
    </section>
  );
}
