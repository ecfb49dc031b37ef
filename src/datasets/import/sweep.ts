import { sql } from "drizzle-orm";
import type { Platform } from "../../context";
import { type DatasetRevisionRow, datasetRevisions } from "../../db/schema";
import type { Job } from "../../runs/job";
import { lostBefore } from "../../runs/jobs";
import { MAX_ATTEMPTS } from "./claim";
import { failImport } from "./finish";

/** Per tick; also what one `sendBatch` takes. */
const MOST = 100;

/**
 * What keeps imports from hanging, each tick. Of those that wait though they are due, for lost messages and for work
 * whose holder is gone, it ends those that nobody will take up and wakes consumers for the others.
 */
export async function sweepImports(platform: Platform): Promise<void> {
  const { db, jobs, now } = platform;
  const at = now();
  const due = lostBefore(platform);
  const waiting = await db
    .select()
    .from(datasetRevisions)
    .where(
      sql`${datasetRevisions.status} IN ('uploaded', 'processing') AND ${datasetRevisions.createdAt} < ${due}
        AND (${datasetRevisions.status} = 'uploaded' OR ${datasetRevisions.leaseUntil} < ${at.toISOString()})`,
    )
    .orderBy(datasetRevisions.createdAt)
    .limit(MOST);
  const messages: { body: Job }[] = [];
  for (const revision of waiting) {
    const message = whyEnded(revision);
    if (message !== null) await failImport(platform, revision, { code: "internal", message });
    else
      messages.push({
        body: { kind: "import", dataset_id: revision.datasetId, revision: revision.revision },
      });
  }
  if (messages.length > 0) await jobs.sendBatch(messages);
}

/** Why nobody will take this import up, or null. */
function whyEnded({ uploadKey, attempt }: DatasetRevisionRow): string | null {
  if (uploadKey === null) return "The rows could not be stored. Send them again.";
  if (attempt >= MAX_ATTEMPTS) return "The file could not be imported after several tries. Upload it again.";
  return null;
}
