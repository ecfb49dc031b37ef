import { describe, expect, it } from "vitest";
import { cursorKeys, writeCursor } from "../../src/http/cursor";
import { pageOf, pageQuery } from "../../src/http/paging";
import { call, expectProblem, newWorkspace, sampleApp } from "../support";
import { sampleRoute } from "../support/sample-routes";

const app = sampleApp([
  sampleRoute((c) => c.json(c.req.valid("query" as never)), { method: "get", request: { query: pageQuery } }),
]);
const query = async (search: string) => (await app("GET", `/api/v1/sample?${search}`)).json();
const refused = async (search: string) =>
  expectProblem(await app("GET", `/api/v1/sample?${search}`), "validation_failed");

describe("paging", () => {
  it("begins at page 1 with 20 items", async () => {
    expect(await query("")).toEqual({ page: 1, page_size: 20 });
  });

  it.each([
    ["page=3&page_size=100", { page: 3, page_size: 100 }],
    ["page_size=101", { page: 1, page_size: 100 }],
    ["page_size=999999999999999", { page: 1, page_size: 100 }],
    ["page=1000000000", { page: 1_000_000_000, page_size: 20 }],
  ])("E19 F4: %s gives %j", async (search, expected) => {
    expect(await query(search)).toEqual(expected);
  });

  it.each([
    ["page=0", "page", "must be at least 1"],
    ["page=-1", "page", "must be at least 1"],
    ["page=x", "page", "must be a whole number"],
    ["page=", "page", "must be a whole number"],
    ["page=1.5", "page", "must be a whole number"],
    ["page=1e2", "page", "must be a whole number"],
    ["page=1&page=2", "page", "must be given once"],
    ["page_size=0", "page_size", "must be at least 1"],
    ["page_size=-5", "page_size", "must be at least 1"],
    ["page_size=ten", "page_size", "must be a whole number"],
    ["cursor=garbage", "cursor", "must be a next_cursor of this list"],
    ["cursor=e30", "cursor", "must be a next_cursor of this list"],
    ["cursor=", "cursor", "must be a next_cursor of this list"],
    [`cursor=${btoa('{"order":"x","keys":[{"$gt":1}]}')}`, "cursor", "must be a next_cursor of this list"],
  ])("F5: %s is 422", async (search, field, message) => {
    expect((await refused(search)).errors?.[field]).toEqual([message]);
  });

  it("E18: a cursor comes back as it was written, for its own order only", async () => {
    const cursor = { order: "name", keys: ["Ünïcode \u{1f600}", 7, null] };
    const read = (await query(`cursor=${writeCursor(cursor)}`)) as { cursor: typeof cursor };
    expect(read.cursor).toEqual(cursor);
    expect(cursorKeys(read.cursor, "name")).toEqual(cursor.keys);
    expect(cursorKeys(undefined, "name")).toBeUndefined();
    expect(() => cursorKeys(read.cursor, "-name")).toThrow("cursor: is of another list or order");
  });

  it("F6: the answer counts its pages", () => {
    const page = { items: ["a"], page: 2, page_size: 20, next_cursor: null };
    expect(pageOf({ ...page, total: 41 })).toEqual({ ...page, total: 41, pages: 3 });
    expect(pageOf({ ...page, items: [], total: 0 })).toMatchObject({ items: [], total: 0, pages: 0 });
  });
});

describe("a cursor", () => {
  it("E19: of one list is refused by every other", async () => {
    const token = await newWorkspace().token();
    const lists = ["reports", "templates", "runs", "datasets", "schedules", "webhooks"];
    const orders = ["-created_at", "system,-id", "runs,-id", "datasets,-id", "schedules,-id", "webhooks,-id"];
    for (const [own, list] of lists.entries()) {
      for (const [i, order] of orders.entries()) {
        const cursor = writeCursor({ order, keys: ["x_1"] });
        const response = await call("GET", `/api/v1/${list}?cursor=${cursor}`, { token });
        expect(response.status, `${order} in ${list}`).toBe(i === own ? 200 : 422);
      }
    }
  });
});

describe("one way to read whole numbers", () => {
  it("every operation refuses what only JavaScript takes for one", async () => {
    const response = await call("GET", "/openapi.json");
    const { paths } = await response.json<{ paths: Record<string, Record<string, Documented>> }>();
    const asked = Object.entries(paths).flatMap(([path, { get }]) =>
      (get?.parameters ?? [])
        .filter((parameter) => parameter.in === "query" && parameter.schema?.type === "integer")
        .map(({ name }) => ({ path: path.replace(/\{format\}/, "csv").replace(/\{\w+\}/g, "1"), name })),
    );
    expect(asked.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["limit", "skip", "version", "since"]),
    );
    const token = await newWorkspace().token();
    for (const { path, name } of asked)
      for (const value of ["1e1", "+7", "0x7", ""]) {
        const answer = await call("GET", `${path}?${name}=${value.replace("+", "%2B")}`, { token });
        const { errors } = await expectProblem(answer, "validation_failed");
        expect(errors?.[name], `${path}?${name}=${value}`).toEqual(["must be a whole number"]);
      }
  });
});

interface Documented {
  readonly parameters?: readonly { name: string; in: string; schema?: { type?: string } }[];
}
