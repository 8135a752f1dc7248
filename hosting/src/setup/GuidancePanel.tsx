import { Button, Text, Textarea, TextInput, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  type CriteriaSet,
  type FileRef,
  type Guidance,
  illustrativeTexts,
  type LeafNode,
  TEXT_MAX,
} from "@parindex/core";
import { useState } from "react";
import { FilesField } from "../admin/FilesField.tsx";
import { useSchemeFolder } from "../data/session.tsx";
import { useAct } from "../data/useAct.ts";
import { FileLink } from "../shared-lists/FileLink.tsx";
import { useGuidance } from "../sheet/useGuidance.ts";
import { ActDialog } from "../shell/ActDialog.tsx";
import { dayText } from "../shell/time.ts";
import { t } from "../text/standing-body.ts";

function SaveGuidance({
  set,
  newest,
  texts,
  opened,
  onClose,
}: {
  set: CriteriaSet;
  newest: Guidance | undefined;
  texts: Guidance["texts"];
  opened: boolean;
  onClose: () => void;
}) {
  const { act, place } = useAct();
  const [files, setFiles] = useState<readonly FileRef[]>(newest?.file ? [newest.file] : []);
  return (
    <ActDialog
      {...{ opened, onClose }}
      title={t("guidanceSave")}
      explain={t("guidanceTitle")}
      perform={(form) =>
        act("saveGuidance", {
          ...{
            ...place,
            set: set.id,
            version: (newest?.version ?? 0) + 1,
            file: files[0] ?? null,
            texts,
          },
          number: String(form.get("number")),
          date: String(form.get("date")) || null,
          issuers: String(form.get("issuers"))
            .split(";")
            .map((issuer) => issuer.trim())
            .filter(Boolean),
        })
      }
    >
      <TextInput
        name="number"
        label={t("guidanceNumber")}
        required
        maxLength={60}
        defaultValue={newest?.number ?? ""}
      />
      <TextInput name="date" type="date" label={t("docDate")} defaultValue={newest?.date ?? ""} />
      <TextInput
        name="issuers"
        label={t("guidanceIssuers")}
        defaultValue={newest?.issuers.join("; ") ?? ""}
      />
      <FilesField most={1} {...{ files }} onFiles={setFiles} />
    </ActDialog>
  );
}

/** The guidance on one leaf: as it stands, illustrative where there is none, and its next version. */
export function GuidancePanel({ set, leaf }: { set: CriteriaSet; leaf: LeafNode }) {
  const newest = useGuidance(set.id);
  const folder = useSchemeFolder();
  const before = newest?.texts ?? illustrativeTexts(set);
  const [text, setText] = useState<string | null>(null);
  const [saving, { open, close }] = useDisclosure(false);
  const shown = text ?? before[leaf.id] ?? "";
  const known = Object.fromEntries(Object.entries(before).filter(([id]) => Object.hasOwn(set.leaves, id)));
  return (
    <section aria-labelledby="guidance">
      <Title order={3} size="h5" id="guidance" mt="lg">
        {t("guidanceTitle")}
      </Title>
      <Text size="sm" className="soft">
        {newest
          ? `${t("guidanceVersion", { n: newest.version, number: newest.number })}${
              newest.date ? ` · ${dayText(newest.date)}` : ""
            }`
          : t("guidanceNone")}
      </Text>
      {newest?.file && <FileLink folder={folder} file={newest.file} />}
      <Textarea
        aria-label={t("guidanceText")}
        autosize
        minRows={3}
        maxLength={TEXT_MAX}
        value={shown}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button
        size="compact-sm"
        variant="default"
        mt="xs"
        disabled={!Object.hasOwn(set.leaves, leaf.id)}
        onClick={open}
      >
        {t("guidanceSave")}
      </Button>
      <SaveGuidance
        key={newest?.version ?? 0}
        {...{ set, newest }}
        texts={{ ...known, [leaf.id]: shown }}
        opened={saving}
        onClose={close}
      />
    </section>
  );
}
