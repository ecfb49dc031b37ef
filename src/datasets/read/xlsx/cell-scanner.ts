import { MAX_COLUMNS } from "./cell-reference";

const [SPACE, QUOTE, SLASH, EQUALS, GREATER, LESS] = [32, 34, 47, 61, 62, 60] as const;
const [LETTER_B, LETTER_C, LETTER_N, LETTER_R, LETTER_S, LETTER_T, LETTER_V] = [
  98, 99, 110, 114, 115, 116, 118,
] as const;

/** A cell as it stands in the file (ECMA-376 part 1, 18.3.1.4). */
export interface ScannedCell {
  /** From 0; -1 when the cell does not say. */
  column: number;
  type: string;
  style: number;
  /** Empty when there is none. */
  value: string;
}

const LONG_TYPES = ["str", "inlineStr", "e", "d"];

/**
 * Reads one cell as nearly all programs write it, `<c r="B2" s="1" t="s"><v>12</v></c>`, in one go. Whatever is
 * written in another way is left to the parser. This makes a sheet some times as fast to read.
 *
 * @returns what follows the cell that begins at `tag`, or -1 when it is not of this kind or not all there.
 */
export function scanCell(text: string, tag: number, cell: ScannedCell): number {
  if (text.charCodeAt(tag + 1) !== LETTER_C) return -1;
  cell.column = -1;
  cell.type = "n";
  cell.style = 0;
  cell.value = "";
  let at = tag + 2;
  while (text.charCodeAt(at) === SPACE) {
    const name = text.charCodeAt(at + 1);
    if (text.charCodeAt(at + 2) !== EQUALS || text.charCodeAt(at + 3) !== QUOTE) return -1;
    at += 4;
    if (name === LETTER_R) {
      let column = 0;
      let unit = text.charCodeAt(at);
      for (; unit >= 65 && unit <= 90; unit = text.charCodeAt(++at)) column = column * 26 + unit - 64;
      if (!(unit >= 48 && unit <= 57) || column === 0 || column > MAX_COLUMNS) return -1;
      cell.column = column - 1;
      at = text.indexOf('"', at);
      if (at < 0) return -1;
    } else if (name === LETTER_S) {
      let style = 0;
      let unit = text.charCodeAt(at);
      for (; unit >= 48 && unit <= 57; unit = text.charCodeAt(++at)) style = style * 10 + unit - 48;
      if (unit !== QUOTE) return -1;
      cell.style = style;
    } else if (name === LETTER_T) {
      const end = text.indexOf('"', at);
      const type = typeAt(text, at, end);
      if (type === undefined) return -1;
      cell.type = type;
      at = end;
    } else return -1;
    at += 1;
  }
  const unit = text.charCodeAt(at);
  if (unit === SLASH && text.charCodeAt(at + 1) === GREATER) return at + 2;
  if (unit !== GREATER || text.charCodeAt(at + 1) !== LESS) return -1;
  return cell.type === "inlineStr" ? inlineEnd(text, at + 1, cell) : valueEnd(text, at + 1, cell);
}

function typeAt(text: string, at: number, end: number): string | undefined {
  if (end !== at + 1) return LONG_TYPES.find((type) => text.startsWith(type, at) && end === at + type.length);
  const unit = text.charCodeAt(at);
  if (unit === LETTER_S) return "s";
  if (unit === LETTER_N) return "n";
  return unit === LETTER_B ? "b" : LONG_TYPES.find((type) => type.length === 1 && text.charAt(at) === type);
}

/** `<v>12</v></c>` */
function valueEnd(text: string, at: number, cell: ScannedCell): number {
  if (text.charCodeAt(at + 1) !== LETTER_V || text.charCodeAt(at + 2) !== GREATER) return -1;
  const start = at + 3;
  const end = text.indexOf("<", start);
  if (end < 0 || !text.startsWith("</v></c>", end)) return -1;
  cell.value = text.slice(start, end);
  return isPlain(cell.value) ? end + 8 : -1;
}

/** `<is><t>text</t></is></c>` */
function inlineEnd(text: string, at: number, cell: ScannedCell): number {
  if (!text.startsWith("<is>", at)) return -1;
  const end = plainTextEnd(text, at + 4);
  if (end < 0 || !text.startsWith("</is></c>", end)) return -1;
  cell.value = plainText(text, at + 4, end);
  return end + 9;
}

const TEXT_STARTS = ["<t>", '<t xml:space="preserve">'] as const;
const TEXT_END = "</t>";

/** What follows the `t` element at `tag` if it holds characters alone, else -1. */
export function plainTextEnd(text: string, tag: number): number {
  const [plain, preserved] = TEXT_STARTS;
  const length = text.startsWith(plain, tag)
    ? plain.length
    : text.startsWith(preserved, tag)
      ? preserved.length
      : 0;
  const end = length === 0 ? -1 : text.indexOf("<", tag + length);
  if (end < 0 || !text.startsWith(TEXT_END, end)) return -1;
  return isPlain(text.slice(tag + length, end)) ? end + TEXT_END.length : -1;
}

/** Neither references nor line ends that XML reads in another way. */
function isPlain(text: string): boolean {
  return !text.includes("&") && !text.includes("\r");
}

/** The characters of the `t` element that begins at `tag` and ends at `end`. */
export function plainText(text: string, tag: number, end: number): string {
  return text.slice(text.indexOf(">", tag) + 1, end - TEXT_END.length);
}
