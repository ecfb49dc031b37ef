import { READ_LIMITS } from "../form";
import { columnOf, MAX_COLUMNS, type Merge, mergeOf } from "./cell-reference";
import { type ScannedCell, scanCell } from "./cell-scanner";
import { damaged } from "./failures";
import { XLSX_LIMITS } from "./limits";
import type { Package } from "./package";
import { TextGatherer } from "./shared-strings";
import type { XmlHandler } from "./xml-parser";
import { attribute } from "./xml-text";

/** A cell as it stands in the file (ECMA-376 part 1, 18.3.1.4). */
export interface RawCell {
  /** From 0. */
  readonly column: number;
  /** `s` a shared string, `str` and `inlineStr` a text, `b`, `e` an error, `d` ISO 8601, `n` a number. */
  readonly type: string;
  readonly style: number;
  readonly value: string;
  /** It has a formula, but no program has stored its value. */
  readonly isUncounted: boolean;
}

export interface SheetRow {
  /** As the sheet counts it, from 1. */
  readonly number: number;
  /** Those that hold something, in the order of the file. */
  readonly cells: readonly RawCell[];
  /** The row holds more text than a row may; what is beyond is left out. */
  readonly isTooLarge: boolean;
}

/** Reads the rows of `xl/worksheets/sheet1.xml` (18.3.1.99); what is around them is passed over. */
export class SheetReader implements XmlHandler {
  /** Merged cells among the first rows, where headers are; the file names them behind the rows. */
  readonly merges: Merge[] = [];
  #rowsRead = 0;
  #lastOfFirst = 0;
  #rows: SheetRow[] = [];
  #isInRows = false;
  #isInRow = false;
  #isInValue = false;
  #isInCell = false;

  #number = 0;
  #cells: RawCell[] = [];
  #chars = 0;

  #column = -1;
  #type = "n";
  #style = 0;
  #value = "";
  #hasFormula = false;
  readonly #inline = new TextGatherer();
  readonly #scanned: ScannedCell = { column: -1, type: "n", style: 0, value: "" };

  /** The rows read since the last time. */
  take(): SheetRow[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  whole(text: string, tag: number): number {
    if (!this.#isInRow || this.#isInCell) return -1;
    const cell = this.#scanned;
    const end = scanCell(text, tag, cell);
    if (end < 0) return -1;
    this.#column = cell.column < 0 ? this.#column + 1 : cell.column;
    if (cell.value !== "") this.#add(cell.type, cell.style, cell.value, false);
    return end;
  }

  open(name: string, attributes: string): void {
    if (!this.#isInRows) {
      if (name === "sheetData") this.#isInRows = true;
      else if (name === "mergeCell") this.#merge(attribute(attributes, "ref") ?? "");
    } else if (name === "c") this.#openCell(attributes);
    else if (name === "v") this.#isInValue = this.#isInCell;
    else if (name === "row") this.#openRow(attributes);
    else if (name === "f") this.#hasFormula = true;
    else if (this.#isInCell) this.#inline.open(name);
  }

  text(text: string): void {
    if (this.#isInValue) {
      if (this.#chars + this.#value.length <= READ_LIMITS.rowChars) this.#value += text;
    } else if (this.#isInCell && this.#type === "inlineStr") this.#inline.add(text);
  }

  close(name: string): void {
    if (!this.#isInRows) return;
    if (name === "c") this.#closeCell();
    else if (name === "v") this.#isInValue = false;
    else if (name === "row") this.#closeRow();
    else if (name === "sheetData") this.#isInRows = false;
    else if (this.#isInCell) this.#inline.close(name);
  }

  #openRow(attributes: string): void {
    const written = attribute(attributes, "r");
    this.#number = written === undefined ? this.#number + 1 : Number(written);
    if (!Number.isSafeInteger(this.#number)) throw damaged(`it has a row with the number ${written}`);
    this.#isInRow = true;
    this.#cells = [];
    this.#chars = 0;
    this.#column = -1;
  }

  #closeRow(): void {
    const isTooLarge = this.#chars > READ_LIMITS.rowChars;
    this.#isInRow = false;
    if (this.#cells.length === 0) return;
    this.#rows.push({ number: this.#number, cells: this.#cells, isTooLarge });
    this.#cells = [];
    this.#rowsRead += 1;
    if (this.#rowsRead <= XLSX_LIMITS.sampleRows) this.#lastOfFirst = this.#number;
  }

  #openCell(attributes: string): void {
    const reference = attribute(attributes, "r");
    this.#column = reference === undefined ? this.#column + 1 : columnOf(reference);
    if (this.#column < 0) throw damaged(`it has a cell at ${reference?.slice(0, 20)}`);
    this.#type = attribute(attributes, "t") ?? "n";
    this.#style = Number(attribute(attributes, "s") ?? 0);
    this.#value = "";
    this.#hasFormula = false;
    this.#isInCell = true;
    if (this.#type === "inlineStr") this.#inline.begin();
  }

  #closeCell(): void {
    this.#isInCell = false;
    this.#isInValue = false;
    const value = this.#type === "inlineStr" ? this.#inline.take() : this.#value;
    // A formula that gives an empty text is of type `str`.
    const isUncounted = this.#hasFormula && this.#type === "n" && value === "";
    if (value !== "" || isUncounted) this.#add(this.#type, this.#style, value, isUncounted);
  }

  #add(type: string, style: number, value: string, isUncounted: boolean): void {
    this.#chars += value.length;
    if (this.#chars > READ_LIMITS.rowChars) return;
    if (this.#cells.length >= MAX_COLUMNS)
      throw damaged("it has a row with more cells than a sheet has columns");
    this.#cells.push({ column: this.#column, type, style, value, isUncounted });
  }

  #merge(range: string): void {
    const merge = mergeOf(range);
    if (merge === null || this.merges.length >= XLSX_LIMITS.merges) return;
    if (merge.top <= this.#lastOfFirst) this.merges.push(merge);
  }
}

/** The rows of a sheet in the pieces in which they are read. Leaving the loop early cancels the stream. */
export async function* sheetRows(
  parts: Package,
  part: string,
  reader: SheetReader,
): AsyncGenerator<SheetRow[], void, void> {
  for await (const _ of parts.parse(part, reader, XLSX_LIMITS.unpackedBytes)) {
    const rows = reader.take();
    if (rows.length > 0) yield rows;
  }
}
