import { describe, expect, it } from "vitest";
import { type Aggregate, MOST_GROUPED_COLUMNS } from "../../../src/datasets/query/expression";
import type { FieldType, Row } from "../../../src/render/document";
import { COUNT, column, groupsOf } from "./groups-of";

describe("B28: aggregates", () => {
  const of = async (type: FieldType, aggregate: Aggregate, ...cells: Row) => {
    const { rows } = await groupsOf(
      cells.map((cell) => [cell]),
      [column(0, type, { aggregate })],
      { keys: 0 },
    );
    return rows[0]?.[0];
  };

  it.each<[string, FieldType, Aggregate, Row, unknown]>([
    ["money is summed exactly", "number", "sum", [0.1, 0.2], 0.3],
    ["many cents", "number", "sum", Array.from({ length: 1_000 }, () => 0.07), 70],
    ["amounts that take each other away", "number", "sum", [1e15, 0.25, -1e15], 0.25],
    ["unit prices with six decimals", "number", "sum", [0.000001, 1.1, 2.2], 3.300001],
    ["measurements keep their digits", "number", "sum", [2 ** -70, 2 ** -70], 2 ** -69],
    ["a sum beyond doubles is empty", "number", "sum", [1.7e308, 1.7e308], null],
    ["minus nothing is nothing", "number", "sum", [-0, 0], 0],
    ["integers", "integer", "sum", [1, 2, null], 3],
    ["the largest sure integer", "integer", "sum", [2 ** 53 - 2, 1], 9007199254740991],
    ["integers that no double holds are text", "integer", "sum", [2 ** 53 - 1, 2], "9007199254740993"],
    ["and below zero", "integer", "sum", [-(2 ** 53 - 1), -2], "-9007199254740993"],
    ["beyond 64 bits only a double is left", "integer", "sum", Array(20).fill(10 ** 18), 2e19],
    ["a sum of nothing is empty", "integer", "sum", [null], null],
    ["an average", "integer", "avg", [1, 2, 4], 2.33333333333333],
    ["an average of money", "number", "avg", [0.1, 0.1, 0.1], 0.1],
    ["an average leaves empty cells out", "number", "avg", [1, null, 2], 1.5],
    ["an average of nothing", "number", "avg", [null, null], null],
    ["a count leaves empty cells out", "string", "count", ["a", null, ""], 2],
    ["different values", "string", "count_distinct", ["a", "A", "a", null, ""], 3],
    ["different times", "datetime", "count_distinct", ["2024-01-01T00:00:00Z", null], 1],
    ["the least number", "number", "min", [10, 9, null, 9.5], 9],
    ["the most", "number", "max", [10, 9, null, 9.5], 10],
    ["the first text as text is sorted", "string", "min", ["b", "a", "B", "Z"], "a"],
    ["the last text", "string", "max", ["b", "A", "Z", "é"], "é"],
    ["the last day", "date", "max", ["2024-02-29", "2024-03-01"], "2024-03-01"],
    [
      "the last time, fractions and all",
      "datetime",
      "max",
      ["2024-01-01T10:00:00Z", "2024-01-01T10:00:00.5Z"],
      "2024-01-01T10:00:00.5Z",
    ],
    [
      "the first time",
      "datetime",
      "min",
      ["2024-01-01T10:00:00.5", "2024-01-01T10:00:00"],
      "2024-01-01T10:00:00",
    ],
    ["booleans stay booleans", "boolean", "max", [false, true], true],
    ["the least of nothing", "string", "min", [null], null],
  ])("%s", async (_, type, aggregate, cells, expected) => {
    expect(await of(type, aggregate, ...cells)).toBe(expected);
  });

  it.each([
    ["sum", "integer", 4],
    ["sum", "number", 4],
    ["avg", "number", 2],
    ["max", "number", 3],
  ] as const)(
    "%s of as many columns of type %s as a table may have, in order",
    async (aggregate, type, factor) => {
      const fields = Array.from({ length: MOST_GROUPED_COLUMNS - 1 }, (_, at) => at + 1);
      const rowOf = (key: string | null, times: number): Row => [key, ...fields.map((at) => at * times)];
      const aggregates = fields.map((at) => column(at, type, { aggregate }));
      const { rows } = await groupsOf(
        [rowOf("a", 1), rowOf(null, 5), rowOf("a", 3)],
        [column(0, "string"), ...aggregates],
        { keys: 1, sort: [{ column: fields.length, descending: true }] },
      );
      expect(rows).toEqual([rowOf(null, 5), rowOf("a", factor)]);
    },
  );

  it("of no row at all are one row: counts are 0, the rest is empty", async () => {
    const columns = [
      COUNT,
      column(0, "number", { aggregate: "count" }),
      column(0, "number", { aggregate: "sum" }),
    ];
    expect(await groupsOf([], columns, { keys: 0 })).toEqual({ total: 1, rows: [[0, 0, null]] });
    expect(await groupsOf([], [column(0, "string"), ...columns], { keys: 1 })).toEqual({
      total: 0,
      rows: [],
    });
  });
});
