import type { FontLibrary, HanStyle } from "../fonts/font-library";
import { MarkAnchors } from "../fonts/mark-anchors";
import { mirrored, type ShownCharacter } from "../fonts/shown-character";
import { type Glyph, REPLACEMENT, type WideFont } from "../fonts/wide-font";
import { hasRightToLeft, isMark, type Level, paragraphLevel, visualOrder } from "./bidi";
import { DevanagariShaper, splitSyllables } from "./devanagari";
import type { HanChoice } from "./han-choice";
import { breakLines } from "./line-break";
import { placeMarks } from "./place-marks";
import { shownCharacters } from "./shown-text";
import type { TextLine } from "./text-line";
import { breakClasses } from "./word-break";

const DEVANAGARI_SLICE = "noto-sans-devanagari-devanagari";

/** Names and categories come again and again: this many short paragraphs are kept as they were shaped. */
const REMEMBERED = 2_000;
const SHORT = 80;

interface ShapedParagraph {
  readonly glyphs: readonly Glyph[];
  readonly advances: readonly number[];
  /** Break class after each glyph. */
  readonly classes: Uint8Array;
  readonly level: Level;
  readonly reorders: boolean;
  readonly style: HanStyle;
}

/** Sets text of any script in one wide font: shapes it, breaks it in lines, puts each line in visual order. */
export class WideText {
  #devanagari: DevanagariShaper | null = null;
  /** By slice; only of slices whose marks occur. */
  readonly #anchors = new Map<string, MarkAnchors>();
  readonly #remembered = new Map<string, ShapedParagraph>();

  constructor(
    private readonly name: string,
    readonly font: WideFont,
    private readonly library: FontLibrary,
    private readonly han: HanChoice,
  ) {}

  /** Reads the glyphs that these paragraphs need and that are not there yet. */
  async load(paragraphs: readonly string[]): Promise<void> {
    await this.library.openIndex();
    this.han.learn(paragraphs);
    const missing = new Map<HanStyle, Set<ShownCharacter>>();
    for (const paragraph of paragraphs) {
      if (this.#remembered.has(paragraph)) continue;
      const style = this.han.styleOf(paragraph);
      const wanted = missing.get(style) ?? new Set();
      missing.set(style, wanted);
      const want = (character: ShownCharacter): void => {
        if (!this.font.glyph(character, style)) wanted.add(character);
      };
      want(REPLACEMENT);
      const rightToLeft = hasRightToLeft(paragraph);
      for (const part of splitSyllables(paragraph)) {
        if (part.isSyllable) await this.#loadDevanagari();
        else {
          const characters = shownCharacters(part.text);
          characters.forEach(want);
          if (rightToLeft) characters.map(mirrored).forEach(want);
        }
      }
    }
    for (const [style, characters] of missing) {
      await this.font.load(characters, style);
      for (const character of characters) await this.#loadAnchors(character, style);
    }
  }

  async #loadDevanagari(): Promise<void> {
    if (this.#devanagari) return;
    const slice = await this.library.slice(`${DEVANAGARI_SLICE}-${this.font.weight}`);
    this.#devanagari = new DevanagariShaper(slice);
    this.#anchors.set(slice.name, new MarkAnchors(slice));
  }

  async #loadAnchors(character: ShownCharacter, style: HanStyle): Promise<void> {
    const glyph = this.font.glyph(character, style);
    if (!glyph?.slice || glyph.advance > 0 || !isMark(glyph.text) || this.#anchors.has(glyph.slice)) return;
    const slice = await this.library.slice(glyph.slice);
    if (slice.hasTable("GPOS")) this.#anchors.set(slice.name, new MarkAnchors(slice));
  }

  /** Appends the paragraph's lines, each at most `maximum` wide (1/1000 of the font size). */
  setLines(paragraph: string, maximum: number, lines: TextLine[]): void {
    const { glyphs, advances, classes, level, reorders, style } = this.#shaped(paragraph);
    const ranges = breakLines(advances, classes, maximum);
    for (let at = 0; at < ranges.length; at += 2) {
      const logical = glyphs.slice(ranges[at], ranges[at + 1]);
      const width = logical.reduce((sum, glyph) => sum + glyph.advance, 0);
      const shown = reorders ? this.#visual(logical, level, style) : logical;
      lines.push({ font: this.name, show: `<${hexOf(shown)}>Tj`, width, rightToLeft: level === 1 });
    }
  }

  #shaped(paragraph: string): ShapedParagraph {
    const remembered = this.#remembered.get(paragraph);
    if (remembered) return remembered;
    const style = this.han.styleOf(paragraph);
    const glyphs = placeMarks(this.#shape(paragraph, style), this.font, (slice) => this.#anchors.get(slice));
    const advances = glyphs.map((glyph) => glyph.advance);
    const texts = glyphs.map((glyph) => glyph.text);
    const classes = breakClasses(paragraph, texts, advances);
    const level = paragraphLevel(paragraph);
    const shaped = { glyphs, advances, classes, level, reorders: hasRightToLeft(paragraph), style };
    // A text may be measured before its glyphs are there; then it is to be shaped again.
    const complete = !glyphs.some((glyph) => glyph === this.font.glyph(REPLACEMENT, style));
    if (paragraph.length <= SHORT && complete) {
      if (this.#remembered.size >= REMEMBERED) this.#remembered.clear();
      this.#remembered.set(paragraph, shaped);
    }
    return shaped;
  }

  #shape(paragraph: string, style: HanStyle): Glyph[] {
    const glyphs: Glyph[] = [];
    for (const part of splitSyllables(paragraph)) {
      const shaper = part.isSyllable ? this.#devanagari : null;
      if (shaper) {
        for (const { glyph, text } of shaper.shape(part.text)) {
          glyphs.push(this.font.shapedGlyph(shaper.slice, glyph, text));
        }
      } else {
        for (const character of shownCharacters(part.text)) glyphs.push(this.font.shown(character, style));
      }
    }
    return glyphs;
  }

  /**
   * A line in visual order. Readers turn right-to-left text around letter by letter, which would leave a mark
   * before its letter: so letter and mark, drawn in logical order, stand for each other's text.
   */
  #visual(glyphs: readonly Glyph[], level: Level, style: HanStyle): Glyph[] {
    const texts = glyphs.map((glyph) => glyph.text);
    const { order, levels } = visualOrder(texts, level);
    const shown: Glyph[] = [];
    for (let at = 0; at < order.length; at++) {
      const isTurned = (index: number | undefined): boolean => (levels[index ?? -1] ?? 0) % 2 === 1;
      const start = at;
      while (isTurned(order[at]) && isMark(texts[order[at] ?? -1] ?? "") && at + 1 < order.length) at++;
      const cluster = order.slice(start, at + 1).flatMap((index) => {
        const glyph = glyphs[index];
        return glyph ? [isTurned(index) ? this.#mirrored(glyph, style) : glyph] : [];
      });
      shown.push(...this.#swapped(cluster));
    }
    return shown;
  }

  #mirrored(glyph: Glyph, style: HanStyle): Glyph {
    const character = mirrored(glyph.character);
    return character === glyph.character ? glyph : (this.font.glyph(character, style) ?? glyph);
  }

  #swapped(cluster: readonly Glyph[]): readonly Glyph[] {
    if (cluster.length === 1) return cluster;
    return cluster.toReversed().map((glyph, at) => this.font.withText(glyph, cluster[at]?.text ?? ""));
  }
}

function hexOf(glyphs: readonly Glyph[]): string {
  let hex = "";
  for (const glyph of glyphs) hex += glyph.hex;
  return hex;
}
