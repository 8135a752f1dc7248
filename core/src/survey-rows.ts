import {
  type Cell,
  type CellFinding,
  type Columns,
  columnLetter,
  EMPTY,
  findTable,
  headingsOf,
  refusalOfCell,
  type Table,
  textOf,
  type WrittenRow,
  widthsOf,
} from "./cells.ts";
import type { Unit } from "./documents.ts";
import type { RequestOf } from "./requests.ts";
import { type FilledForm, formFindings, IMPORT_ROWS_MAX, type Question, questionsFor } from "./survey.ts";
import { searchable } from "./text-search.ts";

/** A form of a result file (*phiếu kết quả*), with its row as spreadsheets count it. */
export type AnswerRow = RequestOf<"importAnswers">["rows"][number];

/** What a result file is read against. */
export interface AnswerContext {
  questions: readonly Question[];
  units: readonly ({ id: string } & Pick<Unit, "name" | "criteriaSet">)[];
}

export type ReadAnswers = { rows: AnswerRow[]; findings: [] } | { rows: null; findings: CellFinding[] };

const NUMBER_MAX = 40;
const NUMBER = "soPhieu";
const UNIT = "donVi";

/** Columns of questions stand under their ids, in which there are no capital letters. */
const FORM_COLUMNS: Columns<string> = {
  [NUMBER]: { heading: "Số phiếu", known: /^(so|ma)( so)? phieu$/, needed: true, width: 14 },
  [UNIT]: { heading: "Đơn vị", known: /^(ten |ma )?don vi$/, needed: true, width: 36 },
};

const headingOf = ({ id, text }: Question) => `${id}: ${text}`;

/** Exactly one of some texts, as searches compare them. */
const oneOf = (texts: readonly string[]) =>
  new RegExp(
    `^(${texts.map((text) => searchable(text).replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&")).join("|")})$`,
  );

/** The columns of a result file: a question's is known by its id, its heading, or its text where no other has it. */
function columnsOf(questions: readonly Question[]): Columns<string> {
  const columns: Columns<string> = { ...FORM_COLUMNS };
  for (const question of questions) {
    const { id, text } = question;
    const isOnly = questions.filter((one) => searchable(one.text) === searchable(text)).length === 1;
    const known = oneOf([id, headingOf(question), ...(isOnly ? [text] : [])]);
    columns[id] = { heading: headingOf(question), known, needed: true, width: 22 };
  }
  return columns;
}

/** Where an option's text is itself a number that names another position, a bare number would mean two things. */
const isAmbiguous = ({ options }: Pick<Question, "options">, position: number): boolean =>
  options.some(({ text }, at) => at + 1 !== position && text.trim() === String(position));

/** An option as a cell names it: the position that people count from 1, with a bracket where that could be a text. */
const optionCell = (question: Question, option: number): string | number =>
  isAmbiguous(question, option + 1) ? `${option + 1})` : option + 1;

/** The option that a cell names by its position or its text, or why it names none. */
function readOption(question: Question, text: string): { option: number } | { refusal: string } {
  const { options } = question;
  const [, digits, bracket] = /^(\d{1,2})(\))?$/.exec(text) ?? [];
  if (digits !== undefined) {
    const position = Number(digits);
    if (!bracket && isAmbiguous(question, position))
      return {
        refusal: `«${text}» vừa là số thứ tự vừa là nội dung của lựa chọn khác; hãy ghi «${position})» nếu là số thứ tự`,
      };
    return position >= 1 && position <= options.length
      ? { option: position - 1 }
      : { refusal: `không có lựa chọn thứ ${position}; câu này có ${options.length} lựa chọn` };
  }
  const found = options.flatMap((one, at) => (searchable(one.text) === searchable(text) ? [at] : []));
  const [option, other] = found;
  if (option !== undefined && other === undefined) return { option };
  return {
    refusal:
      option === undefined ? `không có lựa chọn «${text}»` : `có nhiều lựa chọn «${text}»; hãy ghi số thứ tự`,
  };
}

class Reader {
  readonly findings: CellFinding[] = [];
  readonly #rowOf = new Map<string, number>();
  readonly #table: Table<string>;
  readonly #context: AnswerContext;

  constructor(table: Table<string>, context: AnswerContext) {
    this.#table = table;
    this.#context = context;
  }

