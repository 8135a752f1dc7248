import { Text, Title } from "@mantine/core";
import { lazy } from "react";
import { type BoardUnit, useBoard } from "../data/units.ts";
import { Shown } from "../shell/Notice.tsx";
import { QueryTabs } from "../shell/QueryTabs.tsx";
import { t } from "../text/text.ts";
import { Adoption } from "./Adoption.tsx";
import { Board } from "./Board.tsx";
import { Composition } from "./Composition.tsx";
import styles from "./council.module.css";
import { Differences } from "./Differences.tsx";
import { Glance } from "./Glance.tsx";
import { UnitSheet } from "./UnitSheet.tsx";

/** Tabs that few open first: their scripts come with them. */
const Disputed = lazy(async () => ({ default: (await import("./Disputed.tsx")).Disputed }));
const Preview = lazy(async () => ({ default: (await import("./Preview.tsx")).Preview }));
const ReportsTab = lazy(() => import("../reports/ReportsTab.tsx"));
const HeatMap = lazy(async () => ({ default: (await import("./HeatMap.tsx")).HeatMap }));

function Views({ board }: { board: BoardUnit[] }) {
  if (board.length === 0)
    return (
      <>
        <Text className="soft" mt="md">
          {t("noIndices")}
        </Text>
        <Composition />
      </>
    );
  return (
    <>
      <Adoption board={board} />
      <Glance board={board} />
      <QueryTabs
        label={t("councilTitle")}
        tabs={[
          { id: "bang", label: t("board"), content: () => <Board board={board} /> },
          { id: "linh-vuc", label: t("heatMap"), content: () => <HeatMap board={board} /> },
          { id: "chenh-lech", label: t("differences"), content: () => <Differences board={board} /> },
          { id: "tieu-chi", label: t("disputed"), content: () => <Disputed board={board} /> },
          { id: "xem-truoc", label: t("previewTab"), content: () => <Preview board={board} /> },
          { id: "bao-cao", label: t("tabReport"), content: () => <ReportsTab /> },
          { id: "thanh-phan", label: t("composition"), content: () => <Composition /> },
        ]}
      />
      <UnitSheet board={board} />
    </>
  );
}

/** What the council decides on: every unit's live result, seen whole, by field and by difference, and its adoption. */
export default function CouncilPage() {
  return (
    <div className={styles.page}>
      <Title order={1} size="h2">
        {t("councilTitle")}
      </Title>
      <Shown live={useBoard()}>{(board) => <Views board={board} />}</Shown>
    </div>
  );
}
