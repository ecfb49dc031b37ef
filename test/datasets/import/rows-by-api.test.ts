import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { appendRows } from "../../../src/datasets/append-rows";
import { forgetImports } from "../../../src/datasets/import/forget";
import { sweepImports } from "../../../src/datasets/import/sweep";
import type { AppendRequest } from "../../../src/datasets/rows-body";
import { datasetPrefix } from "../../../src/files/keys";
import type { Job } from "../../../src/runs/job";
import { call, expectProblem, newWorkspace } from "../../support";
import { CUTS, cutWorkshop } from "../../support/cut";
import { type Made, succeed, uploadedDataset } from "../../support/product";
import { shop } from "../../support/run-rows";
import { cleanUp, datasetNow, expectRows, hours, revisionsOf } from "./uploads";

/** So many calls have no few rows. */
const MANY = 60;

/** A dataset with the row 0, and requests that add the row 1 or put 10 and 11 in place of all. */
async function filledDataset(token: string, workspaceId: string) {
  const { id } = await uploadedDataset(token, "n\n0\n");
  const request = (mode: AppendRequest["mode"], rows: readonly { n: number }[]): AppendRequest => ({
    workspaceId,
    datasetId: id,
    actorId: "u",
    requestId: "r",
    format: "json",
    mode,
    body: new TextEncoder().encode(JSON.stringify(rows)),
  });
  return {
    id,
    append: request("append", [{ n: 1 }]),
    replace: request("replace", [{ n: 10 }, { n: 11 }]),
  };
}

async function newOwner() {
  const workspace = newWorkspace();
  return { workspaceId: workspace.id, token: await workspace.token() };
}

/** The rows that readers see now. */
async function shownRows(id: string): Promise<unknown[]> {
  const { results } = await env.ROWS_0.prepare(
    `SELECT data ->> 0 AS n FROM rows JOIN tables ON tables.id = table_id AND n <= row_count WHERE table_id = ? ORDER BY rows.n`,
  )
    .bind((await datasetNow(id))?.tableId)
    .all();
  return results.map(({ n }) => n);
}

const saying = (at: number, calls: readonly string[]) => (error: unknown) => {
  throw new Error(`at call ${at}, ${calls[at - 1]}: ${String(error)}`, { cause: error });
};

describe("U7: an append and a replacement that meet", () => {
  it("an append during which all rows are replaced is in the new ones: at each of its calls", async () => {
    const { workspaceId, token } = await newOwner();
    for (let at = 1; at < MANY; at += 1) {
      const { id, append, replace } = await filledDataset(token, workspaceId);
      const { promise, resolve } = Promise.withResolvers<void>();
      const slow = cutWorkshop(shop, at, promise);
      const appended = appendRows(slow.shop, append);
      await Promise.race([appended, slow.died]);
      const isMet = slow.calls.length >= at;
      await appendRows(shop, replace);
      resolve();
      expect(await appended).toMatchObject({ rows_added: 1 });
      if (!isMet) return expect(at).toBeGreaterThan(3);
      await expectRows(id, 2, [[10], [11], [1]]).catch(saying(at, slow.calls));
    }
  });

  it("what an append was answered for is there, wherever a replacement stands", async () => {
    const { workspaceId, token } = await newOwner();
    for (let at = 1; at < MANY; at += 1) {
      const { id, append, replace } = await filledDataset(token, workspaceId);
      const { promise, resolve } = Promise.withResolvers<void>();
      const slow = cutWorkshop(shop, at, promise);
      const replaced = appendRows(slow.shop, replace);
      await Promise.race([replaced, slow.died]);
      expect(await appendRows(shop, append)).toMatchObject({ rows_added: 1 });
      expect((await shownRows(id)).at(-1), `at call ${at}, ${slow.calls[at - 1]}`).toBe(1);
      resolve();
      expect(await replaced).toMatchObject({ rows_added: 2 });
      expect((await shownRows(id)).slice(0, 2)).toEqual([10, 11]);
      if (slow.calls.length < at) return expect(at).toBeGreaterThan(5);
    }
  });
});

