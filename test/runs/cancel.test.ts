import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { filePrefix, snapshotPrefix } from "../../src/files/keys";
import { processRun } from "../../src/runs/process";
import { call, expectProblem, newWorkspace } from "../support";
import { type Made, madeReport, succeed } from "../support/product";
import { shop } from "../support/run-rows";
import { due, waitingRun } from "../support/waiting-run";

const objectsOf = async (workspaceId: string, runId: string) => {
  const lists = await Promise.all(
    [filePrefix(workspaceId, runId), snapshotPrefix(workspaceId, runId)].map((prefix) =>
      env.BUCKET.list({ prefix }),
    ),
  );
  return lists.flatMap(({ objects }) => objects.map(({ key }) => key));
};

describe("POST /runs/{id}/cancel", () => {
  it("X1, E30: a queued run ends at once, is never started, and cancelling again changes nothing", async () => {
    const token = await newWorkspace().token();
    const report = await madeReport(token);
    const { id } = await waitingRun(token, report.id);
    const first = await succeed("POST", `/runs/${id}/cancel`, token);
    expect(first).toMatchObject({ status: "cancelled", reason: "cancelled_by_user" });
    await due(id);
    expect((await processRun(shop, id)).kind).toBe("idle");
    const again = await succeed("POST", `/runs/${id}/cancel`, token);
    expect(again.completed_at).toBe(first.completed_at);
  });

  it("X2, E30: a running run stops at its next sign of life, and nothing that it made is left", async () => {
    const workspace = newWorkspace();
    const token = await workspace.token();
    const report = await madeReport(token);
    const { id } = await waitingRun(token, report.id);
    await due(id);
    // Cancels while the file is being stored: what arrives afterwards has to go too.
    let cancelled = false;
    const bucket = new Proxy(shop.bucket, {
      get: (target, name) => {
        if (name !== "put") return Reflect.get(target, name).bind(target);
        return async (key: string, ...rest: [ArrayBuffer]) => {
          if (!cancelled && key.startsWith("files/")) {
            cancelled = true;
            await succeed("POST", `/runs/${id}/cancel`, token);
          }
          return await target.put(key, ...rest);
        };
      },
    });
    const outcome = await processRun({ ...shop, bucket }, id);
    expect(cancelled).toBe(true);
    expect(outcome.kind).toBe("lost");
    expect(await succeed("GET", `/runs/${id}`, token)).toMatchObject({ status: "cancelled", files: [] });
    expect(await objectsOf(workspace.id, id)).toEqual([]);
    const after = await succeed("GET", `/reports/${report.id}`, token);
    expect(after.version_number).toBe(report.version_number);
  });

  it("X2: an attempt that fails after its run was cancelled leaves nothing, and wakes nobody for another", async () => {
    const workspace = newWorkspace();
    const token = await workspace.token();
    const report = await madeReport(token);
    const { id } = await waitingRun(token, report.id, { formats: ["csv", "json"] });
    await due(id);
    let stored = 0;
    const bucket = new Proxy(shop.bucket, {
      get: (target, name) => {
        if (name !== "put") return Reflect.get(target, name).bind(target);
        return async (key: string, ...rest: [ArrayBuffer]) => {
          if (!key.startsWith("files/")) return await target.put(key, ...rest);
          stored += 1;
          if (stored > 1) throw new Error("storage is away");
          await succeed("POST", `/runs/${id}/cancel`, token);
          return await target.put(key, ...rest);
        };
      },
    });
    expect(await processRun({ ...shop, bucket }, id)).toEqual({ kind: "lost" });
    expect(stored).toBeGreaterThan(1);
    expect(await objectsOf(workspace.id, id)).toEqual([]);
  });

  it("E30: what has ended stays as it ended", async () => {
    const token = await newWorkspace().token();
    const report = await madeReport(token);
    const done = await succeed("POST", `/reports/${report.id}/generate`, token, { async: false });
    expect(await succeed("POST", `/runs/${done.id}/cancel`, token)).toMatchObject({
      status: "completed",
      reason: null,
    });
  });

  it("whoever may only view the report may not cancel another's run, and other workspaces find none", async () => {
    const workspace = newWorkspace();
    const owner = await workspace.token();
    const report = await madeReport(owner);
    await succeed("PATCH", `/reports/${report.id}`, owner, { visibility: "workspace" });
    const { id } = await waitingRun(owner, report.id);
    const viewer = await workspace.token("viewer");
    await expectProblem(await call("POST", `/api/v1/runs/${id}/cancel`, { token: viewer }), "forbidden");
    const stranger = await newWorkspace().token();
    await expectProblem(await call("POST", `/api/v1/runs/${id}/cancel`, { token: stranger }), "not_found");
  });
});

describe("POST /runs/{id}/retry", () => {
  /** A run that fails because its report has too many rows. */
  async function failedRun() {
    const token = await newWorkspace().token();
    const report = await madeReport(token, { limit: 2, on_limit: "fail" });
    const run = await succeed("POST", `/reports/${report.id}/generate`, token, { async: false });
    return { token, report, run };
  }

  it("D14: makes a new run, linked to the failed one, over the data of today", async () => {
    const { token, report, run } = await failedRun();
    expect(await succeed("GET", `/runs/${run.id}`, token)).toMatchObject({ status: "failed" });
    const answer = await call("POST", `/api/v1/runs/${run.id}/retry`, { token });
    expect(answer.status).toBe(202);
    const next = await answer.json<Made>();
    expect(next).toMatchObject({
      trigger: "retry",
      retry_of: run.id,
      report_id: report.id,
      status: "queued",
    });
    expect(next.id).not.toBe(run.id);
  });

  it("D14: at most five times, whichever run of the chain is named", async () => {
    const { token, run } = await failedRun();
    let latest = run.id;
    for (let time = 1; time <= 5; time += 1) {
      const next = await succeed("POST", `/runs/${latest}/retry`, token);
      await processRun(shop, next.id);
      await expect
        .poll(async () => (await succeed("GET", `/runs/${next.id}`, token)).status, { timeout: 10_000 })
        .toBe("failed");
      latest = next.id;
    }
    await expectProblem(await call("POST", `/api/v1/runs/${latest}/retry`, { token }), "conflict");
    await expectProblem(await call("POST", `/api/v1/runs/${run.id}/retry`, { token }), "conflict");
  });

  it("D14, D16: only a failed run is eligible", async () => {
    const token = await newWorkspace().token();
    const report = await madeReport(token);
    const done = await succeed("POST", `/reports/${report.id}/generate`, token, { async: false });
    const problem = await expectProblem(
      await call("POST", `/api/v1/runs/${done.id}/retry`, { token }),
      "conflict",
    );
    expect(problem.detail).toContain("completed");
  });
});
