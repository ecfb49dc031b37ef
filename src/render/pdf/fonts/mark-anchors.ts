import type { Buffer } from "node:buffer";
import type { FontSlice } from "./font-slice";
import { coveredGlyphs } from "./glyph-coverage";

/** GPOS lookup types (OpenType 1.9). */
const MARK_TO_BASE = 4;
const MARK_TO_MARK = 6;
const EXTENSION = 9;

/** In 1/1000 em. */
export interface Offset {
  readonly x: number;
  readonly y: number;
}

interface Attachment {
  readonly marks: ReadonlyMap<number, { readonly kind: number; readonly anchor: Offset }>;
  /** By glyph and kind of mark. */
  readonly bases: ReadonlyMap<number, readonly (Offset | null)[]>;
}

/**
 * Where marks sit on letters and on other marks: the anchors of a slice's GPOS table, without the contexts in
 * which fonts move them. Marks of right-to-left scripts are in the wrong place without them.
 */
export class MarkAnchors {
  readonly #onBase: Attachment[] = [];
  readonly #onMark: Attachment[] = [];

  constructor(slice: FontSlice) {
    const gpos = slice.table("GPOS");
    const lookups = gpos.readUInt16BE(8);
    for (let index = 0; index < gpos.readUInt16BE(lookups); index++) {
      const lookup = lookups + gpos.readUInt16BE(lookups + 2 + 2 * index);
      for (let at = 0; at < gpos.readUInt16BE(lookup + 4); at++) {
        let type = gpos.readUInt16BE(lookup);
        let subtable = lookup + gpos.readUInt16BE(lookup + 6 + 2 * at);
        if (type === EXTENSION) {
          type = gpos.readUInt16BE(subtable + 2);
          subtable += gpos.readUInt32BE(subtable + 4);
        }
        if (type === MARK_TO_BASE) this.#onBase.push(readAttachment(gpos, subtable));
        if (type === MARK_TO_MARK) this.#onMark.push(readAttachment(gpos, subtable));
      }
    }
  }

  isMark(glyph: number): boolean {
    return this.#onBase.some(({ marks }) => marks.has(glyph));
  }

  /** From the origin of a letter to the origin of the mark on it; null when the font does not say. */
  onBase(base: number, mark: number): Offset | null {
    return offsetIn(this.#onBase, base, mark);
  }

  /** The same for a mark on another mark. */
  onMark(under: number, mark: number): Offset | null {
    return offsetIn(this.#onMark, under, mark);
  }
}

/** Of several lookups the last one decides. */
function offsetIn(attachments: readonly Attachment[], base: number, mark: number): Offset | null {
  let offset: Offset | null = null;
  for (const { marks, bases } of attachments) {
    const record = marks.get(mark);
    const anchor = record && bases.get(base)?.[record.kind];
    if (anchor) offset = { x: anchor.x - record.anchor.x, y: anchor.y - record.anchor.y };
  }
  return offset;
}

/** Mark-to-base and mark-to-mark attachment, format 1, which are built alike. */
function readAttachment(gpos: Buffer, at: number): Attachment {
  const kinds = gpos.readUInt16BE(at + 6);
  const markArray = at + gpos.readUInt16BE(at + 8);
  const baseArray = at + gpos.readUInt16BE(at + 10);
  const marks = coveredGlyphs(gpos, at + gpos.readUInt16BE(at + 2)).map((glyph, index) => {
    const record = markArray + 2 + 4 * index;
    const anchor = readAnchor(gpos, markArray + gpos.readUInt16BE(record + 2));
    return [glyph, { kind: gpos.readUInt16BE(record), anchor }] as const;
  });
  const bases = coveredGlyphs(gpos, at + gpos.readUInt16BE(at + 4)).map((glyph, index) => {
    const anchors = Array.from({ length: kinds }, (_, kind) => {
      const offset = gpos.readUInt16BE(baseArray + 2 + 2 * (kinds * index + kind));
      return offset === 0 ? null : readAnchor(gpos, baseArray + offset);
    });
    return [glyph, anchors] as const;
  });
  return { marks: new Map(marks), bases: new Map(bases) };
}

function readAnchor(gpos: Buffer, at: number): Offset {
  return { x: gpos.readInt16BE(at + 2), y: gpos.readInt16BE(at + 4) };
}
