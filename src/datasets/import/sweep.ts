import { sql } from "drizzle-orm";
import type { Platform } from "../../context";
import { datasetRevisions } from "../../db/schema";
import type { Job } from "../../runs/job";
import { lostBefore } from "../../runs/jobs";

/** Per tick; also what one `sendBatch` takes. */
const MOST = 100;

/** Wakes consumers for imports that wait though they are due: lost messages, and work whose holder is gone. */
export async function sweepImports(platform: Platform): Promise<void> {
  const { db, jobs, now } = platform;
  const at = now();
  const due = lostBefore(platform);
  const waiting = await db
    .select({ datasetId: datasetRevisions.datasetId, revision: datasetRevisions.revision })
    .from(datasetRevisions)
    .where(
      sql`${datasetRevisions.status} IN ('uploaded', 'processing') AND ${datasetRevisions.createdAt} < ${due}
        AND (${datasetRevisions.status} = 'uploaded' OR ${datasetRevisions.leaseUntil} < ${at.toISOString()})`,
    )
    .orderBy(datasetRevisions.createdAt)
    .limit(MOST);
  const messages = waiting.map(({ datasetId, revision }): { body: Job } => ({
    body: { kind: "import", dataset_id: datasetId, revision },
  }));
  if (messages.length > 0) await jobs.sendBatch(messages);
}
