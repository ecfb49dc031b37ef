/** Longer than this a text has no room beside other figures. */
const LONGEST_FIGURE = 120;
const SENTENCE_END = /[.!?…]["'’”)\]]*(?=\s|$)|[。！？]/gu;

/** A text of several sentences or lines, or too long for a key figure. */
export function isProse(value: unknown): value is string {
  if (typeof value !== "string") return false;
  const text = value.trim();
  return text.length > LONGEST_FIGURE || text.includes("\n") || (text.match(SENTENCE_END)?.length ?? 0) > 1;
}
