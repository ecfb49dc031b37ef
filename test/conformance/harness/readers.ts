import { decode } from "html-entities";
import * as XLSX from "xlsx";

/** Readers that we did not write, for the files that we did. */

/** CSV by SheetJS, every cell as the text that stands there. */
export function readCsv(bytes: Buffer): string[][] {
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes);
  const book = XLSX.read(text, { type: "string", raw: true, dense: true });
  const sheet = book.Sheets[book.SheetNames[0] ?? ""] ?? [];
  return XLSX.utils.sheet_to_json<string[]>(sheet, { header: 1, raw: false, defval: "", blankrows: true });
}

/** The first table of a page, cell by cell. Markup within a cell stays as it is, so that the test sees it. */
export function readHtmlTable(html: string): string[][] {
  const [table = ""] = /<table[\s>][\s\S]*?<\/table>/.exec(html) ?? [];
  return [...table.matchAll(/<tr(?:\s[^>]*)?>([\s\S]*?)<\/tr>/g)].map(([, row = ""]) =>
    [...row.matchAll(/<t[hd](?:\s[^>]*)?>([\s\S]*?)<\/t[hd]>/g)].map(([, cell = ""]) => decode(cell)),
  );
}

export interface Workbook {
  readonly sheetNames: string[];
  /** The cells of a sheet with their types (`t`), values (`v`), formulas (`f`) and number formats (`z`). */
  sheet(name: string): (XLSX.CellObject | undefined)[][];
}

/** XLSX by SheetJS. */
export function readXlsx(bytes: Buffer): Workbook {
  const book = XLSX.read(bytes, {
    type: "buffer",
    dense: true,
    cellFormula: true,
    cellNF: true,
    cellDates: false,
    cellText: false, // what would be shown costs more than all the rest
    cellHTML: false,
  });
  return { sheetNames: book.SheetNames, sheet: (name) => book.Sheets[name]?.["!data"] ?? [] };
}

/** The calendar text of a serial day (1900 system), as a person would write it. */
export const serialText = (serial: number): string => XLSX.SSF.format("yyyy-mm-dd hh:mm:ss", serial);

/** The parts of an OPC package (a zip) by SheetJS's container reader, as text. */
export function readPackage(bytes: Buffer): Map<string, string> {
  const zip = XLSX.CFB.read(bytes, { type: "buffer" });
  return new Map(
    zip.FullPaths.map((path: string, index: number) => [
      path.replace(/^Root Entry\//, ""),
      Buffer.from(zip.FileIndex[index]?.content ?? []).toString("utf8"),
    ]),
  );
}

export interface Pdf {
  readonly pageCount: number;
  /** Text of each page that was read, in the order of the file. */
  readonly pages: string[];
  readonly title: string | null;
}

/** PDF by pdf.js; `only: "last"` for a long one. */
export async function readPdf(bytes: Buffer, { only }: { only?: "last" } = {}): Promise<Pdf> {
  const { getDocument } = await import("pdfjs-dist/legacy/build/pdf.mjs");
  const loading = getDocument({ data: new Uint8Array(bytes), verbosity: 0, useSystemFonts: false });
  const document = await loading.promise;
  const pages: string[] = [];
  for (let number = only === "last" ? document.numPages : 1; number <= document.numPages; number += 1) {
    const { items } = await (await document.getPage(number)).getTextContent();
    pages.push(items.map((item) => ("str" in item ? item.str + (item.hasEOL ? "\n" : "") : "")).join(""));
  }
  const { info } = await document.getMetadata();
  const title = "Title" in info && typeof info.Title === "string" ? info.Title : null;
  const pageCount = document.numPages;
  await loading.destroy();
  return { pageCount, pages, title };
}
