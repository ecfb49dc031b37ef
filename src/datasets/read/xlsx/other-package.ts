import { ReadFailure } from "../failure";
import { damaged, otherFormat } from "./failures";
import type { Package } from "./package";

/** Files that are zips too, by a part that only they have. */
const KINDS: readonly (readonly [part: string, name: string])[] = [
  ["xl/workbook.bin", "a binary Excel workbook (.xlsb)"],
  ["word/document.xml", "a Word document"],
  ["ppt/presentation.xml", "a PowerPoint presentation"],
  ["index/document.iwa", "an Apple Numbers or Pages document"],
  ["index.zip", "an Apple Numbers or Pages document"],
];
const OPEN_DOCUMENT = "application/vnd.oasis.opendocument.";

/** What is wrong with a zip file that holds no workbook. */
export async function otherPackage(parts: Package): Promise<ReadFailure> {
  const kind = KINDS.find(([part]) => parts.has(part))?.[1];
  if (kind !== undefined) return otherFormat(kind);
  if (parts.has("mimetype")) {
    const type = await asciiOf(parts.bytes("mimetype", 1_000));
    if (type.startsWith(`${OPEN_DOCUMENT}spreadsheet`))
      return otherFormat("an OpenDocument spreadsheet (.ods)");
    if (type.startsWith(OPEN_DOCUMENT)) return otherFormat("an OpenDocument file that is no spreadsheet");
  }
  if (parts.has("[content_types].xml")) return damaged("it has no workbook part");
  return new ReadFailure(
    "not_a_table",
    "This is a ZIP file without a workbook in it, not a table. Upload a CSV, XLSX or JSON file.",
  );
}

async function asciiOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  let text = "";
  for await (const chunk of bytes) text += String.fromCharCode(...chunk);
  return text;
}
