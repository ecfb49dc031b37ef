import { createExecutionContext, waitOnExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { createApp } from "../../src/app";
import { tick } from "../../src/ops/tick";
import { platformOf } from "../../src/platform";
import { newWorkspace } from "../support";
import { requestOf } from "../support/call";
import { endedRun, type Made, succeed } from "../support/product";
import { alone } from "../support/run-rows";

const second = { ...env, ROWS_SHARD: "1" };
const app = createApp();

/** A dataset made while new ones go to ROWS_1; everything later happens where they go to ROWS_0. */
async function datasetInSecond(token: string): Promise<Made> {
  const context = createExecutionContext();
  const body = { name: "Second", fields: [{ name: "n", type: "integer" }] };
  const response = await app.fetch(requestOf("POST", "/api/v1/datasets", { token, body }), second, context);
  await waitOnExecutionContext(context);
  expect(response.status).toBe(201);
  return await response.json();
}

const rowsIn = async (database: D1Database, datasetId: string) =>
  (
    await database
      .prepare(
        "SELECT count(rows.n) AS n FROM tables LEFT JOIN rows ON table_id = id WHERE dataset_id = ? GROUP BY id",
      )
      .bind(datasetId)
      .all<{ n: number }>()
  ).results.map(({ n }) => n);

describe("a second data database", () => {
  it("takes the rows of new datasets once ROWS_SHARD names it, for good", async () => {
    const token = await newWorkspace().token();
    const { id } = await datasetInSecond(token);
    await succeed("POST", `/datasets/${id}/rows`, token, [{ n: 1 }, { n: 2 }]);
    expect(await rowsIn(env.ROWS_1, id)).toEqual([2]);
    expect(await rowsIn(env.ROWS_0, id)).toEqual([]);
    expect(await succeed("GET", `/datasets/${id}/rows`, token)).toMatchObject({
      items: [{ n: 1 }, { n: 2 }],
    });
  });

  it("serves one report together with the first", async () => {
    const token = await newWorkspace().token();
    const { id } = await datasetInSecond(token);
    await succeed("POST", `/datasets/${id}/rows`, token, [{ n: 1 }, { n: 2 }]);
    const first = await succeed("POST", "/datasets", token, {
      name: "First",
      fields: [{ name: "m", type: "string" }],
    });
    await succeed("POST", `/datasets/${first.id}/rows`, token, [{ m: "x" }]);
    const sections = [
      { title: "Second", dataset: id, fields: ["n"] },
      { title: "First", dataset: first.id, fields: ["m"] },
    ];
    const report = await succeed("POST", "/reports", token, { name: "Both", config: { sections } });
    const run = await succeed("POST", `/reports/${report.id}/generate`, token, { formats: ["json"] });
    expect(await endedRun(token, run.id)).toMatchObject({
      status: "completed",
      rows_returned: 3,
    });
  });

  it("is emptied of tables that nobody shows, as the first is", async () => {
    const token = await newWorkspace().token();
    const { id } = await datasetInSecond(token);
    await succeed("POST", `/datasets/${id}/rows`, token, [{ n: 1 }, { n: 2 }]);
    await succeed("DELETE", `/datasets/${id}`, token);
    const later = () => new Date(Date.now() + 3_700_000);
    const left = () => rowsIn(env.ROWS_1, id);
    for (let step = 0; step < 50 && (await left()).length > 0; step += 1)
      await tick({ ...platformOf(env), db: alone.db, d1: alone.d1, now: later });
    expect(await left()).toEqual([]);
  });

  it("that has no binding is refused by name", () => {
    expect(platformOf(env).shards).toEqual([0, 1]);
    const third = { ...env, ROWS_SHARD: "2" };
    expect(() => platformOf(third)).toThrow("no binding ROWS_2");
  });
});
