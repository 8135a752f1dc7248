import { Alert, Button, FileInput, Group, List, Text, Textarea } from "@mantine/core";
import { MEMBER_COLUMNS, type MemberRows, memberFindingText, readMemberRows } from "@parindex/core";
import { useState } from "react";
import { z } from "zod";
import { CallRefused } from "../data/call.ts";
import type { NamedUnit } from "../data/units.ts";
import { useAct } from "../data/useAct.ts";
import { ActDialog } from "../shell/ActDialog.tsx";
import { t } from "../text/standing-body.ts";
import styles from "./admin.module.css";
import { downloadCsv } from "./download-csv.ts";
import type { OneTimeLink } from "./OneTimeLinks.tsx";
import { rolesText } from "./role-text.ts";

const Imported = z.object({
  links: z.array(z.object({ email: z.string(), code: z.string(), expiresAt: z.string() })),
});

/** The cells of a workbook's first sheet. */
async function rowsOfWorkbook(file: File): Promise<readonly (readonly unknown[])[]> {
  const { readSheet } = await import("read-excel-file/browser");
  return readSheet(file);
}

/** The cells of a block copied from a spreadsheet. */
const rowsOfText = (text: string): string[][] => text.split(/\r?\n/).map((line) => line.split("\t"));

/** What was read: who would be created, and what is wrong by row. */
function Preview({ read, units }: { read: MemberRows; units: readonly NamedUnit[] }) {
  const nameOf = (unit: string | null) => units.find(({ id }) => id === unit)?.name ?? "";
  return (
    <>
      {read.findings.length > 0 && (
        <Alert
          color="red"
          variant="light"
          role="alert"
          title={t("importFindings", { n: read.findings.length })}
        >
          <List size="sm">
            {read.findings.map((finding) => (
              <List.Item key={`${finding.row}${finding.column}${finding.message}`}>
                {memberFindingText(finding)}
              </List.Item>
            ))}
          </List>
        </Alert>
      )}
      {read.people.length > 0 && (
        <>
          <Text size="sm">{t("importPeople", { n: read.people.length })}</Text>
          <table className={styles.table} aria-label={t("importMembers")}>
            <thead>
              <tr>
                <th scope="col">{t("personName")}</th>
                <th scope="col">{t("email")}</th>
                <th scope="col">{t("unitName")}</th>
                <th scope="col">{t("roles")}</th>
              </tr>
            </thead>
            <tbody>
              {read.people.map(({ name, title, email, unit, roles }) => (
                <tr key={email}>
                  <th scope="row">
                    {name}
                    {title && <span className={styles.soft}>{title}</span>}
                  </th>
                  <td className={styles.hash}>{email}</td>
                  <td>{nameOf(unit)}</td>
                  <td>{rolesText(roles)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      )}
    </>
  );
}

interface ImportMembersProps {
  units: readonly NamedUnit[];
  opened: boolean;
  onClose: () => void;
  onLinks: (links: OneTimeLink[]) => void;
}

/** Creates many members from a spreadsheet: all of it is read and shown before anything is sent. */
export function ImportMembers({ units, opened, onClose, onLinks }: ImportMembersProps) {
  const { act, place } = useAct();
  const [read, setRead] = useState<MemberRows | null>(null);
  const [unreadable, setUnreadable] = useState(false);
  const take = (rows: readonly (readonly unknown[])[]) => setRead(readMemberRows(rows, units));
  const open = async (file: File | null) => {
    setRead(null);
    setUnreadable(false);
    if (!file) return;
    try {
      take(await rowsOfWorkbook(file));
    } catch {
      setUnreadable(true);
    }
  };
  const close = () => {
    setRead(null);
    setUnreadable(false);
    onClose();
  };
  return (
    <ActDialog
      opened={opened}
      onClose={close}
      title={t("importMembers")}
      action={read ? t("importThese", { n: read.people.length }) : t("importMembers")}
      explain={t("importExplain")}
      perform={async () => {
        if (!read || read.people.length === 0) throw new CallRefused(t("importNothing"));
        if (read.findings.length > 0) throw new CallRefused(t("importCorrect"));
        const { links } = Imported.parse(await act("importMembers", { ...place, people: read.people }));
        const names = new Map(read.people.map(({ email, name }) => [email.trim().toLowerCase(), name]));
        onLinks(links.map((link) => ({ ...link, name: names.get(link.email) ?? link.email })));
        return t("importDone", { n: read.people.length });
      }}
    >
      <Group align="flex-end" gap="sm">
        <FileInput
          label={t("importFile")}
          placeholder={t("chooseOne")}
          styles={{ placeholder: { color: "var(--soft)" } }}
          accept=".xlsx"
          clearable
          clearButtonProps={{ "aria-label": t("importClear") }}
          onChange={open}
          error={unreadable ? t("importUnreadable") : undefined}
          flex={1}
          miw="14rem"
        />
        <Button
          variant="default"
          onClick={() => downloadCsv("mau-thanh-vien.csv", [Object.values(MEMBER_COLUMNS)])}
        >
          {t("importTemplate")}
        </Button>
      </Group>
      <Textarea
        label={t("importPaste")}
        rows={3}
        onChange={({ currentTarget: { value } }) =>
          value.trim() === "" ? setRead(null) : take(rowsOfText(value))
        }
      />
      {read && <Preview {...{ read, units }} />}
    </ActDialog>
  );
}