describe("U7, U8: a replacement that is cut", () => {
  it.each(CUTS)(
    "a call %s: each in turn shows all of the old rows or all of the new ones, and the next replacement goes",
    async (cut) => {
      const { workspaceId, token } = await newOwner();
      for (let at = 1; at < MANY; at += 1) {
        const { id, append, replace } = await filledDataset(token, workspaceId);
        const { shop: broken, died, calls } = cutWorkshop(shop, at, cut);
        await Promise.race([appendRows(broken, replace).catch(() => {}), died]);
        expect([[0], [10, 11]], `at call ${at}, ${calls[at - 1]}`).toContainEqual(await shownRows(id));
        await sweepImports(hours(1));
        const unended = (await revisionsOf(id)).filter(({ status }) => status === "processing");
        expect(unended, `at call ${at}, ${calls[at - 1]}`).toEqual([]);
        expect(await appendRows(shop, replace)).toMatchObject({ rows_added: 2 });
        expect(await appendRows(shop, append)).toMatchObject({ rows_added: 1 });
        await cleanUp();
        const { revision } = (await datasetNow(id)) ?? { revision: 0 };
        await expectRows(id, revision, [[10], [11], [1]]).catch(saying(at, calls));
        if (calls.length < at) return expect(at).toBeGreaterThan(5);
      }
      throw new Error("a small replacement makes too many calls");
    },
    120_000,
  );

  it("U8: one whose isolate died fails with a reason that fits it, and no message is sent for it", async () => {
    const { workspaceId, token } = await newOwner();
    const { id, replace } = await filledDataset(token, workspaceId);
    const { shop: broken, died } = cutWorkshop(shop, 4, "isolate dies");
    await Promise.race([appendRows(broken, replace), died]);
    const sent: Job[] = [];
    const sendBatch = (messages: Iterable<MessageSendRequest<Job>>) => {
      sent.push(...[...messages].map(({ body }) => body));
      return Promise.resolve();
    };
    await sweepImports({ ...hours(1), jobs: { ...shop.jobs, sendBatch } });
    expect(JSON.stringify(sent)).not.toContain(id);
    expect(await succeed("GET", `/datasets/${id}`, token)).toMatchObject({
      status: "ready",
      row_count: 1,
      error: { code: "internal", message: "The rows could not be stored. Send them again." },
    });
  });

  it("rows that were added and not told of are counted once statistics are", async () => {
    const { workspaceId, token } = await newOwner();
    const { id, append } = await filledDataset(token, workspaceId);
    const { shop: broken, calls } = cutWorkshop(shop, 3, "fails");
    await expect(appendRows(broken, append)).rejects.toThrow("cut at d1 batch");
    expect(calls.length).toBe(3);
    await succeed("POST", `/datasets/${id}/rows`, token, [{ n: 2 }]);
    expect(await succeed("GET", `/datasets/${id}`, token)).toMatchObject({ row_count: 3 });
    await env.DB.prepare("UPDATE datasets SET row_count = 1 WHERE id = ?").bind(id).run();
    await env.DB.prepare("UPDATE dataset_revisions SET statistics = NULL WHERE dataset_id = ?")
      .bind(id)
      .run();
    expect(await succeed("GET", `/datasets/${id}/statistics`, token)).toMatchObject({ rows: 3 });
    expect(await succeed("GET", `/datasets/${id}`, token)).toMatchObject({ row_count: 3 });
  });
});

describe("what remains of replacements", () => {
  const put = (token: string, id: string, rows: unknown) =>
    call("PUT", `/api/v1/datasets/${id}/rows`, { token, body: rows });

  it("statistics are not counted again after a replacement that failed", async () => {
    const { token } = await newOwner();
    const { id } = await uploadedDataset(token, "n\n0\n");
    await expectProblem(await put(token, id, [{ n: "x" }]), "validation_failed");
    const kept = { rows: 1, fields: { n: { count: 1, note: "kept" } } };
    await env.DB.prepare("UPDATE dataset_revisions SET statistics = ? WHERE dataset_id = ? AND revision = 1")
      .bind(JSON.stringify(kept), id)
      .run();
    expect(await succeed("GET", `/datasets/${id}/statistics`, token)).toEqual(kept);
  });

  it("only the one that is shown and a newest one that failed are kept, with their lists of bad rows", async () => {
    const { token, workspaceId } = await newOwner();
    const { id } = await uploadedDataset(token, "n,m\n0,0\n1\n");
    const replace = (rows: unknown) => succeed("PUT", `/datasets/${id}/rows`, token, rows);
    await replace([{ n: 1 }, { n: "x" }]);
    await replace([{ n: 2 }, { n: "x" }]);
    for (const _ of [1, 2]) await expectProblem(await put(token, id, [{ n: "x" }]), "validation_failed");
    expect((await revisionsOf(id)).map(({ revision, status }) => [revision, status])).toEqual([
      [1, "superseded"],
      [2, "superseded"],
      [3, "ready"],
      [4, "superseded"],
      [5, "failed"],
    ]);
    await forgetImports(shop);
    expect((await revisionsOf(id)).map(({ revision }) => revision)).toEqual([3, 5]);
    const { objects } = await env.BUCKET.list({ prefix: datasetPrefix(workspaceId, id) });
    expect(objects.map(({ key }) => key.split("/").slice(-2).join("/"))).toEqual([
      "3/errors.csv",
      "5/errors.csv",
    ]);
    await forgetImports(hours(8 * 24));
    expect((await revisionsOf(id)).map(({ revision }) => revision)).toEqual([3]);
    expect(await succeed("GET", `/datasets/${id}`, token)).toMatchObject({
      status: "ready",
      revision: 3,
      error: null,
      rows_failed: 1,
    });
    await replace([{ n: 9 }]);
    expect((await revisionsOf(id)).map(({ revision }) => revision)).toEqual([3, 6]);
  });

  it("L8: who appended or replaced rows stands in the audit log, and who changed nothing does not", async () => {
    const { token } = await newOwner();
    const { id } = await uploadedDataset(token, "n\n0\n");
    await succeed("POST", `/datasets/${id}/rows`, token, [{ n: 1 }]);
    await succeed("PUT", `/datasets/${id}/rows`, token, [{ n: 2 }]);
    for (const method of ["POST", "PUT"]) {
      const bad = await call(method, `/api/v1/datasets/${id}/rows`, { token, body: [{ n: "x" }] });
      await expectProblem(bad, "validation_failed");
    }
    const { results } = await env.DB.prepare("SELECT action FROM audit_log WHERE target_id = ? ORDER BY id")
      .bind(id)
      .all<Made>();
    expect(results.map(({ action }) => action)).toEqual([
      "dataset.upload",
      "dataset.append_rows",
      "dataset.replace_rows",
    ]);
  });
});
