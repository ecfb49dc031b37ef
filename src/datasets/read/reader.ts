import { binaryKind } from "./binary";
import { type ByteFile, bytesAt } from "./byte-file";
import { ReadFailure } from "./failure";
import type { ReadOptions, TableBatch, TableForm } from "./form";
import { inspectTable } from "./inspect";
import { readTable } from "./read";
import type { OpenBytes } from "./source";
import { COMPOUND_SIGNATURE, compoundFailure } from "./xlsx/compound-file";
import { inspectWorkbook } from "./xlsx/inspect";
import { readWorkbook } from "./xlsx/read";
import { openWorkbook, type Workbook } from "./xlsx/workbook";

/** A table that is read in two passes. */
export interface TableReader {
  /** Pass 1: finds the form. @throws ReadFailure when there is no table. */
  inspect(options: ReadOptions): Promise<TableForm>;
  /** Pass 2: the rows by the form that `inspect` found; see `readTable`. */
  read(form: TableForm): AsyncGenerator<TableBatch, void, void>;
}

/** Reads delimited text or JSON. */
export function textReader(open: OpenBytes): TableReader {
  return {
    inspect: (options) => inspectTable(open, options),
    read: (form) => {
      if (form.format === "xlsx") throw new Error("a text has no sheets");
      return readTable(open, form);
    },
  };
}

const HEAD_BYTES = 4_096;
const ZIP_SIGNATURE = "PK\x03\x04";

/** The reader for what a file is by its content, whatever its name says: a workbook, or text. */
export async function fileReader(file: ByteFile): Promise<TableReader> {
  const head = await bytesAt(file, 0, HEAD_BYTES);
  const starts = (signature: string) => [...signature].every((sign, at) => head[at] === sign.charCodeAt(0));
  if (starts(COMPOUND_SIGNATURE)) throw await compoundFailure(file);
  return starts(ZIP_SIGNATURE) ? await workbookReader(file, head) : textReader(() => file.whole());
}

async function workbookReader(file: ByteFile, head: Uint8Array): Promise<TableReader> {
  let workbook: Workbook;
  try {
    workbook = await openWorkbook(file);
  } catch (error) {
    const kind = binaryKind(head);
    // Of a zip file without its end only the first entries are known.
    const isOther = kind !== null && !kind.includes("XLSX");
    if (!isOther || !(error instanceof ReadFailure) || error.code !== "damaged_file") throw error;
    throw new ReadFailure(
      "not_a_table",
      `This looks like ${kind}, not a table. Upload a CSV, XLSX or JSON file.`,
    );
  }
  return {
    inspect: (options) => inspectWorkbook(workbook, options),
    read: (form) => {
      if (form.format !== "xlsx") throw new Error("a workbook has no text");
      return readWorkbook(workbook, form);
    },
  };
}
