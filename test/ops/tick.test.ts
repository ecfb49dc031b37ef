import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import type { Platform } from "../../src/context";
import { datasetRevisions, type RunRow, runs } from "../../src/db/schema";
import { tick } from "../../src/ops/tick";
import { platformOf } from "../../src/platform";
import type { Job } from "../../src/runs/job";
import { newWorkspace } from "../support";
import { succeed, uploadedDataset } from "../support/product";
import { alone, insertRuns, runRow } from "../support/run-rows";

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

beforeEach(async () => {
  await alone.db.delete(runs).run();
});

describe("the minute tick", () => {
  it("wakes runs whose message was lost, and those whose holder is gone, and no others", async () => {
    const workspaceId = newWorkspace().id;
    const soon = new Date(Date.now() + 60_000).toISOString();
    const row = (change: Partial<RunRow>) => runRow({ workspaceId, availableAt: LONG_AGO, ...change });
    const running = { status: "running", attempt: 1, attemptStartedAt: new Date().toISOString() } as const;
    const lost = row({});
    const orphan = row({ ...running, leaseUntil: LONG_AGO });
    const others = [
      row({ ...running, leaseUntil: soon }),
      row({ status: "retrying", availableAt: soon }),
      row({ availableAt: new Date().toISOString() }),
      row({ status: "completed" }),
    ];
    await insertRuns([lost, orphan, ...others]);
    const woken = runsOf(await ticked({ db: alone.db, d1: alone.d1 }));
    expect(woken).toEqual([orphan.id, lost.id]);
  });

  it("U8, D15: ends runs past the hard limit, and those whose holder died in the last attempt", async () => {
    const workspaceId = newWorkspace().id;
    const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
    const running = { status: "running", attempt: 1, leaseUntil: minutesAgo(-1) } as const;
    const rows = [
      runRow({ workspaceId, ...running, attemptStartedAt: minutesAgo(31) }),
      runRow({ workspaceId, ...running, attemptStartedAt: minutesAgo(29) }),
      runRow({
        workspaceId,
        ...running,
        attempt: 4,
        attemptStartedAt: minutesAgo(3),
        leaseUntil: minutesAgo(1),
      }),
    ];
    await insertRuns(rows);
    await ticked({ db: alone.db, d1: alone.d1 });
    const ended = await alone.db
      .select()
      .from(runs)
      .where(eq(runs.workspaceId, workspaceId))
      .orderBy(runs.id);
    expect(ended.map(({ status, reason }) => [status, reason])).toEqual([
      ["failed", "timeout"],
      ["running", null],
      ["failed", "internal"],
    ]);
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
    // A step is bounded, and other tests leave superseded tables too.
    for (let step = 0; step < 50 && (await tables()).results.length > 1; step += 1)
      await ticked({ db: alone.db, d1: alone.d1, now: () => new Date(Date.now() + 3_700_000) });
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
    await insertRuns([runRow({ workspaceId: newWorkspace().id, availableAt: LONG_AGO })]);
    const later = () => new Date(Date.now() + 3_700_000);
    const left = async () =>
      (await env.ROWS_0.prepare("SELECT id FROM tables WHERE dataset_id = ?").bind(dataset.id).all()).results;
    for (let step = 0; step < 50 && (await left()).length > 0; step += 1)
      await tick({ ...platform, db: alone.db, d1: alone.d1, jobs: failing, now: later });
    expect(await left()).toEqual([]);
  });
});