  report(row: number, column: string, message: string): void {
    this.findings.push({ row, column: columnLetter(this.#table.places.get(column) ?? 0), message });
  }

  /** The text of a cell; "" where it can't be taken, which is reported. */
  #text(row: number, cells: readonly Cell[], column: string): string {
    const cell = this.cell(cells, column);
    const refusal = refusalOfCell(cell);
    if (refusal === null) return textOf(cell);
    this.report(row, column, refusal);
    return "";
  }

  cell(cells: readonly Cell[], column: string): Cell {
    return cells[this.#table.places.get(column) ?? -1] ?? EMPTY;
  }

  #number(row: number, cells: readonly Cell[]): string {
    const number = this.#text(row, cells, NUMBER);
    const first = this.#rowOf.get(number);
    if (number === "" && refusalOfCell(this.cell(cells, NUMBER)) === null)
      this.report(row, NUMBER, "còn thiếu số phiếu");
    else if (number.length > NUMBER_MAX)
      this.report(row, NUMBER, `số phiếu dài ${number.length} ký tự, nhiều nhất ${NUMBER_MAX}`);
    else if (number !== "" && first !== undefined)
      this.report(row, NUMBER, `số phiếu ${number} trùng với dòng ${first}`);
    else this.#rowOf.set(number, row);
    return number;
  }

  #unit(row: number, cells: readonly Cell[]): AnswerContext["units"][number] | null {
    const text = this.#text(row, cells, UNIT);
    if (text === "") {
      if (refusalOfCell(this.cell(cells, UNIT)) === null) this.report(row, UNIT, "còn thiếu đơn vị");
      return null;
    }
    const { units, questions } = this.#context;
    const byName = units.filter(({ name }) => searchable(name) === searchable(text));
    const unit = units.find(({ id }) => id === text) ?? (byName.length === 1 ? byName[0] : undefined);
    if (!unit) {
      this.report(
        row,
        UNIT,
        byName.length > 1 ? `có nhiều đơn vị tên «${text}»; hãy ghi mã` : `không có đơn vị «${text}»`,
      );
      return null;
    }
    if (questionsFor(questions, unit.id, unit.criteriaSet).length > 0) return unit;
    this.report(row, UNIT, `phiếu không hỏi về «${unit.name}»`);
    return null;
  }

  /** A form of one row; what is wrong in it is reported by cell. */
  form(row: number, cells: readonly Cell[]): AnswerRow {
    const number = this.#number(row, cells);
    const unit = this.#unit(row, cells);
    const form: FilledForm = {};
    let sound = true;
    for (const question of this.#context.questions) {
      const before = this.findings.length;
      const text = this.#text(row, cells, question.id);
      if (text !== "") {
        const read = readOption(question, text);
        if ("option" in read) form[question.id] = read.option;
        else this.report(row, question.id, read.refusal);
      }
      sound &&= this.findings.length === before;
    }
    if (unit && sound)
      for (const { question, message } of formFindings(
        questionsFor(this.#context.questions, unit.id, unit.criteriaSet),
        form,
      ))
        this.report(row, question || NUMBER, message);
    return { row, unit: unit?.id ?? "", number, form };
  }
}

/**
 * Reads the filled forms of a result file from the rows of a sheet, the first of which is row 1. With any finding there
 * are no forms: a file comes in whole or not at all.
 */
export function readAnswerRows(rows: readonly (readonly Cell[])[], context: AnswerContext): ReadAnswers {
  const columns = columnsOf(context.questions);
  const { table, findings } = findTable(rows, columns);
  if (findings.length > 0) return { rows: null, findings };
  const reader = new Reader(table, context);
  const forms: AnswerRow[] = [];
  rows.slice(table.header + 1).forEach((cells, at) => {
    const isFilled = Object.keys(columns).some((column) => {
      const cell = reader.cell(cells, column);
      return textOf(cell) !== "" || refusalOfCell(cell) !== null;
    });
    if (isFilled) forms.push(reader.form(table.header + at + 2, cells));
  });
  if (forms.length === 0) reader.report(table.header + 1, NUMBER, "không có dòng nào dưới tiêu đề");
  if (forms.length > IMPORT_ROWS_MAX)
    reader.report(
      table.header + 1,
      NUMBER,
      `có ${forms.length} phiếu, mỗi tệp nhiều nhất ${IMPORT_ROWS_MAX}`,
    );
  return reader.findings.length > 0
    ? { rows: null, findings: reader.findings }
    : { rows: forms, findings: [] };
}

/** The rows of a result file with its headings: what `readAnswerRows` reads into the same forms. None: the template. */
export function answerRows(
  questions: readonly Question[],
  forms: readonly Pick<AnswerRow, "number" | "unit" | "form">[],
): WrittenRow[] {
  const rows = forms.map(({ number, unit, form }) => [
    { value: number },
    { value: unit },
    ...questions.map((question) => {
      const option = form[question.id];
      return { value: option === undefined ? null : optionCell(question, option) };
    }),
  ]);
  return [headingsOf(columnsOf(questions)), ...rows];
}

/** The widths of the columns that `answerRows` writes, in characters. */
export const answerWidths = (questions: readonly Question[]): number[] => widthsOf(columnsOf(questions));
