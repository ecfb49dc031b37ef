import { describe, expect, it } from "vitest";
import { cursorKeys, writeCursor } from "../../src/http/cursor";
import { pageOf, pageQuery } from "../../src/http/paging";
import { expectProblem, sampleApp } from "../support";
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
    expect(() => cursorKeys(read.cursor, "-name")).toThrow("cursor: is of a list in another order");
  });

  it("F6: the answer counts its pages", () => {
    const page = { items: ["a"], page: 2, page_size: 20, next_cursor: null };
    expect(pageOf({ ...page, total: 41 })).toEqual({ ...page, total: 41, pages: 3 });
    expect(pageOf({ ...page, items: [], total: 0 })).toMatchObject({ items: [], total: 0, pages: 0 });
  });
});
