import type { Cell } from "../../../render/document";
import { Batches } from "../batches";
import { cellReader, mismatch } from "../convert";
import { type Fault, READ_LIMITS, rowOf, type TableBatch, type TableField, type XlsxForm } from "../form";
import { excerpt } from "../text";
import { parseBoolean } from "../tokens";
import { MAX_COLUMNS } from "./cell-reference";
import { CellProblem, type CellValue, CellValues, isTooLong, textOf } from "./cell-values";
import { XLSX_LIMITS } from "./limits";
import { Duration, type Moment, momentOf } from "./moments";
import { SheetReader, type SheetRow, sheetRows } from "./sheet-rows";
import type { Workbook } from "./workbook";

/**
 * Pass 2 over a workbook: the rows of its sheet as the form says, as `readTable` gives those of a text.
 *
 * @throws ReadFailure `no_good_rows` behind the last batch when there were rows and all were bad.
 */
export async function* readWorkbook(
  workbook: Workbook,
  form: XlsxForm,
): AsyncGenerator<TableBatch, void, void> {
  const batches = new Batches("in row");
  const rows = new SheetRowReader(workbook, form);
  for await (const piece of sheetRows(workbook.parts, form.part, new SheetReader())) {
    for (const row of piece) rows.read(row, batches);
    yield* batches.take(false);
  }
  yield* batches.take(true);
  batches.checkGood();
}

class SheetRowReader {
  readonly #values: CellValues;
  readonly #fields: readonly TableField[];
  readonly #readers: readonly ValueReader[];
  /** Which field a column fills, or -1. */
  readonly #places = new Int16Array(MAX_COLUMNS).fill(-1);
  /** Rows still to pass. */
  #above: number;
  #badCells = 0;

  constructor(workbook: Workbook, { fields, above }: XlsxForm) {
    this.#values = new CellValues(workbook);
    this.#fields = fields;
    this.#readers = fields.map((field) => valueReader(field, workbook.is1904));
    this.#above = above;
    fields.forEach(({ reading }, place) => {
      if (reading.index !== null) this.#places[reading.index] = place;
    });
  }

  read(row: SheetRow, batches: Batches): void {
    const cells = new Array<Cell>(this.#fields.length).fill(null);
    const problems: Fault[] = [];
    let chars = 0;
    let isEmpty = true;
    const faults: Fault[] = row.isTooLarge ? [ROW_TOO_LARGE] : [];
    for (const cell of row.cells) {
      const value = this.#values.of(cell);
      if (value === null) continue;
      isEmpty = false;
      if (this.#above > 0 || faults.length >= READ_LIMITS.faultsPerRow || faults.includes(ROW_TOO_LARGE))
        break;
      const place = this.#places[cell.column] ?? -1;
      const field = this.#fields[place];
      const read = this.#readers[place];
      if (field === undefined || read === undefined) continue;
      chars += typeof value === "string" ? value.length : 8;
      if (value instanceof CellProblem) problems.push(problemOf(field, value));
      else {
        const found = read(value);
        if (typeof value === "string" && isTooLong(value)) faults.push(tooLong(field, value));
        else if (found === undefined) faults.push(mismatch(field, textOf(value)));
        else cells[place] = found;
        if (chars > READ_LIMITS.rowChars) faults.push(ROW_TOO_LARGE);
      }
    }
    if (isEmpty) return;
    if (this.#above > 0) this.#above -= 1;
    else batches.add(rowOf(cells, faults), row.number, () => this.#raw(row), chars, this.#listed(problems));
  }

  /** Only so many are listed; the last one says that there are more. */
  #listed(problems: readonly Fault[]): readonly Fault[] {
    const left = XLSX_LIMITS.badCells - this.#badCells;
    this.#badCells += problems.length;
    const first = problems[left];
    if (first === undefined) return left < 0 ? [] : problems;
    const listed = XLSX_LIMITS.badCells.toLocaleString("en");
    const more = ` Only the first ${listed} such cells are listed, and there are more.`;
    return [...problems.slice(0, left), { ...first, message: first.message + more }];
  }

  /** The row as CSV. */
  #raw({ cells }: SheetRow): string {
    let text = "";
    let column = 0;
    for (const cell of cells) {
      if (text.length > READ_LIMITS.rawChars) break;
      for (; column < cell.column && column < MAX_COLUMNS; column += 1) text += ",";
      const value = textOf(this.#values.of(cell)).slice(0, READ_LIMITS.rawChars);
      text += /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
    }
    return excerpt(text, READ_LIMITS.rawChars);
  }
}

type ValueReader = (value: Exclude<CellValue, CellProblem>) => Cell | undefined;

/** Texts are read like cells of a text file, so `12.5` as text fits where a number is declared. */
function valueReader(field: TableField, is1904: boolean): ValueReader {
  const readText = cellReader(field, field.reading);
  const { type } = field;
  return (value) => {
    if (value === null) return null;
    if (typeof value === "string") return readText(value);
    if (type === "string") return textOf(value);
    if (typeof value === "number") return ofNumber(value, type, is1904);
    if (typeof value === "boolean") return type === "boolean" ? value : undefined;
    if (value instanceof Duration)
      return type === "number" && field.format === "duration" ? value.seconds : undefined;
    return ofMoment(value, type);
  };
}

/** Where dates are declared, a number without a date's format is one all the same. */
function ofNumber(value: number, type: TableField["type"], is1904: boolean): Cell | undefined {
  if (type === "number") return value;
  if (type === "integer") return Number.isSafeInteger(value) ? value : undefined;
  if (type === "boolean") return parseBoolean(String(value));
  if (type === "string") return String(value);
  const moment = momentOf(value, type, is1904);
  return moment === null ? undefined : ofMoment(moment, type);
}

function ofMoment({ kind, iso }: Moment, type: TableField["type"]): Cell | undefined {
  if (kind === type) return iso;
  return kind === "date" && type === "datetime" ? `${iso}T00:00:00` : undefined;
}

const ROW_TOO_LARGE: Fault = {
  code: "row_too_large",
  message: `The row is larger than ${READ_LIMITS.rowChars.toLocaleString("en")} characters.`,
  column: null,
  value: null,
};

function tooLong(field: TableField, text: string): Fault {
  const limit = READ_LIMITS.cellBytes.toLocaleString("en");
  const message = `The cell is larger than ${limit} bytes.`;
  return {
    code: "cell_too_large",
    message,
    column: field.name,
    value: excerpt(text, READ_LIMITS.valueChars),
  };
}

function problemOf(field: TableField, { code, shown, why }: CellProblem): Fault {
  const message = `The cell in "${field.label}" holds ${excerpt(why, READ_LIMITS.valueChars)}; it was left empty.`;
  return { code, message, column: field.name, value: excerpt(shown, READ_LIMITS.valueChars) };
}
