import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { MOST_GROUPED_COLUMNS, type Selection } from "../../../src/datasets/query/expression";
import { type Block, blocksSql } from "../../../src/datasets/query/sql/blocks";
import type { FieldType, Row } from "../../../src/render/document";
import { COUNT, column, groupsOf } from "./groups-of";

describe("B28: groups", () => {
  const rows: Row[] = [
    ["b", 1, true],
    ["B", 2, null],
    [null, 3, false],
    ["a", 4, true],
    [null, 5, true],
    ["", 6, null],
  ];
  const sum = column(1, "integer", { aggregate: "sum" });

  it("stand in the order of their keys, empty cells as one group at the end", async () => {
    expect(await groupsOf(rows, [column(0, "string"), sum], { keys: 1 })).toEqual({
      total: 5,
      rows: [
        ["", 6],
        ["a", 4],
        ["B", 2],
        ["b", 1],
        [null, 8],
      ],
    });
  });

  it("are sorted by several keys, descending too, with empty cells last either way", async () => {
    const columns = [column(2, "boolean"), sum, COUNT];
    const sorted = async (...sort: Selection["sort"][number][]) =>
      (await groupsOf(rows, columns, { keys: 1, sort })).rows;
    expect(await sorted({ column: 0, descending: true })).toEqual([
      [true, 10, 3],
      [false, 3, 1],
      [null, 8, 2],
    ]);
    expect(await sorted({ column: 2, descending: false }, { column: 1, descending: true })).toEqual([
      [false, 3, 1],
      [null, 8, 2],
      [true, 10, 3],
    ]);
  });

  it("B16: the limit is of groups, and the number of all is known", async () => {
    const sort = [{ column: 1, descending: true }];
    expect(await groupsOf(rows, [column(0, "string"), sum], { keys: 1, sort, limit: 2 })).toEqual({
      total: 5,
      rows: [
        [null, 8],
        ["", 6],
      ],
    });
  });

  it("distinct rows are groups without aggregates", async () => {
    expect((await groupsOf([...rows, ...rows], [column(2, "boolean")], { keys: 1 })).rows).toEqual([
      [false],
      [true],
      [null],
    ]);
  });

  it("sums that are equal as decimals tie, and the key decides", async () => {
    const amounts: Row[] = [
      ["b", 0.3],
      ["a", 0.1],
      ["a", 0.2],
    ];
    const columns = [column(0, "string"), column(1, "number", { aggregate: "sum" })];
    expect(
      (await groupsOf(amounts, columns, { keys: 1, sort: [{ column: 1, descending: true }] })).rows,
    ).toEqual([
      ["a", 0.3],
      ["b", 0.3],
    ]);
  });

  it("sums of any size are sorted as numbers", async () => {
    const amounts: Row[] = [
      ["text", 2 ** 53 - 1],
      ["text", 2],
      ["number", 5],
      ["most", 2 ** 53 - 1],
    ];
    const columns = [column(0, "string"), column(1, "integer", { aggregate: "sum" })];
    const { rows: sorted } = await groupsOf(amounts, columns, {
      keys: 1,
      sort: [{ column: 1, descending: true }],
    });
    expect(sorted.map(([name]) => name)).toEqual(["text", "most", "number"]);
  });
});

describe("U4: many groups", () => {
  const value = column(1, "integer", { aggregate: "sum" });

  it("come in pages, each once, in order and complete", async () => {
    const count = 50_000;
    const rows = Array.from({ length: count }, (_, at): Row => [`group ${(at * 7_919) % count}`, at]);
    const sort = [{ column: 1, descending: true }];
    const found = await groupsOf(rows, [column(0, "string"), value], { keys: 1, sort, mostBytes: 10_000 });
    expect(found.total).toBe(count);
    expect(found.rows).toEqual(rows.toReversed());
  });

  it("a limit ends them early", async () => {
    const rows = Array.from({ length: 3_000 }, (_, at): Row => [at, at]);
    const found = await groupsOf(rows, [column(0, "integer"), value], {
      keys: 1,
      limit: 2_000,
      mostBytes: 1,
    });
    expect(found.rows.length).toBe(2_000);
    expect(found.rows.at(-1)).toEqual([1_999, 1_999]);
  });

  it("one that is larger than a page is one group beside small ones", async () => {
    const rows = Array.from({ length: 130_000 }, (_, at): Row => [at < 120_000 ? null : `small ${at}`, 1]);
    const columns = [
      column(0, "string"),
      value,
      COUNT,
      column(1, "integer", { aggregate: "count_distinct" }),
    ];
    const sort = [{ column: 1, descending: true }];
    const found = await groupsOf(rows, columns, { keys: 1, sort, mostBytes: 1 });
    expect(found.total).toBe(10_001);
    expect(found.rows[0]).toEqual([null, 120_000, 120_000, 1]);
    expect(found.rows.length).toBe(10_001);
    expect(new Set(found.rows.map(([key]) => key)).size).toBe(10_001);
  });

  it("whose texts are long are cut into values that D1 takes", async () => {
    const long = "x".repeat(300_000);
    const rows = Array.from({ length: 12 }, (_, at): Row => [`${at} ${long}`, at]);
    const columns = [column(0, "string"), column(0, "string", { aggregate: "max" }), value];
    const found = await groupsOf(rows, columns, { keys: 1 });
    expect(found.rows.map(([key, max, sum]) => [key === max, sum])).toEqual(
      ["0", "1", "10", "11", "2", "3", "4", "5", "6", "7", "8", "9"].map((at) => [true, Number(at)]),
    );
  });
});

it("U4: long rows among short ones are cut into values that D1 takes, in their order", async () => {
  const lengths = [1_900_000, ...Array(20).fill(80_000), 1_900_000, 1_900_000, 890_000, 890_000, 890_000, 5];
  const rows = `SELECT printf('%d%.*c', key, value, 'x') AS r, 9 AS total FROM json_each('${JSON.stringify(lengths)}')`;
  const { results } = await env.ROWS_0.prepare(blocksSql(rows, "1e12")).all<Block>();
  expect(Math.max(...results.map((block) => block.rows.length))).toBeLessThan(2_000_000);
  const written = results.flatMap((block) => block.rows.split(","));
  expect(written.map((row) => Number.parseInt(row, 10))).toEqual([...lengths.keys()]);
  expect(results.reduce((sum, { size }) => sum + size, 0)).toBe(lengths.length);
});

describe("wide tables", () => {
  it("have as many columns as D1 takes, and functions with as many arguments", async () => {
    const width = MOST_GROUPED_COLUMNS;
    const row = Array.from({ length: width }, (_, at) =>
      at % 3 === 0 ? `text ${at}` : at % 3 === 1 ? at : at > 50,
    );
    const types = row.map(
      (cell): FieldType =>
        typeof cell === "string" ? "string" : typeof cell === "number" ? "integer" : "boolean",
    );
    const keys = row.map((_, at) => column(at, types[at] ?? "string"));
    const sort = [0, 1, 2, 3].map((at) => ({ column: at, descending: true }));
    const distinct = await groupsOf([row, row], keys, { keys: width, sort, mostBytes: 1 });
    expect(distinct).toEqual({ total: 1, rows: [row] });
    const counts = [
      keys[0] ?? COUNT,
      ...keys
        .slice(1)
        .map(({ expression }) => column(expression.field, expression.type, { aggregate: "count_distinct" })),
    ];
    const counted = await groupsOf([row, row], counts, { keys: 1, sort });
    expect(counted.rows).toEqual([["text 0", ...Array(width - 1).fill(1)]]);
  });
});
