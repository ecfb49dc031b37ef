import { env } from "cloudflare:workers";
import { and, eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { newId } from "../../src/db/ids";
import { type RunRow, reportVersions, runs } from "../../src/db/schema";
import { filePrefix, snapshotPrefix } from "../../src/files/keys";
import { abortOldUploads } from "../../src/files/open-uploads";
import { openUploads } from "../../src/files/tables";
import { processRun } from "../../src/runs/process";
import { newWorkspace } from "../support";
import { CUTS, type Cut, cutWorkshop } from "../support/cut";
import { type Made, madeReport, succeed, uploadedDataset } from "../support/product";
import { shop } from "../support/run-rows";

/** So many calls has no small run. */
const MANY = 200;
const FORMATS = ["csv", "json"];

const hours = (count: number) => ({ ...shop, now: () => new Date(Date.now() + count * 3_600_000) });

/** A report with a webhook that listens, and a finished run of it to make copies of. */
async function listenedReport(dataset?: (token: string) => Promise<Made>) {
  const workspace = newWorkspace();
  const token = await workspace.token("admin");
  const config = dataset ? { dataset: (await dataset(token)).id, fields: ["n", "text"] } : {};
  const report = await madeReport(token, config);
  const events = ["run.completed", "run.failed", "run.cancelled"];
  await succeed("POST", "/webhooks", token, { url: "https://hooks.example.com/reports", events });
  const first = await succeed("POST", `/reports/${report.id}/generate`, token, {
    formats: FORMATS,
    async: false,
  });
  const [row] = await shop.db.select().from(runs).where(eq(runs.id, first.id));
  if (!row) throw new Error("no such run");
  return { workspace, report, pattern: row };
}

/** A run of the same report that waits, which no message is about. */
async function waitingCopy(pattern: RunRow): Promise<RunRow> {
  const row: RunRow = {
    ...pattern,
    id: newId("run", new Date()),
    status: "queued",
    attempt: 0,
    percent: 0,
    files: [],
    fingerprint: null,
    versionNumber: null,
    startedAt: null,
    attemptStartedAt: null,
    completedAt: null,
    expiresAt: null,
    availableAt: new Date(Date.now() - 1000).toISOString(),
  };
  await shop.db.insert(runs).values(row);
  return row;
}

/** Runs it once with a cut, then as another consumer would find it later, twice. Gives the calls of the cut one. */
async function cutAndTakenUp(run: RunRow, at: number, cut: Cut): Promise<string[]> {
  const { shop: broken, died, calls } = cutWorkshop(shop, at, cut);
  await Promise.race([processRun(broken, run.id).catch(() => {}), died]);
  for (const later of [1, 2, 3]) await processRun(hours(later), run.id);
  return calls;
}

async function expectOneWholeRun({ id, workspaceId, reportId }: RunRow) {
  const [run] = await shop.db.select().from(runs).where(eq(runs.id, id));
  expect(run).toMatchObject({ status: "completed", reason: null, percent: 100 });
  const versions = await shop.db
    .select()
    .from(reportVersions)
    .where(and(eq(reportVersions.reportId, reportId), eq(reportVersions.runId, id)));
  expect(versions.map(({ versionNumber }) => versionNumber)).toEqual([run?.versionNumber]);

  const files = await env.BUCKET.list({ prefix: filePrefix(workspaceId, id) });
  expect(files.objects.map(({ key }) => key.split("/").at(-1))).toEqual(FORMATS);
  for (const { key } of files.objects) {
    const bytes = await (await env.BUCKET.get(key))?.arrayBuffer();
    const digest = await crypto.subtle.digest("SHA-256", bytes ?? new ArrayBuffer());
    const said = run?.files.find(({ format }) => key.endsWith(`/${format}`));
    expect(Buffer.from(digest).toString("hex")).toBe(said?.sha256);
    expect(bytes?.byteLength).toBe(said?.size_bytes);
  }
  const snapshot = await env.BUCKET.list({ prefix: snapshotPrefix(workspaceId, id) });
  expect(snapshot.objects.map(({ key }) => key.split("/").at(-1))).toEqual(["0.ndjson.gz", "manifest.json"]);

  const { results } = await env.DB.prepare("SELECT event FROM deliveries WHERE subject_id = ?")
    .bind(id)
    .all();
  expect(results).toEqual([{ event: "run.completed" }]);
}

describe("E24, U7, U8: effects are exactly once, whatever call a consumer is cut at", () => {
  it.each(CUTS)(
    "a call %s: each in turn",
    async (cut) => {
      const { pattern } = await listenedReport();
      for (let at = 1; at < MANY; at += 1) {
        const run = await waitingCopy(pattern);
        const calls = await cutAndTakenUp(run, at, cut);
        await expectOneWholeRun(run).catch((error: unknown) => {
          throw new Error(`cut at call ${at}, ${calls[at - 1]}: ${String(error)}`, { cause: error });
        });
        if (calls.length < at) return expect(at, "a run makes more calls than that").toBeGreaterThan(8);
      }
      throw new Error("a small run makes too many calls");
    },
    120_000,
  );

  it("large files: no part of an upload is left behind by a dead isolate", async () => {
    const lines = Array.from(
      { length: 60_000 },
      (_, at) => `${at},${crypto.randomUUID()}${crypto.randomUUID()}`,
    );
    const { pattern } = await listenedReport((token) =>
      uploadedDataset(token, `n,text\n${lines.join("\n")}\n`),
    );
    const { calls } = await dryRun(pattern);
    const places = calls.flatMap((call, index) => (/Multipart|upload\./.test(call) ? [index + 1] : []));
    expect(places.length).toBeGreaterThan(3);
    for (const at of [places[0], places[1], places.at(-1)]) {
      const run = await waitingCopy(pattern);
      await cutAndTakenUp(run, at ?? 1, "isolate dies");
      await expectOneWholeRun(run);
    }
    await abortOldUploads(shop.db, shop.bucket, new Date(Date.now() + 24 * 3_600_000));
    const left = await shop.db
      .select()
      .from(openUploads)
      .where(sql`object_key LIKE ${`%${pattern.workspaceId}%`}`);
    expect(left).toEqual([]);
  }, 120_000);

  it("duplicates of a message, at the same time and later, change nothing", async () => {
    const { pattern } = await listenedReport();
    const run = await waitingCopy(pattern);
    await Promise.all(Array.from({ length: 5 }, () => processRun(shop, run.id)));
    await processRun(hours(5), run.id);
    await expectOneWholeRun(run);
  });
});

/** The calls of a run that is not cut. */
async function dryRun(pattern: RunRow) {
  const whole = cutWorkshop(shop, MANY * 100, "fails");
  await processRun(whole.shop, (await waitingCopy(pattern)).id);
  return whole;
}
