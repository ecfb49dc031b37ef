import type { RunRow } from "../db/schema";
import { documentFrom, type Manifest, readManifest } from "../files/snapshot";
import type { GeneratedRows } from "../generator-door";
import { type Row, tablesOf } from "../render/document";
import { frozenOf } from "./frozen";
import { RowBudget } from "./row-budget";
import type { Generated, RunView } from "./schemas";
import { sectionView } from "./section-view";

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
  const rows = await answeredRows(bucket, run, manifest, handed?.whole ?? null);
  const sections = manifest.sections.map((section, at) => sectionView(section, rows.get(at) ?? []));
  const first = sections.find((section) => section.kind === "table");
  return {
    ...view,
    description: manifest.description,
    config: frozenOf(run).config,
    fields: first?.fields.map(({ name }) => name) ?? [],
    data: first?.data ?? [],
    data_truncated: tablesOf({ sections }).some((table) => table.data_truncated),
    row_count: first?.rows_written ?? 0,
    chart: first?.chart ?? tablesOf({ sections }).find(({ chart }) => chart)?.chart ?? null,
    sections,
    generated_at: manifest.generated_at,
  };
}

/** The first rows of each table by its index, as many as an answer may carry. */
async function answeredRows(
  bucket: R2Bucket,
  run: RunRow,
  manifest: Manifest,
  whole: GeneratedRows["whole"],
): Promise<ReadonlyMap<number, readonly Row[]>> {
  const document = documentFrom(bucket, placeOf(run), manifest);
  const answered = new Map<number, readonly Row[]>();
  const budget = new RowBudget();
  for (const [at, section] of document.sections.entries()) {
    if (budget.isSpent) break;
    if (section.kind !== "table") continue;
    const rows: Row[] = [];
    answered.set(at, rows);
    for await (const batch of whole ? [whole.get(at) ?? []] : section.rows()) {
      rows.push(...budget.take(batch, section.columns));
      if (budget.isSpent) break;
    }
  }
  return answered;
}
