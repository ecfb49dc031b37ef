import { eq } from "drizzle-orm";
import { processImport } from "../datasets/import/process";
import { newId } from "../db/ids";
import { datasets, deadLetters, runs } from "../db/schema";
import { deliver } from "../delivery/deliver";
import { type Job, jobSchema } from "./job";
import type { Workshop } from "./process";
import { doWaitingRuns } from "./work-off";

const DEAD_QUEUE = "report-jobs-dead";

/** The queue consumer: each message is settled by itself, so one bad message never holds back another. */
export async function consume(shop: Workshop, batch: MessageBatch<unknown>): Promise<void> {
  for (const message of batch.messages) {
    try {
      const parsed = jobSchema.safeParse(message.body);
      if (!parsed.success) {
        console.error({ event: "job.unreadable", queue: batch.queue, id: message.id });
        message.ack();
        continue;
      }
      const delaySeconds =
        batch.queue === DEAD_QUEUE ? await bury(shop, parsed.data) : await work(shop, parsed.data);
      if (delaySeconds === null) message.ack();
      else message.retry({ delaySeconds });
    } catch (error) {
      console.error({ event: "job.failed", queue: batch.queue, id: message.id, cause: String(error) });
      message.retry({ delaySeconds: shop.settings.RETRY_BASE_SECONDS });
    }
  }
}

/** Does a job. Null when it needs no further message, else after how many seconds it does. */
async function work(shop: Workshop, job: Job): Promise<number | null> {
  if (job.kind === "import") {
    const outcome = await processImport(shop, job.dataset_id, job.revision);
    return outcome === "retry" ? shop.settings.RETRY_BASE_SECONDS : null;
  }
  if (job.kind === "deliver") return await deliver(shop, job.subject_id);
  await doWaitingRuns(shop, job);
  return null;
}

/**
 * Notes a message that was given up, for the health check. It was only a wake-up: the tick wakes another consumer
 * for what waits, and ends what was tried too often.
 */
async function bury({ db, now }: Workshop, job: Job): Promise<null> {
  if (job.kind === "deliver") return null; // the tick finds what is due
  const [table, subjectId] = job.kind === "run" ? [runs, job.run_id] : [datasets, job.dataset_id];
  const [found] = await db
    .select({ workspaceId: table.workspaceId })
    .from(table)
    .where(eq(table.id, subjectId));
  const at = now();
  const letter = { kind: job.kind, subjectId, workspaceId: found?.workspaceId, at: at.toISOString() };
  await db.insert(deadLetters).values({ id: newId("deadLetter", at), ...letter });
  return null;
}
