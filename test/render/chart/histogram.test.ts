import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Histogram } from "../../../src/render/chart/histogram";

function binsOf(values: number[], whole = false): [string, number][] {
  const histogram = new Histogram(whole);
  for (const value of values) histogram.add(value);
  return histogram.bins().map(({ label, count }) => [label, count]);
}

describe("bins are as many as Sturges' rule says, and as round as they can be", () => {
  test("grades from 0 to 100", () => {
    const grades = Array.from({ length: 101 }, (_, at) => at);
    expect(binsOf(grades)).toEqual([
      ["0–20", 20],
      ["20–40", 20],
      ["40–60", 20],
      ["60–80", 20],
      ["80–100", 21],
    ]);
    expect(binsOf(grades, true)).toEqual([
      ["0–19", 20],
      ["20–39", 20],
      ["40–59", 20],
      ["60–79", 20],
      ["80–100", 21],
    ]);
  });

  test("few integers stand alone", () => {
    expect(binsOf([1, 1, 2, 4, 4, 4], true)).toEqual([
      ["1", 2],
      ["2", 1],
      ["3", 0],
      ["4", 3],
    ]);
  });

  test("decimal edges are exact: 0.3 is not below 0.3", () => {
    expect(binsOf([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7])).toEqual([
      ["0–0.2", 2],
      ["0.2–0.4", 2],
      ["0.4–0.6", 2],
      ["0.6–0.8", 2],
    ]);
  });

  test.each<[string, number[], [string, number][]]>([
    ["none", [], []],
    ["one value", [7.25], [["7.25", 1]]],
    ["one value many times", [3, 3, 3], [["3", 3]]],
    [
      "negative",
      [-10, -5, -1],
      [
        ["-10 to -5", 1],
        ["-5 to 0", 2],
      ],
    ],
    ["further apart than doubles reach", [-1.7e308, 1.7e308], []],
  ])("%s", (_, values, expected) => {
    expect(binsOf(values)).toEqual(expected);
  });
});

test("many values, whose range grows late, are counted as if all were known at once", () => {
  const few = Array.from({ length: 5000 }, (_, at) => (at % 100) / 1000);
  const wide = Array.from({ length: 3000 }, (_, at) => at * 40);
  const bins = binsOf([...few, ...wide]);
  const width = 10_000;
  for (const [at, [, count]] of bins.entries()) {
    const inBin = [...few, ...wide].filter((value) => value >= at * width && value < (at + 1) * width);
    expect(count).toBe(inBin.length);
  }
  expect(bins).toHaveLength(12);
});

test("every value is counted once, in at most 50 bins, whatever the values", () => {
  const number = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e100, max: 1e100 }),
    fc.integer(),
    fc.double({ noNaN: true, min: -1, max: 1 }),
  );
  fc.assert(
    fc.property(fc.array(number, { minLength: 1 }), fc.integer({ min: 1, max: 100 }), (values, times) => {
      const many = Array.from({ length: times }, () => values).flat();
      const bins = binsOf(many);
      expect(bins.reduce((sum, [, count]) => sum + count, 0)).toBe(many.length);
      expect(bins.length).toBeLessThanOrEqual(50);
      expect(bins[0]?.[1]).toBeGreaterThan(0);
      expect(bins.at(-1)?.[1]).toBeGreaterThan(0);
    }),
  );
});
