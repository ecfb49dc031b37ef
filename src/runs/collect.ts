import type { Platform } from "../context";
import { countRows, readPages, readTableRef, type TableRef } from "../datasets/query/pages";
import type { RunRow } from "../db/schema";
import { giveWay } from "../files/resting";
import { type Manifest, writeManifest, writeSection } from "../files/snapshot";
import { chartBuilder } from "../render/chart/compute";
import type { Row } from "../render/document";
import type { SectionDefinition } from "../reports/config/definition";
import { ColumnProfile } from "./column-profile";
import { RunFailure } from "./failure";
import { frozenOf } from "./frozen";
import type { ProgressReporter } from "./progress";

/** How many rows a synchronous answer carries. */
export const PREVIEW_ROWS = 1_000;

/** The table of a dataset that never had rows. */
const NO_ROWS: TableRef = { tableId: 0, rowCount: 0, byteCount: 0, maxRowBytes: 0 };

export interface Collected {
  readonly manifest: Manifest;
  readonly preview: readonly Row[];
  /** Settles when the snapshot is whole in R2. It is there already unless `preview` holds every row. */
  readonly stored: Promise<void>;
}

/**
 * Reads a run's rows through D1 in pages into its snapshot in R2. The snapshot never changes afterwards; every
 * format is made from it. Holds one page of rows at a time.
 */
export async function collect(
  platform: Platform,
  run: RunRow,
  progress: ProgressReporter,
): Promise<Collected> {
  const { definition } = frozenOf(run);
  const sections: Manifest["sections"][number][] = [];
  const finished: Promise<unknown>[] = [];
  const preview: Row[] = [];
  for (const [index, section] of definition.sections.entries()) {
    const collected = await collectSection(platform, run, section, index, progress, preview);
    sections.push(collected.section);
    finished.push(collected.finished);
  }
  const manifest: Manifest = {
    title: definition.title,
    description: definition.description,
    generated_at: platform.now().toISOString(),
    time_zone: definition.time_zone,
    locale: definition.locale,
    filters: definition.filters,
    sections,
  };
  const stored = Promise.all(finished).then(() => writeManifest(platform.bucket, placeOf(run), manifest));
  stored.catch(() => {}); // thrown where it is awaited
  if (!isWhole(manifest, preview)) await stored;
  return { manifest, preview, stored };
}

/** Whether the preview is all there is, so that a small run need not read its snapshot back. */
export const isWhole = ({ sections: [first, ...more] }: Manifest, preview: readonly Row[]) =>
  more.length === 0 && first?.rows_written === preview.length;

async function collectSection(
  platform: Platform,
  run: RunRow,
  section: SectionDefinition,
  index: number,
  progress: ProgressReporter,
  preview: Row[],
): Promise<{ section: Manifest["sections"][number]; finished: Promise<unknown> }> {
  const timeZone = frozenOf(run).definition.time_zone;
  const rowsDb = platform.rows(section.source.shard);
  const { table_id } = section.source;
  const table = table_id === null ? NO_ROWS : await readTableRef(rowsDb, table_id);
  if (!table) throw new RunFailure("source_failed", "The dataset of this report is no longer there.");
  const total = await countRows(rowsDb, table, section.conditions);
  const wanted = rowsWanted(section, total, platform.settings.MAX_ROWS_PER_RUN);

  const columns = section.columns.map(({ source_field: _, ...column }) => column);
  const chart = section.chart
    ? chartBuilder(section.chart.type, columns, section.chart.title, timeZone)
    : null;
  const writer = writeSection(platform.bucket, placeOf(run), index);
  const profile = new ColumnProfile(columns);
  let written = 0;
  try {
    const pages = readPages(rowsDb, table, {
      conditions: section.conditions,
      sort: section.sort,
      fields: section.columns.map((column) => column.source_field),
      width: section.source.width,
      limit: wanted,
    });
    for await (const page of pages) {
      await writer.write(page);
      chart?.add(page);
      profile.add(page);
      written += page.length;
      if (preview.length < PREVIEW_ROWS) preview.push(...page.slice(0, PREVIEW_ROWS - preview.length));
      await progress.collected(written, wanted);
      if (written < wanted) await giveWay();
    }
    if (written !== wanted)
      throw new RunFailure("source_failed", "The rows changed while they were read.", true);
  } catch (error) {
    await writer.abort();
    throw error;
  }
  const finished = writer.finish();
  finished.catch(() => {}); // thrown where it is awaited
  return {
    finished,
    section: {
      name: section.name,
      title: section.title,
      columns: profile.finish(),
      rows_written: written,
      rows_total: total,
      truncated: written < total,
      chart: chart?.finish() ?? null,
    },
  };
}

/** The limit rule, the same on every path: what the config asks for, under what the installation allows. */
function rowsWanted({ limit, on_limit }: SectionDefinition, total: number, most: number): number {
  const allowed = Math.min(limit ?? most, most);
  if (total > allowed && on_limit === "fail")
    throw new RunFailure("limit_exceeded", `The report has ${total} rows; its limit is ${allowed}.`);
  return Math.min(total, allowed);
}

/** Where the snapshot of a run lies. */
export const placeOf = (run: Pick<RunRow, "id" | "workspaceId">) => ({
  workspaceId: run.workspaceId,
  runId: run.id,
});
