import { ActionIcon, Indicator, Popover, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { formatInstant, Notice, paths, queries } from "@parindex/core";
import { IconBell } from "@tabler/icons-react";
import { doc, serverTimestamp, writeBatch } from "firebase/firestore";
import { useMemo, useState } from "react";
import { useBackend } from "../data/backend.tsx";
import { dataOf, type Entry, useQuery } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import { t } from "../text/text.ts";
import styles from "./NoticeBell.module.css";
import { noticeText } from "./notice-text.ts";

const NEWEST = 20;

/** What one was told, newest first; `fresh` are those unread until now. */
function NoticeList({ entries, fresh }: { entries: readonly Entry<Notice>[]; fresh: ReadonlySet<string> }) {
  if (entries.length === 0) return <Text size="sm">{t("noticesEmpty")}</Text>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
    <ul className={styles.list} tabIndex={0} aria-label={t("notices")}>
      {entries.map(({ id, data }) => (
        <li key={id} className={fresh.has(id) ? styles.fresh : undefined}>
          <Text size="sm">{noticeText(data.told)}</Text>
          <Text size="xs" className="soft">
            {formatInstant(data.at)}
            {fresh.has(id) && ` · ${t("unread")}`}
          </Text>
        </li>
      ))}
    </ul>
  );
}

/** How many notices are unread; opened, it lists the newest and marks them as read. */
export function NoticeBell() {
  const { scheme, uid, periodId } = useSession();
  const { db } = useBackend();
  const newest = useMemo(() => queries.noticesOf(scheme, uid, periodId, NEWEST), [scheme, uid, periodId]);
  const entries = dataOf(useQuery(newest, Notice)) ?? [];
  const [opened, setOpened] = useState(false);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const unread = entries.filter(({ data }) => data.readAt === null);
  const change = (open: boolean) => {
    setOpened(open);
    if (!open || unread.length === 0) return;
    setFresh(new Set(unread.map(({ id }) => id)));
    const batch = writeBatch(db);
    for (const { id } of unread)
      batch.update(doc(db, paths.notices(scheme, uid), id), { readAt: serverTimestamp() });
    batch.commit().catch(() => notifications.show({ message: t("unexpected"), color: "red" }));
  };
  return (
    <Popover opened={opened} onChange={change} width={340} position="bottom-end" trapFocus withArrow>
      <Indicator label={unread.length} disabled={unread.length === 0} size={16} color="red.8" inline>
        <Popover.Target>
          <ActionIcon
            variant="subtle"
            aria-label={unread.length > 0 ? `${t("notices")}: ${unread.length} ${t("unread")}` : t("notices")}
            onClick={() => change(!opened)}
          >
            <IconBell size={18} />
          </ActionIcon>
        </Popover.Target>
      </Indicator>
      <Popover.Dropdown p="xs">
        <NoticeList entries={entries} fresh={fresh} />
      </Popover.Dropdown>
    </Popover>
  );
}
