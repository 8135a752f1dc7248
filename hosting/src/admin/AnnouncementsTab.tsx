import { Button, CloseButton, FileInput, Group, Text, Textarea, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type FileRef, TEXT_MAX } from "@parindex/core";
import { useState } from "react";
import { useBackend } from "../data/backend.tsx";
import { uploadFile } from "../data/files.ts";
import { newId } from "../data/new-id.ts";
import { useSession } from "../data/session.tsx";
import { useAct } from "../data/useAct.ts";
import { AnnouncementList } from "../shared-lists/AnnouncementList.tsx";
import { ActDialog } from "../shell/ActDialog.tsx";
import { t } from "../text/standing-body.ts";

const FILES_MAX = 10;

interface FilesFieldProps {
  files: readonly FileRef[];
  onFiles: (files: FileRef[]) => void;
}

/** Files of an announcement; each is stored as soon as it is chosen. */
function FilesField({ files, onFiles }: FilesFieldProps) {
  const backend = useBackend();
  const { scheme, periodId, uid } = useSession();
  const [sending, setSending] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const add = async (chosen: File[]) => {
    setFailure(null);
    const folder = { scheme, period: periodId, unit: null };
    const { signal } = new AbortController();
    let kept = [...files];
    try {
      for (const file of chosen.slice(0, FILES_MAX - files.length)) {
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
        label={t("announcementFiles")}
        description={
          sending ? t("sendingFile", { name: sending }) : t("announcementFilesHint", { n: FILES_MAX })
        }
        placeholder={t("chooseOne")}
        styles={{ placeholder: { color: "var(--soft)" } }}
        multiple
        value={[]}
        onChange={add}
        error={failure}
        disabled={sending !== null || files.length >= FILES_MAX}
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

function AnnounceDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { act, place } = useAct();
  const [announcement, setAnnouncement] = useState(newId);
  const [files, setFiles] = useState<FileRef[]>([]);
  return (
    <ActDialog
      {...{ opened, onClose }}
      title={t("announce")}
      action={t("announceNow")}
      explain={t("announceExplain")}
      doneText={t("announced")}
      perform={async (form) => {
        await act("announce", {
          ...{ ...place, announcement, files },
          ...{ title: String(form.get("title")), text: String(form.get("text")) },
        });
        setAnnouncement(newId());
        setFiles([]);
      }}
    >
      <TextInput name="title" label={t("announcementTitle")} required maxLength={300} data-autofocus />
      <Textarea
        name="text"
        label={t("announcementText")}
        required
        maxLength={TEXT_MAX}
        autosize
        minRows={5}
      />
      <FilesField files={files} onFiles={setFiles} />
    </ActDialog>
  );
}

/** Tells everyone of the scheme something, with files, and shows what was told. */
export default function AnnouncementsTab() {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button onClick={open}>{t("announce")}</Button>
      <AnnouncementList />
      <AnnounceDialog opened={opened} onClose={close} />
    </>
  );
}
