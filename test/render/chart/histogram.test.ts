import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { binTexts } from "../../../src/render/chart/bin-texts";
import { Histogram } from "../../../src/render/chart/histogram";

function binsOf(values: number[], whole = false): [string, number][] {
  const histogram = new Histogram(whole);
  for (const value of values) histogram.add(value);
  return histogram.bins().map(({ label, count }) => [label, count]);
}

describe("B17: few values have as many bins as Sturges' rule says, as round as they can be", () => {
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
  // Freedman and Diaconis ask for 4,000: the quartiles are 0.04 and 40,000.
  const width = 5000;
  for (const [at, [, count]] of bins.entries()) {
    const inBin = [...few, ...wide].filter((value) => value >= at * width && value < (at + 1) * width);
    expect(count).toBe(inBin.length);
  }
  expect(bins).toHaveLength(24);
});

test("B17: many values have the finer bins of Freedman and Diaconis, before and after they are on a grid", () => {
  for (const total of [1000, 3000, 20_000]) {
    const histogram = new Histogram(false);
    // Evenly from 0 to 100: the quartiles are 50 apart.
    for (let at = 0; at <= total; at += 1) histogram.add((at * 100) / total);
    expect(histogram.rule).toBe(total === 1000 ? "sturges" : "freedman-diaconis");
    const least = Math.min(100 / Math.cbrt(total + 1), 100 / (Math.ceil(Math.log2(total + 1)) + 1));
    const width = [1, 2, 5, 10, 20].find((round) => round >= least);
    expect(histogram.bins()[0]?.label).toBe(`0–${width}`);
  }
});

test("half of the values in one place leave the width to Sturges", () => {
  const histogram = new Histogram(false);
  for (let at = 0; at < 1000; at += 1) histogram.add(at % 5 === 0 ? at : 0);
  expect(histogram.rule).toBe("sturges");
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

test.each([
  ["percent", "en-US", ["0.6–0.65", "1"], ["60%–65%", "100%"]],
  ["currency:EUR", "en-GB", ["-10 to -5", "0–5000"], ["-€10 to -€5", "€0–€5,000"]],
  ["currency:EUR", "de-DE", ["-10 to -5"], ["-10\u00a0€ bis -5\u00a0€"]],
  [undefined, "en-US", ["0.6–0.65"], ["0.6–0.65"]],
  [undefined, "de-DE", ["0.6–0.65"], ["0,6–0,65"]],
  [undefined, "en-US", ["2010–2020", "2020–2030"], ["2010–2020", "2020–2030"]],
  [undefined, "en-US", ["0–200000000000000000"], ["0–2E17"]],
  [undefined, "en-US", ["0.000000001–0.000000002"], ["1E-9–2E-9"]],
  [undefined, "en-US", ["5000000–10000000"], ["5M–10M"]],
  [undefined, "en-US", ["1700000001–1700000002"], ["1,700,000,001–1,700,000,002"]],
])("B17: the ends of bins are written as on an axis: %s in %s, %j", (x_format, locale, labels, texts) => {
  expect(binTexts({ type: "histogram", labels, x_format }, locale)).toEqual(texts);
});
