import { ReadFailure } from "../failure";
import { declaredFor, finishField, type PlannedField, planFields } from "../fields";
import { READ_LIMITS, type ReadOptions, type XlsxForm } from "../form";
import { type HeaderColumn, nameColumns } from "../header";
import { fileEvidence, readAs } from "../infer";
import { datesNote, type ReadNote } from "../notes";
import type { Merge } from "./cell-reference";
import { type CellValue, CellValues } from "./cell-values";
import { findHeader, type HeaderPlace, type ValueRow } from "./header-rows";
import { XLSX_LIMITS } from "./limits";
import { SheetProfile } from "./profile";
import { type RawCell, SheetReader, type SheetRow, sheetRows } from "./sheet-rows";
import { type SheetWithRows, sheetsToRead, type Workbook } from "./workbook";

/**
 * Pass 1 over a workbook: the first of the sheets that has rows, its header and the types of its columns.
 *
 * @throws ReadFailure `empty_file`, `unknown_sheet`, `too_many_columns`, `unknown_field`, or what the file gives rise to.
 */
export async function inspectWorkbook(workbook: Workbook, options: ReadOptions): Promise<XlsxForm> {
  for (const sheet of sheetsToRead(workbook.sheets, options.sheet)) {
    const form = await inspectSheet(workbook, sheet, options, []);
    if (form !== null) return form;
  }
  const what =
    options.sheet === undefined ? "The workbook has no visible sheet with rows" : "The sheet holds no rows";
  throw new ReadFailure("empty_file", `${what}.`);
}

/** The form, or null for a sheet without rows. Merged headers are known behind the rows only: then it is read again. */
async function inspectSheet(
  workbook: Workbook,
  sheet: SheetWithRows,
  options: ReadOptions,
  merges: readonly Merge[],
): Promise<XlsxForm | null> {
  const inspector = new SheetInspector(workbook, options, merges);
  const reader = new SheetReader();
  for await (const rows of sheetRows(workbook.parts, sheet.part, reader)) {
    for (const row of rows) inspector.add(row);
  }
  const header = inspector.end();
  if (header === null) return null;
  const merged = reader.merges.filter(({ top }) => top >= header.from && top <= header.to);
  if (merged.length > 0 && merges.length === 0) return await inspectSheet(workbook, sheet, options, merged);
  return inspector.form(sheet);
}

const NO_HEADER: HeaderPlace = { above: 0, from: 0, to: 0, labels: new Map() };

interface SheetColumn {
  readonly index: number;
  /** Its header; null for a column that has values only. */
  readonly label: string | null;
  readonly profile: SheetProfile;
}

class SheetInspector {
  /** Known once enough rows were seen. */
  #header: HeaderPlace | null = null;
  readonly #values: CellValues;
  readonly #options: ReadOptions;
  readonly #merges: readonly Merge[];
  readonly #columns = new Map<number, SheetColumn>();
  /** Rows that hold something, while the header is not known. */
  #sample: { readonly row: SheetRow; readonly values: ValueRow }[] = [];
  #chars = 0;
  #records = 0;

  constructor(workbook: Workbook, options: ReadOptions, merges: readonly Merge[]) {
    this.#values = new CellValues(workbook);
    this.#options = options;
    this.#merges = merges;
  }

