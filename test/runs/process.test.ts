import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { runs } from "../../src/db/schema";
import { fileKey, filePrefix, snapshotPrefix } from "../../src/files/keys";
import { claimRun } from "../../src/runs/claim";
import { endAsFailed } from "../../src/runs/end";
import { completeRun } from "../../src/runs/endings";
import { RunFailure } from "../../src/runs/failure";
import { processRun, type Workshop } from "../../src/runs/process";
import { heartbeat } from "../../src/runs/store";
import { workshopOf } from "../../src/workshop";
import { newWorkspace } from "../support";
import { type Made, madeReport, succeed } from "../support/product";

const shop = workshopOf(env as unknown as GeneratorEnv);

/** A run that waits, without any message that would wake a consumer. */
async function waitingRun(config: Record<string, unknown> = {}) {
  const workspace = newWorkspace();
  const token = await workspace.token();
  const report = await madeReport(token, config);
  const run = await succeed("POST", `/reports/${report.id}/generate`, token, { formats: ["csv", "json"] });
  // The message is on its way: put the run out of its reach and back.
  await shop.db.update(runs).set({ availableAt: "2999-01-01T00:00:00.000Z" }).where(eq(runs.id, run.id));
  const [row] = await shop.db.select().from(runs).where(eq(runs.id, run.id));
  if (row?.status !== "queued") {
    await shop.db
      .update(runs)
      .set({
        status: "queued",
        attempt: 0,
        percent: 0,
        files: [],
        reason: null,
        completedAt: null,
        versionNumber: null,
      })
      .where(eq(runs.id, run.id));
  }
  await shop.db.update(runs).set({ availableAt: "2000-01-01T00:00:00.000Z" }).where(eq(runs.id, run.id));
  return { workspace, token, report, id: run.id };
}

/** R2 that refuses the JSON file, and nothing else. */
const withoutJsonFiles = new Proxy(env.BUCKET, {
  get: (target, name) =>
    name === "put"
      ? (key: string, ...rest: [ArrayBuffer]) => {
          if (key.endsWith("/json")) throw new Error("storage is away");
          return target.put(key, ...rest);
        }
      : Reflect.get(target, name).bind(target),
});

const rowOf = async (id: string) => {
  const [row] = await shop.db.select().from(runs).where(eq(runs.id, id));
  if (!row) throw new Error("no such run");
  return row;
};

