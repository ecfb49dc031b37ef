import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { Platform } from "../../src/context";
import { datasetRevisions, runs } from "../../src/db/schema";
import { tick } from "../../src/ops/tick";
import { platformOf } from "../../src/platform";
import type { Job } from "../../src/runs/job";
import { newWorkspace } from "../support";
import { endedRun, madeReport, succeed, uploadedDataset } from "../support/product";

const platform = platformOf(env);
const LONG_AGO = "2000-01-01T00:00:00.000Z";

/** A tick that notes what it would send. */
async function ticked(overrides: Partial<Platform> = {}): Promise<Job[]> {
  const sent: Job[] = [];
  const jobs = {
    ...platform.jobs,
    sendBatch: (messages: Iterable<MessageSendRequest<Job>>) => {
      for (const { body } of messages) sent.push(body);
      return Promise.resolve();
    },
  } as unknown as Queue<Job>;
  await tick({ ...platform, jobs, ...overrides });
  return sent;
}

const runsOf = (sent: Job[]) => sent.flatMap((job) => (job.kind === "run" ? [job.run_id] : []));

describe("the minute tick", () => {
  it("wakes runs whose message was lost, and those whose holder is gone, and no others", async () => {
    const token = await newWorkspace().token();
    const report = await madeReport(token);
    const make = async (change: Partial<typeof runs.$inferInsert>) => {
      const { id } = await succeed("POST", `/reports/${report.id}/generate`, token, {});
      await endedRun(token, id);
      await platform.db.update(runs).set(change).where(eq(runs.id, id));
      return id;
    };
    const soon = new Date(Date.now() + 60_000).toISOString();
    const lost = await make({ status: "queued", availableAt: LONG_AGO });
    const orphan = await make({ status: "running", availableAt: LONG_AGO, leaseUntil: LONG_AGO });
    const held = await make({ status: "running", availableAt: LONG_AGO, leaseUntil: soon });
    const waiting = await make({ status: "retrying", availableAt: soon });
    const fresh = await make({ status: "queued", availableAt: new Date().toISOString() });
    const done = await make({ stage: "completed" });
    const woken = runsOf(await ticked());
    expect(woken).toEqual(expect.arrayContaining([lost, orphan]));
    for (const id of [held, waiting, fresh, done]) expect(woken).not.toContain(id);
  });

  it("wakes imports that nobody does", async () => {
    const token = await newWorkspace().token();
    const dataset = await uploadedDataset(token);
    const set = (change: Partial<typeof datasetRevisions.$inferInsert>) =>
      platform.db.update(datasetRevisions).set(change).where(eq(datasetRevisions.datasetId, dataset.id));
    const job = { kind: "import", dataset_id: dataset.id, revision: 1 };
    expect(await ticked()).not.toContainEqual(job);
    await set({ status: "uploaded", createdAt: LONG_AGO });
    expect(await ticked()).toContainEqual(job);
    await set({ status: "processing", leaseUntil: new Date(Date.now() + 60_000).toISOString() });
    expect(await ticked()).not.toContainEqual(job);
    await set({ leaseUntil: LONG_AGO });
    expect(await ticked()).toContainEqual(job);
  });

  it("empties tables that were superseded an hour ago, and keeps younger ones for runs that still read them", async () => {
    const token = await newWorkspace().token();
    const dataset = await uploadedDataset(token);
    await succeed(
      "PUT",
      `/datasets/${dataset.id}/rows`,
      token,
      [{ grade: 1 }].map((row) => ({
        student_id: "1",
        student_name: "x",
        passed: null,
        last_submission: null,
        ...row,
      })),
    );
    const tables = () =>
      env.ROWS_0.prepare(
        `SELECT revision, (SELECT count(*) FROM rows WHERE table_id = tables.id) AS n FROM tables WHERE dataset_id = ? ORDER BY revision`,
      )
        .bind(dataset.id)
        .all();
    await ticked();
    expect((await tables()).results).toEqual([
      { revision: 1, n: 4 },
      { revision: 2, n: 1 },
    ]);
    await ticked({ now: () => new Date(Date.now() + 3_700_000) });
    expect((await tables()).results).toEqual([{ revision: 2, n: 1 }]);
  });

  it("one part that fails does not keep the others from running", async () => {
    const token = await newWorkspace().token();
    const dataset = await uploadedDataset(token);
    await succeed("DELETE", `/datasets/${dataset.id}`, token).catch(() => {});
    const failing = {
      ...platform.jobs,
      sendBatch: () => Promise.reject(new Error("queue is away")),
    } as unknown as Queue<Job>;
    await platform.db
      .update(runs)
      .set({ status: "queued", availableAt: LONG_AGO })
      .where(eq(runs.status, "completed"));
    await tick({ ...platform, jobs: failing, now: () => new Date(Date.now() + 3_700_000) });
    const left = await env.ROWS_0.prepare("SELECT id FROM tables WHERE dataset_id = ?")
      .bind(dataset.id)
      .all();
    expect(left.results).toEqual([]);
  });
});
