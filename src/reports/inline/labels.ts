const LABEL_CHARS = 120;

/** A key in words: `total_revenue` and `totalRevenue` are `Total revenue`, `userID` is `User ID`. */
export function labelOf(...keys: readonly string[]): string {
  const words = keys.map(wordsOf).join(" ").trim();
  const label = words === "" ? "Value" : words.charAt(0).toUpperCase() + words.slice(1);
  return label.length <= LABEL_CHARS ? label : `${label.slice(0, LABEL_CHARS - 1).toWellFormed()}…`;
}

/** A key that was written for people stays as it is. */
function wordsOf(key: string): string {
  if (/\s/.test(key)) return key.trim();
  return key
    .replaceAll(/[_-]+/g, " ")
    .replaceAll(
      /(\p{Ll}|\p{N})(\p{Lu})(?=\p{Ll})/gu,
      (_, end: string, start: string) => `${end} ${start.toLowerCase()}`,
    )
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .trim();
}
