import { env } from "cloudflare:workers";
import { eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { beforeEach, describe, expect, it } from "vitest";
import { forgetImports } from "../../src/datasets/import/forget";
import { newId } from "../../src/db/ids";
import { datasetRevisions, datasets, objectWalk, type RunRow, runs } from "../../src/db/schema";
import { fileKey, filePrefix, manifestKey, ownerOf, snapshotKey, uploadKey } from "../../src/files/keys";
import { abortOldUploads, notingUploads } from "../../src/files/open-uploads";
import { openUploads } from "../../src/files/tables";
import { removeOrphans } from "../../src/ops/remove-orphans";
import { cleanEndedRuns, expireRuns } from "../../src/runs/expire";
import { newWorkspace } from "../support";
import { alone, at, insertRuns, runRow } from "../support/run-rows";

const DAYS = 86_400_000;
const inDays = (days: number) => ({ ...alone, now: () => new Date(Date.now() + days * DAYS) });
const exists = async (key: string) => (await env.BUCKET.head(key)) !== null;
const rowOf = async (id: string) => (await alone.db.select().from(runs).where(eq(runs.id, id)))[0];

/** The bucket as if only this workspace's objects of one kind were in it. */
const only = (prefix: string): R2Bucket =>
  new Proxy(env.BUCKET, {
    get: (target, name) =>
      name === "list"
        ? (options: R2ListOptions) => target.list({ ...options, prefix })
        : Reflect.get(target, name).bind(target),
  });

/** A run of long ago with its objects, so that no step of another test's time finds it. */
async function storedRun(wanted: Partial<RunRow>) {
  const workspaceId = newWorkspace().id;
  const run = runRow({ workspaceId, createdAt: "2001-01-01T00:00:00.000Z", attempt: 1, ...wanted });
  await insertRuns([run]);
  const keys = { file: fileKey(workspaceId, run.id, "csv"), snapshot: snapshotKey(workspaceId, run.id, 0) };
  await Promise.all(Object.values(keys).map((key) => env.BUCKET.put(key, "x")));
  return { run, ...keys };
}

beforeEach(async () => {
  await alone.db.delete(runs).run();
});

describe("files and runs past their age", () => {
  it("expired files are removed, their run says why, and its rows stay with the version", async () => {
    const { run, file, snapshot } = await storedRun({
      status: "completed",
      expiresAt: "2001-02-01T00:00:00.000Z",
    });
    await expireRuns(at("2001-01-31T23:00:00.000Z"));
    expect(await exists(file)).toBe(true);
    await expireRuns(at("2001-02-01T00:01:00.000Z"));
    expect(await exists(file)).toBe(false);
    expect(await exists(snapshot)).toBe(true);
    expect(await rowOf(run.id)).toMatchObject({ status: "expired", reason: "retention", files: [] });
  });

  it("an expired run keeps no plan of its sections, which may be long, but who asked for what", async () => {
    const section = { kind: "text", name: "a", title: "A", description: null, text: "x".repeat(10_000) };
    const row = runRow({ workspaceId: newWorkspace().id });
    const frozen = row.frozen as { definition: object };
    const long = { ...frozen, definition: { ...frozen.definition, sections: [section] } };
    const { run } = await storedRun({
      status: "completed",
      frozen: long,
      expiresAt: "2001-02-01T00:00:00.000Z",
    });
    await expireRuns(at("2001-02-01T00:01:00.000Z"));
    expect((await rowOf(run.id))?.frozen).toEqual(frozen);
  });

  it("what a failed or cancelled run may have left goes once nobody can write any more", async () => {
    const completedAt = "2001-03-01T00:00:00.000Z";
    const stored = [
      await storedRun({ status: "failed", completedAt }),
      await storedRun({ status: "cancelled", completedAt }),
    ];
    await cleanEndedRuns(at("2001-03-01T00:30:00.000Z"));
    for (const { file } of stored) expect(await exists(file)).toBe(true);
    await cleanEndedRuns(at("2001-03-01T01:01:00.000Z"));
    for (const { run, file, snapshot } of stored) {
      expect([await exists(file), await exists(snapshot)]).toEqual([false, false]);
      expect((await rowOf(run.id))?.cleanedAt).not.toBeNull();
    }
  });

  it("a step that is cut in the middle is done again on the next tick", async () => {
    const { run, file } = await storedRun({ status: "completed", expiresAt: "2001-04-01T00:00:00.000Z" });
    const later = at("2001-04-01T00:01:00.000Z");
    const cut = new Proxy(later.db, {
      get: (target, name) => {
        if (name === "update") throw new Error("the isolate died");
        return Reflect.get(target, name);
      },
    });
    await expect(expireRuns({ ...later, db: cut })).rejects.toThrow("died");
    expect(await exists(file)).toBe(false);
    expect((await rowOf(run.id))?.status).toBe("completed");
    await expireRuns(later);
    expect((await rowOf(run.id))?.status).toBe("expired");
  });
});

describe("uploads that failed", () => {
  it("go after seven days, with a dataset that never had rows", async () => {
    const workspaceId = newWorkspace().id;
    const at2 = "2001-05-01T00:00:00.000Z";
    const [id, kept] = [newId("dataset", new Date(at2)), newId("dataset", new Date(at2))];
    const common = { workspaceId, kind: "upload" as const, createdBy: "u", createdAt: at2, updatedAt: at2 };
    await alone.db.batch([
      alone.db.insert(datasets).values({ ...common, id, name: "a", status: "failed", latestRevision: 1 }),
      alone.db
        .insert(datasets)
        .values({ ...common, id: kept, name: "b", status: "ready", revision: 1, latestRevision: 2 }),
      ...[
        { datasetId: id, revision: 1 },
        { datasetId: kept, revision: 2 },
      ].map(({ datasetId, revision }) =>
        alone.db.insert(datasetRevisions).values({
          datasetId,
          revision,
          workspaceId,
          status: "failed",
          uploadKey: uploadKey(workspaceId, datasetId, revision),
          createdBy: "u",
          createdAt: at2,
          completedAt: at2,
        }),
      ),
    ]);
    await env.BUCKET.put(uploadKey(workspaceId, id, 1), "x");
    await forgetImports(at("2001-05-07T23:00:00.000Z"));
    expect(await exists(uploadKey(workspaceId, id, 1))).toBe(true);
    await forgetImports(at("2001-05-08T01:00:00.000Z"));
    expect(await exists(uploadKey(workspaceId, id, 1))).toBe(false);
    const left = await alone.db.select().from(datasets).where(eq(datasets.workspaceId, workspaceId));
    expect(left.map((dataset) => [dataset.id, dataset.status])).toEqual([[kept, "ready"]]);
  });
});

describe("objects that nothing refers to", () => {
  it("nothing referenced is ever deleted, and what nothing refers to is", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            owner: fc.constantFrom("run", "dataset", "none"),
            parts: fc.integer({ min: 1, max: 3 }),
          }),
          {
            minLength: 1,
            maxLength: 12,
          },
        ),
        async (wanted) => {
          const workspaceId = newWorkspace().id;
          const expected = new Map<string, boolean>();
          for (const { owner, parts } of wanted) {
            const run = runRow({ workspaceId, status: "completed", cleanedAt: "2000-01-01T00:00:00.000Z" });
            if (owner === "run") await insertRuns([run]);
            for (let part = 0; part < parts; part += 1) {
              const key = snapshotKey(workspaceId, run.id, part);
              await env.BUCKET.put(key, "x");
              expected.set(key, owner === "run");
            }
          }
          await alone.db.delete(objectWalk);
          const bucket = only(`snapshots/${workspaceId}/`);
          await removeOrphans({ ...inDays(2), bucket });
          for (const [key, stays] of expected) expect(await exists(key), key).toBe(stays);
        },
      ),
      { numRuns: 12 },
    );
  });

  it("leaves alone what is younger than a day: its row may be about to be written", async () => {
    const workspaceId = newWorkspace().id;
    const key = manifestKey(workspaceId, runRow({ workspaceId }).id);
    await env.BUCKET.put(key, "x");
    await alone.db.delete(objectWalk);
    await removeOrphans({ ...alone, bucket: only(`snapshots/${workspaceId}/`) });
    expect(await exists(key)).toBe(true);
  });

  it("walks on from where the last step ended", async () => {
    const workspaceId = newWorkspace().id;
    const keys = Array.from({ length: 230 }, () => fileKey(workspaceId, runRow({ workspaceId }).id, "csv"));
    await Promise.all(keys.map((key) => env.BUCKET.put(key, "x")));
    await alone.db.delete(objectWalk);
    const walker = { ...inDays(2), bucket: only(filePrefix(workspaceId, "x").replace(/x\/$/, "")) };
    await removeOrphans(walker);
    await removeOrphans(walker);
    const left = await Promise.all(keys.map(exists));
    expect(left.filter(Boolean)).toEqual([]);
  });

  it("begins anew when the bucket no longer knows where it stood", async () => {
    const workspaceId = newWorkspace().id;
    const key = fileKey(workspaceId, runRow({ workspaceId }).id, "csv");
    await env.BUCKET.put(key, "x");
    const cursor = "of another time";
    const place = { target: objectWalk.prefix, set: { cursor } };
    await alone.db.insert(objectWalk).values({ prefix: "", cursor }).onConflictDoUpdate(place).run();
    const bucket = new Proxy(only(filePrefix(workspaceId, "x").replace(/x\/$/, "")), {
      get: (target, name) => {
        if (name !== "list") return Reflect.get(target, name);
        return async (options: R2ListOptions) => {
          if (options.cursor === cursor) throw new Error("list: The provided cursor is not valid. (10005)");
          return await target.list(options);
        };
      },
    });
    await removeOrphans({ ...inDays(2), bucket });
    expect(await exists(key)).toBe(false);
    const [walk] = await alone.db.select().from(objectWalk).where(eq(objectWalk.prefix, ""));
    expect(walk?.cursor).toBeNull();
  });

  it("a key says whose it is, and only ours do", () => {
    expect(ownerOf(fileKey("ws a/b", "run_1", "csv"))).toEqual({ workspace: "ws%20a%2Fb", id: "run_1" });
    for (const key of ["other/ws/run_1/csv", "files/ws/run_1", "files/ws/run 1/csv", "health"])
      expect(ownerOf(key)).toBeNull();
  });
});

describe("uploads in parts whose maker died", () => {
  it("are given up after a day, and finished ones are only forgotten", async () => {
    const workspaceId = newWorkspace().id;
    const bucket = notingUploads(env.BUCKET, alone.db, () => new Date("2001-06-01T00:00:00.000Z"));
    const done = await bucket.createMultipartUpload(`files/${workspaceId}/run_done/csv`);
    await done.complete([await done.uploadPart(1, "whole")]);
    const open = await bucket.createMultipartUpload(`files/${workspaceId}/run_open/csv`);
    await open.uploadPart(1, "part");
    expect(await abortOldUploads(alone.db, env.BUCKET, new Date("2001-06-01T23:00:00.000Z"))).toBe(0);
    expect(await abortOldUploads(alone.db, env.BUCKET, new Date("2001-06-02T01:00:00.000Z"))).toBe(2);
    await expect(open.uploadPart(2, "late")).rejects.toThrow();
    expect(await (await env.BUCKET.get(`files/${workspaceId}/run_done/csv`))?.text()).toBe("whole");
    expect(
      await alone.db
        .select()
        .from(openUploads)
        .where(sql`object_key LIKE ${`%${workspaceId}%`}`),
    ).toEqual([]);
  });
});
