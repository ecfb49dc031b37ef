import type { Cell, Column, FieldType } from "../../render/document";
import type { DateOrder } from "./dates";
import type { ReadNote } from "./notes";
import type { DecimalMark } from "./numbers";

/**
 * The form of a table file: what pass 1 finds and pass 2 reads by. Plain data, so it can be stored
 * as JSON between the passes.
 */

/** Caps that keep one hostile file from filling the 128 MB of an isolate. */
export const READ_LIMITS = {
  /** Bytes of the file looked at to find encoding, format and delimiter. */
  headBytes: 65_536,
  columns: 1_000,
  /** UTF-8 bytes of one cell. */
  cellBytes: 1_000_000,
  /** Characters of one row or JSON element; below the 2 MB of a D1 value. */
  rowChars: 1_900_000,
  /** UTF-8 bytes of a row as a JSON array; D1 takes 2,000,000 a value. */
  storedBytes: 1_900_000,
  /** Characters of a bad row's text that are kept for errors.csv. */
  rawChars: 10_240,
  /** Faults of one row that are named. */
  faultsPerRow: 20,
  /** Characters of a rejected value that are kept in its report. */
  valueChars: 200,
  /** Characters of a field name. */
  nameChars: 64,
  batchRows: 1_000,
  batchChars: 262_144,
} as const;

/** How one column's text becomes typed cells. */
export interface Reading {
  /** Position in the file's rows, or column of the sheet from 0; null when this file lacks the field (its cells are null). */
  readonly index: number | null;
  /** JSON only: the key as written. */
  readonly key?: string | undefined;
  /** JSON only: other keys, as `canonicalHeader` gives them. */
  readonly aliases?: readonly string[] | undefined;
  readonly decimal?: DecimalMark | undefined;
  readonly order?: DateOrder | undefined;
}

export interface TableField extends Column {
  readonly reading: Reading;
}

/** How the rows of a delimited file are laid out. */
export interface CsvDialect {
  /** null: one column, nothing delimits. */
  readonly delimiter: string | null;
  readonly quote: '"' | "'";
  /** Blanks between a delimiter and an opening quote are not part of the cell. */
  readonly quoteAfterSpace: boolean;
  /** Records above the header: Excel's `sep=;` line, a title. */
  readonly skipRecords: number;
}

interface FormBase {
  readonly fields: readonly TableField[];
  /** What was decided that the file's owner may know better; left out when there is nothing. */
  readonly notes?: readonly ReadNote[];
  /** Data records seen in pass 1, bad ones included. */
  readonly records: number;
}

interface TextFormBase extends FormBase {
  /** WHATWG encoding name. */
  readonly encoding: string;
}

export interface CsvForm extends TextFormBase {
  readonly format: "csv";
  readonly dialect: CsvDialect;
  readonly hasHeader: boolean;
  /** Each column's header as written, trimmed. */
  readonly header: readonly string[];
}

export interface JsonForm extends TextFormBase {
  readonly format: "ndjson" | "json";
  /** Fields come from outside, so a key they lack makes its row bad. */
  readonly closed: boolean;
}

export interface XlsxForm extends FormBase {
  readonly format: "xlsx";
  /** Name of the sheet, and the part of the workbook that holds it. */
  readonly sheet: string;
  readonly part: string;
  readonly hasHeader: boolean;
  /** Rows above the data, empty ones not counted: titles and the header. */
  readonly above: number;
}

export type TextForm = CsvForm | JsonForm;
export type TableForm = TextForm | XlsxForm;
/** Formats of text; a workbook says itself what it is. */
export type TableFormat = TextForm["format"];

/** Names a field by its name or by its header as written. */
export interface FieldOverride {
  readonly name: string;
  readonly type?: FieldType | undefined;
  readonly format?: string | undefined;
  readonly label?: string | undefined;
}

/** What a column is known to be by its header: its name, and its type where the values allow that. */
export interface ColumnHint {
  readonly name: string;
  readonly type: FieldType;
  readonly format?: string | undefined;
}

/** A given field, with the other headers (as `canonicalHeader` gives them) that it goes by. */
export interface TargetField extends Column {
  readonly aliases?: readonly string[] | undefined;
}

export interface ReadOptions {
  readonly format?: TableFormat | undefined;
  /** Workbooks: the sheet by its name, or by its number among those that are shown, from 1. */
  readonly sheet?: string | undefined;
  /** JSON that breaks somewhere is refused as a whole, where otherwise only that element is. */
  readonly strict?: boolean | undefined;
  /** Any WHATWG label. */
  readonly encoding?: string | undefined;
  readonly delimiter?: string | undefined;
  /** Whether the month or the day comes first in dates that do not tell. */
  readonly dateOrder?: "mdy" | "dmy" | undefined;
  /** Default true. Without a header the fields are `column_1`, `column_2` ... */
  readonly hasHeader?: boolean | undefined;
  readonly overrides?: readonly FieldOverride[] | undefined;
  /** Append and replace: rows are read into exactly these fields, in this order. */
  readonly target?: readonly TargetField[] | undefined;
  /** Asked once the headers are known, for a hint for each of them or null. It may throw a ReadFailure. */
  readonly hints?: ((headers: readonly string[]) => readonly (ColumnHint | null)[]) | undefined;
}

/** Why a cell of a sheet is left empty though it holds something. Its row is taken. */
export const CELL_PROBLEMS = ["cell_error", "no_stored_value", "not_a_date"] as const;

export const BAD_ROW_CODES = [
  "type_mismatch",
  "too_few_cells",
  "too_many_cells",
  "cell_too_large",
  "row_too_large",
  "invalid_encoding",
  "nul_byte",
  "unterminated_quote",
  "invalid_json",
  "not_an_object",
  "unknown_field",
  ...CELL_PROBLEMS,
] as const;
export type BadRowCode = (typeof BAD_ROW_CODES)[number];

/** What is wrong with one record; `column` and `value` when one cell is to blame. */
export interface Fault {
  readonly code: BadRowCode;
  readonly message: string;
  readonly column: string | null;
  readonly value: string | null;
}

/** A record's typed cells, or all that is wrong with it. */
export type ReadRow = { readonly cells: Cell[] } | { readonly faults: readonly [Fault, ...Fault[]] };

/** The cells, unless there are faults. */
export function rowOf(cells: Cell[], faults: readonly Fault[]): ReadRow {
  const [first, ...more] = faults;
  return first === undefined ? { cells } : { faults: [first, ...more] };
}

/** A record that was not taken, as users see it. */
export interface BadRow extends Fault {
  /** 1-based number of the data row; the header is not counted. */
  readonly row: number;
  /** Physical line where the row starts, from 1; in a sheet the row as the sheet counts it. */
  readonly line: number;
  /** The row's text, cut at `READ_LIMITS.rawChars`. */
  readonly raw: string;
  /** What else is wrong in the same row. */
  readonly also?: readonly Fault[];
}

export interface TableBatch {
  readonly rows: Cell[][];
  readonly bad: BadRow[];
  /** Cells of sheets that were left empty; `row` was taken. */
  readonly badCells: BadRow[];
}

/** Where a record parser puts what it finds, in file order. */
export interface RecordSink<Record> {
  /** `raw` gives the text of the record's `chars` characters; it is only valid during the call. */
  record(record: Record, line: number, raw: () => string, chars: number): void;
  /** A record that cannot be taken apart. */
  fault(fault: Fault, line: number, raw: string): void;
}
