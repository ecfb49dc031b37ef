import type { LegacySample } from "./legacy-sample";

/**
 * Length of the well-formed UTF-8 sequence at `at` (Unicode 16, table 3-7), or 0 when the byte there
 * begins none.
 */
export function sequenceLength(bytes: Uint8Array, at: number): 0 | 1 | 2 | 3 | 4 {
  const lead = bytes[at] ?? 0xff;
  if (lead < 0x80) return 1;
  if (lead < 0xc2 || lead > 0xf4) return 0;
  const second = bytes[at + 1] ?? 0;
  if (lead < 0xe0) return isTrail(second) ? 2 : 0;
  if (lead < 0xf0) {
    const low = lead === 0xe0 ? 0xa0 : 0x80;
    const high = lead === 0xed ? 0x9f : 0xbf;
    return second >= low && second <= high && isTrail(bytes[at + 2]) ? 3 : 0;
  }
  const low = lead === 0xf0 ? 0x90 : 0x80;
  const high = lead === 0xf4 ? 0x8f : 0xbf;
  return second >= low && second <= high && isTrail(bytes[at + 2]) && isTrail(bytes[at + 3]) ? 4 : 0;
}

/** How many leading bytes hold whole sequences; the at most 3 bytes behind them await the next chunk. */
export function completeLength(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

/** Evidence for or against UTF-8 in bytes of unknown encoding. */
export interface Utf8Count {
  /** Bytes in well-formed sequences less their UTF-16 units: 1 or 2 for a letter beyond ASCII. */
  multibyte: number;
  /** Bytes that belong to no well-formed sequence. */
  broken: number;
  /** Words that tell what it is if not UTF-8. */
  readonly sample?: LegacySample;
}

export function countUtf8(bytes: Uint8Array, count: Utf8Count): void {
  for (let at = 0; at < bytes.length; ) {
    if ((bytes[at] ?? 0) < 0x80) {
      at += 1;
      continue;
    }
    const length = sequenceLength(bytes, at);
    if (length === 0) count.broken += 1;
    else count.multibyte += Math.min(length - 1, 2);
    at += length || 1;
  }
}

/** UTF-8 bytes of a text, without making them. */
export function utf8Length(text: string): number {
  let bytes = text.length;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 0x80) continue;
    // A surrogate pair is 4 bytes for 2 units, so each half adds 1.
    bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}

function isTrail(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x80 && byte <= 0xbf;
}
