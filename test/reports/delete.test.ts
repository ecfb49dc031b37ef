import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import { runs } from "../../src/db/schema";
import { platformOf } from "../../src/platform";
import { purgeReports } from "../../src/reports/purge";
import { call, expectProblem, newWorkspace } from "../support";
import { endedRun, type Made, madeReport, succeed } from "../support/product";

const platform = platformOf(env);
const DAY = 86_400_000;
const inDays = (days: number) => ({ ...platform, now: () => new Date(Date.now() + days * DAY) });

const remove = (id: string, token: string, query = "") =>
  call("DELETE", `/api/v1/reports/${id}${query}`, { token });

interface Listed {
  readonly total: number;
  readonly items: Made[];
}

/** Keys of everything in R2 that a workspace has stored for runs and reports. */
async function stored(workspace: string): Promise<string[]> {
  const lists = await Promise.all(
    ["files", "snapshots", "given"].map((kind) => env.BUCKET.list({ prefix: `${kind}/${workspace}/` })),
  );
  return lists.flatMap(({ objects }) => objects.map(({ key }) => key));
}

/** Rows that still tell of a report. */
async function rowsOf(reportId: string): Promise<Record<string, number>> {
  const tables = [
    "runs",
    "report_versions",
    "report_shares",
    "report_list_items",
    "report_purges",
    "schedules",
  ];
  const counts = await env.DB.batch<{ n: number }>(
    tables.map((table) =>
      env.DB.prepare(`SELECT count(*) AS n FROM ${table} WHERE report_id = ?`).bind(reportId),
    ),
  );
  return Object.fromEntries(tables.map((table, at) => [table, counts[at]?.results[0]?.n ?? 0]));
}

const GONE = {
  runs: 0,
  report_versions: 0,
  report_shares: 0,
  report_list_items: 0,
  report_purges: 0,
  schedules: 0,
};

describe("A8 A9 A10: soft delete", () => {
  it("takes a report out of every list and route, and restore brings back all it had", async () => {
    const token = await newWorkspace().token();
    const report = await madeReport(token);
    const run = await succeed("POST", `/reports/${report.id}/generate`, token, { async: false });
    expect((await remove(report.id, token)).status).toBe(204);
    for (const path of ["", "/status", "/executions", "/versions", "/download/json", "/versions/1"])
      await expectProblem(await call("GET", `/api/v1/reports/${report.id}${path}`, { token }), "not_found");
    await expectProblem(await call("GET", `/api/v1/runs/${run.id}`, { token }), "not_found");
    await expectProblem(await remove(report.id, token), "not_found");
    expect(await succeed("GET", "/reports?search=grades", token)).toMatchObject({ total: 0 });
    expect(await succeed("POST", `/reports/${report.id}/restore`, token)).toMatchObject({
      id: report.id,
      deleted_at: null,
    });
    await expectProblem(await call("POST", `/api/v1/reports/${report.id}/restore`, { token }), "conflict");
    expect(await succeed("GET", "/reports?search=grades", token)).toMatchObject({ total: 1 });
    expect(await succeed("GET", `/reports/${report.id}/versions`, token)).toMatchObject({ total: 2 });
    expect((await call("GET", `/api/v1/reports/${report.id}/download/json`, { token })).status).toBe(200);
  });

  it("has a second route that answers with a message", async () => {
    const token = await newWorkspace().token();
    const report = await madeReport(token);
    const path = `/reports/${report.id}/soft-delete`;
    const stale = await call("DELETE", `/api/v1${path}`, { token, headers: { "If-Match": '"other"' } });
    await expectProblem(stale, "precondition_failed");
    expect(await succeed("DELETE", path, token)).toEqual({
      success: true,
      message: "Report deleted. It can be restored for 30 days.",
    });
    await expectProblem(await call("GET", `/api/v1/reports/${report.id}`, { token }), "not_found");
  });

  it("deleted=true lists what can be restored, to its owner and to admins", async () => {
    const workspace = newWorkspace();
    const [ann, bob, admin] = await Promise.all([
      workspace.token("editor", "ann"),
      workspace.token("editor", "bob"),
      workspace.token("admin", "root"),
    ]);
    const kept = await madeReport(ann);
    const config = kept.config as Record<string, unknown>;
    const open = await succeed("POST", "/reports", ann, {
      name: "Open one",
      visibility: "workspace",
      config,
    });
    await succeed("DELETE", `/reports/${open.id}`, ann);
    const trash = (token: string, query = "") =>
      succeed<Listed>("GET", `/reports?deleted=true${query}`, token);
    const item = { id: open.id, name: "Open one", deleted_at: expect.stringMatching(/Z$/) };
    expect(await trash(ann)).toMatchObject({ total: 1, items: [item] });
    expect(await trash(admin, "&search=open&created_by=ann&ordering=name")).toMatchObject({ items: [item] });
    expect(await trash(bob)).toMatchObject({ total: 0, items: [] });
    expect(await succeed("GET", "/reports?deleted=false", ann)).toMatchObject({ items: [{ id: kept.id }] });
    await expectProblem(
      await call("POST", `/api/v1/reports/${open.id}/restore`, { token: bob }),
      "forbidden",
    );
    expect(await succeed("POST", `/reports/${open.id}/restore`, admin)).toMatchObject({ id: open.id });
    expect(await trash(ann)).toMatchObject({ total: 0 });
  });
});

