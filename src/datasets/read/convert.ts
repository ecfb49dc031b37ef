import type { Cell, Column } from "../../render/document";
import { parseDate, parseDateTime } from "./dates";
import { type Fault, READ_LIMITS, type Reading, type ReadRow, rowOf, type TableField } from "./form";
import { currencyOf, type DecimalMark, parseNumber } from "./numbers";
import { excerpt } from "./text";
import { isNullToken, parseBoolean, trimmed } from "./tokens";

/** Turns a cell's text into its typed value; undefined when it does not fit the type. */
export type CellReader = (text: string) => Cell | undefined;

/**
 * The reader of one field. Empty cells are null in every type and null tokens in every type but
 * string; blanks around a value count only in strings, which stay exactly as written.
 */
export function cellReader(field: Column, reading: Pick<Reading, "decimal" | "order">): CellReader {
  if (field.type === "string") return (text) => (text === "" ? null : text);
  const read = valueReader(field, reading);
  return (text) => {
    const value = trimmed(text);
    if (value === "") return null;
    return read(value) ?? (isNullToken(value) ? null : undefined);
  };
}

function valueReader(field: Column, reading: Pick<Reading, "decimal" | "order">): CellReader {
  const decimal = reading.decimal ?? ".";
  const order = reading.order ?? "ymd";
  switch (field.type) {
    case "boolean":
      return parseBoolean;
    case "date":
      return (text) => parseDate(text, order);
    case "datetime":
      return (text) => parseDateTime(text, order);
    case "integer":
      return (text) => {
        const value = parseNumber(text, decimal);
        return Number.isInteger(value) ? value : undefined;
      };
    default:
      return moneyReader(field, decimal) ?? ((text) => parseNumber(text, decimal));
  }
}

/** In a column of one currency an amount in another does not fit. */
function moneyReader(field: Column, decimal: DecimalMark): CellReader | null {
  if (field.format?.startsWith("currency:") !== true) return null;
  const own = field.format.slice("currency:".length);
  return (text) => {
    const value = parseNumber(text, decimal);
    if (value === undefined) return undefined;
    const currency = isBare(text) ? null : currencyOf(text);
    return currency === null || currency === own ? value : undefined;
  };
}

function isBare(text: string): boolean {
  const first = text.charCodeAt(0);
  const last = text.charCodeAt(text.length - 1);
  return (first === 45 || (first >= 48 && first <= 57)) && last >= 48 && last <= 57;
}

const EXPECTED = {
  string: "a text",
  number: "a number",
  integer: "an integer",
  boolean: "true or false",
  date: "a date",
  datetime: "a date with time",
} as const;

export function mismatch(field: TableField, text: string): Fault {
  const value = excerpt(text, READ_LIMITS.valueChars);
  const kind = field.format?.startsWith("currency:")
    ? `an amount in ${field.format.slice(9)}`
    : EXPECTED[field.type];
  const order =
    field.reading.order === "mdy" ? " (month first)" : field.reading.order === "dmy" ? " (day first)" : "";
  const message = `"${value}" in "${field.label}" is not ${kind}${order}.`;
  return { code: "type_mismatch", message, column: field.name, value };
}

/** Turns a row's cells into typed ones, or says why not. */
export type RowReader = (cells: readonly string[]) => ReadRow;

export function rowReader(fields: readonly TableField[], header: readonly string[]): RowReader {
  const plan = fields.map((field) => ({
    field,
    index: field.reading.index,
    read: cellReader(field, field.reading),
  }));
  const checkWidth = widthCheck(header);
  return (cells) => {
    const fault = checkWidth(cells);
    if (fault !== null) return { faults: [fault] };
    const row: Cell[] = [];
    const faults: Fault[] = [];
    for (const { field, index, read } of plan) {
      const text = index === null ? "" : (cells[index] ?? "");
      const value = read(text);
      if (value !== undefined) row.push(value);
      else if (faults.length < READ_LIMITS.faultsPerRow) faults.push(mismatch(field, text));
    }
    return rowOf(row, faults);
  };
}

/**
 * A row has as many cells as the header. Further ones may be empty, and those under trailing headers
 * that are empty may be left out.
 */
export function widthCheck(header: readonly string[]): (cells: readonly string[]) => Fault | null {
  const most = header.length;
  const least = header.findLastIndex((label) => label !== "") + 1 || most;
  return (cells) => {
    if (cells.length < least) {
      return widthFault("too_few_cells", `The row has ${counted(cells.length)}, the header ${most}.`);
    }
    if (cells.length > most && cells.slice(most).some((cell) => cell.trim() !== "")) {
      return widthFault("too_many_cells", `The row has ${counted(cells.length)}, the header ${most}.`);
    }
    return null;
  };
}

function widthFault(code: "too_few_cells" | "too_many_cells", message: string): Fault {
  return { code, message, column: null, value: null };
}

function counted(cells: number): string {
  return cells === 1 ? "1 cell" : `${cells} cells`;
}
