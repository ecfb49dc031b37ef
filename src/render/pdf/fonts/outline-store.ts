import { Buffer } from "node:buffer";
import type { FontSlice } from "./font-slice";

/** Glyph 0 must exist and is never shown (OpenType 1.9, glyph 0 is .notdef). */
const NOTDEF = { advance: 600, leftSideBearing: 0, bytes: Buffer.alloc(0) };

/** Flags of a component of a composite glyph (OpenType 1.9, glyf, "Composite glyph description"). */
const ARGUMENTS_ARE_WORDS = 0x0001;
const ARGUMENTS_ARE_OFFSETS = 0x0002;
const ONE_SCALE = 0x0008;
const MORE_COMPONENTS = 0x0020;
const TWO_SCALES = 0x0040;
const TWO_BY_TWO = 0x0080;

interface StoredGlyph {
  readonly advance: number;
  readonly leftSideBearing: number;
  readonly bytes: Buffer;
}

/**
 * The glyphs of one embedded font, gathered from any number of slices as text needs them. Outlines are copied,
 * so that no slice must stay in memory: what this holds grows with distinct characters, not with rows.
 */
export class OutlineStore {
  readonly #glyphs: StoredGlyph[] = [NOTDEF];
  readonly #components = new Map<string, number>();
  #head: Buffer | null = null;
  #hhea: Buffer | null = null;
  #maxp: Buffer | null = null;

  get count(): number {
    return this.#glyphs.length;
  }

  advances(): number[] {
    return this.#glyphs.map((glyph) => glyph.advance);
  }

  /** Adds a glyph that shows nothing and takes no room; returns its index. */
  addBlank(): number {
    return this.#glyphs.push({ advance: 0, leftSideBearing: 0, bytes: Buffer.alloc(0) }) - 1;
  }

  /** Adds a glyph that is already there once more; returns its second index. */
  addCopy(index: number): number {
    return this.#glyphs.push(this.#glyphs[index] ?? NOTDEF) - 1;
  }

  /** Adds a glyph that draws another one elsewhere, with its advance; returns its index. */
  addMoved(index: number, x: number, y: number): number {
    const glyph = this.#glyphs[index] ?? NOTDEF;
    if (glyph.bytes.length === 0) return this.addCopy(index);
    const box = [2, 4, 6, 8].map((at) => glyph.bytes.readInt16BE(at));
    const bytes = Buffer.alloc(18);
    const [xMin = 0, yMin = 0, xMax = 0, yMax = 0] = box;
    [-1, xMin + x, yMin + y, xMax + x, yMax + y].forEach((value, at) => {
      bytes.writeInt16BE(value, 2 * at);
    });
    bytes.writeUInt16BE(ARGUMENTS_ARE_WORDS | ARGUMENTS_ARE_OFFSETS, 10);
    bytes.writeUInt16BE(index, 12);
    bytes.writeInt16BE(x, 14);
    bytes.writeInt16BE(y, 16);
    return this.#glyphs.push({ advance: glyph.advance, leftSideBearing: xMin + x, bytes }) - 1;
  }

  /** Copies a glyph in and returns its index in the embedded font. */
  add(slice: FontSlice, glyph: number): number {
    this.#mergeLimits(slice);
    const outline = slice.outlineOf(glyph);
    const bytes = Buffer.from(outline.bytes);
    const index = this.#glyphs.length;
    this.#glyphs.push({ ...outline, bytes });
    if (bytes.length > 0 && bytes.readInt16BE(0) < 0) this.#renumberComponents(slice, bytes);
    return index;
  }

