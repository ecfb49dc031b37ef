import type { Platform } from "../context";
import type { RunRow } from "../db/schema";
import { type Manifest, type StoredSection, writeManifest } from "../files/snapshot";
import type { Row } from "../render/document";
import { KeptRows } from "./collect/kept-rows";
import { collectSection } from "./collect/section";
import { sourceOpener } from "./collect/source";
import { frozenOf } from "./frozen";
import type { ProgressReporter } from "./progress";
import { RowBudget } from "./row-budget";

export interface Collected {
  readonly manifest: Manifest;
  /** All rows of each table by the section's index, subtotals included; null when they are too many to hold. */
  readonly whole: ReadonlyMap<number, readonly Row[]> | null;
  /** Settles when the snapshot is whole in R2. It is there already unless `whole` holds the rows. */
  readonly stored: Promise<void>;
}

/**
 * Reads a run's sections, one after another, through D1 into its snapshot in R2. The snapshot never changes
 * afterwards; every format is made from it. Nothing is left under way when it fails.
 */
export async function collect(
  platform: Platform,
  run: RunRow,
  progress: ProgressReporter,
): Promise<Collected> {
  const { definition } = frozenOf(run);
  const place = placeOf(run);
  const kept = new KeptRows();
  const figures = new RowBudget(Number.POSITIVE_INFINITY);
  const open = sourceOpener(platform);
  const sections: StoredSection[] = [];
  const finished: Promise<unknown>[] = [];
  let before = { done: 0, of: 0 };
  try {
    for (const [index, section] of definition.sections.entries()) {
      let reached = before;
      const collecting = {
        platform,
        place,
        timeZone: definition.time_zone,
        locale: definition.locale,
        open,
        figures,
        keep: kept.add.bind(kept),
        progress: async (done: number, of: number) => {
          reached = { done: before.done + done, of: before.of + of };
          const share = (index + (of === 0 ? 1 : done / of)) / definition.sections.length;
          await progress.collected(reached.done, reached.of, share);
        },
      };
      const collected = await collectSection(collecting, section, index);
      collected.finished.catch(() => {}); // thrown where all are awaited
      sections.push(collected.section);
      finished.push(collected.finished);
      before = reached;
    }
  } catch (error) {
    await Promise.allSettled(finished);
    throw error;
  }
  const manifest: Manifest = {
    title: definition.title,
    description: definition.description,
    generated_at: platform.now().toISOString(),
    time_zone: definition.time_zone,
    locale: definition.locale,
    filters: definition.filters,
    ...(definition.page && { page: definition.page }),
    sections,
  };
  const stored = allStored([...finished, writeManifest(platform.bucket, place, manifest)]);
  stored.catch(() => {}); // thrown where it is awaited
  if (!kept.whole) await stored;
  return { manifest, whole: kept.whole, stored };
}

/** Settles when none is under way any more: what failed is removed, and nothing may arrive after that. */
async function allStored(puts: readonly Promise<unknown>[]): Promise<void> {
  for (const put of await Promise.allSettled(puts)) if (put.status === "rejected") throw put.reason;
}

/** Where the snapshot of a run lies. */
export const placeOf = (run: Pick<RunRow, "id" | "workspaceId">) => ({
  workspaceId: run.workspaceId,
  runId: run.id,
});
