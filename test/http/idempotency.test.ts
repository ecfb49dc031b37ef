import { env } from "cloudflare:workers";
import { z } from "@hono/zod-openapi";
import { beforeEach, describe, expect, it } from "vitest";
import { controlDatabase } from "../../src/db/client";
import { deleteOldKeys } from "../../src/http/idempotency-store";
import { Problem } from "../../src/http/problem";
import { call, expectProblem, newWorkspace, sampleApp } from "../support";
import { sampleRoute } from "../support/sample-routes";

let made = 0;
/** What the next creation does before it answers. */
let meanwhile: () => unknown = () => undefined;
beforeEach(() => {
  meanwhile = () => undefined;
});

const body = { required: true, content: { "application/json": { schema: z.looseObject({}) } } };
const creates = { security: undefined, responses: { 201: { description: "Made." } } };
const create = sampleRoute(
  async (c) => {
    made += 1;
    const number = made;
    await meanwhile();
    return c.json({ id: `x_${number}` }, 201, { Location: `/x/${number}`, "X-Other": "1" });
  },
  { ...creates, request: { body } },
);
const stream = sampleRoute(async (c) => c.json({ size: (await c.req.text()).length, number: ++made }, 201), {
  ...creates,
  path: "/stream",
  operationId: "stream",
  request: { body: { required: true, content: { "text/csv": {} } } },
});
const app = sampleApp([create, stream]);

/** The control database, refusing the first of the statements that it is about. */
function d1Failing(which: RegExp, times: number): D1Database {
  let left = times;
  const broken = {
    bind: () => broken,
    run: () => Promise.reject(new Error("D1_ERROR: Network connection lost.")),
  };
  const prepare = (sql: string) => (which.test(sql) && left-- > 0 ? broken : env.DB.prepare(sql));
  return { prepare, batch: (all: D1PreparedStatement[]) => env.DB.batch(all) } as unknown as D1Database;
}

const PATH = "/api/v1/sample";
const post = async (token: string, key: string, sent: unknown = { a: 1 }, path = PATH) =>
  app("POST", path, { token, body: sent, headers: { "Idempotency-Key": key } });

