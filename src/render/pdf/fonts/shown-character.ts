/**
 * A character as it is shown: a code point, maybe with a mark in the bits above Unicode that says how its shape
 * and its text differ. Numbers, because there are as many of them as there are letters in a report.
 */
export type ShownCharacter = number;

/** The code point is an Arabic presentation form; the text is its plain letters. */
const JOINED = 0x200000;
/** There is no shape: the letter is part of the ligature after it. */
const SWALLOWED = 0x800000;
/** The shape is the mirror image, as brackets have in right-to-left text; the text is the code point. */
const MIRRORED = 0x400000;

/** Pairs of Bidi_Mirroring_Glyph (Unicode, BidiMirroring.txt) that occur in ordinary text. */
const PAIRS =
  "()[]{}<>\u00ab\u00bb\u2039\u203a\u2264\u2265\u27e8\u27e9\u3008\u3009\u300a\u300b\u300c\u300d\u3010\u3011";
const MIRROR = new Map<number, number>();
for (let at = 0; at + 1 < PAIRS.length; at += 2) {
  MIRROR.set(PAIRS.charCodeAt(at), PAIRS.charCodeAt(at + 1));
  MIRROR.set(PAIRS.charCodeAt(at + 1), PAIRS.charCodeAt(at));
}

const [EN_SPACE, THIN_SPACE] = [0x2002, 0x2009];
const [FIRST_SPACE, LAST_SPACE] = [0x2000, 0x205f];
/** Spaces that the fonts have only in another width; French and Polish numbers, for one, are grouped by U+202F. */
const SPACES: ReadonlyMap<number, number> = new Map([
  ...[0x2000, 0x2001, 0x2003, 0x2007].map((space) => [space, EN_SPACE] as const),
  ...[0x2004, 0x2005, 0x2006, 0x2008, 0x200a, 0x202f, 0x205f].map((space) => [space, THIN_SPACE] as const),
]);

export function joined(presentationForm: number): ShownCharacter {
  return presentationForm + JOINED;
}

/** The first letter of a ligature: each letter keeps a code of its own, so that readers can reverse them. */
export function swallowed(letter: number): ShownCharacter {
  return letter + SWALLOWED;
}

export function isSwallowed(character: ShownCharacter): boolean {
  return character >= SWALLOWED;
}

/** The character as right-to-left text shows it. */
export function mirrored(character: ShownCharacter): ShownCharacter {
  return MIRROR.has(character) ? character + MIRRORED : character;
}

/** The code point whose glyph is drawn. */
export function drawnCodePoint(character: ShownCharacter): number {
  const codePoint = character & 0x1fffff;
  if (character >= MIRRORED) return MIRROR.get(codePoint) ?? codePoint;
  return codePoint >= FIRST_SPACE && codePoint <= LAST_SPACE
    ? (SPACES.get(codePoint) ?? codePoint)
    : codePoint;
}

/** The text that copying the glyph must give: of a joined ligature, its last letter. */
export function textOf(character: ShownCharacter): string {
  const letters = String.fromCodePoint(character & 0x1fffff);
  if (character < JOINED || character >= MIRRORED) return letters;
  return letters.normalize("NFKC").slice(-1);
}
