import { sql } from "drizzle-orm";
import type { Platform } from "../context";
import { purgeDroppedTables } from "../datasets/tables";
import { datasetRevisions, runs } from "../db/schema";
import { deleteOldKeys } from "../http/idempotency-store";
import type { Job } from "../runs/job";

/** A wake-up that was sent this long ago and did nothing is taken as lost. */
const LOST_AFTER_SECONDS = 30;
/** Rows of a superseded table stay this long, longer than any run may take. */
const KEEP_DROPPED_SECONDS = 3_600;
/** Per tick; also what one `sendBatch` takes. */
const MOST = 100;

/** What the cron does each minute. Each part is bounded and none keeps another from running. */
export async function tick(platform: Platform): Promise<void> {
  const parts = { wakeWaiting, purge, forgetKeys };
  for (const [name, part] of Object.entries(parts)) {
    await part(platform).catch((error: unknown) => {
      console.error({ event: "tick.failed", part: name, cause: String(error) });
    });
  }
}

/** Sends again what waits though it is due: lost messages, and work whose holder is gone. */
async function wakeWaiting({ db, jobs, now }: Platform): Promise<void> {
  const at = now();
  const due = before(at, LOST_AFTER_SECONDS);
  const [waitingRuns, waitingImports] = await db.batch([
    db
      .select({ id: runs.id })
      .from(runs)
      .where(
        sql`${runs.status} IN ('queued', 'retrying', 'running') AND ${runs.availableAt} < ${due}
          AND (${runs.status} <> 'running' OR ${runs.leaseUntil} < ${at.toISOString()})`,
      )
      .orderBy(runs.availableAt)
      .limit(MOST),
    db
      .select({ datasetId: datasetRevisions.datasetId, revision: datasetRevisions.revision })
      .from(datasetRevisions)
      .where(
        sql`${datasetRevisions.status} IN ('uploaded', 'processing') AND ${datasetRevisions.createdAt} < ${due}
          AND (${datasetRevisions.status} = 'uploaded' OR ${datasetRevisions.leaseUntil} < ${at.toISOString()})`,
      )
      .orderBy(datasetRevisions.createdAt)
      .limit(MOST),
  ]);
  const messages: Job[] = [
    ...waitingRuns.map(({ id }): Job => ({ kind: "run", run_id: id })),
    ...waitingImports.map(
      ({ datasetId, revision }): Job => ({ kind: "import", dataset_id: datasetId, revision }),
    ),
  ].slice(0, MOST);
  if (messages.length > 0) await jobs.sendBatch(messages.map((body) => ({ body })));
}

async function purge({ rows, now }: Platform): Promise<void> {
  await purgeDroppedTables(rows(0), new Date(before(now(), KEEP_DROPPED_SECONDS)));
}

async function forgetKeys({ db, now }: Platform): Promise<void> {
  await deleteOldKeys(db, now());
}

const before = (now: Date, seconds: number) => new Date(now.getTime() - seconds * 1000).toISOString();
