import type { Cell, ReportDocument, Section } from "../../document";
import { countedRows } from "../../values/counted-rows";
import { cellFormatter } from "../../values/format";
import type { Face } from "../text/face";

/** Rows formatted, measured and laid out together; the first of them decide about column widths. */
const ROWS = 500;
const CHARACTERS = 400_000;

export type RowTexts = readonly string[];

/** A section's cells as text, in groups of bounded size whatever the batches of the source are. */
export async function* rowTexts(
  section: Section,
  { locale, time_zone }: ReportDocument,
  face: Face,
): AsyncGenerator<readonly RowTexts[]> {
  const formats = section.columns.map((column) => cellFormatter(column, locale, time_zone));
  let group: RowTexts[] = [];
  let characters = 0;
  for await (const batch of countedRows(section)) {
    for (const row of batch) {
      const texts: string[] = new Array(formats.length);
      for (let at = 0; at < formats.length; at++) {
        const cell: Cell | undefined = row[at];
        const text = cell === null || cell === undefined ? "" : (formats[at]?.(cell) ?? "");
        face.want(text);
        characters += text.length;
        texts[at] = text;
      }
      group.push(texts);
      if (group.length < ROWS && characters < CHARACTERS) continue;
      await face.load();
      yield group;
      group = [];
      characters = 0;
    }
  }
  await face.load();
  if (group.length > 0) yield group;
}
