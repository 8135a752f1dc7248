import { Member, type Roles } from "./documents.ts";
import { issueText } from "./issue-text.ts";
import { issuesOfPerson, type Person, sameEmail } from "./people.ts";
import { matchesSearch, searchable } from "./text-search.ts";

/** The columns of a list of members, in the order in which it is written. */
export const MEMBER_COLUMNS = {
  name: "Họ và tên",
  title: "Chức vụ",
  email: "Thư điện tử",
  unit: "Đơn vị",
  roles: "Vai trò",
} as const;
type Column = keyof typeof MEMBER_COLUMNS;
const COLUMNS = Object.keys(MEMBER_COLUMNS) as Column[];

/** What else a column may be called. */
const COLUMN_ALIASES: Partial<Record<string, Column>> = {
  "ho ten": "name",
  email: "email",
  "e-mail": "email",
};

const ROLE_WORDS: Record<keyof Roles, readonly [string, ...string[]]> = {
  unitEditor: ["Cán bộ tự đánh giá"],
  unitHead: ["Lãnh đạo đơn vị"],
  appraiser: ["Cán bộ thẩm định"],
  council: ["Hội đồng", "Hội đồng thẩm định"],
  admin: ["Quản trị", "Quản trị chương trình"],
  viewer: ["Người xem"],
  surveyor: ["Điều tra viên"],
};
const ROLES = Object.keys(ROLE_WORDS) as (keyof Roles)[];

export interface NamedUnit {
  id: string;
  name: string;
}

/** What is wrong in a list of members: the row as spreadsheets count it, and the column by its heading. */
export interface MemberFinding {
  row: number;
  column: string;
  message: string;
}

/** A finding as people read it. */
export const memberFindingText = ({ row, column, message }: MemberFinding): string =>
  `dòng ${row}, cột ${column}: ${message}`;

/** The people of a list, the row of each, and what is wrong in the other rows. */
export interface MemberRows {
  people: Person[];
  rows: number[];
  findings: MemberFinding[];
}

/** How many people one import may hold. */
export const IMPORT_MAX = 500;

/** The text of a cell: links and numbers too, as spreadsheets give them. */
function cellText(value: unknown): string {
  if (typeof value === "string") return value.normalize("NFC").trim();
  if (typeof value === "number") return String(value);
  if (typeof value === "object" && value !== null && "text" in value) return cellText(value.text);
  return "";
}

function columnOf(heading: string): Column | undefined {
  const wanted = searchable(heading);
  return COLUMN_ALIASES[wanted] ?? COLUMNS.find((column) => searchable(MEMBER_COLUMNS[column]) === wanted);
}

type Places = Map<Column, number>;

/** Where each column stands in a row of headings, the first of its name. */
function placesIn(row: readonly unknown[]): Places {
  const places: Places = new Map();
  row.forEach((cell, at) => {
    const column = columnOf(cellText(cell));
    if (column && !places.has(column)) places.set(column, at);
  });
  return places;
}

/** The unit a cell names by id or name; where neither is exact, the only one that has all of its words. */
export function unitNamed(
  text: string,
  units: readonly NamedUnit[],
): { unit: string | null; message?: string } {
  if (text === "") return { unit: null };
  const byId = units.find(({ id }) => id === text);
  if (byId) return { unit: byId.id };
  const exact = units.filter(({ name }) => searchable(name) === searchable(text));
  const found = exact.length > 0 ? exact : units.filter(({ name }) => matchesSearch(name, text));
  const [first, second] = found;
  if (!first) return { unit: null, message: `không có đơn vị «${text}» trong kỳ đánh giá` };
  if (second) return { unit: null, message: `«${text}» có thể là ${first.name} hoặc ${second.name}` };
  return { unit: first.id };
}

/** One role in words, an appraiser's with the fields or leaves it is narrowed to in brackets. */
const ROLE_TEXT = /^([^()]*?)\s*(?:\(([^()]*)\))?$/;

function readRole(text: string, unit: string | null): { roles: Roles; message?: string } {
  const [, words = "", within] = ROLE_TEXT.exec(text) ?? [];
  const role = ROLES.find((one) => ROLE_WORDS[one].some((name) => searchable(name) === searchable(words)));
  const narrowed = within !== undefined && role !== "appraiser";
  if (!role || narrowed) return { roles: {}, message: `không có vai trò «${text}»` };
  if (role === "appraiser") {
    return { roles: { appraiser: { nodes: (within ?? "").split(/\s+/).filter(Boolean) } } };
  }
  if (role !== "unitEditor" && role !== "unitHead") return { roles: { [role]: true } };
  if (unit === null) return { roles: {}, message: `«${words}» phải thuộc một đơn vị` };
  return { roles: { [role]: unit } };
}

