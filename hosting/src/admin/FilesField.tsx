import { CloseButton, FileInput, Group, Text } from "@mantine/core";
import type { FileRef } from "@parindex/core";
import { useState } from "react";
import { useBackend } from "../data/backend.tsx";
import { uploadFile } from "../data/files.ts";
import { useSchemeFolder, useSession } from "../data/session.tsx";
import { t } from "../text/standing-body.ts";

interface FilesFieldProps {
  most: number;
  files: readonly FileRef[];
  onFiles: (files: FileRef[]) => void;
}

/** Files of the scheme that go with something; each is stored as soon as it is chosen. */
export function FilesField({ most, files, onFiles }: FilesFieldProps) {
  const backend = useBackend();
  const { uid } = useSession();
  const folder = useSchemeFolder();
  const [sending, setSending] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const add = async (chosen: File[]) => {
    setFailure(null);
    const { signal } = new AbortController();
    let kept = [...files];
    try {
      for (const file of chosen.slice(0, most - files.length)) {
        setSending(file.name);
        const { file: sha256, name } = await uploadFile({
          ...{ backend, folder, uid, file, signal },
          onProgress: () => setSending(file.name),
        });
        kept = [...kept.filter((one) => one.file !== sha256), { file: sha256, name }];
        onFiles(kept);
      }
    } catch (error) {
      setFailure(error instanceof Error ? error.message : t("unexpected"));
    }
    setSending(null);
  };
  return (
    <>
      <FileInput
        label={t("attachedFiles")}
        description={sending ? t("sendingFile", { name: sending }) : t("attachedFilesHint", { n: most })}
        placeholder={t("chooseOne")}
        styles={{ placeholder: { color: "var(--soft)" } }}
        multiple
        value={[]}
        onChange={add}
        error={failure}
        disabled={sending !== null || files.length >= most}
      />
      {files.map(({ file, name }) => (
        <Group key={file} gap="xs" wrap="nowrap">
          <CloseButton
            size="sm"
            aria-label={t("removeFile", { name })}
            onClick={() => onFiles(files.filter((one) => one.file !== file))}
          />
          <Text size="sm" style={{ overflowWrap: "anywhere" }}>
            {name}
          </Text>
        </Group>
      ))}
    </>
  );
}
