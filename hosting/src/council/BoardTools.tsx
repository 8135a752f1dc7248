import { Group, NativeSelect, Text, TextInput } from "@mantine/core";
import { submissionName, t } from "../text/text.ts";
import type { BoardFilter, BoardQuery } from "./board-view.ts";

const STATES = ["draft", "submitted", "returned", "locked"] as const;

const filters = (): { value: BoardFilter; label: string }[] => [
  { value: "all", label: t("boardAll") },
  ...STATES.map((state) => ({ value: state, label: submissionName(state) })),
  { value: "provisional", label: t("provisional") },
  { value: "final", label: t("final") },
];

interface ToolsProps {
  query: BoardQuery;
  /** How many units are found, of how many. */
  count: number;
  all: number;
  onChange: (query: BoardQuery) => void;
}

/** Searches a board's units by name and narrows them by how they stand. */
export function BoardTools({ query, count, all, onChange }: ToolsProps) {
  return (
    <>
      <Group gap="sm" align="end" className="no-print">
        <TextInput
          type="search"
          label={t("boardSearch")}
          value={query.text}
          onChange={({ currentTarget: { value } }) => onChange({ ...query, text: value })}
        />
        <NativeSelect
          label={t("boardFilter")}
          data={filters()}
          value={query.filter}
          onChange={({ currentTarget: { value } }) => {
            const chosen = filters().find((filter) => filter.value === value);
            if (chosen) onChange({ ...query, filter: chosen.value });
          }}
        />
        <Text size="sm" className="soft" role="status">
          {count < all && t("boardFound", { n: count, all })}
        </Text>
      </Group>
      {count === 0 && <Text mt="md">{t("boardNone")}</Text>}
    </>
  );
}
