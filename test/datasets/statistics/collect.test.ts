import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { StatisticsCollector } from "../../../src/datasets/statistics/collect";
import type { FieldStatistics } from "../../../src/datasets/statistics/columns";
import type { Cell, FieldType } from "../../../src/render/document";

const nist = import.meta.glob<string>("../../data/nist-strd/*.txt", {
  query: "?raw",
  import: "default",
  eager: true,
});

function statisticsOf(type: FieldType, values: readonly Cell[], batch = 1_000): FieldStatistics {
  const collector = new StatisticsCollector([{ name: "v", label: "V", type }]);
  for (let at = 0; at < values.length; at += batch) {
    collector.add(values.slice(at, at + batch).map((value) => [value]));
  }
  const { rows, fields } = collector.result();
  expect(rows).toBe(values.length);
  const found = fields.v;
  if (found === undefined) throw new Error("the field is missing");
  return found;
}

describe("NIST Statistical Reference Datasets", () => {
  test("all four are here", () => expect(Object.keys(nist)).toHaveLength(4));

  test.each(Object.entries(nist))("certified mean of %s", (_path, text) => {
    const certified = Number(
      (/mean\s*=\s*(\S+)/.exec(text) ?? /Sample Mean\s+ybar:\s+(\S+)/.exec(text))?.[1],
    );
    const tail = text.slice(text.search(/# Data\s*\n#|Data: Y/));
    const values = [...tail.matchAll(/^\s*(-?\d+(?:\.\d+)?)\s*$/gm)].map((match) => Number(match[1]));
    const size = Number((/^n\s+=\s*(\d+)/m.exec(text) ?? /Number of Observations:\s+(\d+)/.exec(text))?.[1]);
    expect(values).toHaveLength(size);
    expect(statisticsOf("number", values).mean).toBeCloseTo(certified, 11);
  });
});

describe("sums", () => {
  test("money adds up exactly", () => {
    expect(statisticsOf("number", [0.1, 0.2]).sum).toBe(0.3);
    expect(statisticsOf("number", Array(1_000_000).fill(0.1)).sum).toBe(100_000);
    expect(statisticsOf("number", [0.1, 0.1, 0.1]).mean).toBe(0.1);
    expect(statisticsOf("number", [1e15, 0.5, -1e15]).sum).toBe(0.5);
  });

  test("any amounts in cents add up like integers", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -1e9, max: 1e9 }), { minLength: 1, maxLength: 200 }),
        (cents) => {
          const total = cents.reduce((sum, value) => sum + value, 0);
          expect(
            statisticsOf(
              "number",
              cents.map((value) => value / 100),
            ).sum,
          ).toBe(total === 0 ? 0 : total / 100);
        },
      ),
    );
  });

  test("a sum beyond a double is null", () => {
    expect(statisticsOf("number", [1e308, 1e308])).toMatchObject({ sum: null, mean: null, max: 1e308 });
  });
});

