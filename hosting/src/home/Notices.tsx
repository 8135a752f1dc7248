import { Text, Title } from "@mantine/core";
import { formatInstant, Notice, queries } from "@parindex/core";
import { useMemo } from "react";
import { useQuery } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import { Shown } from "../shell/Notice.tsx";
import { noticeText } from "../shell/notice-text.ts";
import { t } from "../text/text.ts";
import styles from "./home.module.css";

const NEWEST = 10;

/** What one was told lately, the newest first; what is unread stands out. */
export function Notices() {
  const { scheme, periodId, uid } = useSession();
  const newest = useMemo(() => queries.noticesOf(scheme, uid, periodId, NEWEST), [scheme, uid, periodId]);
  return (
    <section aria-labelledby="notices">
      <Title order={2} size="h4" id="notices">
        {t("notices")}
      </Title>
      <Shown live={useQuery(newest, Notice)}>
        {(entries) =>
          entries.length === 0 ? (
            <Text size="sm" className="soft">
              {t("noticesEmpty")}
            </Text>
          ) : (
            <ul className={styles.list}>
              {entries.map(({ id, data }) => (
                <li key={id} className={data.readAt ? undefined : styles.unread}>
                  <Text size="sm">{noticeText(data.told)}</Text>
                  <Text size="xs" className="soft">
                    {formatInstant(data.at)}
                    {!data.readAt && ` · ${t("unread")}`}
                  </Text>
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </section>
  );
}
