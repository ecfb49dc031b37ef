import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { controlDatabase } from "../../src/db/client";
import { countedD1, noCost } from "../../src/db/counted";
import { type RunRow, runs } from "../../src/db/schema";
import { claimNext, claimRun } from "../../src/runs/claim";
import { wakeNextAfter } from "../../src/runs/generate-for-caller";
import type { Job } from "../../src/runs/job";
import { newWorkspace } from "../support";
import { alone, at, insertRuns, runRow } from "../support/run-rows";

const NOW = "2001-06-01T12:00:00.000Z";
const DUE = "2001-06-01T11:00:00.000Z";
const then = at(NOW);
const withCap = (cap: number) => ({ ...then, settings: { ...then.settings, RUNS_PER_WORKSPACE: cap } });

const waitingRuns = (workspaceId: string, count: number, wanted: Partial<RunRow> = {}) =>
  Array.from({ length: count }, () => runRow({ workspaceId, createdAt: DUE, availableAt: DUE, ...wanted }));

beforeEach(async () => {
  await alone.db.delete(runs).run();
});

describe("the fair claim", () => {
  it("N3, U40: one run of a workspace starts among the next few, though another has 1,000 waiting", async () => {
    const busy = waitingRuns(newWorkspace().id, 1000);
    const single = waitingRuns(newWorkspace().id, 1, { availableAt: "2001-06-01T11:59:59.000Z" });
    await insertRuns([...busy, ...single]);
    const cost = noCost();
    const counted = { ...then, db: controlDatabase(countedD1(alone.d1, cost)) };
    const first = await claimNext(counted);
    expect(cost.calls).toBe(1);
    expect(cost.rowsRead, "rows read must not grow with what waits").toBeLessThan(60);
    const second = await claimNext(then);
    expect([first?.workspaceId, second?.workspaceId].sort()).toEqual(
      [busy[0]?.workspaceId, single[0]?.workspaceId].sort(),
    );
  });

  it("X: no workspace has more running than its cap, and what is held back stays queued", async () => {
    const rows = waitingRuns(newWorkspace().id, 5);
    await insertRuns(rows);
    const claimed = [];
    for (let turn = 0; turn < 4; turn += 1) claimed.push(await claimNext(withCap(2)));
    expect(claimed.map((run) => run !== null)).toEqual([true, true, false, false]);
  });

  it("X: the cap holds for runs that are waited for, and whoever ends one of those wakes the next", async () => {
    const [first, second] = waitingRuns(newWorkspace().id, 2);
    if (!first || !second) throw new Error("two were made");
    await insertRuns([first, second, ...waitingRuns(newWorkspace().id, 1)]);
    const sent: Job[] = [];
    const waking = { ...then, jobs: { ...then.jobs, send: async (job: Job) => sent.push(job) } };
    await wakeNextAfter(waking, first.id);
    expect(sent).toEqual([{ kind: "run", run_id: first.id }]);
    expect(await claimRun(withCap(1), first.id)).toMatchObject({ id: first.id, attempt: 1 });
    expect(await claimRun(withCap(1), second.id)).toBeNull();
    expect(await claimRun(withCap(2), second.id)).toMatchObject({ id: second.id, attempt: 1 });
    await wakeNextAfter(waking, first.id);
    expect(sent).toHaveLength(1);
  });

  it("takes turns between workspaces, the oldest of each first", async () => {
    const [a, b] = [newWorkspace().id, newWorkspace().id];
    const rows = [
      ...waitingRuns(a, 2, { availableAt: "2001-06-01T10:00:00.000Z" }),
      ...waitingRuns(a, 1, { availableAt: "2001-06-01T09:00:00.000Z" }),
      ...waitingRuns(b, 2, { availableAt: "2001-06-01T11:00:00.000Z" }),
    ];
    await insertRuns(rows);
    const order = [];
    for (let turn = 0; turn < 5; turn += 1) order.push(await claimNext(then));
    expect(order.map((run) => run?.workspaceId)).toEqual([a, b, a, b, a]);
    expect(order[0]?.id).toBe(rows[2]?.id);
  });

  it("N3: a consumer that works alone takes turns too, though each run has ended before the next is claimed", async () => {
    const [busy, single] = [newWorkspace().id, newWorkspace().id];
    await insertRuns([...waitingRuns(busy, 30), ...waitingRuns(single, 2, { availableAt: NOW })]);
    const order = [];
    for (let turn = 0; turn < 6; turn += 1) {
      const run = await claimNext(at(`2001-06-01T12:00:0${turn}.000Z`));
      order.push(run?.workspaceId);
      await alone.db
        .update(runs)
        .set({ status: "completed" })
        .where(eq(runs.id, run?.id ?? ""));
    }
    expect(order.filter((workspace) => workspace === single)).toHaveLength(2);
    expect(order.indexOf(single), "after one of the others at most").toBeLessThan(2);
  });

  it("E24: of many consumers at once each run goes to one", async () => {
    const rows = waitingRuns(newWorkspace().id, 4);
    await insertRuns(rows);
    const claimed = await Promise.all(Array.from({ length: 12 }, () => claimNext(then)));
    const ids = claimed.flatMap((run) => (run ? [run.id] : []));
    expect(ids.sort()).toEqual(rows.map(({ id }) => id).sort());
  });

  it("U8: takes up what a gone consumer left, but not after its last attempt", async () => {
    const lapsed = { status: "running", leaseUntil: "2001-06-01T11:59:00.000Z" } as const;
    const [gone] = waitingRuns(newWorkspace().id, 1, { ...lapsed, attempt: 1 });
    const [spent] = waitingRuns(newWorkspace().id, 1, { ...lapsed, attempt: 4 });
    if (!gone || !spent) throw new Error("no rows");
    await insertRuns([gone, spent]);
    const taken = await claimNext(then);
    expect(taken).toMatchObject({ id: gone.id, attempt: 2, attemptStartedAt: NOW });
    expect(await claimNext(then)).toBeNull();
    expect(await claimRun(then, spent.id)).toBeNull();
  });

  it("leaves alone what is not due yet, is held, or has ended", async () => {
    const workspace = newWorkspace().id;
    const rows = [
      ...waitingRuns(workspace, 1, { availableAt: "2001-06-01T12:00:01.000Z", status: "retrying" }),
      ...waitingRuns(workspace, 1, { status: "running", leaseUntil: "2001-06-01T12:01:00.000Z", attempt: 1 }),
      ...waitingRuns(workspace, 1, { status: "completed" }),
      ...waitingRuns(workspace, 1, { status: "cancelled" }),
    ];
    await insertRuns(rows);
    expect(await claimNext(then)).toBeNull();
    for (const { id, status } of rows) {
      expect(await claimRun(then, id)).toBeNull();
      const [row] = await alone.db.select().from(runs).where(eq(runs.id, id));
      expect(row?.status).toBe(status);
    }
  });
});
