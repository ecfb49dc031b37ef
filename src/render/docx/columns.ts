import type { Column, Row, TableSection } from "../document";
import { textWidth } from "../office/text-width";
import { isNumeric } from "../values/format";

/** All lengths are twips: twentieths of a point. */

/** Word refuses a table of more columns (ECMA-376 sets no limit; Word's own specification does). */
const MAX_COLUMNS = 63;

/** An average character of the table's 9 point face, and the empty edges of a cell. */
export const CHARACTER = 98;
const EDGES = 160;

/** Widths in characters: what a text gets at most before it wraps, and the least that can be read. */
const MAX_TEXT = 40;
const MAX_NUMBER = 24;
const MIN_CHARACTERS = 6;
const MAX_WORD = 20;
/** Lines that a long text should wrap into, as far as its width can see to that. */
const MAX_LINES = 6;

/** Part of a section's columns that fits side by side, with their widths. */
export interface Band {
  /** Indexes into the section's columns; each band but the first repeats column 0. */
  readonly columns: readonly number[];
  readonly widths: readonly number[];
}

export interface Need {
  /** Narrower than this it cannot be read. */
  readonly least: number;
  /** Wider than this it gains nothing. */
  readonly best: number;
}

/** What each column of a section wants, by its label and the texts of its first rows. */
export function columnNeeds(
  section: TableSection,
  sample: readonly Row[],
  formats: readonly ((cell: Row[number]) => string)[],
): Need[] {
  return section.columns.map((column, at) => {
    const format = formats[at];
    const cells = [...sample.map((row) => row[at] ?? null), column.largest ?? null];
    return columnNeed(column, format === undefined ? [] : cells.map(format));
  });
}

function columnNeed(column: Column, texts: readonly string[]): Need {
  const widest = texts.reduce((width, text) => Math.max(width, textWidth(text)), 0);
  const best = Math.max(textWidth(column.label), widest, MIN_CHARACTERS);
  // Numbers and dates must not break inside; texts may, between words.
  const unbroken = isNumeric(column) || column.type === "date";
  const word = Math.min(MAX_WORD, longestWord([column.label, ...texts]));
  const lines = Math.min(MAX_TEXT, widest / MAX_LINES);
  const least = unbroken ? Math.max(widest, longestWord([column.label])) : Math.max(word, lines);
  const limit = unbroken ? MAX_NUMBER : MAX_TEXT;
  const size = (characters: number) =>
    Math.min(limit, Math.max(MIN_CHARACTERS, characters)) * CHARACTER + EDGES;
  return { least: size(least), best: size(best) };
}

function longestWord(texts: readonly string[]): number {
  let longest = 0;
  for (const text of texts) {
    for (const word of text.slice(0, 500).split(/[\s\-/]+/)) longest = Math.max(longest, textWidth(word));
  }
  return longest;
}

/** Whether all columns have the width they want within `width`. */
export function fits(needs: readonly Need[], width: number): boolean {
  return needs.reduce((sum, { best }) => sum + best, 0) <= width;
}

/**
 * Cuts columns into bands that can be read at this width: as few as that needs, and about as full as each other.
 * A table in one piece may be narrower, unless the page is read from the right: there LibreOffice lets it stand at
 * the left.
 */
export function bandsOf(needs: readonly Need[], width: number, rightToLeft: boolean): Band[] {
  const bands = cutInto(needs, width);
  if (bands.length === 1)
    return [
      { columns: needs.map((_, at) => at), widths: share(needs, rightToLeft ? width : whole(needs, width)) },
    ];
  return evened(needs, width, bands.length).map((columns) => ({
    columns,
    widths: share(
      columns.map((at) => needs[at] ?? NO_NEED),
      width,
    ),
  }));
}

/** The columns of each band when none is wider than `width`; a single column may be. */
function cutInto(needs: readonly Need[], width: number): number[][] {
  const bands: number[][] = [];
  let band: number[] = [];
  let used = 0;
  needs.forEach(({ least }, at) => {
    if (band.length > 0 && (used + least > width || band.length === MAX_COLUMNS)) {
      bands.push(band);
      band = [0];
      used = needs[0]?.least ?? 0;
    }
    band.push(at);
    used += least;
  });
  bands.push(band);
  return bands;
}

/** Steps in which a narrower width is looked for. */
const STEPS = 12;

/** The bands of the narrowest width that needs no more of them. */
function evened(needs: readonly Need[], width: number, count: number): number[][] {
  let [narrow, wide] = [0, width];
  for (let step = 0; step < STEPS; step += 1) {
    const middle = (narrow + wide) / 2;
    if (cutInto(needs, middle).length <= count) wide = middle;
    else narrow = middle;
  }
  return cutInto(needs, wide);
}

const NO_NEED: Need = { least: 0, best: 0 };

/** A table is drawn out to so much of what it wants, and to no less of the page. */
const MOST_DRAWN_OUT = 2.2;
const LEAST_OF_PAGE = 0.45;

/** Width of a table in one piece: few narrow columns get less than the page, so that the eye finds from one to the next. */
function whole(needs: readonly Need[], page: number): number {
  const best = needs.reduce((sum, need) => sum + need.best, 0);
  return Math.round(Math.min(page, Math.max(best * MOST_DRAWN_OUT, page * LEAST_OF_PAGE)));
}

/** Widths that sum up to `width` exactly: the least for each, then what is left by how much more each wants. */
function share(needs: readonly Need[], width: number): number[] {
  const least = needs.reduce((sum, need) => sum + need.least, 0);
  const best = needs.reduce((sum, need) => sum + need.best, 0);
  const exact = needs.map((need) =>
    best <= width
      ? (need.best * width) / best
      : need.least + ((width - least) * (need.best - need.least)) / Math.max(1, best - least),
  );
  let edge = 0;
  let rounded = 0;
  return exact.map((size) => {
    edge += size;
    const whole = Math.round(edge) - rounded;
    rounded += whole;
    return whole;
  });
}
