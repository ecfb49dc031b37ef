import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import type { OrderKey } from "../../../src/datasets/query/detail";
import type { Expression } from "../../../src/datasets/query/expression";
import type { Condition } from "../../../src/datasets/query/filters";
import { countRows, type RowQuery, readPages, wholeRows } from "../../../src/datasets/query/pages";
import type { TableRef } from "../../../src/datasets/query/table";
import type { Row } from "../../../src/render/document";
import { tableOf } from "./table-of";

async function read(table: TableRef, query: Partial<RowQuery>): Promise<Row[]> {
  const all: Row[] = [];
  const whole = wholeRows(table, [{ type: "number" }, { type: "string" }, { type: "boolean" }]);
  for await (const page of readPages(env.ROWS_0, { ...whole, ...query })) all.push(...page);
  return all;
}

/** Fields as a query wants them; what type they are matters for buckets and order alone. */
const columns = (...fields: number[]): Expression[] => fields.map((field) => ({ field, type: "string" }));

const orderBy = (field: number, type: Expression["type"], descending = false): OrderKey[] => [
  { expression: { field, type }, descending, exact: false },
];

const numbered = (count: number): Row[] =>
  Array.from({ length: count }, (_, i) => [
    i,
    `name ${(i * 7919) % count}`,
    i % 3 === 0 ? null : i % 2 === 0,
  ]);

describe("reading a table in pages", () => {
  it("gives every row once and in order over many pages", async () => {
    const rows = numbered(12_345);
    expect(await read(await tableOf(rows), {})).toEqual(rows);
  });

  it("keeps digits, booleans and empty cells as they are", async () => {
    const rows: Row[] = [
      [0.1, "12345678901234567", true],
      [9007199254740991, "007", false],
      [1e21, "", null],
    ];
    expect(await read(await tableOf(rows), {})).toEqual(rows);
    expect(await read(await tableOf(rows), { columns: columns(2, 0) })).toEqual(
      rows.map((row) => [row[2], row[0]]),
    );
  });

  it("sorts with empty cells last and the row's own order for equals", async () => {
    const table = await tableOf([
      [2, "b", null],
      [null, "a", null],
      [1, "B", null],
      [2, "A", null],
    ]);
    const order = (field: number, type: "string" | "integer", descending: boolean) =>
      read(table, { order: orderBy(field, type, descending), columns: columns(0, 1) });
    expect(await order(0, "integer", true)).toEqual([
      [2, "b"],
      [2, "A"],
      [1, "B"],
      [null, "a"],
    ]);
    expect(await order(1, "string", false)).toEqual([
      [null, "a"],
      [2, "A"],
      [2, "b"],
      [1, "B"],
    ]);
  });

  it("sorts more rows than one order value holds", async () => {
    const count = 160_000;
    const table = await tableOf(Array.from({ length: count }, (_, i) => [(i * 7919) % count, "", null]));
    const sorted = await read(table, {
      order: orderBy(0, "integer", true),
      columns: columns(0),
    });
    expect(sorted.length).toBe(count);
    expect(sorted.every(([value], i) => value === count - 1 - i)).toBe(true);
  });

  it("stops at the limit, with and without a sort", async () => {
    const table = await tableOf(numbered(11_000));
    expect((await read(table, { limit: 6_000 })).length).toBe(6_000);
    const top = await read(table, { limit: 3, order: orderBy(0, "integer", true) });
    expect(top.map(([n]) => n)).toEqual([10_999, 10_998, 10_997]);
  });

  it("selects few rows out of many and counts them", async () => {
    const table = await tableOf(numbered(20_000));
    const conditions: Condition[] = [{ field: 0, type: "integer", op: "gte", value: 19_990 }];
    expect(await countRows(env.ROWS_0, { ...wholeRows(table, []), conditions })).toBe(10);
    expect((await read(table, { conditions })).map(([n]) => n)).toEqual([
      19_990, 19_991, 19_992, 19_993, 19_994, 19_995, 19_996, 19_997, 19_998, 19_999,
    ]);
  });

  it("reads tables with 200 columns and long rows", async () => {
    const wide: Row[] = Array.from({ length: 40 }, (_, r) =>
      Array.from({ length: 200 }, (_, c) => `${"x".repeat(r === 7 ? 4_000 : 10)}${r}:${c}`),
    );
    const table = await tableOf(wide);
    const fields = Array.from({ length: 199 }, (_, i) => 199 - i);
    const all = await read(table, { columns: columns(...fields), width: 200 });
    expect(all).toEqual(wide.map((row) => fields.map((field) => row[field] ?? null)));
  });

  it.each([
    ["in their own order", {}],
    ["sorted", { order: orderBy(0, "integer") }],
    [
      "that fulfil a condition",
      { conditions: [{ field: 0, op: "gte", value: 0, type: "integer" } as const] },
    ],
    ["up to a limit", { limit: 3_020 }],
  ])("U3: long rows among many short ones do not make a page too long to hold: %s", async (_, query) => {
    const long = "x".repeat(900_000);
    const rows = Array.from({ length: 3_030 }, (_, at): Row => [at, at < 3_000 ? "" : `${long}${at}`, null]);
    const whole = wholeRows(await tableOf(rows), [
      { type: "integer" },
      { type: "string" },
      { type: "boolean" },
    ]);
    const seen: unknown[] = [];
    for await (const page of readPages(env.ROWS_0, { ...whole, ...query })) {
      expect(JSON.stringify(page).length).toBeLessThan(17_000_000);
      seen.push(...page.map(([n]) => n));
    }
    expect(seen).toEqual(rows.map(([n]) => n).slice(0, "limit" in query ? query.limit : undefined));
  });

  it("does not see rows above the row count", async () => {
    const table = await tableOf(numbered(10));
    expect((await read({ ...table, rowCount: 4 }, {})).length).toBe(4);
  });
});