  /** Parts of composites point at glyphs of their slice: bring those in and point at the copies. */
  #renumberComponents(slice: FontSlice, bytes: Buffer): void {
    let at = 10;
    let flags = MORE_COMPONENTS;
    while (flags & MORE_COMPONENTS) {
      flags = bytes.readUInt16BE(at);
      const glyph = bytes.readUInt16BE(at + 2);
      const key = `${slice.name} ${glyph}`;
      const copy = this.#components.get(key) ?? this.add(slice, glyph);
      this.#components.set(key, copy);
      bytes.writeUInt16BE(copy, at + 2);
      at += 4 + (flags & ARGUMENTS_ARE_WORDS ? 4 : 2);
      if (flags & ONE_SCALE) at += 2;
      else if (flags & TWO_SCALES) at += 4;
      else if (flags & TWO_BY_TWO) at += 8;
    }
  }

  #mergeLimits(slice: FontSlice): void {
    this.#head ??= Buffer.from(slice.table("head"));
    this.#hhea ??= Buffer.from(slice.table("hhea"));
    const limits = slice.table("maxp");
    const merged = this.#maxp ?? Buffer.from(limits);
    for (let at = 6; at < 32; at += 2) raise(merged, at, limits.readUInt16BE(at));
    this.#maxp = merged;
  }

  /** A TrueType font program with the tables that ISO 32000-1, 9.9 (table 126) asks of a CIDFontType2. */
  toTrueType(): Buffer {
    const count = this.#glyphs.length;
    const loca = Buffer.alloc(4 * (count + 1));
    const hmtx = Buffer.alloc(4 * count);
    const outlines: Buffer[] = [];
    let offset = 0;
    this.#glyphs.forEach((glyph, index) => {
      const padding = (4 - (glyph.bytes.length % 4)) % 4;
      outlines.push(glyph.bytes, Buffer.alloc(padding));
      offset += glyph.bytes.length + padding;
      loca.writeUInt32BE(offset, 4 * (index + 1));
      hmtx.writeUInt16BE(glyph.advance, 4 * index);
      hmtx.writeInt16BE(glyph.leftSideBearing, 4 * index + 2);
    });
    const head = this.#head ?? Buffer.alloc(54);
    head.writeUInt32BE(0, 8); // checkSumAdjustment: no reader checks it in an embedded font
    head.writeInt16BE(1, 50); // indexToLocFormat: long offsets
    const hhea = this.#hhea ?? Buffer.alloc(36);
    hhea.writeUInt16BE(count, 34);
    const maxp = this.#maxp ?? Buffer.alloc(32);
    maxp.writeUInt16BE(count, 4);
    raise(maxp, 10, maxp.readUInt16BE(6)); // points and contours of composites: moved glyphs have those of one
    raise(maxp, 12, maxp.readUInt16BE(8));
    raise(maxp, 28, 1);
    maxp.writeUInt16BE(maxp.readUInt16BE(30) + 1, 30);
    return packTables([
      ["glyf", Buffer.concat(outlines)],
      ["head", head],
      ["hhea", hhea],
      ["hmtx", hmtx],
      ["loca", loca],
      ["maxp", maxp],
    ]);
  }
}

function raise(table: Buffer, at: number, value: number): void {
  table.writeUInt16BE(Math.max(table.readUInt16BE(at), value), at);
}

/** Tables in order of their tags behind a directory (OpenType 1.9, "Organization of an OpenType font"). */
function packTables(tables: readonly (readonly [tag: string, bytes: Buffer])[]): Buffer {
  const power = 2 ** Math.floor(Math.log2(tables.length));
  const directory = Buffer.alloc(12 + 16 * tables.length);
  directory.writeUInt32BE(0x00010000, 0);
  directory.writeUInt16BE(tables.length, 4);
  directory.writeUInt16BE(16 * power, 6);
  directory.writeUInt16BE(Math.log2(power), 8);
  directory.writeUInt16BE(16 * (tables.length - power), 10);
  const parts = [directory];
  let offset = directory.length;
  tables.forEach(([tag, bytes], index) => {
    const entry = 12 + 16 * index;
    directory.write(tag, entry, "latin1");
    directory.writeUInt32BE(checksum(bytes), entry + 4);
    directory.writeUInt32BE(offset, entry + 8);
    directory.writeUInt32BE(bytes.length, entry + 12);
    const padding = (4 - (bytes.length % 4)) % 4;
    parts.push(bytes, Buffer.alloc(padding));
    offset += bytes.length + padding;
  });
  return Buffer.concat(parts);
}

function checksum(table: Buffer): number {
  const whole = table.length - (table.length % 4);
  let sum = 0;
  for (let at = 0; at < whole; at += 4) sum = (sum + table.readUInt32BE(at)) >>> 0;
  for (let at = whole; at < table.length; at++) {
    sum = (sum + table.readUInt8(at) * 2 ** (24 - 8 * (at - whole))) >>> 0;
  }
  return sum;
}
