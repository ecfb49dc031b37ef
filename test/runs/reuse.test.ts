import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { runs } from "../../src/db/schema";
import { workshopOf } from "../../src/workshop";
import { call, expectProblem, newWorkspace } from "../support";
import { endedRun, type Made, madeReport, succeed } from "../support/product";

const shop = workshopOf(env as unknown as GeneratorEnv);

type Run = Made & {
  status: string;
  cached: boolean;
  coalesced: boolean;
  version_number: number | null;
  data: unknown[];
  formats: string[];
};

const OUT_OF_REACH = "2999-01-01T00:00:00.000Z";

async function reported(config: Record<string, unknown> = {}) {
  const workspace = newWorkspace();
  const token = await workspace.token();
  const report = await madeReport(token, config);
  const generate = (body: Record<string, unknown> = {}, as = token) =>
    succeed<Run>("POST", `/reports/${report.id}/generate`, as, body);
  return { workspace, token, report, generate };
}

/** Makes a run wait, as if no consumer had come to it yet. */
async function held(id: string): Promise<void> {
  await shop.db
    .update(runs)
    .set({ status: "queued", attempt: 0, availableAt: OUT_OF_REACH, completedAt: null, versionNumber: null })
    .where(eq(runs.id, id));
}

const countRuns = async (token: string, report: Made) =>
  (await succeed<{ total: number }>("GET", `/runs?report_id=${report.id}`, token)).total;

describe("the same asked again while it waits or runs (E9, N4)", () => {
  it("gives the run that is there, to as many requests at once as come", async () => {
    const { token, report, generate } = await reported();
    const answers = await Promise.all(Array.from({ length: 8 }, () => generate()));
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(answers.filter(({ coalesced, cached }) => !coalesced && !cached).length).toBe(1);
    expect(await countRuns(token, report)).toBe(1);
  });

  it("is told from another definition, other formats and another user", async () => {
    const { workspace, token, report, generate } = await reported();
    const first = await generate();
    await endedRun(token, first.id);
    await held(first.id);
    expect(await generate()).toMatchObject({ id: first.id, coalesced: true, cached: false });
    expect(await generate({ formats: ["json"] })).toMatchObject({ id: first.id }); // what it has anyway
    const others = [
      await generate({ formats: ["csv"] }),
      await generate({ filters: { grade: { min: 50 } } }),
      await generate({ limit: 2 }),
      await generate({ locale: "de-DE" }),
      await generate({}, await workspace.token("admin", "another")),
      await generate({ force: true }),
    ];
    expect(new Set([first.id, ...others.map(({ id }) => id)]).size).toBe(others.length + 1);
    for (const run of others) expect(run.coalesced).toBe(false);
    await succeed("PATCH", `/reports/${report.id}`, token, { name: "Renamed" });
    expect((await generate()).coalesced).toBe(false);
  });

  it("formats are a set: their order does not count", async () => {
    const { token, generate } = await reported();
    const first = await generate({ formats: ["csv", "json"] });
    await endedRun(token, first.id);
    expect((await generate({ formats: ["json", "csv"] })).id).toBe(first.id);
  });

  it("an answer that waits waits for the run that is there", async () => {
    const { generate } = await reported();
    const [first, second] = await Promise.all([generate({ async: false }), generate({ async: false })]);
    expect(second.id).toBe(first.id);
    for (const run of [first, second]) expect(run).toMatchObject({ status: "completed", row_count: 4 });
  });

  it("a failed run is not given again", async () => {
    const { token, generate } = await reported({ limit: 2, on_limit: "fail" });
    const failed = await generate();
    expect((await endedRun(token, failed.id)).status).toBe("failed");
    expect((await generate()).id).not.toBe(failed.id);
  });
});