describe("a run from claim to end", () => {
  it("completes once, however often it is delivered", async () => {
    const { id, workspace, token, report } = await waitingRun();
    const outcomes = await Promise.all([processRun(shop, id), processRun(shop, id), processRun(shop, id)]);
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["completed", "idle", "idle"]);
    expect((await processRun(shop, id)).kind).toBe("idle");

    const run = await rowOf(id);
    expect(run).toMatchObject({
      status: "completed",
      percent: 100,
      attempt: 1,
      rowsReturned: 4,
      truncated: false,
    });
    const { objects } = await env.BUCKET.list({ prefix: filePrefix(workspace.id, id) });
    expect(objects.map(({ key }) => key).sort()).toEqual([
      fileKey(workspace.id, id, "csv"),
      fileKey(workspace.id, id, "json"),
    ]);
    const after = await succeed("GET", `/reports/${report.id}`, token);
    expect(after.last_execution).toMatchObject({ rows_returned: 4, status: "completed" });
    expect(after.version_number).toBe(run.versionNumber);
  });

  it("E12: keeps what was asked for, whatever becomes of the report", async () => {
    const { id, token, report } = await waitingRun();
    await succeed("PATCH", `/reports/${report.id}`, token, {
      name: "Renamed",
      config: { fields: ["grade"] },
    });
    await processRun(shop, id);
    const data = await succeed<{ title: string; sections?: { fields: Made[] }[] }>(
      "GET",
      `/reports/${report.id}/download/json`,
      token,
    );
    expect(data.title).toBe("Grades");
    expect(JSON.stringify(data)).toContain("student_name");
  });

  it("N1: a limit that must not be passed ends the run with its reason, at once", async () => {
    const { id, token } = await waitingRun({ limit: 2, on_limit: "fail" });
    expect((await processRun(shop, id)).kind).toBe("failed");
    expect(await succeed("GET", `/runs/${id}`, token)).toMatchObject({
      status: "failed",
      reason: "limit_exceeded",
      attempt: 1,
      error: { code: "limit_exceeded", retryable: false, message: "The report has 4 rows; its limit is 2." },
    });
  });

  it("N1: a limit that cuts is said in the run and in each file", async () => {
    const { id, token } = await waitingRun({ limit: 3, sort_by: "grade", sort_order: "desc" });
    await processRun(shop, id);
    const run = await succeed<{ files: Made[] }>("GET", `/runs/${id}`, token);
    expect(run).toMatchObject({ rows_returned: 3, rows_total: 4, truncated: true });
    for (const file of run.files)
      expect(file).toMatchObject({ rows_written: 3, rows_total: 4, truncated: true });
  });

  it("D12: trouble while reading is tried again and ends with a reason after the last attempt", async () => {
    const { id, token, workspace } = await waitingRun();
    const broken: Workshop = {
      ...shop,
      settings: { ...shop.settings, RETRY_BASE_SECONDS: 0 },
      rows: () => {
        throw new Error("D1_ERROR: marker of an inner text");
      },
    };
    const kinds = [];
    for (let attempt = 0; attempt < 4; attempt += 1) kinds.push((await processRun(broken, id)).kind);
    expect(kinds).toEqual(["retrying", "retrying", "retrying", "failed"]);
    const run = await succeed("GET", `/runs/${id}`, token);
    expect(run).toMatchObject({
      status: "failed",
      reason: "source_failed",
      attempt: 4,
      error: { retryable: true },
    });
    expect(JSON.stringify(run)).not.toContain("marker");
    const left = await env.BUCKET.list({ prefix: snapshotPrefix(workspace.id, id) });
    expect(left.objects).toEqual([]);
  });

  it("a renderer that fails leaves no file, and the next attempt completes", async () => {
    const { id, workspace } = await waitingRun({ formats: ["pdf"] });
    const noStore = {
      ...shop,
      settings: { ...shop.settings, RETRY_BASE_SECONDS: 0 },
      bucket: withoutJsonFiles,
    } as Workshop;
    expect((await processRun(noStore, id)).kind).toBe("retrying");
    expect(await rowOf(id)).toMatchObject({
      status: "retrying",
      error: { code: "render_failed" },
      files: [],
    });
    expect((await processRun(shop, id)).kind).toBe("completed");
    expect(await rowOf(id)).toMatchObject({ status: "completed", attempt: 2, error: null });
    const { objects } = await env.BUCKET.list({ prefix: filePrefix(workspace.id, id) });
    expect(objects.length).toBe(2);
  });

  it("a run that fails for good leaves no object behind", async () => {
    const { id, workspace } = await waitingRun();
    const last = { ...shop, settings: { ...shop.settings, RETRY_BASE_SECONDS: 0 } };
    const noSecondFile = {
      ...last,
      bucket: withoutJsonFiles,
    } as Workshop;
    for (let attempt = 0; attempt < 4; attempt += 1) await processRun(noSecondFile, id);
    expect(await rowOf(id)).toMatchObject({ status: "failed", reason: "render_failed" });
    expect((await env.BUCKET.list({ prefix: filePrefix(workspace.id, id) })).objects).toEqual([]);
    expect((await env.BUCKET.list({ prefix: snapshotPrefix(workspace.id, id) })).objects).toEqual([]);
  });

  it("U8: a run whose holder is gone is taken up again, and the gone holder can change nothing", async () => {
    const { id } = await waitingRun();
    const past = { ...shop, now: () => new Date(Date.now() - 3_600_000), settings: { ...shop.settings } };
    await shop.db.update(runs).set({ availableAt: "1999-01-01T00:00:00.000Z" }).where(eq(runs.id, id));
    const gone = await claimRun(past, id);
    expect(gone?.attempt).toBe(1);
    expect((await processRun(shop, id)).kind).toBe("completed");
    if (!gone) throw new Error("not claimed");
    const progress = { percent: 99, stage: "late", rowsDone: 1, rowsTotal: 1 };
    await expect(heartbeat(shop, gone, progress)).rejects.toThrow();
    await expect(
      completeRun(shop, gone, { files: [], rowsReturned: 0, rowsTotal: 0, truncated: false }),
    ).rejects.toThrow();
    expect(await rowOf(id)).toMatchObject({
      status: "completed",
      attempt: 2,
      stage: "completed",
      rowsReturned: 4,
    });
  });

  it("a terminal state never changes", async () => {
    const { id } = await waitingRun();
    await processRun(shop, id);
    const completed = await rowOf(id);
    expect(await endAsFailed(shop, completed, new RunFailure("internal", "late"))).toBeNull();
    expect(await rowOf(id)).toEqual(completed);
  });
});
