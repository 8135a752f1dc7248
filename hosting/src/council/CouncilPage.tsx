import { Text, Title } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { type BoardUnit, useBoard } from "../data/units.ts";
import { Shown } from "../shell/Notice.tsx";
import { QueryTabs } from "../shell/QueryTabs.tsx";
import { useAddress } from "../shell/route.ts";
import { t } from "../text/text.ts";
import { Adoption } from "./Adoption.tsx";
import { Board } from "./Board.tsx";
import { Composition } from "./Composition.tsx";
import styles from "./council.module.css";
import { Glance } from "./Glance.tsx";
import { UNIT } from "./UnitLink.tsx";

/** Tabs that few open first: their scripts come with them. */
const Differences = lazy(async () => ({ default: (await import("./Differences.tsx")).Differences }));
const Disputed = lazy(async () => ({ default: (await import("./Disputed.tsx")).Disputed }));
const Preview = lazy(async () => ({ default: (await import("./Preview.tsx")).Preview }));
const ReportsTab = lazy(() => import("../reports/ReportsTab.tsx"));
const HeatMap = lazy(async () => ({ default: (await import("./HeatMap.tsx")).HeatMap }));
const UnitSheet = lazy(async () => ({ default: (await import("./UnitSheet.tsx")).UnitSheet }));

/** The sheet of a unit, once one was asked for. */
function AskedSheet({ board }: { board: readonly BoardUnit[] }) {
  const asks = useAddress().searchParams.has(UNIT);
  const [asked, setAsked] = useState(asks);
  if (asks && !asked) setAsked(true);
  return (
    asked && (
      <Suspense>
        <UnitSheet board={board} />
      </Suspense>
    )
  );
}

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
      <AskedSheet board={board} />
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
