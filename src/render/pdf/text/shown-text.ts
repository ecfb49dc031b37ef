import { type ShownCharacter, swallowed } from "../fonts/shown-character";
import { joinArabic } from "./arabic";

const OUTSIDE_ASCII = /[^\x20-\x7e]/;
const LINE_ENDS = /\r\n?|[\n\v\f\x85\u2028\u2029]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROLS = /[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]/g;
/** Characters without a shape of their own; the joiners among them matter to Arabic letters. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/u;
const ALL_INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;
const LETTER_WITH_MARKS = /\P{M}\p{M}+/gu;
const HAS_MARKS = /\p{M}/u;
/** Canonical order has vowel signs before shadda, but they are written on top of it (UTR 53). */
const VOWELS_AND_SHADDA = /([\u064b-\u0650\u0652\u0670]+)\u0651/g;
/** What makes of several characters one emoji (UTS 51); flags, which are pairs of letters, are shown as those. */
const MAYBE_EMOJI = /[\u200d\ufe0f\u20e3\u{1f3fb}-\u{1f3ff}\u{e007f}]/u;
const EMOJI_SEQUENCE =
  /[#*0-9]\ufe0f?\u20e3|\p{Extended_Pictographic}(?:\ufe0f|[\u{1f3fb}-\u{1f3ff}])?[\u{e0020}-\u{e007f}]*(?:\u200d\p{Extended_Pictographic}(?:\ufe0f|[\u{1f3fb}-\u{1f3ff}])?)*/gu;
const ARABIC = /[\u0600-\u06ff\u0750-\u077f]/;

/**
 * The lines that the text itself has. Tabs become spaces; control characters and lone surrogates become U+FFFD,
 * because leaving them out would hide that they are there.
 */
export function paragraphsOf(text: string): string[] {
  if (!OUTSIDE_ASCII.test(text)) return [text];
  const clean = text.toWellFormed().replaceAll("\t", "    ").replace(CONTROLS, "\ufffd");
  return clean.split(LINE_ENDS);
}

/**
 * Characters to show for one line of text, in logical order: marks composed with their letters where Unicode
 * has the pair, Arabic letters joined, invisible characters gone. An emoji of several characters is shown as its
 * first one; copied text has all of them.
 */
export function shownCharacters(paragraph: string): ShownCharacter[] {
  if (!MAYBE_EMOJI.test(paragraph)) return shownLetters(paragraph);
  const shown: ShownCharacter[] = [];
  let end = 0;
  for (const { 0: emoji, index } of paragraph.matchAll(EMOJI_SEQUENCE)) {
    const [first = 0, ...others] = codePointsOf(emoji);
    shown.push(...shownLetters(paragraph.slice(end, index)), first, ...others.map(swallowed));
    end = index + emoji.length;
  }
  return [...shown, ...shownLetters(paragraph.slice(end))];
}

function shownLetters(text: string): ShownCharacter[] {
  const composed = HAS_MARKS.test(text)
    ? text.replace(LETTER_WITH_MARKS, (letter) => letter.normalize("NFC"))
    : text;
  if (ARABIC.test(composed)) {
    const stacked = composed.replace(VOWELS_AND_SHADDA, "\u0651$1");
    return joinArabic(codePointsOf(stacked)).filter((character) => !isInvisible(character));
  }
  return codePointsOf(INVISIBLE.test(composed) ? composed.replace(ALL_INVISIBLE, "") : composed);
}

function isInvisible(character: ShownCharacter): boolean {
  return character < 0x110000 && INVISIBLE.test(String.fromCodePoint(character));
}

function codePointsOf(text: string): number[] {
  const codePoints: number[] = [];
  for (const character of text) codePoints.push(character.codePointAt(0) ?? 0);
  return codePoints;
}
