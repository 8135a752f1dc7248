import { lazy, Suspense, useEffect } from "react";
import { SessionProvider, useSessionState } from "../data/session.tsx";
import { SET_PASSWORD, SetPassword } from "../signin/SetPassword.tsx";
import { SignIn } from "../signin/SignIn.tsx";
import { useLanguage } from "../text/language.ts";
import { t } from "../text/text.ts";
import { Layout } from "./Layout.tsx";
import { Loading, Notice } from "./Notice.tsx";
import { openRoutes } from "./roles.ts";
import { type Route, routes, usePath } from "./route.ts";
import { SignOutButton } from "./SignOutButton.tsx";

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

export function App() {
  const session = useSessionState();
  const chosen = useLanguage();
  useEffect(() => {
    document.title = t("product");
  });
  const pathname = usePath();
  if (pathname === SET_PASSWORD) return <SetPassword />;
  if (session.state === "loading") return <Loading />;
  if (session.state === "signedOut") return <SignIn />;
  if (session.state !== "ready")
    return (
      <Notice title={t(session.state)}>
        <SignOutButton />
      </Notice>
    );
  const { roles } = session.session.member;
  const route = routeAt(pathname) ?? "home";
  const Page = openRoutes(roles).includes(route) ? pages[route] : null;
  return (
    <SessionProvider session={session.session}>
      <Layout key={chosen} route={route}>
        <Suspense fallback={<Loading />}>{Page ? <Page /> : <Notice title={t("noWork")} />}</Suspense>
      </Layout>
    </SessionProvider>
  );
}
