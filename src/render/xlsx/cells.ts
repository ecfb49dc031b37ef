import type { Cell, Column } from "../document";
import { textWidth, wrappedLines } from "../office/text-width";
import { isPlainDecimal } from "../values/decimal";
import { isNumeric } from "../values/format";
import { cellText, cutToCell, MAX_CELL_LENGTH, needsQuotePrefix, simpleKind } from "./cell-text";
import { dateSerial } from "./date-serial";
import * as formats from "./number-format";
import type { CellStyle, StyleSheet } from "./styles";

/** The XML of a cell (ECMA-376 part 1, 18.3.1.4) in the row of this number; null is no cell at all. */
export type CellWriter = (cell: Cell | undefined, row: string) => string;

export interface CellContext {
  readonly styles: StyleSheet;
  readonly locale: string;
  /** Milliseconds to add to UTC for the report's zone. */
  readonly offsetAt: (instant: number) => number;
  /** Where lines begin, and texts and dates stand: at the right in a sheet that runs from right to left. */
  readonly startSide: "left" | "right";
  readonly tally: Tally;
}

/** What cells tell about themselves while they are written. */
export interface Tally {
  /** Cells so far whose text was longer than a cell can be. */
  cutCells: number;
  /** Most lines in a cell of the current row. */
  lines: number;
}

/**
 * Writer of a column's cells. The kind of a cell follows its value, its look the column: text is an
 * inline string and never a formula, whatever it begins with. `look` overrides the column's. Text
 * wider than `width` characters is wrapped.
 */
export function cellWriter(
  column: Column,
  letters: string,
  context: CellContext,
  look: CellStyle = {},
  width = Number.POSITIVE_INFINITY,
): CellWriter {
  const text = textWriter(letters, context, isNumeric(column) ? { ...END_SIDE, ...look } : look, width);
  const number = isNumeric(column)
    ? numericWriter(column, letters, context, text, look)
    : plainWriter(letters, context, look);
  const string =
    column.type === "date" || column.type === "datetime"
      ? dateWriter(column, letters, context, text, look)
      : isNumeric(column)
        ? decimalWriter(text, number)
        : text;
  const boolean = booleanWriter(letters, context, look);
  return (cell, row) => {
    if (typeof cell === "string") return string(cell, row);
    if (typeof cell === "number") return Number.isFinite(cell) ? number(cell, row) : text(String(cell), row);
    if (typeof cell === "boolean") return boolean(cell, row);
    return "";
  };
}

/** Numbers stand at the right, clear of a text in the next column. */
const END_SIDE: CellStyle = { horizontal: "right", indent: 1 };

/** The writer for rows of sums, whose empty cells carry their rules too. */
export function sumWriter(
  column: Column,
  letters: string,
  context: CellContext,
  level: number,
  width?: number,
): CellWriter {
  const look = { font: "bold", sum: level === 0 ? "total" : "subtotal" } as const;
  const write = cellWriter(column, letters, context, look, width);
  const empty = `"${styleAttribute(context.styles, look)}/>`;
  return (cell, row) => write(cell, row) || `<c r="${letters}${row}${empty}`;
}

type TextWriter = (text: string, row: string) => string;
type NumberWriter = (value: number, row: string) => string;

function styleAttribute(styles: StyleSheet, style: CellStyle): string {
  const index = styles.index(style);
  return index === 0 ? "" : ` s="${index}"`;
}

/** Inline strings (18.3.1.53), so that nothing has to be remembered for a shared table. */
export function textWriter(
  letters: string,
  { styles, tally }: CellContext,
  style: CellStyle,
  width = Number.POSITIVE_INFINITY,
): TextWriter {
  // Few pieces make a cell: joining them is most of what writing it costs.
  const cell = `<c r="${letters}`;
  const head = (more: CellStyle) => `"${styleAttribute(styles, { ...style, ...more })} t="inlineStr"><is><t`;
  const plain = head({});
  const quoted = head({ quotePrefix: true });
  const simplePlain = `${plain}>`;
  const simpleQuoted = `${quoted}>`;
  const lines = head({ wrap: true });
  const quotedLines = head({ wrap: true, quotePrefix: true });
  return (text, row) => {
    // No character is wider than two.
    const isWide = text.length * 2 > width && textWidth(text.slice(0, MAX_CELL_LENGTH)) > width;
    const simple = isWide || text.length > MAX_CELL_LENGTH ? null : simpleKind(text);
    if (simple !== null) {
      return `${cell}${row}${simple === "plain" ? simplePlain : simpleQuoted}${text}</t></is></c>`;
    }
    let shown = text;
    if (text.length > MAX_CELL_LENGTH) {
      shown = cutToCell(text);
      tally.cutCells += 1;
    }
    const wraps = isWide || text.includes("\n");
    if (wraps) tally.lines = Math.max(tally.lines, wrappedLines(shown, width));
    const start = needsQuotePrefix(text) ? (wraps ? quotedLines : quoted) : wraps ? lines : plain;
    const space = wraps || /^\s|\s$/.test(text) ? ' xml:space="preserve">' : ">";
    return `${cell}${row}${start}${space}${cellText(shown)}</t></is></c>`;
  };
}

