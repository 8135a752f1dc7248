import { Button, Textarea, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { type FileRef, TEXT_MAX } from "@parindex/core";
import { useState } from "react";
import { newId } from "../data/new-id.ts";
import { useAct } from "../data/useAct.ts";
import { AnnouncementList } from "../shared-lists/AnnouncementList.tsx";
import { ActDialog } from "../shell/ActDialog.tsx";
import { t } from "../text/standing-body.ts";
import { FilesField } from "./FilesField.tsx";

const FILES_MAX = 10;

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
      <FilesField most={FILES_MAX} {...{ files }} onFiles={setFiles} />
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
