import {
  ActionIcon,
  AppShell,
  Burger,
  Group,
  NativeSelect,
  NavLink,
  Text,
  useComputedColorScheme,
  useMantineColorScheme,
} from "@mantine/core";
import { useDisclosure, useMediaQuery, useNetwork } from "@mantine/hooks";
import {
  IconBuildingBank,
  IconChartBar,
  IconChartDots,
  IconClipboardCheck,
  IconExternalLink,
  IconHome,
  IconListDetails,
  IconMessageQuestion,
  IconMoonStars,
  IconPlugConnectedX,
  IconSettings,
  IconSun,
} from "@tabler/icons-react";
import { lazy, type ReactNode, Suspense, useEffect } from "react";
import { chooseScheme } from "../data/schemes.ts";
import { choosePeriod, useSession } from "../data/session.tsx";
import { useUnsaved } from "../data/unsaved.ts";
import { type TextKey, t } from "../text/text.ts";
import { LanguageButton } from "./LanguageButton.tsx";
import { NoticeBell } from "./NoticeBell.tsx";
import { PartBoundary, useNewVersion } from "./new-version.tsx";
import { openRoutes } from "./roles.ts";
import { followLink, type Route, routes } from "./route.ts";
import { SignOutButton } from "./SignOutButton.tsx";
import { YearBar } from "./YearBar.tsx";

const ImportedNote = lazy(() => import("./ImportedNote.tsx"));

const LINKS: Record<Route, { text: TextKey; icon: typeof IconSettings }> = {
  home: { text: "homeTitle", icon: IconHome },
  unit: { text: "navUnit", icon: IconListDetails },
  appraisal: { text: "navAppraisal", icon: IconClipboardCheck },
  council: { text: "navCouncil", icon: IconBuildingBank },
  analysis: { text: "navAnalysis", icon: IconChartDots },
  overview: { text: "overviewTitle", icon: IconChartBar },
  survey: { text: "navSurvey", icon: IconMessageQuestion },
  admin: { text: "navAdmin", icon: IconSettings },
};

function ColorSchemeButton() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme("light");
  const Icon = scheme === "dark" ? IconSun : IconMoonStars;
  return (
    <ActionIcon
      variant="subtle"
      aria-label={t("darkMode")}
      onClick={() => setColorScheme(scheme === "dark" ? "light" : "dark")}
    >
      <Icon size={18} />
    </ActionIcon>
  );
}

/** That the network is gone, and that work is kept until it returns; "" where there is nothing to say. */
function useNetworkWords(): string {
  const { online } = useNetwork();
  const { waiting, stuck } = useUnsaved();
  const words = [
    online ? "" : t("noNetwork"),
    waiting > 0 && !online ? t("unsavedWaiting", { n: waiting }) : "",
    stuck > 0 ? t("unsavedStuck", { n: stuck }) : "",
  ];
  return words.filter((word) => word !== "").join(" · ");
}

function Navigation({ route, onFollow }: { route: Route; onFollow: () => void }) {
  const { member } = useSession();
  return (
    <>
      {openRoutes(member.roles).map((open) => {
        const { text, icon: Icon } = LINKS[open];
        return (
          <NavLink
            key={open}
            href={routes[open]}
            label={t(text)}
            leftSection={<Icon size={18} />}
            active={open === route}
            aria-current={open === route ? "page" : undefined}
            onClick={(event) => {
              followLink(event);
              onFollow();
            }}
          />
        );
      })}
      <NavLink href="/" label={t("navPublic")} leftSection={<IconExternalLink size={18} />} />
    </>
  );
}

/** The frame of every signed-in page: who, which year, where to. */
export function Layout({ route, children }: { route: Route; children: ReactNode }) {
  const { member, period, periodId, periods, scheme, schemes } = useSession();
  const [opened, { toggle, close }] = useDisclosure(false);
  // What is out of sight is out of the keyboard's way too.
  const narrow = useMediaQuery("(max-width: 47.99em)") === true;
  const networkWords = useNetworkWords();
  useNewVersion();
  useEffect(() => {
    document.title = `${t(LINKS[route].text)} · ${t("product")} ${period.year}`;
  }, [route, period.year]);
  return (
    <AppShell
      header={{ height: 52 }}
      footer={{ height: 32, collapsed: networkWords === "" }}
      navbar={{ width: 200, breakpoint: "sm", collapsed: { mobile: !opened } }}
      padding={0}
    >
      <AppShell.Header px="md">
        <a className="skip" href="#main">
          {t("skip")}
        </a>
        <Group h="100%" justify="space-between" wrap="nowrap" gap="xs">
          <Group gap="xs" wrap="nowrap" miw={0}>
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t("menu")} />
            <Text fw={650} truncate visibleFrom="sm">
              {t("product")} {periods.length === 1 && period.year}
            </Text>
            {schemes.length < 2 && (
              <Text fw={650} truncate hiddenFrom="sm" {...(periods.length > 1 && { visibleFrom: "xs" })}>
                {t("productShort")} {periods.length === 1 && period.year}
              </Text>
            )}
            {schemes.length > 1 && (
              <NativeSelect
                size="xs"
                aria-label={t("chooseScheme")}
                value={scheme}
                onChange={(event) => chooseScheme(event.currentTarget.value)}
                data={schemes.map(({ id, name, owner }) => ({ value: id, label: `${owner} – ${name}` }))}
                w={{ base: "9rem", sm: "16rem" }}
              />
            )}
            {periods.length > 1 && (
              <NativeSelect
                size="xs"
                aria-label={t("choosePeriod")}
                value={periodId}
                onChange={(event) => choosePeriod(event.currentTarget.value)}
                data={periods.map(({ id, period: one }) => ({ value: id, label: String(one.year) }))}
                w="5rem"
                flex="none"
              />
            )}
          </Group>
          <Group gap={4} wrap="nowrap">
            <Text size="sm" className="soft" visibleFrom="xs" truncate maw={320} mr="xs">
              {member.name}
            </Text>
            <NoticeBell />
            <LanguageButton />
            <ColorSchemeButton />
            <SignOutButton short />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" inert={narrow && !opened}>
        <Navigation route={route} onFollow={close} />
      </AppShell.Navbar>
      <AppShell.Main id="main" tabIndex={-1}>
        <YearBar period={period} />
        {period.imported && (
          <Suspense>
            <ImportedNote imported={period.imported} />
          </Suspense>
        )}
        <PartBoundary key={route}>{children}</PartBoundary>
      </AppShell.Main>
      <AppShell.Footer className="no-print" px="md">
        <Group h="100%" role="status" gap="xs" wrap="nowrap">
          {networkWords !== "" && <IconPlugConnectedX size={18} aria-hidden />}
          <Text size="sm" fw={650} truncate>
            {networkWords}
          </Text>
        </Group>
      </AppShell.Footer>
    </AppShell>
  );
}
