import { type CellObject, read, type WorkBook } from "xlsx";
import type { ReportDocument } from "../../../src/render/document";
import { writeWorkbook } from "../../../src/render/xlsx";
import { EXCEL_LIMITS, type SheetLimits } from "../../../src/render/xlsx/table-sheet";
import { collect, type ReadEntry, readZip } from "../zip/read-zip";
import { expectSoundPackage } from "../zip/well-formed";

export interface OpenedWorkbook {
  readonly book: WorkBook;
  readonly entries: readonly ReadEntry[];
  /** A cell as SheetJS reads it. */
  cell(sheet: string, address: string): CellObject | undefined;
  /** All texts of the About sheet, line by line. */
  about(): string[];
}

/** Writes a workbook, checks the package and opens it with SheetJS. */
export async function openWorkbook(
  document: ReportDocument,
  limits: SheetLimits = EXCEL_LIMITS,
): Promise<OpenedWorkbook> {
  const sink = collect();
  await writeWorkbook(document, sink, limits);
  const entries = await readZip(sink.bytes());
  expectSoundPackage(entries);
  const book = read(sink.bytes(), { cellNF: true, cellStyles: true, bookDeps: true });
  const cell = (sheet: string, address: string): CellObject | undefined => book.Sheets[sheet]?.[address];
  const about = () => {
    const sheet = book.Sheets[book.SheetNames.at(-1) ?? ""] ?? {};
    return Object.entries(sheet)
      .filter(([address]) => !address.startsWith("!"))
      .map(([, { v }]: [string, CellObject]) => String(v));
  };
  return { book, entries, cell, about };
}
