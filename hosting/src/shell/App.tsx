import { Anchor } from "@mantine/core";
import { Activity, lazy, Suspense, useEffect, useRef } from "react";
import { type Session, SessionProvider, type SessionState, useSessionState } from "../data/session.tsx";
import { useLanguage } from "../text/language.ts";
import { t } from "../text/text.ts";
import { Layout } from "./Layout.tsx";
import { Loading, Notice } from "./Notice.tsx";
import { openRoutes } from "./roles.ts";
import { followLink, type Route, routes, usePath } from "./route.ts";
import { SignOutButton } from "./SignOutButton.tsx";

/** What comes before one is signed in comes only then. */
const SignIn = lazy(() => import("../signin/SignIn.tsx"));
const SetPassword = lazy(() => import("../signin/SetPassword.tsx"));

/** Each role's pages come when they are opened. */
const pages: Record<Route, ReturnType<typeof lazy>> = {
  home: lazy(() => import("../home/HomePage.tsx")),
  unit: lazy(() => import("../unit/UnitPage.tsx")),
  appraisal: lazy(() => import("../appraisal/AppraisalPage.tsx")),
  council: lazy(() => import("../council/CouncilPage.tsx")),
  analysis: lazy(() => import("../analysis/AnalysisPage.tsx")),
  overview: lazy(() => import("../overview/OverviewPage.tsx")),
  survey: lazy(() => import("../survey/SurveyPage.tsx")),
  admin: lazy(() => import("../admin/AdminPage.tsx")),
};

const routeAt = (path: string): Route | undefined =>
  (Object.keys(routes) as Route[]).find((route) => path.startsWith(routes[route]));

/** Where a one-time link leads. */
const SET_PASSWORD = "/app/mat-khau";

/** Where a link leads that somebody of another role passed on. */
const NotYours = () => (
  <Notice title={t("notYours")} framed>
    <Anchor href={routes.home} onClick={followLink}>
      {t("homeTitle")}
    </Anchor>
  </Notice>
);

/** The page that the address asks for, of those open to the member. */
function Workplace({ session, pathname }: { session: Session; pathname: string }) {
  const chosen = useLanguage();
  const route = routeAt(pathname) ?? "home";
  const Page = openRoutes(session.member.roles).includes(route) ? pages[route] : null;
  return (
    <SessionProvider session={session}>
      <Layout key={chosen} route={route}>
        <Suspense fallback={<Loading />}>{Page ? <Page /> : <NotYours />}</Suspense>
      </Layout>
    </SessionProvider>
  );
}

/** What stands in the workplace's place while there is none to show. */
function Instead({ session, kept }: { session: Exclude<SessionState, { state: "ready" }>; kept: boolean }) {
  if (session.state === "loading") return <Loading />;
  if (session.state === "signedOut") return <SignIn ended={session.ended} kept={kept} />;
  return (
    <Notice title={t(session.state)}>
      <SignOutButton />
    </Notice>
  );
}

/**
 * The session whose page is on screen, or waits unseen until the same person signs in again, where it ended by itself. Who
 * signs out leaves nothing behind.
 */
function useKept(session: SessionState): Session | null {
  const kept = useRef<Session | null>(null);
  if (session.state === "ready") kept.current = session.session;
  else if (session.state === "signedOut" ? session.ended === null : session.state !== "loading")
    kept.current = null;
  return kept.current;
}

export function App() {
  const session = useSessionState();
  const kept = useKept(session);
  useLanguage();
  useEffect(() => {
    if (session.state !== "ready") document.title = t("product");
  });
  const pathname = usePath();
  if (pathname === SET_PASSWORD)
    return (
      <Suspense fallback={<Loading />}>
        <SetPassword />
      </Suspense>
    );
  return (
    <>
      {kept && (
        <Activity key={kept.uid} mode={session.state === "ready" ? "visible" : "hidden"}>
          <Workplace session={kept} pathname={pathname} />
        </Activity>
      )}
      {session.state !== "ready" && (
        <Suspense fallback={<Loading />}>
          <Instead session={session} kept={kept !== null} />
        </Suspense>
      )}
    </>
  );
}
