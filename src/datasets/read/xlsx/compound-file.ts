import { type ByteFile, bytesAt } from "../byte-file";
import type { ReadFailure } from "../failure";
import { otherFormat, passwordProtected } from "./failures";

/** A compound file ([MS-CFB]): what encrypted workbooks and those of Excel 97 to 2003 are stored in. */
export const COMPOUND_SIGNATURE = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

const HEADER_BYTES = 512;
/** Sector numbers of the allocation table that the header itself has room for. */
const HEADER_TABLE = { offset: 76, sectors: 109 } as const;
const ENTRY_BYTES = 128;
const MOST_SECTORS = 64;

/** Names of streams that tell what such a file is. */
const KINDS: readonly (readonly [stream: string, failure: () => ReadFailure])[] = [
  ["EncryptedPackage", passwordProtected],
  ["Workbook", () => otherFormat("an old Excel workbook (.xls)")],
  ["Book", () => otherFormat("an old Excel workbook (.xls)")],
  ["WordDocument", () => otherFormat("an old Word document (.doc)")],
  ["PowerPoint Document", () => otherFormat("an old PowerPoint presentation (.ppt)")],
];

/** What is wrong with a compound file, by the names in its directory. */
export async function compoundFailure(file: ByteFile): Promise<ReadFailure> {
  const names = await streamNames(file);
  const kind = KINDS.find(([stream]) => names.has(stream));
  return kind?.[1]() ?? otherFormat("an old Excel or Word file (.xls, .doc)");
}

/** Follows the chain of the directory's sectors through the allocation table [2.2, 2.3, 2.6]. */
async function streamNames(file: ByteFile): Promise<Set<string>> {
  const names = new Set<string>();
  const header = viewOf(await bytesAt(file, 0, HEADER_BYTES));
  if (header.byteLength < HEADER_BYTES) return names;
  const sectorBytes = 1 << Math.min(header.getUint16(30, true), 12);
  const at = (sector: number) => (sector + 1) * sectorBytes;
  let sector = header.getUint32(48, true);
  for (let count = 0; count < MOST_SECTORS && at(sector) < file.size; count += 1) {
    const entries = await bytesAt(file, at(sector), sectorBytes);
    for (let from = 0; from + ENTRY_BYTES <= entries.length; from += ENTRY_BYTES) {
      names.add(nameOf(entries.subarray(from, from + ENTRY_BYTES)));
    }
    const place = Math.floor((sector * 4) / sectorBytes);
    if (place >= HEADER_TABLE.sectors) break;
    const table = header.getUint32(HEADER_TABLE.offset + place * 4, true);
    const next = viewOf(await bytesAt(file, at(table) + ((sector * 4) % sectorBytes), 4));
    if (next.byteLength < 4) break;
    sector = next.getUint32(0, true);
  }
  return names;
}

/** UTF-16 with a NUL at its end, in at most 64 bytes [2.6.1]. */
function nameOf(entry: Uint8Array): string {
  const bytes = Math.min(viewOf(entry).getUint16(64, true), 64);
  return new TextDecoder("utf-16le").decode(entry.subarray(0, Math.max(0, bytes - 2)));
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
