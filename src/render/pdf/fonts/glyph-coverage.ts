import type { Buffer } from "node:buffer";

/** Glyphs of a coverage table in order (OpenType 1.9, "Coverage table", formats 1 and 2). */
export function coveredGlyphs(table: Buffer, at: number): number[] {
  const count = table.readUInt16BE(at + 2);
  if (table.readUInt16BE(at) === 1) {
    return Array.from({ length: count }, (_, index) => table.readUInt16BE(at + 4 + 2 * index));
  }
  return Array.from({ length: count }, (_, index) => {
    const range = at + 4 + 6 * index;
    const start = table.readUInt16BE(range);
    return Array.from({ length: table.readUInt16BE(range + 2) - start + 1 }, (_item, step) => start + step);
  }).flat();
}
