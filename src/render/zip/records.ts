/**
 * The records of a zip file, field by field as in PKWARE's APPNOTE 6.3.10 (clauses in brackets).
 * All numbers are little-endian.
 */

/** Sizes and counts that do not fit their field hold these, and the zip64 record holds the truth [4.4.1.4]. */
const SEE_ZIP64_32 = 0xffff_ffff;
const SEE_ZIP64_16 = 0xffff;

const VERSION_DEFLATE = 20;
const VERSION_ZIP64 = 45;

/** General purpose bits [4.4.4]: sizes follow the data; names are UTF-8. */
const SIZES_FOLLOW = 1 << 3;
const UTF8_NAMES = 1 << 11;

const ZIP64_EXTRA = 0x0001;

/** What is known of an entry; sizes and CRC are zero in a local header whose sizes follow. */
export interface EntryRecord {
  readonly name: Uint8Array;
  readonly offset: number;
  /** Deflated (8) or stored (0) [4.4.5]. */
  readonly method: 0 | 8;
  readonly sizesFollow: boolean;
  /** Decided before the data: it makes the sizes after the data 8 bytes wide [4.3.9.2]. */
  readonly zip64: boolean;
  readonly modified: number;
  crc: number;
  size: number;
  packedSize: number;
}

/** Where zip64 begins; the format's own limits except in tests. */
export interface Zip64Limits {
  readonly bytes: number;
  readonly entries: number;
}
export const FORMAT_LIMITS: Zip64Limits = { bytes: SEE_ZIP64_32, entries: SEE_ZIP64_16 };

type Field = readonly [value: number, bytes: 2 | 4 | 8];

function encode(fields: readonly Field[], ...tails: readonly Uint8Array[]): Uint8Array {
  const head = fields.reduce((sum, [, bytes]) => sum + bytes, 0);
  const record = new Uint8Array(tails.reduce((sum, tail) => sum + tail.length, head));
  const view = new DataView(record.buffer);
  let at = 0;
  for (const [value, bytes] of fields) {
    if (bytes === 2) view.setUint16(at, value, true);
    else if (bytes === 4) view.setUint32(at, value, true);
    else view.setBigUint64(at, BigInt(value), true);
    at += bytes;
  }
  for (const tail of tails) {
    record.set(tail, at);
    at += tail.length;
  }
  return record;
}

function flags(entry: EntryRecord): number {
  return UTF8_NAMES | (entry.sizesFollow ? SIZES_FOLLOW : 0);
}

/** Zip64 extended information [4.5.3]: only the fields that do not fit, in this order. */
function zip64Extra(values: readonly number[]): Uint8Array {
  if (values.length === 0) return new Uint8Array(0);
  return encode([[ZIP64_EXTRA, 2], [values.length * 8, 2], ...values.map((value) => [value, 8] as const)]);
}

/** Local file header [4.3.7]. */
export function localHeader(entry: EntryRecord): Uint8Array {
  const extra = zip64Extra(entry.zip64 ? [entry.size, entry.packedSize] : []);
  return encode(
    [
      [0x04034b50, 4],
      [entry.zip64 ? VERSION_ZIP64 : VERSION_DEFLATE, 2],
      [flags(entry), 2],
      [entry.method, 2],
      [entry.modified, 4],
      [entry.crc, 4],
      [entry.zip64 ? SEE_ZIP64_32 : entry.packedSize, 4],
      [entry.zip64 ? SEE_ZIP64_32 : entry.size, 4],
      [entry.name.length, 2],
      [extra.length, 2],
    ],
    entry.name,
    extra,
  );
}

/** Data descriptor, with the customary signature [4.3.9]. */
export function dataDescriptor(entry: EntryRecord): Uint8Array {
  const width = entry.zip64 ? 8 : 4;
  return encode([
    [0x08074b50, 4],
    [entry.crc, 4],
    [entry.packedSize, width],
    [entry.size, width],
  ]);
}

/** Central directory header [4.3.12]. */
export function centralHeader(entry: EntryRecord, limits: Zip64Limits): Uint8Array {
  const far = entry.offset >= limits.bytes;
  const extra = zip64Extra([
    ...(entry.zip64 ? [entry.size, entry.packedSize] : []),
    ...(far ? [entry.offset] : []),
  ]);
  const version = extra.length > 0 ? VERSION_ZIP64 : VERSION_DEFLATE;
  return encode(
    [
      [0x02014b50, 4],
      [version, 2],
      [version, 2],
      [flags(entry), 2],
      [entry.method, 2],
      [entry.modified, 4],
      [entry.crc, 4],
      [entry.zip64 ? SEE_ZIP64_32 : entry.packedSize, 4],
      [entry.zip64 ? SEE_ZIP64_32 : entry.size, 4],
      [entry.name.length, 2],
      [extra.length, 2],
      // No comment, first disk, no attributes.
      [0, 2],
      [0, 2],
      [0, 2],
      [0, 4],
      [far ? SEE_ZIP64_32 : entry.offset, 4],
    ],
    entry.name,
    extra,
  );
}

/**
 * What ends the file: the end of central directory record [4.3.16], and before it, when a number
 * does not fit there, the zip64 record and its locator [4.3.14, 4.3.15].
 */
export function endOfDirectory(entries: number, size: number, offset: number, limits: Zip64Limits) {
  const tooMany = entries >= limits.entries;
  const tooFar = size >= limits.bytes || offset >= limits.bytes;
  const end = encode([
    [0x06054b50, 4],
    [0, 2],
    [0, 2],
    [tooMany ? SEE_ZIP64_16 : entries, 2],
    [tooMany ? SEE_ZIP64_16 : entries, 2],
    [tooFar ? SEE_ZIP64_32 : size, 4],
    [tooFar ? SEE_ZIP64_32 : offset, 4],
    [0, 2],
  ]);
  if (!tooMany && !tooFar) return end;
  const zip64 = encode([
    [0x06064b50, 4],
    // Size of what remains of this record.
    [44, 8],
    [VERSION_ZIP64, 2],
    [VERSION_ZIP64, 2],
    [0, 4],
    [0, 4],
    [entries, 8],
    [entries, 8],
    [size, 8],
    [offset, 8],
  ]);
  const locator: readonly Field[] = [
    [0x07064b50, 4],
    [0, 4],
    [offset + size, 8],
    [1, 4],
  ];
  return encode([], zip64, encode(locator), end);
}

/**
 * Date and time as MS-DOS keeps them [4.4.6]: two-second steps, years 1980 to 2107, no zone; the
 * UTC clock is written. An unreadable time becomes the format's first day.
 */
export function dosTime(iso: string): number {
  const time = new Date(iso);
  const year = time.getUTCFullYear();
  if (!(year >= 1980 && year <= 2107)) return (1 << 21) | (1 << 16);
  const date = ((year - 1980) << 9) | ((time.getUTCMonth() + 1) << 5) | time.getUTCDate();
  const clock = (time.getUTCHours() << 11) | (time.getUTCMinutes() << 5) | (time.getUTCSeconds() >> 1);
  return ((date << 16) | clock) >>> 0;
}
