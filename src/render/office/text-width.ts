/** East Asian wide and full-width characters (Unicode UAX #11, coarse) and emoji: two columns each. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\ud83c-\ud83e][\udc00-\udfff]/g;

/** Width of the longest line in average characters: a Latin letter is 1, a Chinese one 2. */
export function textWidth(text: string): number {
  let widest = 0;
  for (const line of text.split("\n")) {
    const wide = line.match(WIDE);
    const surrogates = wide?.filter((match) => match.length === 2).length ?? 0;
    widest = Math.max(widest, line.length + (wide?.length ?? 0) - surrogates);
  }
  return widest;
}

/** Lines of a text that is wrapped in a column of this width. */
export function wrappedLines(text: string, width: number): number {
  return text.split("\n").reduce((sum, line) => sum + Math.max(1, Math.ceil(textWidth(line) / width)), 0);
}
