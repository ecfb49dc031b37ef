import type { Section } from "../document";
import type { ByteSink } from "../renderer";
import { TextSink } from "../text-sink";
import { countedRows } from "../values/counted-rows";
import { recordWriter } from "./fields";

/** Excel reads a CSV as UTF-8 only when it begins with this. */
const BYTE_ORDER_MARK = "\ufeff";

/**
 * One section as CSV (RFC 4180): UTF-8 with byte order mark, CRLF, a header of column labels, exact
 * values. A complete table holds nothing but its rows. A table that was cut ends with one more
 * record that says so, as wide as the others, its first field beginning with `# cut`: a person
 * cannot miss it, and a reader that takes `#` for comments leaves it out.
 */
export async function writeTable(section: Section, sink: ByteSink): Promise<void> {
  const out = new TextSink(sink);
  const record = recordWriter(section.columns);
  out.add(BYTE_ORDER_MARK + record(section.columns.map((column) => column.label)));
  for await (const batch of countedRows(section)) {
    for (const row of batch) {
      out.add(record(row));
      if (out.full) await out.flush();
    }
  }
  if (section.truncated) out.add(record([cutNote(section)]));
  await out.flush();
}

function cutNote({ rows_written, rows_total }: Section): string {
  return `# cut at the limit: ${rows_written} of ${rows_total} rows`;
}