describe("a completed run given again (E11)", () => {
  it("is the same run, with its rows when they are waited for, and makes no version", async () => {
    const { token, report, generate } = await reported({ chart_type: "bar" });
    const first = await generate({ async: false });
    expect(first).toMatchObject({ cached: false, coalesced: false });
    const again = await generate();
    expect(again).toMatchObject({ id: first.id, cached: true, coalesced: false, status: "completed" });
    const answer = await call("POST", `/api/v1/reports/${report.id}/generate`, { token, body: {} });
    expect([answer.status, answer.headers.get("Retry-After")]).toEqual([202, null]);
    expect(answer.headers.get("Location")).toBe(`/api/v1/runs/${first.id}`);
    const waited = await generate({ async: false });
    const { live_url: _, download_urls: __, files: ___, ...rest } = first;
    expect(waited).toMatchObject({ ...rest, cached: true });
    const after = await succeed("GET", `/reports/${report.id}`, token);
    expect(after.version_number).toBe(first.version_number);
  });

  it("is given to whoever may generate the report", async () => {
    const { workspace, generate } = await reported();
    const first = await generate({ async: false });
    const other = await generate({}, await workspace.token("admin", "another"));
    expect(other).toMatchObject({ id: first.id, cached: true });
  });

  it("is not given once rows were appended or replaced, though the report is the same", async () => {
    const { token, report, generate } = await reported();
    const { dataset } = report.config as { dataset: string };
    await generate({ async: false });
    await succeed("POST", `/datasets/${dataset}/rows`, token, [{ student_id: "011", grade: 1 }]);
    const appended = await generate({ async: false });
    expect(appended).toMatchObject({ cached: false, row_count: 5 });
    await succeed("PUT", `/datasets/${dataset}/rows`, token, [{ student_id: "012", grade: 2 }]);
    expect(await generate({ async: false })).toMatchObject({ cached: false, row_count: 1 });
  });

  it("is not given with force, nor when it is older than asked for", async () => {
    const { generate } = await reported();
    const first = await generate({ async: false });
    expect(await generate({ max_age_seconds: 3600 })).toMatchObject({ id: first.id, cached: true });
    const none = await generate({ max_age_seconds: 0, async: false });
    expect(none).toMatchObject({ cached: false });
    const forced = await generate({ force: true, async: false });
    expect(forced.cached).toBe(false);
    expect(new Set([first.id, none.id, forced.id]).size).toBe(3);
    const old = new Date(Date.now() - 7_200_000).toISOString();
    await shop.db.update(runs).set({ completedAt: old }).where(eq(runs.id, forced.id));
    expect((await generate({ max_age_seconds: 3600 })).id).not.toBe(forced.id);
  });

  it("is not given when its files are no longer kept", async () => {
    const { generate } = await reported();
    const first = await generate({ async: false });
    const past = new Date(Date.now() - 1000).toISOString();
    await shop.db.update(runs).set({ expiresAt: past }).where(eq(runs.id, first.id));
    expect((await generate()).id).not.toBe(first.id);
  });

  it("is not given when it is no longer what the report's file shows", async () => {
    const { token, report, generate } = await reported();
    const first = await generate({ async: false });
    const other = await generate({ filters: { grade: { min: 90 } }, async: false });
    const third = await generate({ async: false });
    expect(new Set([first.id, other.id, third.id]).size).toBe(3);
    const file = await succeed<{ row_count: number }>("GET", `/reports/${report.id}/download/json`, token);
    expect(file.row_count).toBe(4);
  });

  it("is another workspace's never", async () => {
    const { report } = await reported();
    const stranger = await newWorkspace().token();
    await expectProblem(
      await call("POST", `/api/v1/reports/${report.id}/generate`, { token: stranger, body: {} }),
      "not_found",
    );
  });
});

describe("what starting costs", () => {
  it.each([{}, { force: true }, { formats: ["csv"] }])(
    "two round trips for %j, also when a run is reused",
    async (body) => {
      const { token, report, generate } = await reported();
      await generate({ ...body, async: false });
      const answer = await call("POST", `/api/v1/reports/${report.id}/generate`, { token, body });
      expect(answer.headers.get("Server-Timing")).toMatch(/calls=2 /);
    },
  );

  it("reuse reads a handful of rows, however many runs the report had", async () => {
    const { token, report, generate } = await reported();
    const first = await generate({ async: false });
    await env.DB.prepare(
      `INSERT INTO runs SELECT printf('run_0%05d', value), workspace_id, report_id, report_name, value, "trigger", status, reason,
        error, attempt, max_attempts, percent, stage, rows_done, rows_total, rows_returned, truncated, formats, files, frozen, fingerprint,
        result_summary, generated_by, executed_by_name, execution_time_ms, available_at, lease_until, attempt_started_at, retry_of,
        retry_number, schedule_id, slot, cleaned_at, created_at, started_at, completed_at, expires_at
       FROM runs, (WITH RECURSIVE n(value) AS (SELECT 1000 UNION ALL SELECT value + 1 FROM n WHERE value < 1500) SELECT value FROM n)
       WHERE id = ?`,
    )
      .bind(first.id)
      .run();
    await env.DB.prepare("UPDATE runs SET version_number = 9999 WHERE id = ?").bind(first.id).run();
    const answer = await call("POST", `/api/v1/reports/${report.id}/generate`, { token, body: {} });
    expect(((await answer.clone().json()) as Run).cached).toBe(true);
    const [, rows] = /rows_read=(\d+)/.exec(answer.headers.get("Server-Timing") ?? "") ?? [];
    expect(Number(rows)).toBeLessThan(60);
  });
});
