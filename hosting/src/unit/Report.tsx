import { Button, Group, Text } from "@mantine/core";
import {
  type Evidence,
  formatPoints,
  headTitle,
  isCommittee,
  paths,
  placeName,
  type ReviewedLeaf,
  Scheme,
  type SheetRow,
  sheetRows,
  shortName,
  sourceMax,
  totalOf,
} from "@parindex/core";
import { useMemo, useState } from "react";
import { useBackend } from "../data/backend.tsx";
import { dataOf, useDocument } from "../data/live.ts";
import { PointsText } from "../sheet/Achieved.tsx";
import { dayText } from "../shell/time.ts";
import { t } from "../text/text.ts";
import styles from "./report.module.css";
import type { UnitFile } from "./useUnitFile.ts";

/** A piece of evidence in one line, as the report cites it. */
function cited({ title, source }: Evidence, where: string): string {
  const named =
    source.kind === "document"
      ? `${title}, ${t("documentNumber", { number: source.number })}${source.date ? ` ${t("ofDay", { date: dayText(source.date) })}` : ""}`
      : source.kind === "link"
        ? `${title} (${source.url})`
        : title;
  return where === "" ? named : `${named}, ${where}`;
}

function SheetTable({ rows, file }: { rows: readonly SheetRow[]; file: UnitFile }) {
  const evidenceOn = (leaf: string) =>
    file.desk.evidence?.flatMap(({ data }) => {
      const where = data.leaves[leaf];
      return where === undefined ? [] : [cited(data, where)];
    }) ?? [];
  return (
    <table className={styles.table}>
      <caption>{t("reportSheet")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("criteria")}</th>
          <th scope="col">{t("max")}</th>
          <th scope="col">{t("self")}</th>
          <th scope="col">{t("evidenceNeeded")}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} className={styles[row.level]}>
            <th scope="row">
              {row.code} {row.name}
              {row.exempt && row.source && ` (${t("exempt")})`}
            </th>
            <td>{formatPoints(row.max)}</td>
            <td>
              {row.source === "survey" && !row.exempt ? (
                t("survey")
              ) : (
                <PointsText points={row.self} reason={row.exempt ? t("exempt") : t("notScored")} />
              )}
            </td>
            <td>{row.source === "self" && evidenceOn(row.id).map((line) => <div key={line}>{line}</div>)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Leaves without full evidence, with their notes. */
function Unproven({ leaves }: { leaves: readonly ReviewedLeaf[] }) {
  if (leaves.length === 0) return <p>{t("reportAllProven")}</p>;
  return (
    <table className={styles.table}>
      <caption>{t("reportUnproven", { n: leaves.length })}</caption>
      <thead>
        <tr>
          <th scope="col">{t("criteria")}</th>
          <th scope="col">{t("claim")}</th>
          <th scope="col">{t("note")}</th>
        </tr>
      </thead>
      <tbody>
        {leaves.map(({ leaf, score }) => (
          <tr key={leaf.id}>
            <th scope="row">
              {leaf.code} {leaf.name}
            </th>
            <td>
              <PointsText points={score?.points ?? null} />
            </td>
            <td>{score?.note.trim() || t("reportNoNote")}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The report as a Word file, and the unit's sheet as a workbook; what makes them comes when they are asked for. */
function Files({ file }: { file: UnitFile }) {
  const { db } = useBackend();
  const [making, setMaking] = useState<"word" | "excel" | null>(null);
  const [failed, setFailed] = useState(false);
  const make = async (format: "word" | "excel") => {
    setMaking(format);
    setFailed(false);
    try {
      const { saveOwnReport, saveOwnSheet } = await import("./report-files.ts");
      await (format === "word" ? saveOwnReport(db, file) : saveOwnSheet(db, file));
    } catch {
      setFailed(true);
    }
    setMaking(null);
  };
  return (
    <>
      {(["word", "excel"] as const).map((format) => (
        <Button
          key={format}
          variant="default"
          loading={making === format}
          disabled={making !== null && making !== format}
          onClick={() => void make(format)}
        >
          {t(format === "word" ? "reportWord" : "reportExcel")}
        </Button>
      ))}
      {failed && (
        <Text size="sm" c="red" role="alert">
          {t("reportFileFailed")}
        </Text>
      )}
    </>
  );
}

/** Place and day as official documents write them, dots where the day is not known. */
function dayLine(place: string, date: string | null): string {
  const [year = "……", month = "……", day = "……"] = date?.split("-") ?? [];
  return t("reportDay", { place, day, month, year });
}

/** The unit's self-assessment report as it is printed, signed and sent: the sheet, and what lacks evidence. */
export default function Report({ file }: { file: UnitFile }) {
  const { unit, sheet, review, session } = file;
  const scheme = dataOf(useDocument(paths.scheme(session.scheme), Scheme));
  const rows = useMemo(() => (sheet ? sheetRows(sheet) : []), [sheet]);
  if (!unit || !sheet) return null;
  const total = totalOf(sheet);
  const { report, state } = unit.submission;
  const unproven = review
    .filter(({ weaknesses }) => weaknesses.includes("unproven") || weaknesses.includes("unscored"))
    .toSorted((a, b) => a.leaf.code.localeCompare(b.leaf.code, "vi", { numeric: true }));
  const number = report?.number ?? "……/BC-……";
  const committee = isCommittee(unit.name);
  const signer = committee
    ? ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]
    : [headTitle(unit.name).toLocaleUpperCase("vi")];
  const owner = scheme?.owner ?? "";
  return (
    <>
      <Group justify="space-between" className="no-print" mb="sm">
        <Text size="sm" className="soft">
          {t(state === "submitted" ? "reportSubmittedLead" : "reportDraftLead")}
        </Text>
        <Group gap="xs">
          <Files file={file} />
          <Button variant="default" onClick={() => window.print()}>
            {t("print")}
          </Button>
        </Group>
      </Group>
      <article className={styles.paper} data-document>
        <header className={styles.head}>
          <div>
            {!committee && <p>{shortName(owner).toLocaleUpperCase("vi")}</p>}
            <p className={styles.issuer}>{unit.name.toLocaleUpperCase("vi")}</p>
            <p>{t("reportNumberLine", { number })}</p>
          </div>
          <div>
            <p>
              <b>{t("reportCountry")}</b>
            </p>
            <p className={styles.motto}>{t("reportMotto")}</p>
            <p>
              <i>{dayLine(placeName(committee ? unit.name : owner), report?.date ?? null)}</i>
            </p>
          </div>
        </header>
        <h2 className={styles.title}>
          {t("reportTitle")}
          <br />
          {t("reportSubject", { year: String(session.period.year) })}
        </h2>
        <p>
          {t("provisionalSelf")}: <b>{total.self === null ? "—" : formatPoints(total.self)}</b> /{" "}
          {formatPoints(sourceMax(sheet, "self"))}
        </p>
        <SheetTable rows={rows} file={file} />
        <Unproven leaves={unproven} />
        <footer className={styles.sign}>
          {signer.map((line) => (
            <p key={line}>
              <b>{line}</b>
            </p>
          ))}
          <p>
            <i>{t("reportSign")}</i>
          </p>
        </footer>
      </article>
    </>
  );
}
