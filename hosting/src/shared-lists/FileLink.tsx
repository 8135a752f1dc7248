import { Button, Text } from "@mantine/core";
import type { FileRef } from "@parindex/core";
import { useState } from "react";
import { useBackend } from "../data/backend.tsx";
import { downloadFile, type Folder, saveBlob } from "../data/files.ts";
import { t } from "../text/text.ts";

/** A stored file by its name: it is put together from its chunks and given to the browser to keep. */
export function FileLink({ folder, file: { file, name } }: { folder: Folder; file: FileRef }) {
  const backend = useBackend();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const fetchFile = async () => {
    setBusy(true);
    setFailed(false);
    try {
      saveBlob(await downloadFile(backend, folder, file), name);
    } catch {
      setFailed(true);
    }
    setBusy(false);
  };
  return (
    <>
      <Button
        variant="default"
        size="compact-sm"
        h="auto"
        maw="100%"
        styles={{ label: { whiteSpace: "normal", textAlign: "left", overflowWrap: "anywhere" } }}
        loading={busy}
        onClick={fetchFile}
        aria-label={t("downloadFile", { name })}
      >
        {name}
      </Button>
      {failed && (
        <Text size="sm" c="red.8" role="alert">
          {t("downloadFailed")}
        </Text>
      )}
    </>
  );
}
