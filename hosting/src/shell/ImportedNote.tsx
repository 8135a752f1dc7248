import { Anchor, List, Text } from "@mantine/core";
import { formatInstant, type Imported } from "@parindex/core";
import { useMemo } from "react";
import { dataOf } from "../data/live.ts";
import { PersonName } from "../data/people.tsx";
import { useSession } from "../data/session.tsx";
import { useUnits } from "../data/units.ts";
import { t } from "../text/text.ts";
import styles from "./ImportedNote.module.css";
import { differenceText } from "./imported-text.ts";

function Differences({ differences }: Pick<Imported, "differences">) {
  const units = dataOf(useUnits());
  const names = useMemo(() => new Map(units?.map(({ id, name }) => [id, name])), [units]);
  return (
    <details>
      <summary>{t("importedDiffers", { n: differences.length })}</summary>
      <List size="sm" className={styles.differences} tabIndex={0}>
        {differences.map((difference) => (
          <List.Item key={`${difference.unit} ${difference.code} ${difference.of}`}>
            {differenceText(difference, names)}
          </List.Item>
        ))}
      </List>
    </details>
  );
}

/** That this year was not assessed here: where its numbers come from, what its source states otherwise, where its sheets are. */
export default function ImportedNote({ imported }: { imported: Imported }) {
  const { publication } = useSession().period;
  const { source, by, at, differences } = imported;
  return (
    <aside className={styles.note} aria-label={t("importedTitle")}>
      <Text size="sm">
        <b>{t("importedTitle")}.</b> {t("importedSource", { source })}{" "}
        {t("importedWhen", { at: formatInstant(at) })} <PersonName uid={by} at={at} />. {t("importedSheets")}
        {publication && (
          <>
            {" "}
            <Anchor underline="always" href={`/cong-bo/${publication}`}>
              {t("openPublic")}
            </Anchor>
          </>
        )}
      </Text>
      {differences.length > 0 && <Differences differences={differences} />}
    </aside>
  );
}
