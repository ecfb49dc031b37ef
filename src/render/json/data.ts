import type { TableSection } from "../document";
import type { TextSink } from "../text-sink";
import { countedRows } from "../values/counted-rows";
import { isSummary } from "../values/summaries";
import { rowWriter } from "./rows";

/** The data rows as objects, each on a line of its own. */
export async function writeData(
  section: TableSection,
  keys: readonly string[],
  out: TextSink,
): Promise<void> {
  const row = rowWriter(keys);
  const mixed = section.summary_rows > 0;
  let separator = "\n";
  for await (const batch of countedRows(section)) {
    for (const cells of batch) {
      if (mixed && isSummary(section, cells)) continue;
      out.add(separator + row(cells));
      separator = ",\n";
      if (out.full) await out.flush();
    }
  }
}

/** The summary rows, each with its level and the number of data rows before it: a second pass, so that none is held. */
export async function writeSummaries(
  section: TableSection,
  keys: readonly string[],
  out: TextSink,
): Promise<void> {
  if (section.summary_rows === 0) return;
  const values = rowWriter(keys);
  let dataRows = 0;
  let separator = "\n";
  for await (const batch of countedRows(section)) {
    for (const cells of batch) {
      if (!isSummary(section, cells)) {
        dataRows += 1;
        continue;
      }
      const level = Number(cells[section.columns.length]);
      out.add(`${separator}{"level":${level},"after_row":${dataRows},"values":${values(cells)}}`);
      separator = ",\n";
      if (out.full) await out.flush();
    }
  }
}
