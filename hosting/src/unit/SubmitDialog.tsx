import {
  Alert,
  Button,
  FileInput,
  Group,
  List,
  Loader,
  Modal,
  Progress,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import type { MissingItem } from "@parindex/core";
import { type FormEvent, useState } from "react";
import { useBackend } from "../data/backend.tsx";
import { CallRefused, call } from "../data/call.ts";
import { uploadFile } from "../data/files.ts";
import { refusalText, t } from "../text/text.ts";
import { keepDraft, type ReportDraft, readDraft } from "./report-draft.ts";
import type { UnitFile } from "./useUnitFile.ts";

/** What is missing, each item leading to its leaf. */
function MissingList({ items, onOpen }: { items: readonly MissingItem[]; onOpen: (leaf: string) => void }) {
  return (
    <List size="sm" spacing={2} style={{ maxHeight: "16rem", overflowY: "auto" }} tabIndex={0}>
      {items.map(({ leaf, message }) => (
        <List.Item key={`${leaf}${message}`}>
          <Button
            variant="transparent"
            size="compact-sm"
            h="auto"
            mih={26}
            p={0}
            onClick={() => leaf && onOpen(leaf)}
            styles={{ label: { whiteSpace: "normal", textAlign: "left" } }}
          >
            {message}
          </Button>
        </List.Item>
      ))}
    </List>
  );
}

interface SubmitDialogProps {
  file: UnitFile;
  opened: boolean;
  onClose: () => void;
  onOpenLeaf: (leaf: string) => void;
}

type Phase = "asking" | "waiting" | "sending";

/** The signed report: kept among the unit's files as soon as it is chosen. */
function SignedFile({
  file,
  draft,
  onDraft,
}: {
  file: UnitFile;
  draft: ReportDraft;
  onDraft: (draft: ReportDraft) => void;
}) {
  const backend = useBackend();
  const { scheme, periodId, uid } = file.session;
  const [progress, setProgress] = useState<number | null>(null);
  const [error, setError] = useState<string | null>(null);
  const upload = async (chosen: File | null) => {
    setError(null);
    if (!chosen) return onDraft({ ...draft, file: null });
    setProgress(0);
    try {
      const folder = { scheme, period: periodId, unit: file.unitId };
      const signal = new AbortController().signal;
      const kept = await uploadFile({ backend, folder, uid, file: chosen, onProgress: setProgress, signal });
      onDraft({ ...draft, file: { file: kept.file, name: kept.name } });
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : t("unexpected"));
    }
    setProgress(null);
  };
  return (
    <>
      <FileInput
        label={t("reportFile")}
        description={draft.file ? t("reportFileKept", { name: draft.file.name }) : t("reportFileHint")}
        placeholder={t("chooseFile")}
        styles={{ placeholder: { color: "var(--soft)" } }}
        accept="application/pdf"
        clearable
        clearButtonProps={{ "aria-label": t("clear") }}
        disabled={progress !== null}
        error={error}
        onChange={(chosen) => void upload(chosen)}
      />
      {progress !== null && <Progress value={100 * progress} aria-label={t("uploading")} />}
    </>
  );
}

/** The head submits: waits for every queued edit, repeats the unit's name, states the report. Safe to send again. */
export default function SubmitDialog({ file, opened, onClose, onOpenLeaf }: SubmitDialogProps) {
  const { functions } = useBackend();
  const { session, unit, unitId, self, documents, missing, lock } = file;
  const [phase, setPhase] = useState<Phase>("asking");
  const [refusal, setRefusal] = useState<CallRefused | null>(null);
  const [draft, setDraft] = useState(() => readDraft(session.periodId, unitId));
  const change = (next: ReportDraft) => {
    setDraft(next);
    keepDraft(session.periodId, unitId, next);
  };
  /** Nothing closes it while it sends: the answer would be lost. */
  const close = () => phase === "asking" && onClose();
  const openLeaf = (leaf: string) => {
    onClose();
    onOpenLeaf(leaf);
  };
  const send = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setRefusal(null);
    setPhase("waiting");
    const refused = await self.saves.whenIdle();
    if (refused > 0) {
      setRefusal(new CallRefused(t("refusedEdits", { n: refused })));
      return setPhase("asking");
    }
    const failed = await file.uploads.queue.whenIdle();
    if (failed > 0) {
      setRefusal(new CallRefused(t("failedUploads", { n: failed })));
      return setPhase("asking");
    }
    setPhase("sending");
    try {
      await call(functions, "submitSelfAssessment", {
        ...{ scheme: session.scheme, period: session.periodId, unit: unitId },
        confirmName: String(form.get("name")),
        report: draft,
        seen: { scores: documents.length, revSum: documents.reduce((sum, { rev }) => sum + rev, 0) },
      });
      keepDraft(session.periodId, unitId, null);
      onClose();
    } catch (error) {
      setRefusal(error instanceof CallRefused ? error : new CallRefused(t("unexpected")));
    }
    setPhase("asking");
  };
  if (!unit) return null;
  const unproven = file.review.filter(({ weaknesses }) => weaknesses.includes("unproven")).length;
  const shownMissing = refusal?.missing.length ? refusal.missing : missing;
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={t("submitTitle")}
      size="lg"
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <form onSubmit={send}>
        <Stack gap="sm">
          <Text size="sm">{t("submitExplain")}</Text>
          {lock && <Alert color="gray">{refusalText(lock)}</Alert>}
          {shownMissing.length > 0 ? (
            <Alert color="orange" variant="light" title={t("incomplete", { n: shownMissing.length })}>
              <MissingList items={shownMissing} onOpen={openLeaf} />
            </Alert>
          ) : (
            <Text size="sm">✓ {t("complete")}</Text>
          )}
          <TextInput name="name" label={t("confirmName", { name: unit.name })} required autoComplete="off" />
          <Group grow>
            <TextInput
              name="number"
              label={t("reportNumber")}
              required
              maxLength={60}
              value={draft.number}
              onChange={(event) => change({ ...draft, number: event.currentTarget.value })}
            />
            <TextInput
              name="date"
              type="date"
              label={t("reportDate")}
              required
              value={draft.date}
              onChange={(event) => change({ ...draft, date: event.currentTarget.value })}
            />
          </Group>
          <SignedFile file={file} draft={draft} onDraft={change} />
          {unproven > 0 && <Text size="sm">{t("unprovenSubmit", { n: unproven })}</Text>}
          {refusal && (
            <Alert color="red" variant="light" role="alert">
              {refusal.message}
            </Alert>
          )}
          <Group justify="flex-end">
            {phase === "waiting" && (
              <Text size="sm" role="status">
                <Loader size="xs" /> {t("waitingEdits")}
              </Text>
            )}
            <Button variant="default" onClick={close} disabled={phase !== "asking"}>
              {t("cancel")}
            </Button>
            <Button type="submit" loading={phase !== "asking"} disabled={lock !== null || missing.length > 0}>
              {t("submit")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
