import { Alert, Button, Group, List } from "@mantine/core";
import { formatInstant } from "@parindex/core";
import { type ReactNode, useState } from "react";
import { PersonName } from "../data/people.tsx";
import { t } from "../text/survey-desk.ts";
import styles from "./survey.module.css";
import type { Saving } from "./useEdited.ts";

interface SaveBarProps {
  edited: Saving;
  /** The stored version, or null where there is none. */
  stored: { rev: number; by: string; at: Date } | null;
  /** What must be corrected before it can be saved. */
  faults?: readonly string[];
  /** Further buttons. */
  children?: ReactNode;
}

/** Saves or drops what was edited; says what keeps it from being saved, and what others saved meanwhile. */
export function SaveBar({ edited, stored, faults = [], children }: SaveBarProps) {
  const { dirty, saving, refusal, newer, save, drop, keepMine } = edited;
  const [told, setTold] = useState(false);
  return (
    <div className={styles.save}>
      {newer !== null && (
        <Alert color="yellow" variant="light" role="alert" title={t("editedNewer", { n: newer })}>
          <Group gap="xs">
            <Button size="compact-sm" variant="default" onClick={keepMine}>
              {t("keepEdited")}
            </Button>
            <Button size="compact-sm" variant="default" onClick={drop}>
              {t("takeNewer")}
            </Button>
          </Group>
        </Alert>
      )}
      {told && faults.length > 0 && (
        <Alert color="red" variant="light" role="alert" title={t("notSavedFaults")}>
          <List size="sm">
            {faults.map((fault) => (
              <List.Item key={fault}>{fault}</List.Item>
            ))}
          </List>
        </Alert>
      )}
      {refusal !== null && (
        <Alert color="red" variant="light" role="alert">
          {refusal}
        </Alert>
      )}
      <Group gap="xs">
        <Button
          size="compact-md"
          loading={saving}
          disabled={!dirty}
          onClick={() => {
            setTold(faults.length > 0);
            if (faults.length === 0) void save();
          }}
        >
          {t("save")}
        </Button>
        <Button size="compact-md" variant="default" disabled={!dirty || saving} onClick={drop}>
          {t("undoEdits")}
        </Button>
        {children}
        <span className={styles.soft} role="status">
          {dirty && t("unsavedEdits")}
          {!dirty && stored && (
            <>
              {t("savedVersion", { n: stored.rev, at: formatInstant(stored.at) })}{" "}
              <PersonName uid={stored.by} />
            </>
          )}
        </span>
      </Group>
    </div>
  );
}
