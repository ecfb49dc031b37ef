import { describe, expect, it } from "vitest";
import { call, expectProblem, newWorkspace } from "../support";
import { endedRun, type Made, madeReport, succeed } from "../support/product";

type Status = { task_id: string | null; run: Made | null };

/** A report of a workspace of its own, with as many runs as asked for, oldest first. */
async function generated(count: number) {
  const token = await newWorkspace().token();
  const report = await madeReport(token);
  const runs: Made[] = [];
  for (let made = 0; made < count; made += 1) {
    const run = await succeed("POST", `/reports/${report.id}/generate`, token, { force: true });
    runs.push(await endedRun(token, run.id));
  }
  return { token, runs, path: `/reports/${report.id}/status` };
}

describe("GET /reports/{id}/status", () => {
  it("is of the newest run, or of the named one, in one round trip", async () => {
    const { token, runs, path } = await generated(2);
    const answer = await call("GET", `/api/v1${path}`, { token });
    expect(await answer.json()).toMatchObject({ task_id: runs[1]?.id, run: { id: runs[1]?.id } });
    expect(answer.headers.get("Server-Timing")).toMatch(/calls=1 /);
    expect(await succeed<Status>("GET", `${path}?task_id=${runs[0]?.id}`, token)).toMatchObject({
      task_id: runs[0]?.id,
    });
  });

  it("is of no run before the first", async () => {
    const { token, path } = await generated(0);
    expect(await succeed<Status>("GET", path, token)).toMatchObject({ task_id: null, run: null });
  });

  it("knows no run of another report", async () => {
    const [one, other] = await Promise.all([generated(1), generated(1)]);
    const sibling = await madeReport(one.token);
    for (const path of [
      `${one.path}?task_id=${other.runs[0]?.id}`,
      `/reports/${sibling.id}/status?task_id=${one.runs[0]?.id}`,
    ])
      await expectProblem(await call("GET", `/api/v1${path}`, { token: one.token }), "not_found");
  });
});
