import { type BackupNote, formatInstant } from "@parindex/core";
import { millisecondsInDay } from "date-fns/constants";
import { t } from "../text/health-page.ts";
import { Section, Status } from "./parts.tsx";
import { lengthText } from "./words.ts";

/** The newest backup that the system was told of. */
export function Backup({ note, now }: { note: BackupNote | undefined; now: Date }) {
  const age = note ? now.getTime() - note.at.getTime() : 0;
  return (
    <Section title={t("healthBackup")}>
      {note ? (
        <>
          <p>{t("healthBackupAt", { at: formatInstant(note.at), age: lengthText(age) })}</p>
          {note.place && <p>{t("healthBackupPlace", { place: note.place })}</p>}
          {age > millisecondsInDay && (
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