function plainWriter(letters: string, { styles }: CellContext, style: CellStyle = {}): NumberWriter {
  const cell = `<c r="${letters}`;
  const start = `"${styleAttribute(styles, style)}><v>`;
  return (value, row) => `${cell}${row}${start}${value}</v></c>`;
}

function booleanWriter(
  letters: string,
  { styles }: CellContext,
  look: CellStyle,
): (value: boolean, row: string) => string {
  const cell = `<c r="${letters}`;
  const style = styleAttribute(styles, { format: formats.BOOLEAN, horizontal: "center", ...look });
  const ends = { true: `"${style} t="b"><v>1</v></c>`, false: `"${style} t="b"><v>0</v></c>` };
  return (value, row) => cell + row + (value ? ends.true : ends.false);
}

const SECONDS_PER_DAY = 86_400;

function numericWriter(
  column: Column,
  letters: string,
  context: CellContext,
  text: TextWriter,
  look: CellStyle,
): NumberWriter {
  const format = (code: string) => plainWriter(letters, context, { format: code, ...END_SIDE, ...look });
  if (column.format === "duration") {
    const [whole, exact] = [format(formats.DURATION), format(formats.DURATION_FRACTION)];
    // Excel shows a negative time as ####, so it stays a number of seconds.
    const negative = format(formats.NEGATIVE_DURATION);
    return (seconds, row) =>
      seconds < 0
        ? negative(seconds, row)
        : (Number.isInteger(seconds) ? whole : exact)(seconds / SECONDS_PER_DAY, row);
  }
  const write = format(formats.numberFormat(column, context.locale));
  if (column.format === "bytes") {
    const negative = format(formats.NEGATIVE_BYTES);
    return (value, row) => (value < 0 ? negative : write)(value, row);
  }
  return (value, row) => (losesDigits(value, column) ? text(integerText(value), row) : write(value, row));
}

/** Excel keeps 15 significant digits (its specification "Number precision"). */
const MAX_DIGITS = 15;
const FIRST_OF_16_DIGITS = 1e15;

/**
 * Whether a whole number has digits that Excel would turn into zeros. Beyond 2^53 a column of real
 * numbers holds approximations anyway, which are better numbers than text.
 */
function losesDigits(value: number, column: Column): boolean {
  if (Math.abs(value) < FIRST_OF_16_DIGITS || !Number.isInteger(value)) return false;
  if (column.type === "number" && !Number.isSafeInteger(value)) return false;
  return significantDigits(integerText(value)) > MAX_DIGITS;
}

function integerText(value: number): string {
  return BigInt(value).toString();
}

function significantDigits(decimal: string): number {
  const digits = decimal.replace(/[-.]/g, "").replace(/^0+/, "");
  return decimal.includes(".") ? digits.length : digits.replace(/0+$/, "").length;
}

/** Numbers that came as text because a double cannot hold them; what Excel can hold becomes a number. */
function decimalWriter(text: TextWriter, number: NumberWriter): TextWriter {
  return (cell, row) => {
    const exact = isPlainDecimal(cell) && !/^-?0\d/.test(cell) && significantDigits(cell) <= MAX_DIGITS;
    return exact ? number(Number(cell), row) : text(cell, row);
  };
}

function dateWriter(
  column: Column,
  letters: string,
  context: CellContext,
  text: TextWriter,
  look: CellStyle,
): TextWriter {
  const format = (code: string) =>
    plainWriter(letters, context, { format: code, horizontal: context.startSide, ...look });
  const [date, time, fraction] = [
    format(formats.dateFormat(column)),
    format(formats.DATETIME),
    format(formats.DATETIME_FRACTION),
  ];
  return (cell, row) => {
    const parsed = dateSerial(cell, context.offsetAt);
    if (parsed === null) return text(cell, row);
    const write = parsed.exact ? fraction : cell.length > "YYYY-MM-DD".length ? time : date;
    return write(parsed.serial, row);
  };
}
