import type { Cell, ReportDocument, Row, TableSection } from "../../document";
import { sampleRows } from "../../office/sample";
import { countedRows } from "../../values/counted-rows";
import { cellFormatter } from "../../values/format";
import { likelyTotals } from "../../values/likely-totals";
import { forEachKind, labelledSummary } from "../../values/summaries";
import type { Typefaces } from "../fonts/typefaces";
import type { Face } from "../text/face";

/** Rows formatted, measured and laid out together; the first of them decide about column widths. */
const ROWS = 500;
const CHARACTERS = 400_000;

/** The texts of a row's cells; a summary row has one more, its level. */
export type RowTexts = readonly string[];

/** The texts that a row of totals is likely to have, as a sample for column widths; none without summaries. */
export async function likelyTotalTexts(
  section: TableSection,
  { locale, time_zone }: ReportDocument,
  face: Face,
): Promise<RowTexts[]> {
  if (section.summary_rows === 0) return [];
  const totals = likelyTotals(section, await sampleRows(section), locale);
  const texts = section.columns.map((column, at) =>
    cellFormatter(column, locale, time_zone)(totals?.[at] ?? null),
  );
  for (const text of texts) face.want(text);
  return [[...texts, "0"]];
}

/** A section's cells as text, in groups of bounded size whatever the batches of the source are. */
export async function* rowTexts(
  section: TableSection,
  { locale, time_zone }: ReportDocument,
  type: Typefaces,
): AsyncGenerator<readonly RowTexts[]> {
  const formats = section.columns.map((column) => cellFormatter(column, locale, time_zone));
  const textsOf = (row: Row, face: Face): string[] => {
    const texts: string[] = new Array(formats.length);
    for (let at = 0; at < formats.length; at++) {
      const cell: Cell | undefined = row[at];
      const text = cell === null || cell === undefined ? "" : (formats[at]?.(cell) ?? "");
      face.want(text);
      characters += text.length;
      texts[at] = text;
    }
    return texts;
  };
  const rowOf = forEachKind(
    section,
    (row) => textsOf(row, type.regular),
    (cells, level) => [
      ...textsOf(labelledSummary(section.columns, cells, level, locale), type.bold),
      String(level),
    ],
  );
  let group: RowTexts[] = [];
  let characters = 0;
  for await (const batch of countedRows(section)) {
    for (const row of batch) {
      group.push(rowOf(row));
      if (group.length < ROWS && characters < CHARACTERS) continue;
      await type.load();
      yield group;
      group = [];
      characters = 0;
    }
  }
  await type.load();
  if (group.length > 0) yield group;
}
