import { useSession } from "../data/session.tsx";
import type { BoardUnit } from "../data/units.ts";
import { ShareBar } from "../sheet/Achieved.tsx";
import { t } from "../text/text.ts";
import styles from "./glance.module.css";

interface Step {
  title: string;
  done: number;
  left: string | null;
}

const sum = (board: readonly BoardUnit[], of: (row: BoardUnit) => number) =>
  board.reduce((total, row) => total + of(row), 0);

function stepsOf(board: readonly BoardUnit[], surveyHeld: boolean): Step[] {
  const units = (is: (row: BoardUnit) => boolean) => board.filter(is).length;
  const locked = units(({ submission }) => submission === "locked");
  const unjudged = sum(board, ({ missing }) => missing.appraisal);
  const unsurveyed = sum(board, ({ missing }) => missing.survey);
  const small = sum(board, ({ missing }) => missing.insufficientSample);
  const steps: Step[] = [
    {
      title: t("glanceFiles"),
      done: locked + units(({ submission }) => submission === "submitted"),
      left: locked > 0 ? t("glanceLocked", { n: locked }) : null,
    },
    {
      title: t("glanceAppraised"),
      done: units(({ missing }) => missing.appraisal === 0),
      left: unjudged > 0 ? t("missingAppraisal", { n: unjudged }) : null,
    },
  ];
  if (surveyHeld)
    steps.push({
      title: t("glanceSurveyed"),
      done: units(({ missing }) => missing.survey === 0),
      left:
        [
          unsurveyed > 0 ? t("missingSurvey", { n: unsurveyed }) : "",
          small > 0 ? t("smallSample", { n: small }) : "",
        ]
          .filter(Boolean)
          .join(" · ") || null,
    });
  return [...steps, { title: t("glanceFinal"), done: units(({ provisional }) => !provisional), left: null }];
}

/** How far all units have come, in one line of figures: files, appraisal, survey, result. Nothing once adopted. */
export function Glance({ board }: { board: readonly BoardUnit[] }) {
  const { adoption, settings } = useSession().period;
  if (adoption || board.length === 0) return null;
  return (
    <dl className={styles.glance}>
      {stepsOf(board, settings.surveyHeld).map(({ title, done, left }) => (
        <div key={title}>
          <dt>{title}</dt>
          <dd>
            <b>{done}</b>
            <span className={styles.of}>
              /{board.length} {t("units")}
            </span>
            <ShareBar points={done} max={board.length} />
            {left && <span className={styles.left}>{left}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
