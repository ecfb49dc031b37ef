import { createExecutionContext, createMessageBatch, getQueueResult } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { processImport } from "../../src/datasets/import/process";
import { datasetRevisions, deadLetters } from "../../src/db/schema";
import { consume } from "../../src/runs/consume";
import type { Job } from "../../src/runs/job";
import { sweepRuns } from "../../src/runs/sweep";
import { workshopOf } from "../../src/workshop";
import { newWorkspace } from "../support";
import { endedRun, madeReport, succeed, uploadedDataset } from "../support/product";
import { due, waitingRun } from "../support/waiting-run";

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

  it("a dead letter ends no run that waits: it is noted for the workspace, and the tick wakes another consumer", async () => {
    const workspace = newWorkspace();
    const token = await workspace.token();
    const report = await madeReport(token);
    const { id } = await waitingRun(token, report.id);
    const result = await deliver("report-jobs-dead", [{ kind: "run", run_id: id }]);
    expect(result.explicitAcks).toEqual(["m0"]);
    expect(await succeed("GET", `/runs/${id}`, token)).toMatchObject({ status: "queued", attempt: 0 });
    const noted = await shop.db.select().from(deadLetters).where(eq(deadLetters.subjectId, id));
    expect(noted).toMatchObject([{ kind: "run", workspaceId: workspace.id }]);
    await due(id);
    await sweepRuns(shop);
    expect(await endedRun(token, id)).toMatchObject({ status: "completed", attempt: 1 });
  });

  it("a dead letter ends no import: the tick does, once it was tried too often", async () => {
    const workspace = newWorkspace();
    const token = await workspace.token();
    const dataset = await uploadedDataset(token);
    await shop.db
      .update(datasetRevisions)
      .set({ status: "uploaded", leaseUntil: null })
      .where(eq(datasetRevisions.datasetId, dataset.id));
    await shop.d1.prepare("UPDATE datasets SET revision = 0 WHERE id = ?").bind(dataset.id).run();
    await deliver("report-jobs-dead", [{ kind: "import", dataset_id: dataset.id, revision: 1 }]);
    const noted = await shop.db.select().from(deadLetters).where(eq(deadLetters.subjectId, dataset.id));
    expect(noted, "for the health of its workspace").toMatchObject([{ workspaceId: workspace.id }]);
    expect(await processImport(shop, dataset.id, 1)).toBe("done");
    expect(await succeed("GET", `/datasets/${dataset.id}`, token)).toMatchObject({ status: "ready" });
  });
});
