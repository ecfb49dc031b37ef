import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import type { Ctx } from "../../src/context";
import { type RunRow, runs } from "../../src/db/schema";
import type { GeneratorDoor } from "../../src/generator-door";
import { generateForCaller } from "../../src/runs/generate-for-caller";
import { generateNow } from "../../src/runs/generate-now";
import type { Job } from "../../src/runs/job";
import { workshopOf } from "../../src/workshop";
import { call, newWorkspace, ORIGIN } from "../support";
import { endedRun, madeReport } from "../support/product";
import { due, waitingRun } from "../support/waiting-run";

const shop = workshopOf(env as unknown as GeneratorEnv);

/** A request of this run's owner, with what it sends and leaves for later. */
async function requestOf(id: string, generate: GeneratorDoor["generate"]) {
  const [run] = await shop.db.select().from(runs).where(eq(runs.id, id));
  if (!run) throw new Error("no such run");
  const sent: Job[] = [];
  const later: Promise<unknown>[] = [];
  const ctx = {
    ...shop,
    workspaceId: run.workspaceId,
    actor: { id: "admin", name: null, email: null, role: "admin" },
    origin: ORIGIN,
    later: (work: Promise<unknown>) => later.push(work),
    generator: { generate },
    jobs: { send: async (job: Job) => sent.push(job) },
  } as unknown as Ctx;
  return { ctx, run, sent, later };
}

const started = (run: RunRow, rows: number) => ({ run, cached: false, coalesced: false, rows });

async function waiting() {
  const token = await newWorkspace().token();
  const report = await madeReport(token);
  const { id } = await waitingRun(token, report.id);
  return { token, id };
}

describe("waiting for the end of a run (D4, D5)", () => {
  it("is over when the time is, and the work goes on in its first attempt", async () => {
    const { token, id } = await waiting();
    let goOn = () => {};
    const gate = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const { ctx, run, later, sent } = await requestOf(id, async (runId) => {
      await gate;
      await due(runId);
      return await generateForCaller(shop, runId);
    });
    expect(await generateNow(ctx, started(run, 4), 0.2)).toMatchObject({ waiting: { id, status: "queued" } });
    expect(sent).toEqual([]);
    goOn();
    await Promise.all(later);
    expect(await endedRun(token, id)).toMatchObject({ status: "completed", attempt: 1 });
  });

  it("leaves what is long to a consumer: a request's own work is cut soon after its answer", async () => {
    const { id } = await waiting();
    const { ctx, run, sent } = await requestOf(id, () => Promise.reject(new Error("not to be called")));
    const answer = await generateNow(ctx, started(run, 5_000_000), 0.2);
    expect(answer).toMatchObject({ waiting: { id, status: "queued", attempt: 0 } });
    expect(sent).toEqual([{ kind: "run", run_id: id }]);
  });

  it("a run that failed is answered 200 with its reason, and no rows", async () => {
    const token = await newWorkspace().token();
    const report = await madeReport(token, { limit: 2, on_limit: "fail" });
    const answer = await call("POST", `/api/v1/reports/${report.id}/generate`, {
      token,
      body: { async: false },
    });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      status: "failed",
      reason: "limit_exceeded",
      error: { code: "limit_exceeded" },
      data: [],
      sections: [],
      row_count: 0,
      generated_at: null,
    });
  });
});
