import { type ByteFile, bytesAt } from "../byte-file";
import { damaged } from "./failures";
import { XLSX_LIMITS } from "./limits";

/**
 * The directory of a zip file, read from its end (PKWARE APPNOTE 6.3.10, clauses in brackets). All numbers are
 * little-endian.
 */
export interface ZipEntry {
  /** As {@link partName} gives it. */
  readonly name: string;
  /** Of its local header. */
  readonly offset: number;
  /** Where the next entry begins, or the directory. */
  readonly end: number;
  readonly method: number;
  readonly encrypted: boolean;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
}

const END = { signature: 0x0605_4b50, bytes: 22 } as const;
const END64 = { signature: 0x0606_4b50, bytes: 56 } as const;
const LOCATOR64 = { signature: 0x0706_4b50, bytes: 20 } as const;
const ENTRY = { signature: 0x0201_4b50, bytes: 46 } as const;
const ZIP64_EXTRA = 1;
const SEE_ZIP64_32 = 0xffff_ffff;
/** The end record with the longest comment that it can have, and the zip64 records before it [4.3.16]. */
const TAIL_BYTES = END.bytes + 0xffff + LOCATOR64.bytes + END64.bytes;

/** A part's name as all writers mean it: names do not differ by case alone (ECMA-376 part 2, 6.2.2.3). */
export function partName(written: string): string {
  const steps: string[] = [];
  for (const step of written.replaceAll("\\", "/").split("/")) {
    if (step === "..") steps.pop();
    else if (step !== "" && step !== ".") steps.push(step);
  }
  return steps.join("/").toLowerCase();
}

/**
 * The entries by name. Of two with one name the last counts, as for most readers.
 *
 * @throws ReadFailure `damaged_file` when there is no directory.
 */
export async function readDirectory(file: ByteFile): Promise<Map<string, ZipEntry>> {
  const tailStart = Math.max(0, file.size - TAIL_BYTES);
  const tail = await bytesAt(file, tailStart, TAIL_BYTES);
  const place = await directoryPlace(file, tail, tailStart);
  if (place.bytes > XLSX_LIMITS.directoryBytes) throw damaged("its directory is too long");
  const inTail = place.start - tailStart;
  const bytes =
    inTail >= 0 ? tail.subarray(inTail, inTail + place.bytes) : await bytesAt(file, place.start, place.bytes);
  return bounded(entriesOf(bytes, place.shift), place.start);
}

interface Place {
  /** In the file. */
  readonly start: number;
  readonly bytes: number;
  /** Bytes before the zip file itself; offsets do not count them. */
  readonly shift: number;
}

async function directoryPlace(file: ByteFile, tail: Uint8Array, tailStart: number): Promise<Place> {
  const view = viewOf(tail);
  const end = endRecord(tail, tailStart);
  if (end < 0) throw damaged("the end of the zip file is missing");
  const small = {
    bytes: view.getUint32(end + 12, true),
    offset: view.getUint32(end + 16, true),
    behind: tailStart + end,
  };
  const locator = end - LOCATOR64.bytes;
  const isZip64 = locator >= 0 && view.getUint32(locator, true) === LOCATOR64.signature;
  const { bytes, offset, behind } = isZip64
    ? await end64(file, number64(view, locator + 8), tailStart + locator)
    : small;
  const start = behind - bytes;
  const shift = start - offset;
  if (start < 0 || shift < 0) throw damaged("the zip directory is not where it should be");
  return { start, bytes, shift };
}

/** The record may lie further on than it says when something stands before the zip file [4.3.14]. */
async function end64(file: ByteFile, offset: number, locator: number) {
  for (const at of [offset, locator - END64.bytes]) {
    if (at < 0 || at > locator) continue;
    const record = await bytesAt(file, at, END64.bytes);
    const view = viewOf(record);
    if (record.length < END64.bytes || view.getUint32(0, true) !== END64.signature) continue;
    return { bytes: number64(view, 40), offset: number64(view, 48), behind: at };
  }
  throw damaged("the zip64 directory is missing");
}

/**
 * Where the end record begins, or -1: the last one whose directory lies before it, for comments and what follows
 * the file may hold its signature too.
 */
function endRecord(tail: Uint8Array, tailStart: number): number {
  const view = viewOf(tail);
  for (let at = tail.length - END.bytes; at >= 0; at -= 1) {
    if (tail[at] !== 0x50 || view.getUint32(at, true) !== END.signature) continue;
    const [size, offset] = [view.getUint32(at + 12, true), view.getUint32(at + 16, true)];
    const isFar = size === SEE_ZIP64_32 || offset === SEE_ZIP64_32;
    const commentEnd = at + END.bytes + view.getUint16(at + 20, true);
    if (commentEnd <= tail.length && (isFar || offset + size <= tailStart + at)) return at;
  }
  return -1;
}

type FoundEntry = Omit<ZipEntry, "end">;

function entriesOf(bytes: Uint8Array, shift: number): FoundEntry[] {
  const view = viewOf(bytes);
  const entries: FoundEntry[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (at + ENTRY.bytes > bytes.length || view.getUint32(at, true) !== ENTRY.signature) {
      // What follows the last entry may be a signature [4.3.13].
      if (entries.length === 0) throw damaged("the zip directory cannot be read");
      break;
    }
    const nameEnd = at + ENTRY.bytes + view.getUint16(at + 28, true);
    const extraEnd = nameEnd + view.getUint16(at + 30, true);
    if (extraEnd > bytes.length) throw damaged("the zip directory breaks off");
    const [size, packedSize, offset] = sizesOf(view, at, bytes.subarray(nameEnd, extraEnd));
    entries.push({
      name: partName(new TextDecoder().decode(bytes.subarray(at + ENTRY.bytes, nameEnd))),
      offset: offset + shift,
      method: view.getUint16(at + 10, true),
      encrypted: (view.getUint16(at + 8, true) & 1) !== 0,
      crc: view.getUint32(at + 16, true),
      packedSize,
      size,
    });
    at = extraEnd + view.getUint16(at + 32, true);
  }
  return entries;
}

/** By name. An entry reaches to the one that lies behind it, so that one read gets all of it and no more. */
function bounded(entries: readonly FoundEntry[], directory: number): Map<string, ZipEntry> {
  const inFile = entries.toSorted((a, b) => a.offset - b.offset);
  const ends = new Map(inFile.map(({ offset }, at) => [offset, inFile[at + 1]?.offset ?? directory]));
  return new Map(
    entries.map((entry) => [entry.name, { ...entry, end: ends.get(entry.offset) ?? directory }]),
  );
}

/** Those that do not fit their field stand in the zip64 extra field, in this order [4.5.3]. */
function sizesOf(
  view: DataView,
  at: number,
  extra: Uint8Array,
): [size: number, packed: number, offset: number] {
  const [size, packed, offset] = [24, 20, 42].map((field) => view.getUint32(at + field, true)) as [
    number,
    number,
    number,
  ];
  const fields = viewOf(extra);
  for (let from = 0; from + 4 <= extra.length; ) {
    const length = fields.getUint16(from + 2, true);
    if (fields.getUint16(from, true) !== ZIP64_EXTRA) {
      from += 4 + length;
      continue;
    }
    let next = from + 4;
    const end = Math.min(next + length, extra.length);
    const full = (value: number) => {
      if (value !== SEE_ZIP64_32 || next + 8 > end) return value;
      next += 8;
      return number64(fields, next - 8);
    };
    return [full(size), full(packed), full(offset)];
  }
  return [size, packed, offset];
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function number64(view: DataView, at: number): number {
  return Number(view.getBigUint64(at, true));
}
