import type { Command, Given, Option } from "./given.ts";
import { chooseTarget } from "./target.ts";
import { CommandError, type Exit, type Terminal } from "./terminal.ts";
import { COPIES, DATE_OPTIONS } from "./year-options.ts";

type Options = Readonly<Record<string, Option>>;

const PROJECT: Options = {
  project: { value: "ID", says: "the Firebase project, with application default credentials" },
};
const SCHEME: Options = { scheme: { value: "ID", says: "the scheme, e.g. lai-chau", needed: true } };
const PERIOD: Options = { period: { value: "ID", says: "the period, e.g. 2024", needed: true } };
const SHEET: Options = {
  sheet: { value: "NAME", says: "the sheet to read; else the first that is not hidden" },
};
const ACTOR: Options = {
  as: {
    value: "EMAIL",
    says: "who acts: an administrator of the scheme, whom the audit names",
    needed: true,
  },
};
const REASON: Options = { reason: { value: "TEXT", says: "why, for the audit", needed: true } };
const WRITE: Options = { write: { value: null, says: "do it; without it nothing is written" } };
const OVERWRITE: Options = { overwrite: { value: null, says: "replace the file where it is there already" } };

const DATES: Options = {
  [DATE_OPTIONS.opensAt]: { value: "DATE", says: "when it opens" },
  [DATE_OPTIONS.selfAssessmentDue]: { value: "DATE", says: "when self-assessment ends" },
  [DATE_OPTIONS.appraisalDue]: { value: "DATE", says: "when appraisal ends" },
  [DATE_OPTIONS.explanationDue]: { value: "DATE", says: "when explanation ends" },
  [DATE_OPTIONS.reappraisalDue]: { value: "DATE", says: "when the second appraisal ends" },
  [DATE_OPTIONS.publishAt]: { value: "DATE", says: "when the ranking is published" },
};

/** A command on a project: says first which one, and loads what talks to it only then. */
const onProject =
  (load: () => Promise<(given: Given, terminal: Terminal) => Promise<Exit>>) =>
  async (given: Given, terminal: Terminal): Promise<Exit> => {
    terminal.out(await chooseTarget(given.text("project")));
    const perform = await load();
    return perform(given, terminal);
  };

async function checkEither(given: Given, terminal: Terminal): Promise<Exit> {
  const named = ["scheme", "period"].filter((option) => given.text(option) !== undefined);
  if (named.length === 1) throw new CommandError("--scheme and --period go together.");
  if (named.length === 0) return (await import("./check.ts")).checkSet(given, terminal);
  return onProject(async () => (await import("./sets.ts")).checkSetOfPeriod)(given, terminal);
}

