import type { Column } from "../../document";
import { isCode, isNumeric } from "../../values/format";
import type { Typefaces } from "../fonts/typefaces";
import type { RowTexts } from "./row-texts";
import type { ColumnWidths } from "./table-plan";

/** The beginning of a long cell says enough about its words. */
const MEASURED = 300;
/** Numbers and dates are not wrapped, unless the column holds far longer things. In 1/1000 em. */
const WIDEST_RIGID = 25_000;
/** Where a line may end without harm: spaces, punctuation inside codes and paths, anywhere in East Asian text. */
const PIECES = /\s+|(?<=[-/_.,:;@|])|[\u2e80-\u9fff\uac00-\ud7af\uf900-\uffef]+/u;

/** Widths of the columns by their headers and a sample of rows; `rows` is how many there are in all. */
export function measureColumns(
  columns: readonly Column[],
  sample: readonly RowTexts[],
  type: Typefaces,
  rows: number,
): ColumnWidths[] {
  const regular = (text: string): number => type.regular.measure(text);
  const bold = (text: string): number => type.bold.measure(text);
  return columns.map((column, at) => {
    let natural = 0;
    let word = 0;
    let total = 0;
    for (const row of sample) {
      const face = row.length > columns.length ? type.bold : type.regular;
      const text = row[at] ?? "";
      const start = text.length > MEASURED ? text.slice(0, MEASURED) : text;
      const longer = text.length / Math.max(1, start.length);
      const extent = face.extent(start);
      natural = Math.max(natural, extent.widest * longer);
      total += extent.total * longer;
      if (extent.widest > word)
        word = Math.max(
          word,
          widestPiece(start, (piece) => face.measure(piece)),
        );
    }
    if (column.longest) {
      natural = Math.max(natural, type.regular.extent(column.longest).widest);
      word = Math.max(word, widestPiece(column.longest, regular));
    }
    // Counters grow after the sample: leave room for as many digits as there are rows.
    if (column.type === "integer" && sample.length < rows)
      natural = Math.max(natural, regular(rows.toLocaleString("en")));
    const load = total / Math.max(1, sample.length);
    const rigid = column.type !== "string" && natural < WIDEST_RIGID;
    return {
      natural,
      word,
      load,
      header: bold(column.label),
      headerWord: widestPiece(column.label, bold),
      rigid,
    };
  });
}

/** Numbers end at the end of their column; those that are names, such as years, do not. */
export function standsAtEnd(column: Column): boolean {
  return isNumeric(column) && !isCode(column);
}

function widestPiece(text: string, measure: (piece: string) => number): number {
  let widest = 0;
  for (const piece of text.split(PIECES)) widest = Math.max(widest, measure(piece));
  return widest;
}
