import { Button, Group, Text } from "@mantine/core";
import type { RefObject } from "react";
import { t } from "../text/text.ts";

/** Where to go on: a field of a unit, by its name. */
export interface NextStep {
  unit: string;
  field: string;
  name: string;
}

interface NextPartProps {
  next: NextStep | null;
  button: RefObject<HTMLButtonElement | null>;
  onGo: (next: NextStep) => void;
}

/** What is said once every leaf of a field is judged, with the way on. */
export const NextPart = ({ next, button, onGo }: NextPartProps) => (
  <Group gap="sm" mt="sm" role="status">
    <Text size="sm">✓ {t(next ? "fieldDone" : "allDone")}</Text>
    {next && (
      <Button
        ref={button}
        size="compact-md"
        h="auto"
        py={4}
        maw="100%"
        styles={{ label: { whiteSpace: "normal", textAlign: "left" } }}
        onClick={() => onGo(next)}
      >
        {t("goOnWith", { name: next.name })}
      </Button>
    )}
  </Group>
);
