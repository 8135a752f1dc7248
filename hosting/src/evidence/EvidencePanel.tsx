import { Alert, Anchor, Button, FileButton, Group, Progress, Stack, Text, TextInput } from "@mantine/core";
import { type Evidence, matchesSearch } from "@parindex/core";
import { type DragEvent, useState } from "react";
import { CallRefused } from "../data/call.ts";
import { refusalOfFile } from "../data/files.ts";
import type { Entry } from "../data/live.ts";
import { newId } from "../data/new-id.ts";
import { setQuery } from "../shell/route.ts";
import { t } from "../text/text.ts";
import type { UnitFile } from "../unit/useUnitFile.ts";
import { EvidenceForm } from "./EvidenceForm.tsx";
import { EvidenceRow } from "./EvidenceRow.tsx";
import styles from "./evidence.module.css";
import type { Upload, UploadTarget } from "./upload-queue.ts";
import { statedSource, useSaveEvidence } from "./useEvidence.ts";
import { Versions } from "./Versions.tsx";
import { ViewerDialog } from "./ViewerDialog.tsx";

const PICKED = ".pdf,.jpg,.jpeg,.png,.docx,.xlsx,.doc,.xls";

type Open =
  | { kind: "link" | "document"; id: string }
  | { kind: "existing" }
  | { kind: "edit"; entry: Entry<Evidence> }
  | null;

/** How each upload stands. */
function Uploads({
  uploads,
  onRetry,
  onCancel,
}: {
  uploads: readonly Upload[];
  onRetry: (id: string) => void;
  onCancel: (id: string) => void;
}) {
  return uploads.map((upload) => (
    <div key={upload.id}>
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text size="sm" style={{ overflowWrap: "anywhere" }}>
          {upload.file.name}
        </Text>
        <Group gap={4} wrap="nowrap">
          {upload.error && !refusalOfFile(upload.file) && (
            <Button size="compact-xs" variant="default" onClick={() => onRetry(upload.id)}>
              {t("retryUpload")}
            </Button>
          )}
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => onCancel(upload.id)}
            aria-label={`${t("cancelUpload")}: ${upload.file.name}`}
          >
            {t("cancelUpload")}
          </Button>
        </Group>
      </Group>
      {upload.error ? (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          ✕ {upload.error}
        </Text>
      ) : (
        <>
          <Progress
            value={100 * upload.progress}
            aria-label={`${t("uploading")}: ${upload.file.name}`}
            size="sm"
          />
          {!navigator.onLine && <Text size="xs">… {t("uploadWaits")}</Text>}
        </>
      )}
    </div>
  ));
}

/** Finds evidence the unit has already, whatever its tone marks, to serve this leaf too. */
function Existing({
  others,
  onAttach,
}: {
  others: readonly Entry<Evidence>[];
  onAttach: (entry: Entry<Evidence>) => void;
}) {
  const [wanted, setWanted] = useState("");
  const found = others.filter(({ data }) => matchesSearch(searched(data), wanted)).slice(0, 12);
  return (
    <Stack gap={4}>
      <TextInput
        label={t("evidenceSearch")}
        value={wanted}
        onChange={(event) => setWanted(event.currentTarget.value)}
      />
      {found.length === 0 && <Text size="sm">{t("evidenceNotFound")}</Text>}
      {found.map((entry) => (
        <Button
          key={entry.id}
          variant="default"
          size="compact-sm"
          h="auto"
          styles={{ label: { whiteSpace: "normal", textAlign: "left" } }}
          onClick={() => onAttach(entry)}
        >
          {t("attach")}: {entry.data.title}
        </Button>
      ))}
    </Stack>
  );
}

/** All words by which a piece of evidence can be found. */
export const searched = ({ title, source }: Evidence): string =>
  [title, ...Object.values(source).filter((part) => typeof part === "string")].join(" ");

/** Uploads to other leaves than the one that is open. */
function Elsewhere({ file, leaf }: { file: UnitFile; leaf: string }) {
  const leaves = file.uploads.uploads.flatMap(({ target }) => ("leaf" in target ? target.leaf : []));
  const others = [...new Set(leaves)].filter((other) => other !== leaf);
  if (others.length === 0) return null;
  return (
    <Text size="xs" role="status">
      {t("uploadsElsewhere", { n: leaves.filter((other) => other !== leaf).length })}{" "}
      {others.map((other) => (
        <Anchor
          key={other}
          component="button"
          type="button"
          size="xs"
          mr="xs"
          onClick={() => setQuery("tieu-chi", other)}
        >
          {file.shownSet?.leaves.get(other)?.code ?? other}
        </Anchor>
      ))}
    </Text>
  );
}

