import { Badge, Group, Text } from "@mantine/core";
import { type Difficulty, formatInstant } from "@parindex/core";
import type { ReactNode } from "react";
import { PersonName } from "../data/people.tsx";
import { t } from "../text/text.ts";
import styles from "./lists.module.css";

interface AskedDifficultyProps {
  difficulty: Difficulty;
  /** The unit that asked, where the reader knows it by name. */
  unit?: string | undefined;
  /** The leaf it is about, in words. */
  leaf?: string | undefined;
  /** What the reader may do about it. */
  children?: ReactNode;
}

/** A difficulty with its answer, or that it waits for one. */
export function AskedDifficulty({ difficulty, unit, leaf, children }: AskedDifficultyProps) {
  const { question, answer, shared, by, at } = difficulty;
  return (
    <li>
      <Group gap="xs">
        <Badge variant={answer ? "default" : "filled"} radius="sm" tt="none" fw={500}>
          {t(answer ? "answered" : "unanswered")}
        </Badge>
        {shared && (
          <Badge variant="default" radius="sm" tt="none" fw={500}>
            {t("sharedWithAll")}
          </Badge>
        )}
        {unit && (
          <Text size="sm" fw={600}>
            {unit}
          </Text>
        )}
      </Group>
      {leaf && <span className={styles.soft}>{leaf}</span>}
      <p className={styles.text}>{question}</p>
      <span className={styles.soft}>
        {formatInstant(at)} · <PersonName uid={by} at={at} />
      </span>
      {answer && (
        <div className={styles.answer}>
          <p className={styles.text}>{answer.text}</p>
          <span className={styles.soft}>
            {formatInstant(answer.at)} · <PersonName uid={answer.by} at={answer.at} />
          </span>
        </div>
      )}
      {children}
    </li>
  );
}
