import type { MarkAnchors, Offset } from "../fonts/mark-anchors";
import type { Glyph, WideFont } from "../fonts/wide-font";

/**
 * Moves marks to where their font wants them on the letter before them. A mark takes no room and is drawn when
 * the letter has been, so its offset is baked into a glyph of its own.
 * @param glyphs in logical order
 */
export function placeMarks(
  glyphs: readonly Glyph[],
  font: WideFont,
  anchorsOf: (slice: string) => MarkAnchors | undefined,
): Glyph[] {
  let base: Glyph | null = null;
  let under: { readonly glyph: Glyph; readonly offset: Offset } | null = null;
  return glyphs.map((glyph) => {
    const anchors = glyph.advance === 0 ? anchorsOf(glyph.slice) : undefined;
    if (!anchors?.isMark(glyph.index)) {
      base = glyph.advance > 0 ? glyph : base;
      under = glyph.advance > 0 ? null : under;
      return glyph;
    }
    if (base === null || base.slice !== glyph.slice) return glyph;
    const stacked = under && anchors.onMark(under.glyph.index, glyph.index);
    const onBase = anchors.onBase(base.index, glyph.index);
    const offset =
      stacked && under ? { x: under.offset.x + stacked.x, y: under.offset.y + stacked.y } : onBase;
    if (!offset) return glyph;
    under = { glyph, offset };
    return font.moved(glyph, offset.x - base.advance, offset.y);
  });
}
