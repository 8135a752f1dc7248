import { Alert, Button, Group, List, Modal, SegmentedControl, Text } from "@mantine/core";
import type { PreviewedPage, Rehearsal } from "@parindex/core";
import { type SyntheticEvent, useEffect, useState } from "react";
import { useBackend } from "../data/backend.tsx";
import { CallRefused, call } from "../data/call.ts";
import { useAct } from "../data/useAct.ts";
import { Loading } from "../shell/Notice.tsx";
import { t } from "../text/correcting.ts";
import styles from "./preview.module.css";

/** What is not out yet: the sealed result, or the prepared correction. */
type Of = "seal" | "correction";

const refusalOf = (error: unknown): string =>
  error instanceof CallRefused ? error.message : t("unexpected");

/** A page of what is not out: undefined while it comes, a text where it is refused. */
function usePage(of: Of, path: string): PreviewedPage | string | undefined {
  const { functions } = useBackend();
  const { scheme, period } = useAct().place;
  const [shown, setShown] = useState<PreviewedPage | string>();
  useEffect(() => {
    let wanted = true;
    setShown(undefined);
    call<"previewResult", PreviewedPage>(functions, "previewResult", { scheme, period, of, path }).then(
      (page) => wanted && setShown(page),
      (error: unknown) => wanted && setShown(refusalOf(error)),
    );
    return () => {
      wanted = false;
    };
  }, [functions, scheme, period, of, path]);
  return shown;
}

/** Paths that the public site answers; a link to anything else leads nowhere from here. */
const ofSite = /^\/(cong-bo\/.*|phuong-phap)?$/;

/**
 * A page of the public site in a frame without scripts. Its links are followed here, as there is no public address that they
 * could lead to.
 */
function Frame({ page, path, narrow, onGo }: FrameProps) {
  const follow = (event: SyntheticEvent<HTMLIFrameElement>) => {
    const inside = event.currentTarget.contentDocument;
    inside?.addEventListener("click", (click) => {
      const link = (click.target as Element | null)?.closest("a[href]");
      if (!link) return;
      click.preventDefault();
      const href = link.getAttribute("href") ?? "";
      if (href.startsWith("#")) {
        inside.getElementById(href.slice(1))?.scrollIntoView();
        return;
      }
      const { origin, pathname } = new URL(href, location.origin);
      if (origin === location.origin && ofSite.test(pathname)) onGo(pathname);
    });
  };
  return (
    <iframe
      className={narrow ? styles.narrow : styles.frame}
      title={t("previewFrame", { path })}
      sandbox="allow-same-origin"
      srcDoc={page.body}
      onLoad={follow}
    />
  );
}

interface FrameProps {
  page: PreviewedPage;
  path: string;
  narrow: boolean;
  onGo: (path: string) => void;
}

function Shown({
  shown,
  ...frame
}: Omit<FrameProps, "page"> & { shown: PreviewedPage | string | undefined }) {
  if (shown === undefined) return <Loading />;
  if (typeof shown === "string")
    return (
      <Alert color="red" variant="light" role="alert">
        {shown}
      </Alert>
    );
  if (shown.type.startsWith("text/html")) return <Frame page={shown} {...frame} />;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <pre className={styles.file} tabIndex={0}>
      {shown.body}
    </pre>
  );
}

function Preview({ of }: { of: Of }) {
  const [path, setPath] = useState("/");
  const [narrow, setNarrow] = useState(false);
  const shown = usePage(of, path);
  return (
    <div className={styles.preview}>
      <Text size="sm">{t("previewExplain")}</Text>
      <Group gap="sm" my="xs">
        <Button size="compact-sm" variant="default" disabled={path === "/"} onClick={() => setPath("/")}>
          {t("previewFront")}
        </Button>
        <SegmentedControl
          size="xs"
          aria-label={t("previewWidth")}
          value={narrow ? "narrow" : "wide"}
          onChange={(value) => setNarrow(value === "narrow")}
          data={[
            { value: "wide", label: t("previewWide") },
            { value: "narrow", label: t("previewNarrow") },
          ]}
        />
        <code className={styles.path}>{path}</code>
      </Group>
      <Shown {...{ shown, path, narrow }} onGo={setPath} />
    </div>
  );
}

const seconds = (milliseconds: number): string => (milliseconds / 1_000).toFixed(1).replace(".", ",");

function Report({ report }: { report: Rehearsal }) {
  const { problems, remarks, units, pages, bytes, checkedIn, renderedIn } = report;
  const lines = problems.length > 0 ? problems : remarks;
  return (
    <Alert
      color={problems.length > 0 ? "red" : "teal"}
      variant="light"
      role={problems.length > 0 ? "alert" : "status"}
      mt="xs"
    >
      {problems.length > 0
        ? t("rehearsalBad", { n: problems.length })
        : t("rehearsalGood", {
            ...{ units, pages, size: Math.ceil(bytes / 1_000) },
            ...{ check: seconds(checkedIn), render: seconds(renderedIn) },
          })}
      {lines.length > 0 && (
        <List size="sm" className={styles.lines} tabIndex={0}>
          {lines.map((line) => (
            <List.Item key={line}>{line}</List.Item>
          ))}
        </List>
      )}
    </Alert>
  );
}

/** Looks at what is not out as readers will see it, and rehearses its publication. Neither makes any of it public. */
export default function BeforeOut({ of }: { of: Of }) {
  const { functions } = useBackend();
  const { place } = useAct();
  const [opened, setOpened] = useState(false);
  const [report, setReport] = useState<Rehearsal | string | null>(null);
  const [running, setRunning] = useState(false);
  const rehearse = async () => {
    setRunning(true);
    setReport(null);
    try {
      setReport(
        await call<"rehearsePublication", Rehearsal>(functions, "rehearsePublication", { ...place, of }),
      );
    } catch (error) {
      setReport(refusalOf(error));
    } finally {
      setRunning(false);
    }
  };
  return (
    <div className="no-print">
      <Group gap="xs" mt="xs">
        <Button variant="default" onClick={() => setOpened(true)}>
          {t("previewOpen")}
        </Button>
        <Button variant="default" loading={running} onClick={() => void rehearse()}>
          {t("rehearse")}
        </Button>
      </Group>
      <Text size="sm" role="status">
        {running && t("rehearsing")}
      </Text>
      {typeof report === "string" && (
        <Alert color="red" variant="light" role="alert" mt="xs">
          {report}
        </Alert>
      )}
      {report !== null && typeof report !== "string" && <Report report={report} />}
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={t("previewNotOut")}
        fullScreen
        closeButtonProps={{ "aria-label": t("close") }}
        styles={{ title: { fontWeight: 650 } }}
      >
        <Preview of={of} />
      </Modal>
    </div>
  );
}