describe("one column of each type", () => {
  test("numbers", () => {
    expect(statisticsOf("integer", [3, null, -1, 3, null, 7])).toEqual({
      count: 4,
      nulls: 2,
      distinct: 3,
      distinct_capped: false,
      min: -1,
      max: 7,
      mean: 3,
      sum: 12,
      top: [
        { value: 3, count: 2 },
        { value: -1, count: 1 },
        { value: 7, count: 1 },
      ],
      top_exact: true,
    });
  });

  test("strings", () => {
    expect(statisticsOf("string", ["b", "a", "b", null, "Ä"])).toEqual({
      count: 4,
      nulls: 1,
      distinct: 3,
      distinct_capped: false,
      min: "a",
      max: "Ä",
      mean: null,
      sum: null,
      top: [
        { value: "b", count: 2 },
        { value: "a", count: 1 },
        { value: "Ä", count: 1 },
      ],
      top_exact: true,
    });
  });

  test("dates", () => {
    expect(statisticsOf("date", ["2024-02-01", "2023-12-31", null])).toMatchObject({
      min: "2023-12-31",
      max: "2024-02-01",
      mean: null,
      sum: null,
      distinct: 2,
    });
  });

  test("booleans", () => {
    expect(statisticsOf("boolean", [true, false, true, null])).toMatchObject({
      count: 3,
      nulls: 1,
      min: null,
      max: null,
      top: [
        { value: true, count: 2 },
        { value: false, count: 1 },
      ],
    });
  });

  test("nothing but nulls, and no rows at all", () => {
    const empty = {
      count: 0,
      distinct: 0,
      min: null,
      max: null,
      mean: null,
      sum: null,
      top: [],
      top_exact: true,
    };
    expect(statisticsOf("number", [null, null])).toMatchObject({ ...empty, nulls: 2 });
    expect(statisticsOf("string", [])).toMatchObject({ ...empty, nulls: 0 });
  });

  test("long texts are cut where they are shown", () => {
    const { min, top } = statisticsOf("string", ["x".repeat(5_000)]);
    expect(String(min)).toHaveLength(200);
    expect(top[0]?.value).toBe(`${"x".repeat(199)}…`);
  });

  test("the order of the rows and their batches do not matter", () => {
    const values = fc.array(fc.oneof(fc.integer({ min: -5, max: 5 }), fc.constant(null)), { maxLength: 60 });
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 20 }), (cells, batch) => {
        expect(statisticsOf("integer", cells.toReversed(), batch)).toEqual(statisticsOf("integer", cells));
      }),
    );
  });
});

describe("beyond the cap", () => {
  test("10,000 different values are exact, one more is not", () => {
    const exact = Array.from({ length: 10_000 }, (_, at) => at);
    expect(statisticsOf("integer", exact)).toMatchObject({
      distinct: 10_000,
      distinct_capped: false,
      top_exact: true,
    });
    expect(statisticsOf("integer", [...exact, -1])).toMatchObject({
      distinct: 10_000,
      distinct_capped: true,
    });
  });

  test("ids have no top values", () => {
    const ids = Array.from({ length: 50_000 }, (_, at) => `id-${at}`);
    expect(statisticsOf("string", ids)).toMatchObject({
      count: 50_000,
      distinct_capped: true,
      top: [],
      top_exact: false,
    });
  });

  test("frequent values among many rare ones are found, with counts that are never too high", () => {
    const values = Array.from({ length: 90_000 }, (_, at) => {
      if (at % 3 === 0) return "often";
      return at % 10 === 1 ? "sometimes" : `rare-${at}`;
    });
    const often = values.filter((value) => value === "often").length;
    const { top, top_exact } = statisticsOf("string", values);
    expect(top_exact).toBe(false);
    expect(top.map(({ value }) => value)).toEqual(["often", "sometimes"]);
    expect(top[0]?.count).toBeLessThanOrEqual(often);
    expect(top[0]?.count).toBeGreaterThan(often * 0.99);
  });

  test("200 columns of long different texts stay within the budget, and the small ones stay exact", () => {
    const columns = Array.from({ length: 200 }, (_, at) => ({
      name: `c${at}`,
      label: "",
      type: "string" as const,
    }));
    const collector = new StatisticsCollector(columns);
    for (let batch = 0; batch < 20; batch += 1) {
      collector.add(
        Array.from({ length: 100 }, (_, at) =>
          columns.map((_column, index) =>
            index < 5 ? `v${at % 3}` : `${index}-${batch}-${at}-${"x".repeat(40)}`,
          ),
        ),
      );
    }
    const { fields } = collector.result();
    expect(fields.c0).toMatchObject({ count: 2_000, distinct: 3, distinct_capped: false, top_exact: true });
    expect(fields.c7).toMatchObject({ count: 2_000 });
    const capped = Object.values(fields).filter((field) => field.distinct_capped);
    expect(capped.length).toBeGreaterThan(100);
    for (const field of capped) expect(field.distinct).toBeLessThanOrEqual(2_000);
  });
});
