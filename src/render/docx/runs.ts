import { escapeText } from "../xml";

/** Markup, control characters, what XML cannot carry and what is written from right to left: few texts. */
const SPECIAL =
  /[&<>\p{Cc}\p{Cs}\ufffe\uffff\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** Letters of Hebrew, Arabic, Syriac, Thaana, NKo and the rest of the blocks with direction R or AL. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** A stretch of right-to-left words with the spaces and marks between them; digits keep their own run. */
const RIGHT_TO_LEFT_WORDS = new RegExp(
  `(${RIGHT_TO_LEFT.source}(?:[\\p{M}\\s\\p{P}]*${RIGHT_TO_LEFT.source})*\\p{M}*)`,
  "u",
);

const OUTER_SPACE = /^\s|\s$|\s\s/;

/** Whether a text's first letter is written from right to left, which makes its paragraph so. */
export function startsRightToLeft(text: string): boolean {
  return SPECIAL.test(text) && RIGHT_TO_LEFT.test(/\p{L}/u.exec(text)?.[0] ?? "");
}

/**
 * A text as runs (ECMA-376 part 1, 17.3.2): line ends are breaks, tabs are tabs, words of a
 * right-to-left script are marked so, and nothing in it can become a field or markup. `look` are
 * run properties beside those of the paragraph's style (17.3.2.28).
 */
export function runsOf(text: string, look = ""): string {
  if (text === "") return "";
  if (look === "" && !SPECIAL.test(text)) return `<w:r>${textElement(text, text)}</w:r>`;
  const pieces = RIGHT_TO_LEFT.test(text) ? text.split(RIGHT_TO_LEFT_WORDS) : [text];
  // Splitting by a group gives what lies between at even places and the group at odd ones.
  return pieces.map((piece, at) => (piece === "" ? "" : run(piece, at % 2 === 1, look))).join("");
}

function run(text: string, rightToLeft: boolean, look: string): string {
  const properties = look + (rightToLeft ? "<w:rtl/>" : "");
  const content = text
    .split(/(\r\n|[\n\r\t])/)
    .map((piece, at) => {
      if (at % 2 === 1) return piece === "\t" ? "<w:tab/>" : "<w:br/>";
      return piece === "" ? "" : textElement(piece, escapeText(piece));
    })
    .join("");
  return `<w:r>${properties === "" ? "" : `<w:rPr>${properties}</w:rPr>`}${content}</w:r>`;
}

function textElement(text: string, escaped: string): string {
  return OUTER_SPACE.test(text) ? `<w:t xml:space="preserve">${escaped}</w:t>` : `<w:t>${escaped}</w:t>`;
}

/**
 * Paragraph properties of a right-to-left text, at the right. Word takes `left` for the side where
 * such a paragraph begins. The text decides, not the report's language: `-5` must not become `5-`.
 */
export const RIGHT_TO_LEFT_PARAGRAPH = '<w:bidi/><w:jc w:val="left"/>';

/** A paragraph (17.3.1) in a style of `styles.xml`. */
export function paragraph(style: string, text: string): string {
  const direction = startsRightToLeft(text) ? RIGHT_TO_LEFT_PARAGRAPH : "";
  return `<w:p><w:pPr><w:pStyle w:val="${style}"/>${direction}</w:pPr>${runsOf(text)}</w:p>`;
}

/** Paragraphs without a `keepNext` of their own, all kept on the page of what follows them (17.3.1.15). */
export const keptWithNext = (paragraphs: string) =>
  paragraphs.replace(/<w:pStyle [^>]*>/g, "$&<w:keepNext/>");
