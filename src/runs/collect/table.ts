import { giveWay } from "../../files/resting";
import { writeSection } from "../../files/snapshot";
import { chartBuilder } from "../../render/chart/compute";
import type { Row } from "../../render/document";
import type { TableDefinition } from "../../reports/config/definition";
import { ColumnProfile } from "../column-profile";
import { RunFailure } from "../failure";
import type { CollectedSection, Collecting } from "./section";
import { openTableRows } from "./table-rows";

/** Reads a table's rows into the snapshot. Holds one page of rows at a time. */
export async function collectTable(
  collecting: Collecting,
  section: TableDefinition,
  index: number,
): Promise<CollectedSection> {
  const { platform, timeZone } = collecting;
  const open = await collecting.open(section.source);
  const { total, wanted, rows } = await openTableRows(
    open,
    section,
    timeZone,
    platform.settings.MAX_ROWS_PER_RUN,
  );
  const columns = section.columns.map(({ expression: _, ...column }) => column);
  const isData = (row: Row) => row.length === columns.length;
  const chart = section.chart
    ? chartBuilder(section.chart.type, columns, section.chart.title, timeZone, collecting.locale)
    : null;
  const writer = writeSection(platform.bucket, collecting.place, index);
  const profile = new ColumnProfile(columns);
  let written = 0;
  let summaries = 0;
  try {
    for await (const batch of rows) {
      const data = batch.every(isData) ? batch : batch.filter(isData);
      await writer.write(batch);
      chart?.add(data);
      profile.add(batch);
      written += data.length;
      summaries += batch.length - data.length;
      collecting.keep(index, batch);
      await collecting.progress(written, wanted);
      if (written < wanted) await giveWay();
    }
    if (written !== wanted)
      throw new RunFailure("source_failed", "The rows changed while they were read.", true);
  } catch (error) {
    await writer.abort();
    throw error;
  }
  return {
    finished: writer.finish(),
    section: {
      kind: "table",
      name: section.name,
      title: section.title,
      description: section.description,
      columns: profile.finish(),
      rows_written: written,
      rows_total: total,
      truncated: written < total,
      summary_rows: summaries,
      ...(chart?.finish() ?? { chart: null }),
    },
  };
}
