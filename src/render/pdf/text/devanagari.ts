import type { FontSlice } from "../fonts/font-slice";
import { Ligatures, type ShapedItem } from "../fonts/ligatures";

export interface ShapedGlyph {
  readonly glyph: number;
  readonly text: string;
}

const CONSONANT = "[\\u0915-\\u0939\\u0958-\\u095f\\u0978-\\u097f]\\u093c?";
const VIRAMA_JOINER = "\\u094d[\\u200c\\u200d]?";
const VOWEL_SIGNS = "[\\u093a\\u093b\\u093e-\\u094c\\u094e\\u094f\\u0955-\\u0957\\u0962\\u0963]*";
const MODIFIERS = "[\\u0900-\\u0903\\u0951-\\u0954\\u1cd0-\\u1cff\\ua8e0-\\ua8f1]*";
/** Orthographic syllables (Unicode 16, 12.1): consonants joined by virama, vowel signs, modifiers. */
const SYLLABLES = new RegExp(
  `((?:${CONSONANT}${VIRAMA_JOINER})*${CONSONANT}(?:${VIRAMA_JOINER})?${VOWEL_SIGNS}\\u094d?${MODIFIERS})`,
  "u",
);

const ZERO_WIDTH_NON_JOINER = 0x200c;
const ZERO_WIDTH_JOINER = 0x200d;
const RA = 0x0930;
const NUKTA = 0x093c;
const VOWEL_SIGN_I = 0x093f;
const VIRAMA = 0x094d;
const HAS_DEVANAGARI = /[\u0900-\u097f]/;
const MODIFIER = /^[\u0900-\u0903\u0951-\u0954\u1cd0-\u1cff\ua8e0-\ua8f1]/u;

/** A glyph that no ligature matches stands for a joiner, and for a virama that must stay visible. */
const JOINER_GLYPH = -1;
const LOCKED = 0x10000;

/** In the order of the OpenType specification for Devanagari ("dev2"). */
const BASIC_FEATURES = ["nukt", "akhn", "rkrf", "blwf", "half"];
const FINAL_FEATURES = ["pres", "abvs", "blws", "psts"];

/** A text cut into syllables and what lies between them, which needs no shaping. */
export function splitSyllables(text: string): { readonly text: string; readonly isSyllable: boolean }[] {
  if (!HAS_DEVANAGARI.test(text)) return [{ text, isSyllable: false }];
  return text.split(SYLLABLES).map((part, index) => ({ text: part, isSyllable: index % 2 === 1 }));
}

/**
 * Sets Devanagari syllables: conjuncts, half forms, reph, and the vowel sign i before its consonant. Contextual
 * variants of shapes and the fine placement of marks are left out.
 */
export class DevanagariShaper {
  readonly #ligatures: Ligatures;

  constructor(readonly slice: FontSlice) {
    this.#ligatures = new Ligatures(slice, "dev2", ["rphf", ...BASIC_FEATURES, ...FINAL_FEATURES]);
  }

  /** Glyphs of one syllable in drawing order. */
  shape(syllable: string): ShapedGlyph[] {
    const items = itemsOf(syllable, this.slice);
    const reph = this.#takeReph(items);
    let end = items.findLastIndex(({ codePoints: [code = 0] }) => isConsonant(code) || code === NUKTA) + 1;
    for (const feature of BASIC_FEATURES) end = this.#ligatures.apply(feature, items, 0, end);
    moveVowelSignI(items);
    if (reph) items.splice(items.findLastIndex((item) => !isModifier(item)) + 1, 0, reph);
    for (const feature of FINAL_FEATURES) this.#ligatures.apply(feature, items, 0, items.length);
    return withLogicalText(items, syllable);
  }

  /** Ra with virama before another consonant becomes a hook above the syllable. */
  #takeReph(items: ShapedItem[]): ShapedItem | null {
    const [ra, virama, next] = items;
    if (ra?.codePoints[0] !== RA || virama?.codePoints[0] !== VIRAMA || virama.glyph >= LOCKED) return null;
    if (!next || !isConsonant(next.codePoints[0] ?? 0)) return null;
    if (this.#ligatures.apply("rphf", items, 0, 2) !== 1) return null;
    return items.shift() ?? null;
  }
}

function isConsonant(code: number): boolean {
  return (
    (code >= 0x0915 && code <= 0x0939) ||
    (code >= 0x0958 && code <= 0x095f) ||
    (code >= 0x0978 && code <= 0x097f)
  );
}

function isModifier(item: ShapedItem): boolean {
  return MODIFIER.test(String.fromCodePoint(item.codePoints[0] ?? 0));
}

function itemsOf(syllable: string, slice: FontSlice): ShapedItem[] {
  const items: ShapedItem[] = [];
  for (const character of syllable) {
    const code = character.codePointAt(0) ?? 0;
    const before = items.at(-1);
    if (code === ZERO_WIDTH_NON_JOINER && before) {
      before.glyph += LOCKED;
      before.codePoints.push(code);
    } else {
      const glyph = code === ZERO_WIDTH_JOINER ? JOINER_GLYPH : slice.glyphOf(code);
      items.push({ glyph, codePoints: [code] });
    }
  }
  return items;
}

/** The sign is written before its consonants, but not before a virama that stays visible. */
function moveVowelSignI(items: ShapedItem[]): void {
  const from = items.findIndex(({ codePoints }) => codePoints[0] === VOWEL_SIGN_I);
  if (from === -1) return;
  const sign = items.splice(from, 1);
  const virama = items.slice(0, from).findLastIndex(({ codePoints }) => codePoints[0] === VIRAMA);
  items.splice(virama + 1, 0, ...sign);
}

/** Copied text must be in logical order, so each glyph stands for the next code points, not for its own. */
function withLogicalText(items: readonly ShapedItem[], syllable: string): ShapedGlyph[] {
  const characters = Array.from(syllable);
  const shown = items.filter((item) => item.glyph !== JOINER_GLYPH);
  return shown.map((item, index) => {
    const length = index === shown.length - 1 ? characters.length : item.codePoints.length;
    return { glyph: item.glyph % LOCKED, text: characters.splice(0, length).join("") };
  });
}
