import { Anchor, Title } from "@mantine/core";
import { Progress } from "../appraisal/Progress.tsx";
import { followLink, routes } from "../shell/route.ts";
import { t } from "../text/text.ts";
import styles from "./home.module.css";

/** What waits for an appraiser: how far their leaves have come. */
export default function AppraiserHome() {
  return (
    <section className={styles.work} aria-labelledby="appraiser-home">
      <Title order={2} size="h4" id="appraiser-home">
        {t("navAppraisal")}
      </Title>
      <Progress />
      <div className={styles.links}>
        <Anchor href={routes.appraisal} onClick={followLink} size="sm">
          {t("toAppraisal")}
        </Anchor>
      </div>
    </section>
  );
}