function readRoles(text: string, unit: string | null): { roles: Roles; messages: string[] } {
  const parts = text.split(/[;,]/).flatMap((part) => part.trim() || []);
  const read = parts.map((part) => readRole(part, unit));
  const roles: Roles = {};
  for (const one of read) Object.assign(roles, one.roles);
  return { roles, messages: read.flatMap(({ message }) => message ?? []) };
}

const PersonSchema = Member.pick({ name: true, title: true, email: true, unit: true, roles: true });

const columnAt = (path: string): Column => COLUMNS.find((column) => path.startsWith(column)) ?? "roles";

/** Reads one row: the person, and what is wrong with them by column. */
function readPerson(
  cell: (column: Column) => string,
  units: readonly NamedUnit[],
): { person: Person; wrong: { column: Column; message: string }[] } {
  const wrong: { column: Column; message: string }[] = [];
  const { unit, message } = unitNamed(cell("unit"), units);
  if (message) wrong.push({ column: "unit", message });
  const { roles, messages } = readRoles(cell("roles"), unit);
  if (!message) wrong.push(...messages.map((one) => ({ column: "roles" as const, message: one })));
  const person = { name: cell("name"), title: cell("title"), email: cell("email"), unit, roles };
  const parsed = PersonSchema.safeParse(person, { reportInput: true });
  const issues = (parsed.error?.issues ?? []).map(issueText);
  if (!message) issues.push(...issuesOfPerson(person, new Set(units.map(({ id }) => id))));
  wrong.push(...issues.map((issue) => ({ column: columnAt(issue.path), message: issue.message })));
  return { person, wrong };
}

/**
 * Reads a list of members from the cells of a spreadsheet, whose first row is row 1. The headings may stand in any order
 * and without tone marks, also below a title. A row with a finding gives no person.
 */
export function readMemberRows(
  rows: readonly (readonly unknown[])[],
  units: readonly NamedUnit[],
): MemberRows {
  const read: MemberRows = { people: [], rows: [], findings: [] };
  const header = rows.findIndex((row) => placesIn(row).size >= 2);
  const places = placesIn(rows[header] ?? []);
  for (const column of COLUMNS) {
    if (!places.has(column))
      read.findings.push({
        row: Math.max(header, 0) + 1,
        column: MEMBER_COLUMNS[column],
        message: "không có cột này",
      });
  }
  if (read.findings.length > 0) return read;
  const rowOfEmail = new Map<string, number>();
  rows.slice(header + 1).forEach((cells, at) => {
    const row = header + at + 2;
    const cell = (column: Column) => cellText(cells[places.get(column) ?? -1]);
    if (COLUMNS.every((column) => cell(column) === "")) return;
    const { person, wrong } = readPerson(cell, units);
    const email = sameEmail(person.email);
    const first = rowOfEmail.get(email);
    if (first !== undefined && email !== "")
      wrong.push({ column: "email", message: `trùng với dòng ${first}` });
    else rowOfEmail.set(email, row);
    if (wrong.length === 0 && read.people.length === IMPORT_MAX)
      wrong.push({ column: "name", message: `mỗi lần nhập nhiều nhất ${IMPORT_MAX} người` });
    read.findings.push(
      ...wrong.map(({ column, message }) => ({ row, column: MEMBER_COLUMNS[column], message })),
    );
    if (wrong.length > 0) return;
    read.people.push(person);
    read.rows.push(row);
  });
  return read;
}

/** How a unit is written so that it is read again: by its name where that is nobody else's. */
export function unitText(unit: string | null, units: readonly NamedUnit[]): string {
  if (unit === null) return "";
  const name = cellText(units.find(({ id }) => id === unit)?.name);
  const sharing = units.filter((other) => searchable(other.name) === searchable(name) || other.id === name);
  return name !== "" && sharing.length === 1 ? name : unit;
}

function roleText(role: keyof Roles, { appraiser }: Roles): string {
  const [words] = ROLE_WORDS[role];
  return role === "appraiser" && appraiser?.nodes.length ? `${words} (${appraiser.nodes.join(" ")})` : words;
}

/** The rows of a list of members with its headings: what `readMemberRows` reads. */
export function memberRows(members: readonly Person[], units: readonly NamedUnit[]): string[][] {
  const rows = members.map(({ name, title, email, unit, roles }) => {
    const held = ROLES.filter((role) => roles[role]);
    return [name, title, email, unitText(unit, units), held.map((role) => roleText(role, roles)).join("; ")];
  });
  return [Object.values(MEMBER_COLUMNS), ...rows];
}
