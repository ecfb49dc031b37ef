/** Width of a text at a font size, in the units of that size. */
export type Measure = (text: string, size: number) => number;

/** Characters that take a full em: East Asian wide and full-width forms, emoji. */
const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|[\u{1f000}-\u{3ffff}]/gu;

/** For renderers that cannot measure: a good guess for sans-serif text. */
export const approximateWidth: Measure = (text, size) => {
  const characters = [...text].length;
  const wide = text.match(WIDE)?.length ?? 0;
  return size * (0.62 * (characters - wide) + wide);
};

/** The text, shortened with an ellipsis until it fits. */
export function fitText(text: string, size: number, width: number, measure: Measure): string {
  if (measure(text, size) <= width) return text;
  const characters = [...text];
  let low = 0;
  let high = characters.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(`${characters.slice(0, middle).join("")}…`, size) <= width) low = middle;
    else high = middle - 1;
  }
  return `${characters.slice(0, low).join("").trimEnd()}…`;
}
