import type { Row, TableSection } from "../document";

/** Rows looked at to estimate column widths. */
const SAMPLE_ROWS = 200;

/** The first rows of a section, read apart from the pass that writes them. */
export async function sampleRows(section: TableSection): Promise<readonly Row[]> {
  for await (const batch of section.rows()) {
    if (batch.length > 0) return batch.slice(0, SAMPLE_ROWS);
  }
  return [];
}
