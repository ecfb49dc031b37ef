import { crc32 } from "node:zlib";
import { expect } from "vitest";
import type { ByteSink } from "../../../src/render/renderer";

/** A sink that keeps everything, and says how it was written to. */
export function collect(): ByteSink & {
  bytes(): Uint8Array;
  readonly largest: number;
  readonly writes: number;
} {
  const parts: Uint8Array[] = [];
  let largest = 0;
  return {
    async write(bytes) {
      parts.push(bytes.slice());
      largest = Math.max(largest, bytes.length);
    },
    bytes() {
      const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
      let at = 0;
      for (const part of parts) {
        all.set(part, at);
        at += part.length;
      }
      return all;
    },
    get largest() {
      return largest;
    },
    get writes() {
      return parts.length;
    },
  };
}

export interface ReadEntry {
  readonly name: string;
  readonly method: number;
  readonly zip64: boolean;
  readonly bytes: Uint8Array;
}

/**
 * Reads a zip strictly by its directory, inflates with the platform's DecompressionStream and checks
 * each CRC, size and local header against it. Zip64 fields are followed where the others say so.
 */
export async function readZip(file: Uint8Array): Promise<ReadEntry[]> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const u16 = (at: number) => view.getUint16(at, true);
  const u32 = (at: number) => view.getUint32(at, true);
  const u64 = (at: number) => Number(view.getBigUint64(at, true));
  const end = file.length - 22;
  expect(u32(end), "end of central directory").toBe(0x06054b50);
  let [count, size, at] = [u16(end + 10), u32(end + 12), u32(end + 16)];
  if (count === 0xffff || size === 0xffffffff || at === 0xffffffff) {
    expect(u32(end - 20), "zip64 locator").toBe(0x07064b50);
    const record = u64(end - 12);
    expect(u32(record), "zip64 end of central directory").toBe(0x06064b50);
    [count, size, at] = [u64(record + 32), u64(record + 40), u64(record + 48)];
    expect(at + size).toBe(record);
  } else expect(at + size).toBe(end);

  const entries: ReadEntry[] = [];
  for (let index = 0; index < count; index += 1) {
    expect(u32(at), "central header").toBe(0x02014b50);
    const flags = u16(at + 8);
    expect(flags & 0x0800, "UTF-8 names").not.toBe(0);
    const [method, crc, nameLength, extraLength] = [u16(at + 10), u32(at + 16), u16(at + 28), u16(at + 30)];
    let [packed, raw, offset] = [u32(at + 20), u32(at + 24), u32(at + 42)];
    const name = new TextDecoder().decode(file.subarray(at + 46, at + 46 + nameLength));
    let extra = at + 46 + nameLength + 4;
    const zip64 = extraLength > 0;
    if (raw === 0xffffffff) [raw, extra] = [u64(extra), extra + 8];
    if (packed === 0xffffffff) [packed, extra] = [u64(extra), extra + 8];
    if (offset === 0xffffffff) [offset, extra] = [u64(extra), extra + 8];
    if (zip64) expect(extra, "nothing else in the extra field").toBe(at + 46 + nameLength + extraLength);

    expect(u32(offset), "local header").toBe(0x04034b50);
    expect([u16(offset + 6), u16(offset + 8), u32(offset + 10)]).toEqual([flags, method, u32(at + 12)]);
    const start = offset + 30 + u16(offset + 26) + u16(offset + 28);
    const data = file.subarray(start, start + packed);
    if ((flags & 8) !== 0) {
      const wide = u16(offset + 28) > 0;
      const follows = start + packed;
      expect(u32(follows), "data descriptor").toBe(0x08074b50);
      expect(u32(follows + 4)).toBe(crc);
      const sizes = wide ? [u64(follows + 8), u64(follows + 16)] : [u32(follows + 8), u32(follows + 12)];
      expect(sizes).toEqual([packed, raw]);
    }
    const bytes = method === 0 ? data : await inflate(data);
    expect([bytes.length, crc32(bytes)]).toEqual([raw, crc]);
    entries.push({ name, method, zip64, bytes });
    at += 46 + nameLength + extraLength;
  }
  return entries;
}

async function inflate(data: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([data]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Text of an entry. */
export function textOf(entries: readonly ReadEntry[], name: string): string {
  const entry = entries.find((one) => one.name === name);
  expect(entry, name).toBeDefined();
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(entry?.bytes);
}