describe("A7: permanent delete", () => {
  it("removes versions, shares, runs, snapshots, files and the data that came with it, at once", async () => {
    const workspace = newWorkspace();
    const token = await workspace.token();
    const report = await madeReport(token);
    const other = await madeReport(token);
    for (const id of [report.id, other.id])
      await succeed("POST", `/reports/${id}/generate`, token, { async: false, formats: ["csv", "html"] });
    const inline = await succeed<Made & { report_id: string }>("POST", "/reports/generate", token, {
      title: "Inline",
      data: { rows: [{ a: 1 }] },
      config: { format: ["json"] },
      async: false,
    });
    const daily = { frequency: "daily", schedule_time: "09:00", time_zone: "Europe/Berlin" };
    await succeed("POST", "/schedules", token, { report_id: report.id, ...daily });
    expect(await rowsOf(report.id)).toMatchObject({ schedules: 1, report_versions: 2, runs: 1 });
    const before = await stored(workspace.id);
    expect(before.length).toBeGreaterThan(8);
    for (const id of [report.id, inline.report_id]) {
      const answer = await remove(id, token, "?permanent=true");
      expect(answer.status).toBe(204);
      expect(answer.headers.get("Server-Timing")).toContain("calls=2 ");
    }
    await vi.waitFor(async () => {
      for (const id of [report.id, inline.report_id]) expect(await rowsOf(id)).toEqual(GONE);
    });
    const left = await stored(workspace.id);
    expect(left.length).toBeGreaterThan(0);
    expect(left.every((key) => before.includes(key))).toBe(true);
    expect(left.length).toBeLessThan(before.length / 2);
    expect((await call("GET", `/api/v1/reports/${other.id}/download/csv`, { token })).status).toBe(200);
    for (const query of ["", "?permanent=true"])
      await expectProblem(await remove(report.id, token, query), "not_found");
    await expectProblem(await call("POST", `/api/v1/reports/${report.id}/restore`, { token }), "not_found");
    expect(await succeed("GET", "/reports?deleted=true", token)).toMatchObject({ total: 0 });
    expect(await succeed("GET", "/reports?search=grades", token)).toMatchObject({ total: 1 });
  });

  it("takes one from the trash, and obeys If-Match", async () => {
    const token = await newWorkspace().token();
    const report = await madeReport(token);
    const stale = await call("DELETE", `/api/v1/reports/${report.id}?permanent=true`, {
      token,
      headers: { "If-Match": '"other"' },
    });
    await expectProblem(stale, "precondition_failed");
    await succeed("DELETE", `/reports/${report.id}`, token);
    expect((await remove(report.id, token, "?permanent=true")).status).toBe(204);
    await vi.waitFor(async () => expect(await rowsOf(report.id)).toEqual(GONE));
  });

  it("ends live runs, and removes what they may still have written once nobody can write any more", async () => {
    const workspace = newWorkspace();
    const token = await workspace.token();
    const report = await madeReport(token);
    const { id } = await succeed("POST", `/reports/${report.id}/generate`, token, { async: false });
    await platform.db
      .update(runs)
      .set({ status: "running", completedAt: null, leaseUntil: new Date(Date.now() + DAY).toISOString() })
      .where(eq(runs.id, id));
    expect((await remove(report.id, token, "?permanent=true")).status).toBe(204);
    const [run] = await platform.db.select().from(runs).where(eq(runs.id, id));
    expect(run).toMatchObject({ status: "cancelled", reason: "cancelled_by_user" });
    await vi.waitFor(async () => expect(await stored(workspace.id)).toEqual([]));
    await env.BUCKET.put(`files/${workspace.id}/${id}/csv`, "written late");
    await purgeReports(platform);
    expect(await rowsOf(report.id)).toMatchObject({ runs: 1, report_purges: 1, report_versions: 0 });
    await purgeReports(inDays(0.1));
    expect(await rowsOf(report.id)).toEqual(GONE);
    expect(await stored(workspace.id)).toEqual([]);
  });

  it("goes on with the tick where there is too much for one step", async () => {
    const workspace = newWorkspace();
    const token = await workspace.token();
    const report = await madeReport(token);
    const run = await succeed("POST", `/reports/${report.id}/generate`, token, { async: false });
    const copies = Array.from({ length: 60 }, (_, n) => `run_copy${n}${run.id.slice(-10)}`);
    const columns =
      'workspace_id, report_id, report_name, "trigger", status, max_attempts, formats, frozen, result_summary, generated_by, available_at, created_at';
    await env.DB.prepare(
      `INSERT INTO runs (id, ${columns}) SELECT value, ${columns} FROM runs JOIN json_each(?2) WHERE runs.id = ?1`.replace(
        /SELECT value, (.*) FROM/,
        (_, names: string) => `SELECT value, ${names.replace(/(\w+|"trigger")/g, "runs.$1")} FROM`,
      ),
    )
      .bind(run.id, JSON.stringify(copies))
      .run();
    await Promise.all(copies.map((id) => env.BUCKET.put(`files/${workspace.id}/${id}/csv`, "x")));
    await remove(report.id, token, "?permanent=true");
    await vi.waitFor(async () => expect((await rowsOf(report.id)).runs).toBeLessThan(61));
    await expectProblem(await call("GET", `/api/v1/reports/${report.id}`, { token }), "not_found");
    for (let step = 0; step < 3; step += 1) await purgeReports(inDays(0));
    expect(await rowsOf(report.id)).toEqual(GONE);
    expect(await stored(workspace.id)).toEqual([]);
  });
});

describe("the purge of the trash", () => {
  it("takes reports thirty days after they were deleted, and no others", async () => {
    const workspace = newWorkspace();
    const token = await workspace.token();
    const [deleted, kept] = [await madeReport(token), await madeReport(token)];
    await endedRun(token, (await succeed("POST", `/reports/${deleted.id}/generate`, token, {})).id);
    await succeed("DELETE", `/reports/${deleted.id}`, token);
    await purgeReports(inDays(29));
    expect(await succeed("GET", "/reports?deleted=true", token)).toMatchObject({ total: 1 });
    // A step is bounded, and other tests leave deleted reports too.
    const left = async () => Object.values(await rowsOf(deleted.id)).reduce((sum, n) => sum + n, 0);
    for (let step = 1; step < 200 && (await left()) > 0; step += 1)
      await purgeReports(inDays(30 + step / 10));
    expect(await succeed("GET", "/reports?deleted=true", token)).toMatchObject({ total: 0 });
    expect(await rowsOf(deleted.id)).toEqual(GONE);
    expect(await stored(workspace.id)).toEqual([]);
    expect(await succeed("GET", "/reports", token)).toMatchObject({ items: [{ id: kept.id }] });
  });
});
