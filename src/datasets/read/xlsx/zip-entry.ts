import { pipeline } from "node:stream/promises";
import { crc32, createInflateRaw } from "node:zlib";
import type { ByteFile } from "../byte-file";
import { damaged, otherFormat, passwordProtected, tooLarge } from "./failures";
import { XLSX_LIMITS } from "./limits";
import type { ZipEntry } from "./zip-directory";

const LOCAL_HEADER = { signature: 0x0403_4b50, bytes: 30 } as const;
const METHOD = { stored: 0, deflated: 8 } as const;
const CHUNK_BYTES = 128 * 1024;

/**
 * An entry's bytes, unpacked as they are asked for, its size and CRC checked at its end. Leaving the loop early
 * cancels the stream. `DecompressionStream` would unpack whatever it is given without waiting for its reader
 * (workerd 2026-11: 512 MB from 500 KB).
 *
 * @throws ReadFailure `damaged_file`, `password_protected`, and `file_too_large` for more than `limit` bytes or
 *   those of a bomb.
 */
export async function* entryBytes(
  file: ByteFile,
  entry: ZipEntry,
  limit: number = XLSX_LIMITS.unpackedBytes,
): AsyncGenerator<Uint8Array, void, void> {
  if (entry.encrypted) throw passwordProtected();
  if (entry.method !== METHOD.stored && entry.method !== METHOD.deflated) {
    throw otherFormat(`a workbook packed in a rare way (zip method ${entry.method})`);
  }
  const packed = packedBytes(file, entry);
  let size = 0;
  let crc = 0;
  for await (const chunk of entry.method === METHOD.stored ? packed : inflated(packed, entry)) {
    size += chunk.length;
    checkSize(entry, size, limit);
    crc = crc32(chunk, crc);
    yield chunk;
  }
  if (size !== entry.size) throw damaged(`the part ${entry.name} is shorter than its directory says`);
  if (crc !== entry.crc) throw damaged(`the checksum of the part ${entry.name} is wrong`);
}

function checkSize(entry: ZipEntry, size: number, limit: number): void {
  if (size > limit) {
    throw tooLarge(
      `The part ${entry.name} unpacks to more than the ${(limit / 1_000_000).toLocaleString("en")} MB that are read.`,
    );
  }
  if (size > entry.size) throw damaged(`the part ${entry.name} is longer than its directory says`);
  if (size > XLSX_LIMITS.ratioFrom && size > entry.packedSize * XLSX_LIMITS.ratio) {
    throw tooLarge(`The part ${entry.name} unpacks to more than ${XLSX_LIMITS.ratio} times its size.`);
  }
}

async function* inflated(packed: AsyncIterable<Uint8Array>, entry: ZipEntry): AsyncGenerator<Uint8Array> {
  const inflate = createInflateRaw({ chunkSize: CHUNK_BYTES });
  const fed = pipeline(packed, inflate);
  fed.catch(() => {}); // what fails here fails the loop below
  try {
    yield* inflate as AsyncIterable<Uint8Array>;
  } catch (error) {
    if (isZlibError(error)) throw damaged(`the part ${entry.name} cannot be unpacked`);
    throw error;
  }
}

function isZlibError(error: unknown): boolean {
  return error instanceof Error && "code" in error && /^Z_/.test(String(error.code));
}

/** The entry's bytes as they lie in the file. One read: where they begin is known by their local header alone. */
async function* packedBytes(
  file: ByteFile,
  { name, offset, end, packedSize }: ZipEntry,
): AsyncGenerator<Uint8Array> {
  const length = Math.min(end, file.size) - offset;
  if (length < LOCAL_HEADER.bytes + packedSize) throw damaged(`the part ${name} is missing`);
  let header = new Uint8Array();
  let left = packedSize;
  let skip = -1;
  for await (const chunk of (await file.range(offset, length)) as unknown as AsyncIterable<Uint8Array>) {
    let bytes = chunk;
    if (skip < 0) {
      header = joined(header, chunk);
      if (header.length < LOCAL_HEADER.bytes) continue;
      skip = headerLength(header, name);
      bytes = header;
    }
    const passed = Math.min(skip, bytes.length);
    skip -= passed;
    const piece = bytes.subarray(passed, passed + left);
    left -= piece.length;
    if (piece.length > 0) yield piece;
  }
  if (left > 0) throw damaged(`the part ${name} is cut off`);
}

function headerLength(bytes: Uint8Array, name: string): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.getUint32(0, true) !== LOCAL_HEADER.signature) throw damaged(`the part ${name} is missing`);
  return LOCAL_HEADER.bytes + view.getUint16(26, true) + view.getUint16(28, true);
}

function joined(head: Uint8Array, tail: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(head.length + tail.length);
  bytes.set(head);
  bytes.set(tail, head.length);
  return bytes;
}
