import { Button, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { Component, type ReactNode, useEffect } from "react";
import { t } from "../text/text.ts";

/** The script a page of the workspace begins with: its name changes with every build. */
const scriptOf = (html: string): string | null => /\/app\/assets\/app-[\w-]+\.js/.exec(html)?.[0] ?? null;

/** The script that runs here. */
const ownScript = (): string | null =>
  [...document.scripts].map(({ src }) => scriptOf(src)).find((script) => script !== null) ?? null;

/** Whether another build is served than the one that runs here. What can't be read says nothing. */
async function isReplaced(): Promise<boolean> {
  try {
    const served = scriptOf(await (await fetch("/app/", { cache: "no-store" })).text());
    return served !== null && served !== ownScript();
  } catch {
    return false;
  }
}

/** At most so often (ms) the server is asked. */
const OFTEN = 10 * 60_000;

/** Reloading asks where something typed is not stored yet (`beforeunload`), and what waits to be saved goes on after it. */
const ReloadButton = () => (
  <Button size="compact-sm" mt="xs" onClick={() => location.reload()}>
    {t("reload")}
  </Button>
);

function tell(): void {
  notifications.show({
    ...{ id: "new-version", autoClose: false },
    message: (
      <>
        <Text fw={650}>{t("versionOut")}</Text>
        {t("versionOutWhy")} <ReloadButton />
      </>
    ),
  });
}

/** Tells who works here, once, that a new version is out: when they come back to the page, or a part of it is gone. */
export function useNewVersion(): void {
  useEffect(() => {
    let asked = Date.now();
    const ask = async () => {
      if (document.hidden || Date.now() - asked < OFTEN) return;
      asked = Date.now();
      if (await isReplaced()) tell();
    };
    const timer = setInterval(ask, OFTEN);
    document.addEventListener("visibilitychange", ask);
    addEventListener("vite:preloadError", tell);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", ask);
      removeEventListener("vite:preloadError", tell);
    };
  }, []);
}

/** Keeps the rest of the page, and what is typed there, where a part of it can't be shown. */
export class PartBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError = () => ({ failed: true });

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <div role="alert">
        <Text>{t("partFailed")}</Text>
        <ReloadButton />
      </div>
    );
  }
}
