import { BREAK_AFTER, breakClass, KEEP, MARK } from "./line-break";

const THAI = /[\u0e00-\u0e7f]/;

/** Thai is written without spaces: its words come from the dictionary that the platform has. */
const thaiWords = new Intl.Segmenter("th", { granularity: "word" });

/**
 * Break class after each piece of a paragraph.
 * @param texts the paragraph in pieces of a character or a few, in logical order
 * @param advances their widths; what takes no room belongs to the piece before it
 */
export function breakClasses(
  paragraph: string,
  texts: readonly string[],
  advances: readonly number[],
): Uint8Array {
  const classes = new Uint8Array(texts.length);
  for (let at = 0; at < texts.length; at++) {
    const kind = breakClass(texts[at - 1], texts[at] ?? "", texts[at + 1]);
    classes[at] = advances[at] === 0 ? MARK : kind;
  }
  if (THAI.test(paragraph)) markThaiWords(texts, classes);
  return classes;
}

function markThaiWords(texts: readonly string[], classes: Uint8Array): void {
  const ends = new Set<number>();
  for (const word of thaiWords.segment(texts.join(""))) ends.add(word.index);
  let offset = 0;
  for (let at = 0; at + 1 < texts.length; at++) {
    offset += texts[at]?.length ?? 0;
    const betweenLetters = THAI.test(texts[at] ?? "") && THAI.test(texts[at + 1] ?? "");
    if (betweenLetters && ends.has(offset) && classes[at + 1] === KEEP) classes[at] = BREAK_AFTER;
  }
}
