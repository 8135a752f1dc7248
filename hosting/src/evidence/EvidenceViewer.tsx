import { Alert, Anchor, Button, Group, Text } from "@mantine/core";
import type { Evidence } from "@parindex/core";
import { FirebaseError } from "firebase/app";
import { lazy, Suspense, useEffect, useState } from "react";
import { useBackend } from "../data/backend.tsx";
import { downloadFile, saveBlob } from "../data/files.ts";
import { Loading } from "../shell/Notice.tsx";
import { dayText } from "../shell/time.ts";
import { t } from "../text/text.ts";
import styles from "./evidence.module.css";

const PdfPages = lazy(() => import("./PdfPages.tsx"));

type Loaded = { state: "loading" } | { state: "failed"; error: unknown } | { state: "ready"; content: Blob };

/** A file's checked content, fetched while it is on screen. */
function useContent(evidence: Evidence, file: string): Loaded {
  const backend = useBackend();
  const [loaded, setLoaded] = useState<Loaded>({ state: "loading" });
  const { scheme, period, unit } = evidence;
  useEffect(() => {
    let shown = true;
    setLoaded({ state: "loading" });
    downloadFile(backend, { scheme, period, unit }, file).then(
      (content) => shown && setLoaded({ state: "ready", content }),
      (error: unknown) => shown && setLoaded({ state: "failed", error }),
    );
    return () => {
      shown = false;
    };
  }, [backend, scheme, period, unit, file]);
  return loaded;
}

/** Why a file could not be fetched, in the user's words. */
function downloadFailure(error: unknown): string {
  if (error instanceof FirebaseError)
    return t(error.code === "permission-denied" ? "filesDenied" : "unreachable");
  return error instanceof Error ? error.message : t("unexpected");
}

function Picture({ content, type, name }: { content: Blob; type: string; name: string }) {
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([content], { type }));
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [content, type]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <section className={styles.pages} tabIndex={0} aria-label={name}>
      {address && <img src={address} alt={name} style={{ maxWidth: "100%" }} />}
    </section>
  );
}

/** The page a clerk pointed to: "trang 12, mục II" and "12" → 12; "mục 3" names none. */
const pageOf = (where: string): number =>
  Number(/(?:^|trang|page)\s*(\d+)/i.exec(where.normalize("NFC").trim())?.[1] ?? 1);

function StoredContent({
  evidence,
  source,
  where,
}: {
  evidence: Evidence;
  source: Extract<Evidence["source"], { kind: "file" }>;
  where: string;
}) {
  const { file, name, type } = source;
  const loaded = useContent(evidence, file);
  if (loaded.state === "loading") return <Loading />;
  if (loaded.state === "failed")
    return (
      <Alert color="red" variant="light" role="alert">
        {downloadFailure(loaded.error)}
      </Alert>
    );
  const { content } = loaded;
  return (
    <>
      <Group justify="space-between" mb="xs">
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          {name}
        </Text>
        <Button size="compact-sm" variant="default" onClick={() => saveBlob(content, name)}>
          {t("downloadEvidence")}
        </Button>
      </Group>
      {type === "application/pdf" ? (
        <Suspense fallback={<Loading />}>
          <PdfPages content={content} name={name} start={pageOf(where)} />
        </Suspense>
      ) : type.startsWith("image/") ? (
        <Picture {...{ content, type, name }} />
      ) : (
        <Text size="sm">{t("noPreview")}</Text>
      )}
    </>
  );
}

/**
 * A piece of evidence in place: a PDF or picture is drawn, never opened as a document of this site; a link and a
 * document number are shown as they are.
 */
export default function EvidenceViewer({ evidence, where }: { evidence: Evidence; where: string }) {
  const { source, title } = evidence;
  return (
    <section aria-label={title}>
      <Text fw={600}>{title}</Text>
      {where !== "" && (
        <Text size="sm">
          {t("evidenceWhere")}: {where}
        </Text>
      )}
      {source.kind === "file" && <StoredContent {...{ evidence, source, where }} />}
      {source.kind === "link" && (
        <Anchor href={source.url} target="_blank" rel="noopener noreferrer" size="sm">
          {t("openLink")}: {source.url}
        </Anchor>
      )}
      {source.kind === "document" && (
        <Text size="sm">
          {t("docNumber")}: {source.number}
          {source.date && ` · ${t("docDate")}: ${dayText(source.date)}`}
          {source.issuer !== "" && ` · ${t("docIssuer")}: ${source.issuer}`}
        </Text>
      )}
    </section>
  );
}
