import { and, eq, isNull, sql } from "drizzle-orm";
import type { Platform } from "../context";
import { runs } from "../db/schema";
import { filePrefix } from "../files/keys";
import { removeUnder } from "../files/remove";
import { removeTraces } from "./end";

/** Per step. */
const MOST = 50;
/** A consumer that lost its run may write for a while yet: it stops at its next sign of life. */
const SETTLED_AFTER_MS = 60 * 60 * 1000;

type Cleans = Pick<Platform, "db" | "bucket" | "now">;

/**
 * Removes files that have reached their age and marks their runs as expired. The rows of a version stay with its
 * report, so that a file can be made again. Objects go first: a step that is cut in the middle is done again.
 */
export async function expireRuns({ db, bucket, now }: Cleans): Promise<void> {
  const at = now().toISOString();
  const old = await db
    .select({ id: runs.id, workspaceId: runs.workspaceId, expiresAt: runs.expiresAt })
    .from(runs)
    .where(
      sql`${runs.expiresAt} < ${at} AND ${runs.cleanedAt} IS NULL AND ${runs.status} IN ('completed', 'expired')`,
    )
    .limit(MOST);
  for (const run of old) {
    await removeUnder(bucket, filePrefix(run.workspaceId, run.id));
    await db
      .update(runs)
      .set({ status: "expired", reason: "retention", files: [], cleanedAt: at, frozen: withoutSections })
      .where(and(eq(runs.id, run.id), sql`${runs.expiresAt} = ${run.expiresAt}`));
  }
}

/** What a run was to make is up to 2 MB a row, and of no use any more: its snapshot knows what it made. */
const withoutSections = sql`json_replace(${runs.frozen}, '$.definition.sections', json('[]'))`;

/** Removes what failed and cancelled runs may have left, once nobody can write any more. */
export async function cleanEndedRuns({ db, bucket, now }: Cleans): Promise<void> {
  const at = now();
  const settled = new Date(at.getTime() - SETTLED_AFTER_MS).toISOString();
  const ended = await db
    .select({ id: runs.id, workspaceId: runs.workspaceId })
    .from(runs)
    .where(
      sql`${runs.status} IN ('failed', 'cancelled') AND ${runs.cleanedAt} IS NULL AND ${runs.completedAt} < ${settled}`,
    )
    .limit(MOST);
  for (const run of ended) {
    await removeTraces({ bucket }, run);
    await db
      .update(runs)
      .set({ cleanedAt: at.toISOString() })
      .where(and(eq(runs.id, run.id), isNull(runs.cleanedAt)));
  }
}