/** Every command, in the order of `--help`. */
export const COMMANDS: readonly Command[] = [
  {
    ...{ name: "set check", file: true, purpose: "lists what is wrong in a criteria set's workbook" },
    options: {
      ...SHEET,
      scheme: {
        value: "ID",
        says: "with --period: look at the lead departments too, among the period's units",
      },
      period: { value: "ID", says: "see --scheme" },
      ...PROJECT,
    },
    text: `Reads a workbook in the shape of an annex (STT, name, points, a note that marks survey criteria) and lists every
finding by its cell, in Vietnamese as the workspace does. Ends with 2 where there is any. Needs no project, unless the
lead departments are to be looked at too. Stores nothing.`,
    examples: [
      "parindex set check phu-luc-1.xlsx",
      'parindex set check phu-luc.xlsx --sheet "Phụ lục II" --scheme lai-chau --period 2025 --project my-project',
    ],
    perform: checkEither,
  },
  {
    ...{ name: "set export", file: true, purpose: "writes a criteria set to a workbook" },
    options: {
      ...{ ...SCHEME, ...PERIOD },
      set: { value: "ID", says: "the criteria set", needed: true },
      ...{ ...OVERWRITE, ...PROJECT },
    },
    text: `Writes a criteria set of a period to FILE.xlsx, in the shape that \`set import\` reads into the same set.`,
    examples: ["parindex set export --scheme lai-chau --period 2024 --set pl01-so so.xlsx"],
    perform: onProject(async () => (await import("./sets.ts")).exportSet),
  },
  {
    ...{ name: "set import", file: true, purpose: "adds or replaces a criteria set from a workbook" },
    options: {
      ...{ ...SCHEME, ...PERIOD },
      set: { value: "ID", says: "the id under which it is stored, new or there already", needed: true },
      ...{ ...SHEET, ...ACTOR, ...REASON, ...WRITE, ...PROJECT },
    },
    text: `Reads FILE.xlsx as \`set check\` does and shows what it adds (+), takes away (-) and changes (~). With --write it
becomes the set of that id. A set that an open period uses is refused: store another version under another id and let it
take the old one's place in the workspace. With any finding nothing is stored, and the command ends with 2.`,
    examples: [
      'parindex set import --scheme lai-chau --period 2025 --set so-2025 --as quantri@laichau.example --reason "Quyết định mới" so.xlsx',
    ],
    perform: onProject(async () => (await import("./sets.ts")).importSet),
  },
  {
    ...{ name: "units export", file: true, purpose: "writes the units of a period to a workbook" },
    options: { ...SCHEME, ...PERIOD, ...OVERWRITE, ...PROJECT },
    text: "Writes the units of a period to FILE.xlsx, in the shape that `units import` reads into the same units.",
    examples: ["parindex units export --scheme lai-chau --period 2024 don-vi.xlsx"],
    perform: onProject(async () => (await import("./units.ts")).exportUnits),
  },
  {
    ...{ name: "units import", file: true, purpose: "adds or replaces units of a period from a workbook" },
    options: { ...SCHEME, ...PERIOD, ...SHEET, ...ACTOR, ...REASON, ...WRITE, ...PROJECT },
    text: `Reads a list of units (Mã, Tên đơn vị, Nhóm, Bộ tiêu chí …) and shows which are new (+) and changed (~). With --write
all of them are stored, or none. Units that the file does not name stay. Only a period that is still being prepared takes
a list. With any finding nothing is stored, and the command ends with 2.`,
    examples: [
      'parindex units import --scheme lai-chau --period 2025 --as quantri@laichau.example --reason "Sắp xếp 2025" don-vi.xlsx',
    ],
    perform: onProject(async () => (await import("./units.ts")).importUnits),
  },
  {
    ...{ name: "new-year", file: false, purpose: "begins a period after another one" },
    options: {
      ...SCHEME,
      from: { value: "ID", says: "the period that it follows", needed: true },
      period: { value: "ID", says: "the new period's id; else its year" },
      year: { value: "YYYY", says: "the assessed year; else the one after the scheme's latest" },
      name: { value: "TEXT", says: "its name; else that of --from with the year replaced" },
      without: { value: "LIST", says: `what is not taken over, of ${COPIES.join(",")}` },
      ...DATES,
      ...{ ...ACTOR, ...REASON, ...WRITE, ...PROJECT },
    },
    text: `Begins a period with the groups of --from and, unless --without says otherwise, its criteria sets, its units that still
exist, its settings and its council. It stays in preparation until its first date; until then the workspace can change or
discard it. A DATE is yyyy-mm-dd (the first minute of that day) or yyyy-mm-ddThh:mm in Viet Nam, or an instant with its
offset; dates that are not given are those of --from, moved by whole years so that the first is still to come.`,
    examples: [
      'parindex new-year --scheme lai-chau --from 2024 --as quantri@laichau.example --reason "Kế hoạch năm 2025"',
      'parindex new-year --scheme lai-chau --from 2024 --year 2026 --opens-at 2026-12-01 --without council --as quantri@laichau.example --reason "…" --write',
    ],
    perform: onProject(async () => (await import("./new-year.ts")).newYear),
  },
  {
    ...{ name: "reconcile", file: false, purpose: "finds and mends ledgers that lag behind their scores" },
    options: { ...SCHEME, ...PERIOD, ...ACTOR, ...WRITE, ...PROJECT },
    text: `Compares every unit's ledger and history with its scores, as the schedule does every six hours. With --write, ledgers that lag
are made anew from the scores, versions that stand and that the history lacks are added to it, and replacements of a set that
died midway are finished. Gaps of versions that were overwritten are told of and stay. Ends with 2 where something is (or,
after --write, remains) at fault.`,
    examples: ["parindex reconcile --scheme lai-chau --period 2024 --as quantri@laichau.example"],
    perform: onProject(async () => (await import("./reconcile.ts")).reconcile),
  },
  {
    ...{ name: "backup", file: "FOLDER", purpose: "writes every document of a project to a folder" },
    options: {
      accounts: { value: null, says: "list who can sign in, too; passwords come by firebase auth:export" },
      ...PROJECT,
    },
    text: `Reads every document there is, all at one instant, and writes it to files of lines (JSON, every value with its type), with a
manifest of counts, hashes and published roots. FOLDER must not be there yet; it appears when the backup is whole. Of a real
project the instant is the last whole minute: without point-in-time recovery it can be read for an hour, with it for seven
days. A backup holds personal data, and keeps what the survey's nightly rewrite replaces later: docs/backup.md says who may
have it, and what else belongs to a backup.`,
    examples: ["parindex backup sao-luu-2026-03-01 --project my-project --accounts"],
    perform: onProject(async () => (await import("./backup.ts")).backup),
  },
  {
    ...{
      name: "restore-drill",
      file: "FOLDER",
      purpose: "restores a backup into an empty project and verifies it there",
    },
    options: {
      into: { value: "ID", says: "the project to restore into, which must be empty", needed: true },
      sha256: { value: "HEX", says: "the manifest's SHA-256 as you know it from elsewhere" },
      real: { value: null, says: "into a real project; without it only into an emulator" },
    },
    text: `Looks at every line of the files, restores them, reads all back, and verifies there: documents value by value, every
publication to its root and signatures, every index from its scores, reconciliation of open periods, members and criteria
sets. What is wrong is listed by file and line, or by path; with any it ends with 2. Refuses a database that is not empty, and
the project that the backup comes from. Into a real project only before functions are deployed there: they would take every
document for news.`,
    examples: ["parindex restore-drill sao-luu-2026-03-01 --into demo-drill"],
    perform: async (given, terminal) => (await import("./restore-drill.ts")).restoreDrill(given, terminal),
  },
  {
    ...{
      name: "admin grant",
      file: "EMAIL|UID",
      purpose: "makes an administrator of a scheme that has lost its own",
    },
    options: {
      ...SCHEME,
      by: { value: "TEXT", says: "who types this and on whose instruction, for the audit", needed: true },
      ...REASON,
      name: { value: "TEXT", says: "the name of somebody who is no member yet" },
      title: { value: "TEXT", says: "their office" },
      site: { value: "URL", says: "where the workspace stands, for the link that is printed" },
      ...{ ...WRITE, ...PROJECT },
    },
    text: `For the day on which nobody can sign in as administrator any more. Whoever holds the project's credentials may do it, past
every role; so it asks for no --as, and the audit names «operator» with what --by says. A member who was locked out is let in
again, somebody new becomes a member and gets an account. Prints a one-time link (7 days) with which they set a password;
older links of theirs end. Not for an account of several schemes: its password is reset by e-mail.`,
    examples: [
      'parindex admin grant quantri@laichau.example --scheme lai-chau --by "Trần B, theo Công văn 12/SNV" --reason "Người quản trị nghỉ hưu" --site https://par.laichau.example',
      'parindex admin grant moi@laichau.example --name "Lò Văn C" --title "Chuyên viên" --scheme lai-chau --by "Trần B" --reason "Thay người" --write',
    ],
    perform: onProject(async () => (await import("./admin-grant.ts")).grant),
  },
  {
    ...{
      name: "verify",
      file: "FOLDER|URL",
      purpose: "verifies a published result from its open data alone",
    },
    options: {
      publication: { value: "ID", says: "the version, e.g. lai-chau_2024_v1; else the newest there is" },
      root: { value: "HEX", says: "the root printed in the decision; blanks and case don't count" },
      key: { value: "BASE64", says: "the publisher's public key as you know it from elsewhere" },
      chain: { value: null, says: "verify every result before it too, back to the first" },
    },
    text: `Reads a folder of downloaded files, under the names of the site, or downloads them from an address: of the site (its
newest version) or of one version. Checks the form of every file byte by byte, hashes, every sum, every index, class and
rank, the root, the signatures and the chain, with the code that seals. Findings are in Vietnamese, by file, unit, row
and column; with any it ends with 2. Needs no project and no account. Without --root or --key it shows that the files fit each
other, not whose they are.`,
    examples: [
      "parindex verify https://par.laichau.example --chain",
      'parindex verify tai-ve --root "0123ABCD 4567…" --key MCowBQYDK2VwAyEA…',
    ],
    perform: async (given, terminal) => (await import("./verify.ts")).verify(given, terminal),
  },
];