  add(row: SheetRow): void {
    if (this.#header !== null) {
      this.#record(row);
      return;
    }
    const values = this.#valueRow(row);
    if (values.values.size === 0) return;
    this.#sample.push({ row, values });
    for (const { value } of row.cells) this.#chars += value.length;
    if (this.#sample.length >= XLSX_LIMITS.sampleRows || this.#chars >= XLSX_LIMITS.sampleChars)
      this.#begin();
  }

  /** The header, once all rows were given; null when there were none. */
  end(): HeaderPlace | null {
    if (this.#header === null && this.#sample.length > 0) this.#begin();
    return this.#header;
  }

  form({ name, part }: SheetWithRows): XlsxForm {
    const columns = [...this.#columns.values()].sort((a, b) => a.index - b.index);
    const hasHeader = this.#options.hasHeader ?? true;
    const named = namesOf(columns, this.#options);
    const plan = planFields(named, this.#options, hasHeader ? "headers" : "positions");
    const texts = columns.map(({ profile }) => profile.texts);
    const file = fileEvidence(texts, null, this.#options.dateOrder);
    const notes: ReadNote[] = [];
    const fields = plan.map((field) => {
      const column = field.index === null ? undefined : columns[field.index];
      const profile = column?.profile ?? new SheetProfile();
      const placed: PlannedField = { ...field, index: column?.index ?? null };
      const finished = finishField(placed, typeOf(field, profile, file), profile.isEmpty);
      notes.push(...datesNote(finished, profile.texts, file));
      return finished;
    });
    const above = this.#header?.above ?? 0;
    const layout = { format: "xlsx", sheet: name, part, hasHeader, above } as const;
    return { ...layout, fields, records: this.#records, ...(notes.length > 0 && { notes }) };
  }

  /** Takes the header from the rows seen so far, and those below it as data. */
  #begin(): void {
    const sample = this.#sample;
    this.#sample = [];
    const rows = sample.map(({ values }) => values);
    this.#header = (this.#options.hasHeader ?? true) ? findHeader(rows, this.#merges) : NO_HEADER;
    for (const [index, label] of this.#header.labels) this.#addColumn(index, label);
    for (const { row } of sample.slice(this.#header.above)) this.#record(row);
  }

  #valueRow(row: SheetRow): ValueRow {
    const values = new Map<number, CellValue>();
    for (const cell of row.cells) {
      const value = this.#values.of(cell);
      if (value !== null) values.set(cell.column, value);
    }
    return { number: row.number, values };
  }

  #addColumn(index: number, label: string | null): SheetColumn {
    const declared = declaredFor(label ?? placeLabel(index), this.#options);
    const column = { index, label, profile: new SheetProfile(declared) };
    this.#columns.set(index, column);
    if (this.#columns.size <= READ_LIMITS.columns) return column;
    const limit = READ_LIMITS.columns.toLocaleString("en");
    throw new ReadFailure("too_many_columns", `The sheet has more than the ${limit} columns that are read.`);
  }

  #record(row: SheetRow): void {
    let isEmpty = true;
    for (const cell of row.cells) if (this.#take(cell)) isEmpty = false;
    if (!isEmpty) this.#records += 1;
  }

  /** False for a cell that turns out to be empty. */
  #take(cell: RawCell): boolean {
    const column = this.#columns.get(cell.column);
    if (column !== undefined && !column.profile.wantsTexts) return !this.#values.isEmpty(cell);
    const value = this.#values.of(cell);
    if (value === null) return false;
    const { profile } = column ?? this.#addColumn(cell.column, null);
    profile.add(value, this.#values.look(cell));
    return true;
  }
}

/** A column that has values but no header is named by its place in the sheet. */
const placeLabel = (index: number) => `Column ${index + 1}`;

/** Headers and hints go first: what has none takes a name that is left. */
function namesOf(columns: readonly SheetColumn[], options: ReadOptions): HeaderColumn[] {
  const labels = columns.flatMap(({ label }) => label ?? []);
  const named = nameColumns(labels, options.hints);
  const taken = new Set(named.map(({ name }) => name));
  return columns.map(({ index, label }) => {
    const own = label === null ? undefined : named.shift();
    if (own !== undefined) return own;
    const plain = `column_${index + 1}`;
    let name = plain;
    for (let count = 2; taken.has(name); count += 1) name = `${plain}_${count}`;
    taken.add(name);
    return { name, plain, label: placeLabel(index), hint: null };
  });
}

function typeOf(plan: PlannedField, profile: SheetProfile, file: ReturnType<typeof fileEvidence>) {
  const { type, name, label, format, hint } = plan;
  if (type === undefined) return profile.infer(file, hint);
  return readAs({ name, label, type, format: format ?? profile.format }, profile.texts, file);
}
