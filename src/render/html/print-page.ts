import type { Column, FieldType, TableSection } from "../document";
import { textWidth } from "../office/text-width";

/** All widths are millimetres; of a character at the print style's 9 points, and of a cell's padding. */
const CHARACTER = 1.9;
const PADDING = 4;
/** What the margins of a printed page take. */
const MARGINS = 24;
/** The narrower paper of A4 and Letter, standing and lying. */
const STANDING = 210 - MARGINS;
const LYING = 279 - MARGINS;
const HEIGHT = 210;

/** Text wraps from here: the print style's `--readable`, and better for what is long. */
const READABLE = 30;
const READABLE_LONG = 55;
const LONG = 50;
const MOST_IN_HEAD = 30;
/** Characters that values take, which are not wrapped. */
const LIKELY: Readonly<Record<FieldType, number>> = {
  string: 0,
  number: 14,
  integer: 11,
  boolean: 5,
  date: 12,
  datetime: 22,
};

/**
 * The paper that a table is printed on (CSS Paged Media 3, named pages): the reader's own while it fits, else that
 * lying, else as wide as the columns are, for a browser would cut off what does not fit. A printer scales it down.
 * The only section takes the report's head along.
 */
export function printPage({ columns }: TableSection, number: number, isOnly: boolean): string {
  const width = columns.reduce((sum, column) => sum + columnWidth(column), 0);
  if (width <= STANDING) return "";
  const size = width <= LYING ? "landscape" : `${Math.ceil(width + MARGINS)}mm ${HEIGHT}mm`;
  return `@page wide-${number}{size:${size}}\n@media print{${isOnly ? ".page" : `#section-${number}`}{page:wide-${number}}}\n`;
}

function columnWidth({ label, type, longest }: Column): number {
  const head = Math.max(...label.split(/\s+/).map((word) => textWidth(word)));
  const text = longest === undefined ? LONG / 2 : textWidth(longest);
  return Math.max(
    Math.min(head, MOST_IN_HEAD) * CHARACTER + PADDING,
    type === "string"
      ? Math.min(text * CHARACTER + PADDING, text < LONG ? READABLE : READABLE_LONG)
      : LIKELY[type] * CHARACTER + PADDING,
  );
}
