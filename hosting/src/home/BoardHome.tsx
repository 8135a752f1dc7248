import { Anchor, Title } from "@mantine/core";
import { Glance } from "../council/Glance.tsx";
import { useSession } from "../data/session.tsx";
import { useBoard } from "../data/units.ts";
import { Shown } from "../shell/Notice.tsx";
import { followLink, routes } from "../shell/route.ts";
import { t } from "../text/text.ts";
import styles from "./home.module.css";

/** What waits for the standing body and the council: how far all units have come. */
export default function BoardHome() {
  const { roles } = useSession().member;
  return (
    <section className={styles.work} aria-labelledby="board-home">
      <Title order={2} size="h4" id="board-home">
        {t(roles.admin ? "navAdmin" : "navCouncil")}
      </Title>
      <Shown live={useBoard()}>{(board) => <Glance board={board} />}</Shown>
      <div className={styles.links}>
        {roles.admin && (
          <Anchor href={routes.admin} onClick={followLink} size="sm">
            {t("navAdmin")}
          </Anchor>
        )}
        <Anchor href={routes.council} onClick={followLink} size="sm">
          {t("navCouncil")}
        </Anchor>
        <Anchor href={routes.analysis} onClick={followLink} size="sm">
          {t("navAnalysis")}
        </Anchor>
      </div>
    </section>
  );
}
