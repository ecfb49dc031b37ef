import type { RunRow } from "../db/schema";
import { documentFrom, type Manifest, readManifest } from "../files/snapshot";
import type { GeneratedRows } from "../generator-door";
import { type Row, tablesOf } from "../render/document";
import { frozenOf } from "./frozen";
import type { Generated, RunView } from "./schemas";
import { sectionView } from "./section-view";

/** How many rows an answer carries, of all sections together. */
const ANSWERED_ROWS = 1_000;

const placeOf = ({ id, workspaceId }: RunRow) => ({ workspaceId, runId: id });

/**
 * A completed run with its first rows: from what the Generator handed over when that is all there is to show,
 * else from the snapshot. Null when the snapshot is gone.
 */
export async function generatedOf(
  bucket: R2Bucket,
  run: RunRow,
  view: RunView,
  handed: GeneratedRows | null,
): Promise<Generated | null> {
  const manifest = handed?.manifest ?? (await readManifest(bucket, placeOf(run)));
  if (!manifest) return null;
  const rows = handed?.whole ?? (await firstRows(bucket, run, manifest));
  const sections = manifest.sections.map((section, at) => sectionView(section, rows.get(at) ?? []));
  const first = sections.find((section) => section.kind === "table");
  return {
    ...view,
    description: manifest.description,
    config: frozenOf(run).config,
    fields: first?.fields.map(({ name }) => name) ?? [],
    data: first?.data ?? [],
    row_count: first?.rows_written ?? 0,
    chart: first?.chart ?? tablesOf({ sections }).find(({ chart }) => chart)?.chart ?? null,
    sections,
    generated_at: manifest.generated_at,
  };
}

/** The first rows of each table by its index, a thousand in all. */
async function firstRows(
  bucket: R2Bucket,
  run: RunRow,
  manifest: Manifest,
): Promise<ReadonlyMap<number, readonly Row[]>> {
  const document = documentFrom(bucket, placeOf(run), manifest);
  const all = new Map<number, readonly Row[]>();
  let room = ANSWERED_ROWS;
  for (const [at, section] of document.sections.entries()) {
    if (section.kind !== "table" || room === 0) continue;
    const rows: Row[] = [];
    all.set(at, rows);
    for await (const batch of section.rows()) {
      rows.push(...batch.slice(0, room - rows.length));
      if (rows.length === room) break;
    }
    room -= rows.length;
  }
  return all;
}