describe("E8: Idempotency-Key", () => {
  it("gives the first answer again, and does nothing again", async () => {
    const token = await newWorkspace().token();
    const first = await post(token, "k1");
    expect(first.status).toBe(201);
    expect(first.headers.get("Idempotency-Replayed")).toBeNull();
    expect(first.headers.get("Server-Timing")).toContain("calls=2 ");
    const again = await post(token, "k1");
    expect(again.status).toBe(201);
    expect(again.headers.get("Idempotency-Replayed")).toBe("true");
    expect(again.headers.get("Location")).toBe(first.headers.get("Location"));
    expect(again.headers.get("Server-Timing")).toContain("calls=1 ");
    expect(again.headers.get("X-Request-Id")).not.toBe(first.headers.get("X-Request-Id"));
    expect(await again.json()).toEqual(await first.json());
  });

  it("costs nothing when it is not there", async () => {
    const token = await newWorkspace().token();
    const [first, second] = [
      await app("POST", PATH, { token, body: {} }),
      await app("POST", PATH, { token, body: {} }),
    ];
    expect(first.headers.get("Server-Timing")).toContain("calls=0 ");
    expect(await first.json()).not.toEqual(await second.json());
  });

  it("knows the same request whatever its spacing and the order of its keys", async () => {
    const token = await newWorkspace().token();
    await (await post(token, "k", { a: 1, b: { c: [1, 2], d: null } })).text();
    const headers = { "Content-Type": "application/json", "Idempotency-Key": "k" };
    const again = await app("POST", `${PATH}/`, {
      token,
      headers,
      body: ' {"b": {"d": null, "c": [1, 2]}, "a": 1}',
    });
    expect(again.headers.get("Idempotency-Replayed")).toBe("true");
  });

  it.each([
    ["body", { a: 2 }, PATH],
    ["order in a list", { a: [2, 1] }, PATH],
    ["shape", { a: [["b", 1]] }, PATH],
    ["query", { a: 1 }, `${PATH}?dry=1`],
  ])("with another %s is 422", async (what, sent, path) => {
    const token = await newWorkspace().token();
    await (
      await post(token, "k", what === "shape" ? { a: { b: 1 } } : what === "query" ? sent : { a: [1, 2] })
    ).text();
    await expectProblem(await post(token, "k", sent, path), "idempotency_key_reused");
  });

  describe("when D1 does not take the answer of what is done", () => {
    const KEEPING = /^update "idempotency_keys"/;

    it("E8: gives it all the same, and does nothing again", async () => {
      const token = await newWorkspace().token();
      const before = made;
      const flaky = sampleApp([create], { DB: d1Failing(KEEPING, 2) });
      const send = () => flaky("POST", PATH, { token, body: {}, headers: { "Idempotency-Key": "k" } });
      const first = await send();
      expect(first.status).toBe(201);
      expect(await first.json()).toEqual({ id: `x_${before + 1}` });
      await expectProblem(await send(), "request_in_progress");
      expect(made).toBe(before + 1);
    });

    it("tries once more", async () => {
      const token = await newWorkspace().token();
      const flaky = sampleApp([create], { DB: d1Failing(KEEPING, 1) });
      const send = () => flaky("POST", PATH, { token, body: {}, headers: { "Idempotency-Key": "k" } });
      const first = await send();
      const again = await send();
      expect(again.headers.get("Idempotency-Replayed")).toBe("true");
      expect(await again.json()).toEqual(await first.json());
    });
  });

  it("of a request that failed says why, though its key could not be freed", async () => {
    const token = await newWorkspace().token();
    meanwhile = () => {
      throw new Problem("conflict", "Not now.");
    };
    const flaky = sampleApp([create], { DB: d1Failing(/^delete from "idempotency_keys"/, 1) });
    const headers = { "Idempotency-Key": "k" };
    await expectProblem(await flaky("POST", PATH, { token, body: {}, headers }), "conflict");
  });

  it("is of one workspace, user and route", async () => {
    const workspace = newWorkspace();
    const ids = await Promise.all(
      [
        await workspace.token("admin", "ada"),
        await workspace.token("admin", "bob"),
        await newWorkspace().token("admin", "ada"),
      ].map(async (token) => ((await (await post(token, "same")).json()) as { id: string }).id),
    );
    expect(new Set(ids).size).toBe(3);
  });

  it("is 409 with Retry-After while the first still runs", async () => {
    const token = await newWorkspace().token();
    const { promise, resolve } = Promise.withResolvers<void>();
    meanwhile = () => promise;
    const before = made;
    const first = post(token, "k");
    await expect.poll(() => made).toBe(before + 1);
    const second = await post(token, "k");
    expect(second.headers.get("Retry-After")).toBe("2");
    await expectProblem(second, "request_in_progress");
    resolve();
    expect((await first).status).toBe(201);
    expect(made).toBe(before + 1);
  });

  it("of ten requests at once lets one through", async () => {
    const token = await newWorkspace().token();
    const before = made;
    const statuses = await Promise.all(
      Array.from({ length: 10 }, async () => (await post(token, "k")).status),
    );
    expect(made).toBe(before + 1);
    expect(statuses.filter((status) => status !== 409)).not.toHaveLength(0);
  });

  it("is free again when the request failed", async () => {
    const token = await newWorkspace().token();
    meanwhile = () => {
      throw new Problem("conflict", "Not now.");
    };
    await expectProblem(await post(token, "k"), "conflict");
    meanwhile = () => undefined;
    expect((await post(token, "k")).status).toBe(201);
  });

  it("is not spent on a request that is not valid", async () => {
    const token = await newWorkspace().token();
    await expectProblem(await post(token, "k", []), "validation_failed");
    expect((await post(token, "k")).status).toBe(201);
  });

  it("is taken over when its holder died, and then the dead one cannot answer for it", async () => {
    const token = await newWorkspace().token();
    meanwhile = async () => {
      meanwhile = () => undefined;
      const long = new Date(Date.now() - 11 * 60_000).toISOString();
      await env.DB.prepare("UPDATE idempotency_keys SET claimed_at = ? WHERE key = 'dead'").bind(long).run();
      return (await post(token, "dead")).text();
    };
    const first = (await (await post(token, "dead")).json()) as { id: string };
    const again = (await (await post(token, "dead")).json()) as { id: string };
    expect(again.id).not.toBe(first.id);
  });

  it("is kept for 24 hours", async () => {
    const token = await newWorkspace().token();
    await (await post(token, "old")).text();
    const age = (hours: number) =>
      env.DB.prepare("UPDATE idempotency_keys SET claimed_at = ? WHERE key = 'old'")
        .bind(new Date(Date.now() - hours * 3_600_000).toISOString())
        .run();
    await age(23.9);
    await deleteOldKeys(controlDatabase(env.DB), new Date());
    expect((await post(token, "old")).headers.get("Idempotency-Replayed")).toBe("true");
    await age(24.1);
    expect((await post(token, "old", { other: 1 })).headers.get("Idempotency-Replayed")).toBeNull();
    await age(24.1);
    await deleteOldKeys(controlDatabase(env.DB), new Date());
    expect(
      await env.DB.prepare("SELECT count(*) AS n FROM idempotency_keys WHERE key = 'old'").first("n"),
    ).toBe(0);
  });

  it("of a streamed body goes by its type and every byte", async () => {
    const token = await newWorkspace().token();
    const send = (text: string, type = "text/csv") =>
      app("POST", "/api/v1/stream", {
        token,
        body: text,
        headers: { "Content-Type": type, "Content-Length": String(text.length), "Idempotency-Key": "s" },
      });
    const first = (await (await send("a,b\n1,2")).json()) as object;
    expect(first).toMatchObject({ size: 7 });
    expect(await (await send("a,b\n1,2", "text/csv; charset=utf-8")).json()).toEqual(first);
    await expectProblem(await send("a,b\n1,23"), "idempotency_key_reused");
    await expectProblem(await send("a,b\n1,3"), "idempotency_key_reused");
  });

  it("of a form goes by all but its boundary, which each sending draws anew", async () => {
    const token = await newWorkspace().token();
    const send = (rows: string, name = "Form") => {
      const form = new FormData();
      form.set("name", name);
      form.set("file", new File([rows], "rows.csv", { type: "text/csv" }));
      return call("POST", "/api/v1/datasets/upload", {
        token,
        body: form,
        headers: { "Idempotency-Key": "f" },
      });
    };
    const first = await send("a\n1\n");
    expect(first.status).toBe(202);
    const again = await send("a\n1\n");
    expect(again.headers.get("Idempotency-Replayed")).toBe("true");
    expect(await again.json()).toEqual(await first.json());
    await expectProblem(await send("a\n2\n"), "idempotency_key_reused");
    await expectProblem(await send("a\n1\n", "Fork"), "idempotency_key_reused");
  });

  it("U25: never answers for rows that were not sent before", async () => {
    const token = await newWorkspace().token();
    const fields = [{ name: "a", type: "string" }];
    const made = await call("POST", "/api/v1/datasets", { token, body: { name: "Rows", fields } });
    const { id } = (await made.json()) as { id: string };
    const append = (rows: string) =>
      call("POST", `/api/v1/datasets/${id}/rows`, {
        token,
        body: rows,
        headers: { "Content-Type": "text/csv", "Idempotency-Key": "r" },
      });
    expect(await (await append("a\nx\n")).json()).toMatchObject({ rows_added: 1 });
    expect((await append("a\nx\n")).headers.get("Idempotency-Replayed")).toBe("true");
    await expectProblem(await append("a\ny\n"), "idempotency_key_reused");
  });

  it.each(["", "a".repeat(256), "ä", "a\tb"])("%j is no key", async (key) => {
    const { errors } = await expectProblem(
      await post(await newWorkspace().token(), key),
      "validation_failed",
    );
    expect(errors?.["Idempotency-Key"]).toHaveLength(1);
  });

  it("says so when the first answer was too large to keep", async () => {
    const large = sampleRoute((c) => c.json({ text: "é".repeat(800_000) }, 201), creates);
    const send = async (token: string) =>
      sampleApp([large])("POST", PATH, { token, headers: { "Idempotency-Key": "k" } });
    const token = await newWorkspace().token();
    expect((await (await send(token)).text()).length).toBeGreaterThan(800_000);
    await expectProblem(await send(token), "conflict");
  });
});
