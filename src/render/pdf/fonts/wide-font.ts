import { type FontLibrary, HAN_STYLES, type HanStyle, type Weight } from "./font-library";
import type { FontSlice } from "./font-slice";
import { OutlineStore } from "./outline-store";
import { drawnCodePoint, isSwallowed, type ShownCharacter, textOf } from "./shown-character";

/** A shown glyph: its two-byte code in hex, its advance in 1/1000 em, and the text it stands for. */
export interface Glyph {
  /** What was asked for; -1 for a shaped glyph. */
  readonly character: ShownCharacter;
  /** Where the shape comes from. */
  readonly slice: string;
  readonly index: number;
  readonly hex: string;
  readonly advance: number;
  readonly text: string;
}

/** What stands for a character that no slice has; its code still copies as that character. */
export const REPLACEMENT = 0xfffd;
const NOTHING: Glyph = { character: -1, slice: "", index: 0, hex: "0000", advance: 0, text: "" };
const HAN_SLICE = /^noto-sans-(sc|jp|kr)-/;
/** Combining marks of no script of their own: the letter can be read without them. */
const ANY_LETTERS_MARK = /^\p{Script=Inherited}/u;
const LAST_CODE = 0xffff;
/** Slices read at once while glyphs are gathered. */
const PARALLEL_READS = 6;

/**
 * Every character outside the plain font, of all scripts, in one composite font (ISO 32000-1, 9.7): glyphs are
 * copied from the slices when they are first needed and numbered in that order, so that any mixture of scripts
 * is one string in one font. A code stands for a glyph and the text it came from, so that copied text is exact
 * even where one glyph serves several texts.
 */
export class WideFont {
  readonly outlines = new OutlineStore();
  /** Text of each code, for the ToUnicode map; index 0 is unused. */
  readonly texts: string[] = [""];
  /** Code points that no slice has, which the replacement glyph stands for. */
  readonly missing = new Set<number>();
  readonly #characters = new Map<HanStyle, Map<ShownCharacter, Glyph>>(
    HAN_STYLES.map((style) => [style, new Map()]),
  );
  readonly #shaped = new Map<string, Glyph>();

  constructor(
    private readonly library: FontLibrary,
    readonly weight: Weight,
  ) {}

  get used(): boolean {
    return this.texts.length > 1;
  }

  /** Glyph of a shown character (see shown-character.ts), or undefined until it is loaded. */
  glyph(character: ShownCharacter, han: HanStyle): Glyph | undefined {
    return this.#characters.get(han)?.get(character);
  }

  /** Glyph of a character that was loaded, and the replacement glyph for one that was not. */
  shown(character: ShownCharacter, han: HanStyle): Glyph {
    return this.glyph(character, han) ?? this.glyph(REPLACEMENT, han) ?? NOTHING;
  }

  /** A glyph that shaping chose, by its index in the slice. */
  shapedGlyph(slice: FontSlice, index: number, text: string): Glyph {
    const key = `${slice.name} ${index} ${text}`;
    const known = this.#shaped.get(key);
    if (known) return known;
    const glyph = this.#add(slice, index, -1, text);
    this.#shaped.set(key, glyph);
    return glyph;
  }

  /** The same shape standing for another text. */
  withText(glyph: Glyph, text: string): Glyph {
    const key = `${glyph.hex} ${text}`;
    const known = this.#shaped.get(key);
    if (known) return known;
    const added = this.#coded({ ...glyph, text }, this.outlines.addCopy(codeOf(glyph)));
    this.#shaped.set(key, added);
    return added;
  }

  /** The same glyph drawn elsewhere, by an offset in 1/1000 em; its advance stays. */
  moved(glyph: Glyph, x: number, y: number): Glyph {
    const key = `${glyph.hex} ${x} ${y}`;
    const known = this.#shaped.get(key);
    if (known) return known;
    const copy = this.#coded({ ...glyph }, this.outlines.addMoved(codeOf(glyph), x, y));
    this.#shaped.set(key, copy);
    return copy;
  }

  /** Reads the slices that hold these characters; one that no slice has gets the replacement glyph's shape. */
  async load(characters: Iterable<ShownCharacter>, han: HanStyle): Promise<void> {
    const wanted = [...Map.groupBy(characters, (character) => this.#sliceOf(character, han))];
    for (let at = 0; at < wanted.length; at += PARALLEL_READS) {
      const batch = wanted.slice(at, at + PARALLEL_READS);
      const slices = await Promise.all(batch.map(([name]) => this.library.slice(name)));
      slices.forEach((slice, index) => {
        for (const character of batch[index]?.[1] ?? []) this.#take(slice, character, han);
      });
    }
  }

  #sliceOf(character: ShownCharacter, han: HanStyle): string {
    const slice =
      this.library.find(drawnCodePoint(character), this.weight, han) ??
      this.library.find(REPLACEMENT, this.weight, han);
    if (slice === null) throw new Error("no font slice has U+FFFD");
    return slice;
  }

  #take(slice: FontSlice, character: ShownCharacter, han: HanStyle): void {
    const found = isSwallowed(character) ? 0 : slice.glyphOf(drawnCodePoint(character));
    if (found === 0 && (isSwallowed(character) || ANY_LETTERS_MARK.test(textOf(character)))) {
      this.#takeBlank(character);
      return;
    }
    if (found === 0) this.missing.add(drawnCodePoint(character));
    const added = this.#add(slice, found || slice.glyphOf(REPLACEMENT), character, textOf(character));
    for (const style of HAN_SLICE.test(slice.name) ? [han] : HAN_STYLES) {
      this.#characters.get(style)?.set(character, added);
    }
  }

  /** Nothing is seen of it, but copied text has it. */
  #takeBlank(character: ShownCharacter): void {
    const shape = { character, slice: "", index: 0, advance: 0, text: textOf(character) };
    const blank = this.#coded(shape, this.outlines.addBlank());
    for (const style of HAN_STYLES) this.#characters.get(style)?.set(character, blank);
  }

  #add(slice: FontSlice, index: number, character: ShownCharacter, text: string): Glyph {
    const shape = { character, slice: slice.name, index, advance: slice.advanceOf(index), text };
    return this.#coded(shape, this.outlines.add(slice, index));
  }

  #coded(shape: Omit<Glyph, "hex">, code: number): Glyph {
    if (code > LAST_CODE) throw new Error("more distinct glyphs than a PDF font can hold");
    this.texts[code] = shape.text;
    return { ...shape, hex: code.toString(16).padStart(4, "0") };
  }
}

function codeOf(glyph: Glyph): number {
  return Number.parseInt(glyph.hex, 16);
}
