import type { TableSection } from "../document";
import type { ByteSink } from "../renderer";
import { TextSink } from "../text-sink";
import { countedRows } from "../values/counted-rows";
import { forEachKind, labelledSummary } from "../values/summaries";
import { BYTE_ORDER_MARK } from "./byte-order-mark";
import { recordWriter } from "./fields";

/**
 * One section as CSV (RFC 4180): UTF-8 with byte order mark, CRLF, a header of column labels, exact
 * values. A complete table holds nothing but its rows. A table that was cut ends with one more
 * record that says so, as wide as the others, its first field beginning with `# cut`: a person
 * cannot miss it, and a reader that takes `#` for comments leaves it out. Subtotals and totals stand among the rows,
 * called so in the first free column.
 */
export async function writeTable(section: TableSection, sink: ByteSink): Promise<void> {
  const out = new TextSink(sink);
  const { columns } = section;
  const record = recordWriter(columns);
  const line = forEachKind(section, record, (cells, level) => record(labelledSummary(columns, cells, level)));
  out.add(BYTE_ORDER_MARK + record(columns.map((column) => column.label)));
  for await (const batch of countedRows(section)) {
    for (const row of batch) {
      out.add(line(row));
      if (out.full) await out.flush();
    }
  }
  if (section.truncated) out.add(record([cutNote(section)]));
  await out.flush();
}

function cutNote({ rows_written, rows_total }: TableSection): string {
  return `# cut at the limit: ${rows_written} of ${rows_total} rows`;
}
