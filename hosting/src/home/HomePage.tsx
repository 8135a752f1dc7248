import { Stack, Text, Title } from "@mantine/core";
import { formatInstant } from "@parindex/core";
import { lazy, Suspense } from "react";
import { unitOf, useSession } from "../data/session.tsx";
import { dueOf } from "../shell/due.ts";
import { Loading } from "../shell/Notice.tsx";
import { timeLeft, useNow } from "../shell/time.ts";
import { stateName, t } from "../text/text.ts";
import styles from "./home.module.css";
import { Notices } from "./Notices.tsx";
import { SurveyorHome } from "./SurveyorHome.tsx";

const UnitHome = lazy(() => import("./UnitHome.tsx"));
const AppraiserHome = lazy(() => import("./AppraiserHome.tsx"));
const BoardHome = lazy(() => import("./BoardHome.tsx"));
const News = lazy(() => import("./News.tsx"));

/** What this stage of the year still leaves of time. */
function Countdown() {
  const { period } = useSession();
  const now = useNow();
  const due = dueOf(period);
  const left = due ? timeLeft(due, now) : null;
  return (
    <section className={styles.countdown} aria-label={t("countdown")}>
      <p className={styles.stage}>{stateName(period.state)}</p>
      {due && (
        <>
          <p className={styles.left}>{left ?? t("duePassed")}</p>
          <p className="soft">{t("dueAt", { due: formatInstant(due) })}</p>
        </>
      )}
    </section>
  );
}

/** Where everyone begins: how long there is, what waits for them, what was told to them. */
export default function HomePage() {
  const { member } = useSession();
  const { roles } = member;
  const unit = unitOf(roles);
  const runs = roles.admin === true || roles.council === true;
  return (
    <div className={styles.page}>
      <Stack gap="md">
        <div>
          <Title order={1} size="h2">
            {t("homeTitle")}
          </Title>
          <Text className="soft">
            {member.name}
            {member.title !== "" && ` · ${member.title}`}
          </Text>
        </div>
        <Suspense fallback={<Loading />}>
          {unit && <UnitHome unitId={unit} />}
          {roles.appraiser && <AppraiserHome />}
          {(runs || (roles.viewer && !unit)) && <BoardHome />}
          {roles.surveyor && !runs && <SurveyorHome />}
        </Suspense>
      </Stack>
      <Stack gap="md" component="aside" aria-label={t("news")}>
        <Countdown />
        <Notices />
        <Suspense fallback={<Loading />}>
          <News unitId={unit ?? null} />
        </Suspense>
      </Stack>
    </div>
  );
}