/** What the unit may bring in now, and whether it may. */
export function EvidencePanel({ file, leaf, editable }: { file: UnitFile; leaf: string; editable: boolean }) {
  const { desk, unitId } = file;
  const save = useSaveEvidence(unitId);
  const [open, setOpen] = useState<Open>(null);
  const [said, setSaid] = useState<{ text: string; refused: boolean } | null>(null);
  const [viewed, setViewed] = useState<{ evidence: Evidence; where: string } | null>(null);
  const [over, setOver] = useState(false);
  const all = desk.evidence ?? [];
  const here = all.filter(({ data }) => Object.hasOwn(data.leaves, leaf));
  const { queue, uploads, add, change, told, setTold } = file.uploads;
  const uploadsTo = (wanted: (target: UploadTarget) => boolean) => ({
    uploads: uploads.filter(({ target }) => wanted(target)),
    onRetry: (id: string) => queue.retry(id),
    onCancel: (id: string) => queue.cancel(id),
  });

  // What was submitted is pinned: an explanation brings further evidence, and changes only that.
  const mayChange = ({ stage }: Evidence) =>
    editable && (file.session.period.state !== "explanation" || stage === "explanation");
  const perform = async (what: () => Promise<unknown>, done: string | null = null) => {
    setSaid(null);
    try {
      await what();
      setSaid(done ? { text: done, refused: false } : null);
    } catch (error) {
      setSaid({ text: error instanceof CallRefused ? error.message : t("unexpected"), refused: true });
    }
  };
  const attach = (entry: Entry<Evidence>) => change(entry, { leaves: { ...entry.data.leaves, [leaf]: "" } });
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    if (editable) add([...event.dataTransfer.files], { leaf });
  };

  return (
    <Stack gap="xs" component="section" aria-label={t("evidenceNeeded")}>
      <Text fw={600} size="sm">
        {t("evidenceNeeded")} ({here.length})
      </Text>
      {here.length === 0 && (
        <Text size="sm" className="soft">
          {t("noEvidenceYet")}
        </Text>
      )}
      <ul className={styles.list}>
        {here.map((entry) => (
          <EvidenceRow
            key={entry.id}
            evidence={entry.data}
            where={entry.data.leaves[leaf]}
            onOpen={() => setViewed({ evidence: entry.data, where: entry.data.leaves[leaf] ?? "" })}
          >
            {mayChange(entry.data) && (
              <Group gap={4} mt={2}>
                <Button size="compact-xs" variant="default" onClick={() => setOpen({ kind: "edit", entry })}>
                  {t("editEvidence")}
                </Button>
                <Button
                  size="compact-xs"
                  variant="default"
                  onClick={() => {
                    const { [leaf]: _gone, ...others } = entry.data.leaves;
                    void perform(() => change(entry, { leaves: others }));
                  }}
                >
                  {t("detachEvidence")}
                </Button>
              </Group>
            )}
            {open?.kind === "edit" && open.entry.id === entry.id && (
              <>
                <EvidenceForm
                  kind={entry.data.source.kind}
                  start={{
                    title: open.entry.data.title,
                    where: open.entry.data.leaves[leaf] ?? "",
                    source: statedSource(open.entry.data.source),
                  }}
                  onSave={(title, where, source) =>
                    change(open.entry, {
                      ...{ title, source },
                      leaves: { ...open.entry.data.leaves, [leaf]: where },
                    })
                  }
                  onClose={() => setOpen(null)}
                />
                {entry.data.source.kind === "file" && (
                  <FileButton
                    accept={PICKED}
                    onChange={(chosen) => chosen && add([chosen], { evidence: entry.id })}
                  >
                    {(props) => (
                      <Button {...props} size="compact-xs" variant="default" w="fit-content">
                        {t("replaceFile")}
                      </Button>
                    )}
                  </FileButton>
                )}
                <Uploads {...uploadsTo((target) => "evidence" in target && target.evidence === entry.id)} />
                <Versions unitId={unitId} evidence={entry.id} leaf={leaf} onOpen={setViewed} />
              </>
            )}
          </EvidenceRow>
        ))}
      </ul>
      {editable && (
        // biome-ignore lint/a11y/noStaticElementInteractions: the buttons inside do the same by keyboard
        <div
          className={`${styles.drop} ${over ? styles.over : ""}`}
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={onDrop}
        >
          <Text size="xs" className="soft" mb={4}>
            {t("dropHere")}
          </Text>
          <Group gap={4}>
            <FileButton multiple accept={PICKED} onChange={(files) => add(files, { leaf })}>
              {(props) => (
                <Button {...props} size="compact-sm" variant="light">
                  {t("addFiles")}
                </Button>
              )}
            </FileButton>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => setOpen({ kind: "link", id: newId() })}
            >
              {t("addLink")}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              onClick={() => setOpen({ kind: "document", id: newId() })}
            >
              {t("addDocument")}
            </Button>
            <Button size="compact-sm" variant="default" onClick={() => setOpen({ kind: "existing" })}>
              {t("attachExisting")}
            </Button>
          </Group>
          <Uploads {...uploadsTo((target) => "leaf" in target && target.leaf === leaf)} />
        </div>
      )}
      <Elsewhere file={file} leaf={leaf} />
      {(open?.kind === "link" || open?.kind === "document") && (
        <EvidenceForm
          key={open.kind}
          kind={open.kind}
          start={{ title: "", where: "", source: null }}
          onSave={(title, where, source) =>
            save({ title, source, leaves: { [leaf]: where } }, { id: open.id, rev: 0 })
          }
          onClose={() => setOpen(null)}
        />
      )}
      {open?.kind === "existing" && (
        <Existing
          others={all.filter(({ data }) => !Object.hasOwn(data.leaves, leaf))}
          onAttach={(entry) => {
            setOpen(null);
            void perform(() => attach(entry));
          }}
        />
      )}
      {said && (
        <Alert
          color={said.refused ? "red" : "teal"}
          variant="light"
          role={said.refused ? "alert" : "status"}
          withCloseButton
          closeButtonLabel={t("close")}
          onClose={() => setSaid(null)}
        >
          {said.text}
        </Alert>
      )}
      {told?.leaf === leaf && (
        <Alert
          color="teal"
          variant="light"
          role="status"
          withCloseButton
          closeButtonLabel={t("close")}
          onClose={() => setTold(null)}
        >
          {told.text}
        </Alert>
      )}
      <ViewerDialog shown={viewed} side="left" onClose={() => setViewed(null)} />
    </Stack>
  );
}
