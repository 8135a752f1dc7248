import { formatInstant } from "@parindex/core";
import { t } from "../text/health-page.ts";
import { type Health, isBackupOld } from "./matters.ts";
import { Section, Status } from "./parts.tsx";
import { lengthText } from "./words.ts";

/** The newest backup that the system was told of. */
export function Backup({ note, now }: Pick<Health, "note" | "now">) {
  return (
    <Section title={t("healthBackup")}>
      {note ? (
        <>
          <p>
            {t("healthBackupAt", {
              at: formatInstant(note.at),
              age: lengthText(now.getTime() - note.at.getTime()),
            })}
          </p>
          {note.place && <p>{t("healthBackupPlace", { place: note.place })}</p>}
          {isBackupOld(note, now) && (
            <p>
              <Status good={false}>{t("healthBackupOld")}</Status>
            </p>
          )}
        </>
      ) : (
        <p>{t("healthBackupNone")}</p>
      )}
    </Section>
  );
}
