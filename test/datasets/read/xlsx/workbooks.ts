import JSZip from "jszip";
import {
  type BadRow,
  type ByteFile,
  fileReader,
  type ReadOptions,
  type XlsxForm,
} from "../../../../src/datasets/read";
import type { Cell } from "../../../../src/render/document";
import { streamOf } from "../tables";

export interface ReadSheet {
  readonly form: XlsxForm;
  readonly rows: readonly (readonly Cell[])[];
  readonly bad: readonly BadRow[];
  readonly badCells: readonly BadRow[];
}

/** A file of bytes, given in pieces of the sizes asked for. */
export function fileOf(bytes: Uint8Array, sizes?: readonly number[]): ByteFile {
  return {
    size: bytes.length,
    whole: async () => streamOf(bytes, sizes),
    range: async (offset, length) => streamOf(bytes.subarray(offset, offset + length), sizes),
  };
}

/** Both passes over a workbook. */
export async function readSheet(
  bytes: Uint8Array,
  options: ReadOptions = {},
  sizes?: readonly number[],
): Promise<ReadSheet> {
  const reader = await fileReader(fileOf(bytes, sizes));
  const form = await reader.inspect(options);
  if (form.format !== "xlsx") throw new Error(`read as ${form.format}`);
  const rows: Cell[][] = [];
  const bad: BadRow[] = [];
  const badCells: BadRow[] = [];
  for await (const batch of reader.read(JSON.parse(JSON.stringify(form)))) {
    rows.push(...batch.rows);
    bad.push(...batch.bad);
    badCells.push(...batch.badCells);
  }
  return { form, rows, bad, badCells };
}

/** `name: type` or `name: type:format` of each field. */
export function fieldsOf({ form }: ReadSheet): string[] {
  return form.fields.map(
    ({ name, type, format }) => `${name}: ${format === undefined ? type : `${type}:${format}`}`,
  );
}

export const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships";

export interface Parts {
  /** What stands in `sheetData` of each sheet, by its name. */
  readonly sheets: Readonly<Record<string, string>>;
  /** What stands in `sst`. */
  readonly strings?: string;
  /** What stands in `styleSheet`. */
  readonly styles?: string;
  /** In place of the whole `workbook.xml`, `workbook.xml.rels`, or of any other part. */
  readonly parts?: Readonly<Record<string, string | Uint8Array | null>>;
  readonly is1904?: boolean;
  readonly hidden?: readonly string[];
  /** Behind `sheetData`. */
  readonly behind?: string;
}

/** A workbook written by hand. */
export async function workbookOf(
  { sheets, strings, styles, parts = {}, is1904, hidden = [], behind = "" }: Parts,
  options: { compression?: "STORE" | "DEFLATE"; streamFiles?: boolean } = {},
): Promise<Uint8Array> {
  const names = Object.keys(sheets);
  const tabs = names.map((name, at) => {
    const state = hidden.includes(name) ? ' state="hidden"' : "";
    return `<sheet name="${name}" sheetId="${at + 1}"${state} r:id="rId${at + 1}"/>`;
  });
  const links = names.map((_, at) => link(`rId${at + 1}`, "worksheet", `worksheets/sheet${at + 1}.xml`));
  const all: Record<string, string | Uint8Array | null> = {
    "[Content_Types].xml": "<Types/>",
    "_rels/.rels": `<Relationships xmlns="${PACKAGE}">${link("rId1", "officeDocument", "xl/workbook.xml")}</Relationships>`,
    "xl/workbook.xml": `<?xml version="1.0"?><workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><workbookPr${is1904 ? ' date1904="1"' : ""}/><sheets>${tabs.join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${PACKAGE}">${links.join("")}${link("rIdS", "sharedStrings", "sharedStrings.xml")}${link("rIdT", "styles", "/xl/styles.xml")}</Relationships>`,
    "xl/sharedStrings.xml": strings === undefined ? null : `<sst xmlns="${MAIN}">${strings}</sst>`,
    "xl/styles.xml": styles === undefined ? null : `<styleSheet xmlns="${MAIN}">${styles}</styleSheet>`,
    ...Object.fromEntries(
      Object.values(sheets).map((xml, at) => [
        `xl/worksheets/sheet${at + 1}.xml`,
        `<worksheet xmlns="${MAIN}"><sheetData>${xml}</sheetData>${behind}</worksheet>`,
      ]),
    ),
    ...parts,
  };
  const zip = new JSZip();
  for (const [name, content] of Object.entries(all)) if (content !== null) zip.file(name, content);
  const { compression = "DEFLATE", streamFiles = false } = options;
  return await zip.generateAsync({ type: "uint8array", compression, streamFiles });
}

export const link = (id: string, type: string, target: string) =>
  `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;

/** Rows of texts and numbers from A1, as `sheetData` holds them. */
export function rowsXml(rows: readonly (readonly (string | number | null)[])[], first = 1): string {
  return rows
    .map((cells, at) => {
      const row = first + at;
      const xml = cells.map((cell, column) => {
        const place = `${String.fromCharCode(65 + column)}${row}`;
        if (cell === null) return "";
        if (typeof cell === "number") return `<c r="${place}"><v>${cell}</v></c>`;
        return `<c r="${place}" t="inlineStr"><is><t xml:space="preserve">${cell}</t></is></c>`;
      });
      return `<row r="${row}">${xml.join("")}</row>`;
    })
    .join("");
}
