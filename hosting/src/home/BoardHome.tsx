import { Anchor, Title } from "@mantine/core";
import { Glance } from "../council/Glance.tsx";
import { useSession } from "../data/session.tsx";
import { useBoard } from "../data/units.ts";
import { Shown } from "../shell/Notice.tsx";
import { openRoutes } from "../shell/roles.ts";
import { followLink, routes } from "../shell/route.ts";
import { t } from "../text/text.ts";
import styles from "./home.module.css";

/** The pages about all units, with the words of their links. */
const BOARDS = [
  ["admin", "navAdmin"],
  ["council", "navCouncil"],
  ["analysis", "navAnalysis"],
  ["overview", "openOverview"],
] as const;

/** What waits for the standing body and the council, and what a leader looks at: how far all units have come. */
export default function BoardHome() {
  const { roles } = useSession().member;
  const open = openRoutes(roles);
  const runs = roles.council ? "navCouncil" : "overviewTitle";
  return (
    <section className={styles.work} aria-labelledby="board-home">
      <Title order={2} size="h4" id="board-home">
        {t(roles.admin ? "navAdmin" : runs)}
      </Title>
      <Shown live={useBoard()}>{(board) => <Glance board={board} />}</Shown>
      <div className={styles.links}>
        {BOARDS.filter(([route]) => open.includes(route)).map(([route, text]) => (
          <Anchor key={route} href={routes[route]} onClick={followLink} size="sm">
            {t(text)}
          </Anchor>
        ))}
      </div>
    </section>
  );
}
