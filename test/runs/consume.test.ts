import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { datasetRevisions, runs } from "../../src/db/schema";
import { consume } from "../../src/runs/consume";
import type { Job } from "../../src/runs/job";
import { workshopOf } from "../../src/workshop";
import { newWorkspace } from "../support";
import { endedRun, madeReport, succeed, uploadedDataset } from "../support/product";

const shop = workshopOf(env as unknown as GeneratorEnv);

async function deliver(queue: string, bodies: readonly unknown[]) {
  const batch = createMessageBatch(
    queue,
    bodies.map((body, index) => ({ id: `m${index}`, timestamp: new Date(), attempts: 1, body })),
  );
  await consume(shop, batch);
  return await getQueueResult(batch, createExecutionContext());
}

const retried = (result: Awaited<ReturnType<typeof deliver>>) =>
  result.retryMessages.map(({ msgId }) => msgId);

describe("the queue consumer", () => {
  it("acks what it cannot read, without touching the others", async () => {
    const job: Job = { kind: "run", run_id: "run_none" };
    const result = await deliver("report-jobs", [{ nonsense: true }, "text", job]);
    expect(result.explicitAcks.sort()).toEqual(["m0", "m1", "m2"]);
    expect(retried(result)).toEqual([]);
  });

  it("a duplicate of a message whose run is completed is acked and changes nothing", async () => {
    const token = await newWorkspace().token();
    const report = await madeReport(token);
    const { id } = await succeed("POST", `/reports/${report.id}/generate`, token, {});
    const before = await endedRun(token, id);
    const result = await deliver("report-jobs", [{ kind: "run", run_id: id }]);
    expect(result.explicitAcks).toEqual(["m0"]);
    const { download_urls: _, files: __, live_url: ___, ...after } = await endedRun(token, id);
    expect(before).toMatchObject(after);
  });

  it("a dead letter ends its run with a reason, and only if it has not ended", async () => {
    const token = await newWorkspace().token();
    const report = await madeReport(token);
    const waiting = await succeed("POST", `/reports/${report.id}/generate`, token, {});
    await endedRun(token, waiting.id);
    await shop.db.update(runs).set({ status: "queued", attempt: 0 }).where(eq(runs.id, waiting.id));
    const result = await deliver("report-jobs-dead", [{ kind: "run", run_id: waiting.id }]);
    expect(result.explicitAcks).toEqual(["m0"]);
    expect(await succeed("GET", `/runs/${waiting.id}`, token)).toMatchObject({
      status: "failed",
      reason: "internal",
    });

    const done = await succeed("POST", `/reports/${report.id}/generate`, token, {});
    await endedRun(token, done.id);
    await deliver("report-jobs-dead", [{ kind: "run", run_id: done.id }]);
    expect((await endedRun(token, done.id)).status).toBe("completed");
  });

  it("a dead letter does not end a run that somebody is working on", async () => {
    const token = await newWorkspace().token();
    const report = await madeReport(token);
    const { id } = await succeed("POST", `/reports/${report.id}/generate`, token, {});
    await endedRun(token, id);
    await shop.db
      .update(runs)
      .set({ status: "running", leaseUntil: new Date(Date.now() + 60_000).toISOString() })
      .where(eq(runs.id, id));
    await deliver("report-jobs-dead", [{ kind: "run", run_id: id }]);
    expect(await succeed("GET", `/runs/${id}`, token)).toMatchObject({ status: "running" });
  });

  it("a dead letter of an import fails the dataset with a reason", async () => {
    const token = await newWorkspace().token();
    const dataset = await uploadedDataset(token);
    await shop.db
      .update(datasetRevisions)
      .set({ status: "uploaded", leaseUntil: null })
      .where(eq(datasetRevisions.datasetId, dataset.id));
    await shop.d1.prepare("UPDATE datasets SET revision = 0 WHERE id = ?").bind(dataset.id).run();
    await deliver("report-jobs-dead", [{ kind: "import", dataset_id: dataset.id, revision: 1 }]);
    expect(await succeed("GET", `/datasets/${dataset.id}`, token)).toMatchObject({
      status: "failed",
      error: { code: "internal" },
    });
  });
});
