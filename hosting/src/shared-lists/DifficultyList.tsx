import { Button, Group, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { Difficulty, paths, queries, Unit } from "@parindex/core";
import { useId, useMemo } from "react";
import { dataOf, type Entry, useDocument, useQuery } from "../data/live.ts";
import { useSession } from "../data/session.tsx";
import { Shown } from "../shell/Notice.tsx";
import { t } from "../text/text.ts";
import { AskDialog } from "./AskDialog.tsx";
import { AskedDifficulty } from "./AskedDifficulty.tsx";
import styles from "./lists.module.css";
import { useLeafText } from "./useLeafText.ts";

/** The unit's own difficulties and those answered for all, each once, the newest first. */
function together(
  own: readonly Entry<Difficulty>[],
  shared: readonly Entry<Difficulty>[],
): Entry<Difficulty>[] {
  const known = new Map([...shared, ...own].map((entry) => [entry.id, entry]));
  return [...known.values()].toSorted((a, b) => b.data.at.getTime() - a.data.at.getTime());
}

/** What a unit asked and what was answered for all; its own people ask here. `unitId` null: only the shared ones. */
export function DifficultyList({ unitId }: { unitId: string | null }) {
  const { scheme, periodId } = useSession();
  const ofUnit = useMemo(
    () => (unitId === null ? null : queries.difficultiesOfUnit(scheme, periodId, unitId)),
    [scheme, periodId, unitId],
  );
  const forAll = useMemo(() => queries.sharedDifficulties(scheme, periodId), [scheme, periodId]);
  const own = useQuery(ofUnit, Difficulty);
  const shared = useQuery(forAll, Difficulty);
  const leafText = useLeafText();
  const set = dataOf(
    useDocument(unitId === null ? null : paths.unit(scheme, periodId, unitId), Unit),
  )?.criteriaSet;
  const [asking, { open, close }] = useDisclosure(false);
  const heading = useId();
  return (
    <section aria-labelledby={heading}>
      <Group gap="md" mt="md">
        <Title order={2} size="h4" id={heading}>
          {t("difficulties")}
        </Title>
        {unitId !== null && (
          <Button size="compact-sm" variant="default" onClick={open}>
            {t("askDifficulty")}
          </Button>
        )}
      </Group>
      <Shown live={unitId === null ? shared : own}>
        {(first) => {
          const entries = together(first, dataOf(shared) ?? []);
          if (entries.length === 0)
            return (
              <Text size="sm">{t(unitId === null ? "difficultiesNoneShared" : "difficultiesEmpty")}</Text>
            );
          return (
            <ul className={styles.list}>
              {entries.map(({ id, data }) => (
                <AskedDifficulty
                  key={id}
                  difficulty={data}
                  leaf={leafText(data.leaf, data.unit === unitId ? set : undefined)}
                />
              ))}
            </ul>
          );
        }}
      </Shown>
      {unitId !== null && <AskDialog unitId={unitId} opened={asking} onClose={close} />}
    </section>
  );
}
