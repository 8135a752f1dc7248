import { Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { type Comment, formatInstant } from "@parindex/core";
import { useState } from "react";
import { CallRefused } from "../data/call.ts";
import type { Entry } from "../data/live.ts";
import { newId } from "../data/new-id.ts";
import { PersonName } from "../data/people.tsx";
import { useAct } from "../data/useAct.ts";
import { t } from "../text/text.ts";
import styles from "./unit.module.css";
import type { UnitFile } from "./useUnitFile.ts";

function Remark({ entry, onResolve }: { entry: Entry<Comment>; onResolve: () => void }) {
  const { text, by, at, resolved } = entry.data;
  return (
    <li className={resolved ? styles.resolved : undefined}>
      <Text size="sm" style={{ whiteSpace: "pre-wrap" }}>
        {text}
      </Text>
      <Group gap="xs" justify="space-between">
        <Text size="xs" className="soft">
          <PersonName uid={by} at={at} /> · {formatInstant(at)}
          {resolved && (
            <>
              {" "}
              · {t("commentResolved")}: <PersonName uid={resolved.by} at={resolved.at} />
            </>
          )}
        </Text>
        {!resolved && (
          <Button size="compact-xs" variant="subtle" onClick={onResolve}>
            {t("resolveComment")}
          </Button>
        )}
      </Group>
    </li>
  );
}

/** Remarks inside the unit on a leaf, the open ones first, and a way to add one. What is refused stays typed. */
export function LeafComments({ file, leaf }: { file: UnitFile; leaf: string | null }) {
  const { act, place } = useAct();
  const [text, setText] = useState("");
  const [id, setId] = useState(newId);
  const [refusal, setRefusal] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const here = file.desk.comments?.filter(({ data }) => data.leaf === leaf) ?? [];
  const open = here.filter(({ data }) => !data.resolved);
  const done = here.filter(({ data }) => data.resolved);
  const perform = async (what: () => Promise<unknown>) => {
    setBusy(true);
    setRefusal(null);
    try {
      await what();
    } catch (error) {
      setRefusal(error instanceof CallRefused ? error.message : t("unexpected"));
    }
    setBusy(false);
  };
  const unit = file.unitId;
  const add = () =>
    perform(async () => {
      await act("addComment", { ...place, unit, comment: id, leaf, text: text.trim() });
      setText("");
      setId(newId());
    });
  const resolve = (comment: string) => perform(() => act("resolveComment", { ...place, unit, comment }));
  return (
    <Stack gap={6} component="section" aria-label={t("comments")}>
      <Text fw={600} size="sm">
        {t("comments")}
        {open.length > 0 && ` · ${t("commentsOpen", { n: open.length })}`}
      </Text>
      {here.length > 0 && (
        <ul className={styles.comments}>
          {[...open, ...done].map((entry) => (
            <Remark key={entry.id} entry={entry} onResolve={() => void resolve(entry.id)} />
          ))}
        </ul>
      )}
      <Textarea
        aria-label={t("commentText")}
        placeholder={t("commentText")}
        autosize
        minRows={1}
        maxLength={2000}
        value={text}
        error={refusal}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {text.trim() !== "" && (
        <Button size="compact-sm" variant="light" loading={busy} onClick={() => void add()} w="fit-content">
          {t("addComment")}
        </Button>
      )}
    </Stack>
  );
}
