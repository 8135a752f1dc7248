import { Anchor, Title } from "@mantine/core";
import { followLink, routes } from "../shell/route.ts";
import { t } from "../text/text.ts";
import styles from "./home.module.css";

/** What waits for a surveyor: paper forms to key in. */
export function SurveyorHome() {
  return (
    <section className={styles.work} aria-labelledby="surveyor-home">
      <Title order={2} size="h4" id="surveyor-home">
        {t("navSurvey")}
      </Title>
      <div className={styles.links}>
        <Anchor href={`${routes.survey}?muc=phieu-giay`} onClick={followLink} size="sm">
          {t("toPaperForms")}
        </Anchor>
        <Anchor href={routes.survey} onClick={followLink} size="sm">
          {t("toSurveyProgress")}
        </Anchor>
      </div>
    </section>
  );
}
