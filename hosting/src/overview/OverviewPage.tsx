import { Text, Title } from "@mantine/core";
import { Glance } from "../council/Glance.tsx";
import { HeatMap } from "../council/HeatMap.tsx";
import { unitOf, useSession } from "../data/session.tsx";
import { type BoardUnit, useBoard } from "../data/units.ts";
import { Shown } from "../shell/Notice.tsx";
import { QueryTabs } from "../shell/QueryTabs.tsx";
import { t } from "../text/text.ts";
import styles from "./overview.module.css";
import { RankedBars } from "./RankedBars.tsx";
import { RollupsShown } from "./Rollups.tsx";

function Views({ board }: { board: readonly BoardUnit[] }) {
  const { groups } = useSession().period;
  if (board.length === 0)
    return (
      <Text className="soft" mt="md">
        {t("noIndices")}
      </Text>
    );
  const bars = () =>
    groups.map((group) => {
      const units = board.filter((row) => row.group === group.id);
      return units.length > 0 && <RankedBars key={group.id} group={group} board={units} />;
    });
  return (
    <>
      <Glance board={board} />
      <QueryTabs
        label={t("overviewTitle")}
        tabs={[
          { id: "xep-hang", label: t("overviewRanked"), content: bars },
          {
            id: "linh-vuc",
            label: t("heatMap"),
            content: () => <HeatMap board={board} sheets={false} />,
          },
          {
            id: "cap-duoi",
            label: t("tabSchemes"),
            content: () => <RollupsShown none={<Text className="soft">{t("noSchemes")}</Text>} />,
          },
        ]}
      />
    </>
  );
}

const Live = () => <Shown live={useBoard()}>{(board) => <Views board={board} />}</Shown>;

/** The live results for leaders who look on; one who belongs to a unit sees none before publication. */
export default function OverviewPage() {
  const { unit, roles } = useSession().member;
  const belongs = unit !== null || unitOf(roles) !== undefined;
  return (
    <div className={styles.page}>
      <Title order={1} size="h2">
        {t("overviewTitle")}
      </Title>
      {belongs ? <Text mt="md">{t("overviewOwnUnit")}</Text> : <Live />}
    </div>
  );
}
