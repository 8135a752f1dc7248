import { Button, Group, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { CallRefused } from "../data/call.ts";
import { t } from "../text/text.ts";
import type { Stated } from "./useEvidence.ts";

interface EvidenceFormProps {
  kind: Stated["source"]["kind"];
  start: { title: string; where: string; source: Stated["source"] | null };
  onSave: (title: string, where: string, source: Stated["source"]) => Promise<unknown>;
  onClose: () => void;
}

const textOf = (form: FormData, name: string) => String(form.get(name) ?? "").trim();

function sourceOf(kind: EvidenceFormProps["kind"], form: FormData, before: Stated["source"] | null) {
  if (kind === "link") return { kind, url: textOf(form, "url") } as const;
  if (kind === "document")
    return {
      kind,
      number: textOf(form, "number"),
      date: textOf(form, "date") || null,
      issuer: textOf(form, "issuer"),
    } as const;
  return before;
}

/** States a link or a document number, or corrects what is said of a piece of evidence. What is refused stays typed. */
export function EvidenceForm({ kind, start, onSave, onClose }: EvidenceFormProps) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const { source } = start;
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const stated = sourceOf(kind, form, source);
    if (!stated) return;
    setBusy(true);
    setRefusal(null);
    try {
      await onSave(textOf(form, "title"), textOf(form, "where"), stated);
      onClose();
    } catch (error) {
      setRefusal(error instanceof CallRefused ? error.message : t("unexpected"));
      setBusy(false);
    }
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs" my="xs">
        <TextInput
          name="title"
          label={t("evidenceTitle")}
          defaultValue={start.title}
          required
          maxLength={300}
        />
        {kind === "link" && (
          <TextInput
            name="url"
            type="url"
            label={t("linkUrl")}
            defaultValue={source?.kind === "link" ? source.url : ""}
            required
            maxLength={2000}
          />
        )}
        {kind === "document" && (
          <Group grow align="flex-start">
            <TextInput
              name="number"
              label={t("docNumber")}
              defaultValue={source?.kind === "document" ? source.number : ""}
              required
              maxLength={100}
            />
            <TextInput
              name="date"
              type="date"
              label={t("docDate")}
              defaultValue={source?.kind === "document" ? (source.date ?? "") : ""}
            />
          </Group>
        )}
        {kind === "document" && (
          <TextInput
            name="issuer"
            label={t("docIssuer")}
            defaultValue={source?.kind === "document" ? source.issuer : ""}
            maxLength={200}
          />
        )}
        <TextInput
          name="where"
          label={t("evidenceWhere")}
          description={t("evidenceWhereHint")}
          defaultValue={start.where}
          error={refusal}
          maxLength={200}
        />
        <Group gap="xs">
          <Button type="submit" size="compact-sm" loading={busy}>
            {t("save")}
          </Button>
          <Button size="compact-sm" variant="default" onClick={onClose}>
            {t("cancel")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
