import { Buffer } from "node:buffer";

/** What a glyph is drawn from: its outline and the horizontal metrics beside it, in 1/1000 em. */
export interface Outline {
  readonly advance: number;
  readonly leftSideBearing: number;
  /** The `glyf` entry; empty for a blank such as the space. */
  readonly bytes: Buffer;
}

/**
 * One TrueType slice as scripts/font-assets.mjs writes it (OpenType 1.9: cmap, glyf, head, hhea, hmtx, loca,
 * maxp and sometimes GSUB, 1000 units per em). Tables are read in place; only the cmap becomes a Map.
 */
export class FontSlice {
  readonly bytes: Buffer;
  readonly #tables = new Map<string, Buffer>();
  readonly #glyphs: Map<number, number>;
  readonly #longOffsets: boolean;
  readonly #metricCount: number;

  constructor(
    readonly name: string,
    bytes: Uint8Array,
  ) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let index = 0; index < this.bytes.readUInt16BE(4); index++) {
      const entry = 12 + 16 * index;
      const offset = this.bytes.readUInt32BE(entry + 8);
      const length = this.bytes.readUInt32BE(entry + 12);
      this.#tables.set(
        this.bytes.toString("latin1", entry, entry + 4),
        this.bytes.subarray(offset, offset + length),
      );
    }
    this.#longOffsets = this.table("head").readInt16BE(50) === 1;
    this.#metricCount = this.table("hhea").readUInt16BE(34);
    this.#glyphs = readCharacterMap(this.table("cmap"));
  }

  hasTable(tag: string): boolean {
    return this.#tables.has(tag);
  }

  /** A table by its tag; throws when the slice was not built with it. */
  table(tag: string): Buffer {
    const table = this.#tables.get(tag);
    if (!table) throw new Error(`font slice ${this.name} has no ${tag} table`);
    return table;
  }

  /** Glyph index of a code point, 0 when the slice lacks it. */
  glyphOf(codePoint: number): number {
    return this.#glyphs.get(codePoint) ?? 0;
  }

  /** Advance width in 1/1000 em. */
  advanceOf(glyph: number): number {
    return this.table("hmtx").readUInt16BE(4 * Math.min(glyph, this.#metricCount - 1));
  }

  /** Outline and metrics of a glyph; the bytes are a view into the slice. */
  outlineOf(glyph: number): Outline {
    const metrics = this.table("hmtx");
    const bearingAt =
      glyph < this.#metricCount ? 4 * glyph + 2 : 4 * this.#metricCount + 2 * (glyph - this.#metricCount);
    const start = this.#offsetOf(glyph);
    return {
      advance: this.advanceOf(glyph),
      leftSideBearing: metrics.readInt16BE(bearingAt),
      bytes: this.table("glyf").subarray(start, this.#offsetOf(glyph + 1)),
    };
  }

  #offsetOf(glyph: number): number {
    const loca = this.table("loca");
    return this.#longOffsets ? loca.readUInt32BE(4 * glyph) : 2 * loca.readUInt16BE(2 * glyph);
  }
}

/** Code points to glyphs from subtables of formats 4 and 12, which are all that the slices have. */
function readCharacterMap(cmap: Buffer): Map<number, number> {
  const glyphs = new Map<number, number>();
  for (let index = 0; index < cmap.readUInt16BE(2); index++) {
    const subtable = cmap.subarray(cmap.readUInt32BE(8 + 8 * index));
    const format = subtable.readUInt16BE(0);
    if (format === 4) readSegments(subtable, glyphs);
    else if (format === 12) readGroups(subtable, glyphs);
  }
  return glyphs;
}

function readSegments(subtable: Buffer, glyphs: Map<number, number>): void {
  const size = subtable.readUInt16BE(6);
  for (let at = 14; at < 14 + size; at += 2) {
    const end = subtable.readUInt16BE(at);
    const start = subtable.readUInt16BE(at + size + 2);
    const delta = subtable.readUInt16BE(at + 2 * size + 2);
    const rangeAt = at + 3 * size + 2;
    const range = subtable.readUInt16BE(rangeAt);
    for (let code = start; code <= end && code < 0xffff; code++) {
      const raw = range === 0 ? code : subtable.readUInt16BE(rangeAt + range + 2 * (code - start));
      const glyph = raw === 0 ? 0 : (raw + delta) & 0xffff;
      if (glyph !== 0) glyphs.set(code, glyph);
    }
  }
}

function readGroups(subtable: Buffer, glyphs: Map<number, number>): void {
  for (let group = 0; group < subtable.readUInt32BE(12); group++) {
    const entry = 16 + 12 * group;
    const start = subtable.readUInt32BE(entry);
    const end = subtable.readUInt32BE(entry + 4);
    const first = subtable.readUInt32BE(entry + 8);
    for (let code = start; code <= end; code++) glyphs.set(code, first + code - start);
  }
}
