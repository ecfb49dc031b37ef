import { eq } from "drizzle-orm";
import { giveUpImport } from "../datasets/import/give-up";
import { processImport } from "../datasets/import/process";
import { runs } from "../db/schema";
import { RunFailure } from "./failure";
import { type Job, jobSchema } from "./job";
import { endAsFailed, processRun, type Workshop } from "./process";

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
  const outcome = await processRun(shop, job.run_id);
  return outcome.kind === "retrying" ? outcome.delaySeconds : null;
}

/** A message that was given up: whatever it was for ends as failed, with a reason, instead of waiting for ever. */
async function bury(shop: Workshop, job: Job): Promise<null> {
  if (job.kind === "import") {
    await giveUpImport(shop, job.dataset_id, job.revision);
    return null;
  }
  const [run] = await shop.db.select().from(runs).where(eq(runs.id, job.run_id));
  const isHeld = run?.status === "running" && (run.leaseUntil ?? "") > shop.now().toISOString();
  if (run && !isHeld)
    await endAsFailed(
      shop,
      run,
      new RunFailure("internal", "The report could not be generated after several tries."),
    );
  return null;
}
