import { eq } from "drizzle-orm";
import { giveUpImport } from "../datasets/import/give-up";
import { processImport } from "../datasets/import/process";
import { newId } from "../db/ids";
import { deadLetters, runs } from "../db/schema";
import { deliver } from "../delivery/deliver";
import { endAsFailed } from "./end";
import { RunFailure } from "./failure";
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

/** A message that was given up: whatever it was for ends as failed, with a reason, instead of waiting for ever. */
async function bury(shop: Workshop, job: Job): Promise<null> {
  if (job.kind === "import") {
    await giveUpImport(shop, job.dataset_id, job.revision);
    await noteDeadLetter(shop, { kind: job.kind, subjectId: job.dataset_id });
    return null;
  }
  if (job.kind === "deliver") return null; // the tick finds what is due
  const [run] = await shop.db.select().from(runs).where(eq(runs.id, job.run_id));
  const isHeld = run?.status === "running" && (run.leaseUntil ?? "") > shop.now().toISOString();
  if (run && !isHeld)
    await endAsFailed(
      shop,
      run,
      new RunFailure("internal", "The report could not be generated after several tries."),
    );
  await noteDeadLetter(shop, { kind: job.kind, subjectId: job.run_id, workspaceId: run?.workspaceId });
  return null;
}

/** For the health check. */
async function noteDeadLetter(
  { db, now }: Workshop,
  letter: { kind: string; subjectId: string; workspaceId?: string | undefined },
): Promise<void> {
  const at = now();
  await db.insert(deadLetters).values({ id: newId("deadLetter", at), ...letter, at: at.toISOString() });
}
