// Brings a TrueType font to another number of units per em: outlines, metrics and limits (OpenType 1.9, glyf, hmtx,
// hhea, head). Hints are left behind: they are made for one size of the em.

const ON_CURVE = 0x01;
const X_SHORT = 0x02;
const Y_SHORT = 0x04;
const REPEAT = 0x08;
const X_SAME = 0x10;
const Y_SAME = 0x20;
const OVERLAPS = 0x40;

const WORDS = 0x0001;
const OFFSETS = 0x0002;
const ONE_SCALE = 0x0008;
const MORE = 0x0020;
const TWO_SCALES = 0x0040;
const TWO_BY_TWO = 0x0080;
const INSTRUCTIONS = 0x0100;

/**
 * The tables of a font in `unitsPerEm` units; the others stay as they are.
 * @param {Map<string, Buffer>} tables
 * @param {number} unitsPerEm
 * @returns {Map<string, Buffer>}
 */
export function scaledTables(tables, unitsPerEm) {
  if (tables.get("head").readUInt16BE(18) === unitsPerEm) return tables;
  const head = Buffer.from(tables.get("head"));
  const factor = unitsPerEm / head.readUInt16BE(18);
  const scale = (value) => Math.round(value * factor);
  const scaleAt = (table, at) => table.writeInt16BE(scale(table.readInt16BE(at)), at);
  head.writeUInt16BE(unitsPerEm, 18);
  for (const at of [36, 38, 40, 42]) scaleAt(head, at);
  head.writeInt16BE(1, 50); // long offsets in loca

  const hhea = Buffer.from(tables.get("hhea"));
  for (const at of [4, 6, 8, 10, 12, 14, 16]) scaleAt(hhea, at);
  const hmtx = Buffer.from(tables.get("hmtx"));
  const metrics = hhea.readUInt16BE(34);
  for (let at = 0; at + 1 < hmtx.length; at += 2) {
    if (at < 4 * metrics && at % 4 === 0) hmtx.writeUInt16BE(scale(hmtx.readUInt16BE(at)), at);
    else scaleAt(hmtx, at);
  }

  const isLong = tables.get("head").readInt16BE(50) === 1;
  const oldLoca = tables.get("loca");
  const count = tables.get("maxp").readUInt16BE(4);
  const offsetOf = (glyph) =>
    isLong ? oldLoca.readUInt32BE(4 * glyph) : 2 * oldLoca.readUInt16BE(2 * glyph);
  const glyphs = Array.from({ length: count }, (_, glyph) => {
    const bytes = tables.get("glyf").subarray(offsetOf(glyph), offsetOf(glyph + 1));
    const scaled = bytes.length === 0 ? bytes : scaledGlyph(bytes, scale);
    return Buffer.concat([scaled, Buffer.alloc((4 - (scaled.length % 4)) % 4)]);
  });
  const loca = Buffer.alloc(4 * (count + 1));
  let end = 0;
  glyphs.forEach((glyph, index) => {
    end += glyph.length;
    loca.writeUInt32BE(end, 4 * (index + 1));
  });
  return new Map([
    ...tables,
    ["head", head],
    ["hhea", hhea],
    ["hmtx", hmtx],
    ["loca", loca],
    ["glyf", Buffer.concat(glyphs)],
  ]);
}

function scaledGlyph(bytes, scale) {
  const contours = bytes.readInt16BE(0);
  const box = Buffer.from(bytes.subarray(0, 10));
  for (const at of [2, 4, 6, 8]) box.writeInt16BE(scale(box.readInt16BE(at)), at);
  return Buffer.concat([
    box,
    contours < 0 ? scaledParts(bytes, scale) : scaledOutline(bytes, contours, scale),
  ]);
}

/** A glyph that is put together of others. */
function scaledParts(bytes, scale) {
  const parts = [];
  for (let at = 10, flags = MORE; flags & MORE; ) {
    flags = bytes.readUInt16BE(at);
    const moved =
      flags & WORDS
        ? [bytes.readInt16BE(at + 4), bytes.readInt16BE(at + 6)]
        : [bytes.readInt8(at + 4), bytes.readInt8(at + 5)];
    const matrix = flags & TWO_BY_TWO ? 8 : flags & TWO_SCALES ? 4 : flags & ONE_SCALE ? 2 : 0;
    const end = at + (flags & WORDS ? 8 : 6);
    const part = Buffer.alloc(8);
    part.writeUInt16BE((flags | WORDS) & ~INSTRUCTIONS, 0);
    part.writeUInt16BE(bytes.readUInt16BE(at + 2), 2);
    moved.forEach((value, index) => {
      part.writeInt16BE(flags & OFFSETS ? scale(value) : value, 4 + 2 * index);
    });
    parts.push(part, bytes.subarray(end, end + matrix));
    at = end + matrix;
  }
  return Buffer.concat(parts);
}

function scaledOutline(bytes, contours, scale) {
  const ends = bytes.subarray(10, 10 + 2 * contours);
  const points = contours === 0 ? 0 : ends.readUInt16BE(2 * contours - 2) + 1;
  let at = 12 + 2 * contours + bytes.readUInt16BE(10 + 2 * contours);
  const flags = [];
  while (flags.length < points) {
    const flag = bytes[at++];
    const times = flag & REPEAT ? bytes[at++] : 0;
    for (let index = 0; index <= times; index++) flags.push(flag);
  }
  const coordinates = (short, same) => {
    let value = 0;
    return flags.map((flag) => {
      if (flag & short) value += flag & same ? bytes[at++] : -bytes[at++];
      else if (!(flag & same)) {
        value += bytes.readInt16BE(at);
        at += 2;
      }
      return scale(value);
    });
  };
  const [xs, ys] = [coordinates(X_SHORT, X_SAME), coordinates(Y_SHORT, Y_SAME)];
  return Buffer.concat([ends, Buffer.alloc(2), packedPoints(flags, xs, ys)]);
}

/** Points as differences, in one byte where that is enough. */
function packedPoints(flags, xs, ys) {
  const packedFlags = flags.map((flag) => flag & (ON_CURVE | OVERLAPS));
  const packed = [
    [xs, X_SHORT, X_SAME],
    [ys, Y_SHORT, Y_SAME],
  ].map(([values, short, same]) =>
    values.flatMap((value, index) => {
      const difference = value - (values[index - 1] ?? 0);
      if (difference === 0) packedFlags[index] |= same;
      else if (Math.abs(difference) < 256) packedFlags[index] |= short | (difference > 0 ? same : 0);
      else return [(difference >> 8) & 0xff, difference & 0xff];
      return difference === 0 ? [] : [Math.abs(difference)];
    }),
  );
  return Buffer.from([...packedFlags, ...packed.flat()]);
}
