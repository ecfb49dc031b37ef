import type { Row, Section } from "../document";

/**
 * A section's rows, checked: a file must never hold fewer or more rows than it says it does, so an
 * early end of the source is an error and not a short file.
 */
export async function* countedRows(section: Section): AsyncGenerator<readonly Row[]> {
  let count = 0;
  for await (const batch of section.rows()) {
    count += batch.length;
    yield batch;
  }
  if (count !== section.rows_written) {
    throw new Error(
      `Section "${section.name}" has ${count} rows where ${section.rows_written} were promised`,
    );
  }
}
