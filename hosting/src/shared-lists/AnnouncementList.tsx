import { Group, Text, Title } from "@mantine/core";
import { Announcement, formatInstant, queries } from "@parindex/core";
import { useId, useMemo } from "react";
import { type Entry, useQuery } from "../data/live.ts";
import { PersonName } from "../data/people.tsx";
import { useSchemeFolder, useSession } from "../data/session.tsx";
import { Shown } from "../shell/Notice.tsx";
import { t } from "../text/text.ts";
import { FileLink } from "./FileLink.tsx";
import styles from "./lists.module.css";

function Announced({ data: { title, text, files, by, at } }: Entry<Announcement>) {
  const folder = useSchemeFolder();
  return (
    <li>
      <Text fw={600}>{title}</Text>
      <span className={styles.soft}>
        {formatInstant(at)} · <PersonName uid={by} at={at} />
      </span>
      <p className={styles.text}>{text}</p>
      {files.length > 0 && (
        <Group gap="xs">
          {files.map((file) => (
            <FileLink key={file.file} {...{ folder, file }} />
          ))}
        </Group>
      )}
    </li>
  );
}

/** What the standing body told everyone in this period, the newest first. */
export function AnnouncementList() {
  const { scheme, periodId } = useSession();
  const all = useMemo(() => queries.announcementsOf(scheme, periodId), [scheme, periodId]);
  const live = useQuery(all, Announcement);
  const heading = useId();
  return (
    <section aria-labelledby={heading}>
      <Title order={2} size="h4" id={heading} mt="md">
        {t("announcements")}
      </Title>
      <Shown live={live}>
        {(entries) =>
          entries.length === 0 ? (
            <Text size="sm">{t("announcementsEmpty")}</Text>
          ) : (
            <ul className={styles.list}>
              {entries.map((entry) => (
                <Announced key={entry.id} {...entry} />
              ))}
            </ul>
          )
        }
      </Shown>
    </section>
  );
}
