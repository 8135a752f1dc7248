import {
  type CorrectedScore,
  formatPoints,
  type Move,
  type PreparedCorrection,
  type Standing,
} from "@parindex/core";
import type { NamedUnit } from "../data/units.ts";
import { t } from "../text/correcting.ts";
import styles from "./correction.module.css";

/** A change with its direction as sign, colour and word; nothing where there is none. `better` is whether it is to the good. */
function Change({ text, better }: { text: string; better: boolean }) {
  return (
    <span className={better ? styles.up : styles.down}>
      <span aria-hidden>{better ? "▲" : "▼"} </span>
      {text}
    </span>
  );
}

const signed = (from: number, to: number) => `${to > from ? "+" : "−"}${formatPoints(Math.abs(to - from))}`;

function ScoreItem({ score, units }: { score: CorrectedScore; units: readonly NamedUnit[] }) {
  const { unit, code, name, from, to, reason } = score;
  return (
    <li>
      <b>{units.find(({ id }) => id === unit)?.name ?? unit}</b>, {code} {name}:{" "}
      <span className={styles.nowrap}>
        {from === null ? "—" : formatPoints(from)} → <b>{formatPoints(to)}</b>
      </span>{" "}
      {from !== null && <Change text={signed(from, to)} better={to > from} />}
      <span className="soft"> {reason}</span>
    </li>
  );
}

const width = ({ achieved, max }: Standing) => `${max > 0 ? (100 * achieved) / max : 0}%`;

/** An index as a bar from zero with its number beside it. */
const IndexBar = ({ standing, label, strong }: { standing: Standing; label: string; strong: boolean }) => (
  <div className={styles.bar}>
    <span className={styles.track} aria-hidden>
      <span className={strong ? styles.fill : styles.faint} style={{ width: width(standing) }} />
    </span>
    <span className={styles.hidden}>{label}: </span>
    <span className={strong ? styles.strong : undefined}>{standing.index}</span>
  </div>
);

function RankMove({ before, after, size }: Pick<Move, "before" | "after" | "size">) {
  if (before.rank === null || after.rank === null) return <span className="soft">—</span>;
  const by = before.rank - after.rank;
  return (
    <>
      <span className={styles.nowrap}>
        {before.rank} → <b>{after.rank}</b>
        <small className="soft">/{size}</small>
      </span>{" "}
      {by === 0 ? (
        <span className="soft">{t("correctionSame")}</span>
      ) : (
        <Change text={t(by > 0 ? "correctionUp" : "correctionDown", { n: Math.abs(by) })} better={by > 0} />
      )}
    </>
  );
}

function MoveRow({ move }: { move: Move }) {
  const { name, group, before, after } = move;
  const differs = before.achieved !== after.achieved;
  return (
    <tr>
      <th scope="row">
        {name}
        <span className="soft">{group}</span>
      </th>
      <td data-label={t("index")}>
        <IndexBar standing={before} label={t("correctionBefore")} strong={false} />
        <IndexBar standing={after} label={t("correctionAfter")} strong />
      </td>
      <td data-label={t("achieved")}>
        <span className={styles.nowrap}>
          {formatPoints(before.achieved)} → <b>{formatPoints(after.achieved)}</b>
        </span>{" "}
        {differs && (
          <Change text={signed(before.achieved, after.achieved)} better={after.achieved > before.achieved} />
        )}
      </td>
      <td data-label={t("rank")}>
        <RankMove {...move} />
        {before.band !== after.band && (
          <span className={styles.band}>
            {before.band ?? "—"} → {after.band ?? "—"}
          </span>
        )}
      </td>
    </tr>
  );
}

/** What a prepared correction changes: the points, each unit's index and rank before and after, the root. */
export function CorrectionEffect({
  prepared,
  units,
}: {
  prepared: PreparedCorrection;
  units: readonly NamedUnit[];
}) {
  const { corrections, moves, root } = prepared;
  return (
    <>
      <h4>{t("correctionScores")}</h4>
      <ul className={styles.scores}>
        {corrections.map((score) => (
          <ScoreItem key={`${score.unit} ${score.leaf}`} score={score} units={units} />
        ))}
      </ul>
      <h4 id="correction-moves">{t("correctionMoves")}</h4>
      {moves.length === 0 ? (
        <p className="soft">{t("correctionNoMoves")}</p>
      ) : (
        <table className={styles.moves} aria-labelledby="correction-moves">
          <thead>
            <tr>
              <th scope="col">{t("unitName")}</th>
              <th scope="col">
                {t("index")}, %: {t("correctionBefore")} / {t("correctionAfter")}
              </th>
              <th scope="col">{t("achieved")}</th>
              <th scope="col">{t("rank")}</th>
            </tr>
          </thead>
          <tbody>
            {moves.map((move) => (
              <MoveRow key={move.unit} move={move} />
            ))}
          </tbody>
        </table>
      )}
      <h4>{t("correctionRoot")}</h4>
      <code className={styles.hash}>{root}</code>
    </>
  );
}
