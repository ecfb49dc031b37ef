import type { Row, TableSection } from "../document";
import { isSummary } from "./summaries";

/**
 * A section's rows, checked: a file must never hold fewer or more rows than it says it does, so an
 * early end of the source is an error and not a short file. Data rows and summary rows are told
 * apart only where there are both.
 */
export async function* countedRows(section: TableSection): AsyncGenerator<readonly Row[]> {
  let count = 0;
  let summaries = 0;
  for await (const batch of section.rows()) {
    count += batch.length;
    if (section.summary_rows > 0) {
      for (const row of batch) if (isSummary(section, row)) summaries += 1;
    }
    yield batch;
  }
  mustBe(section, "rows", count - summaries, section.rows_written);
  mustBe(section, "summary rows", summaries, section.summary_rows);
}

function mustBe({ name }: TableSection, what: string, count: number, promised: number): void {
  if (count === promised) return;
  throw new Error(`Section "${name}" has ${count} ${what} where ${promised} were promised`);
}
