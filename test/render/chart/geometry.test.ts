import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { chartBuilder } from "../../../src/render/chart/compute";
import type { Drawing, Shape } from "../../../src/render/chart/drawing";
import { chartDrawing } from "../../../src/render/chart/geometry";
import { approximateWidth, fitText } from "../../../src/render/chart/measure";
import { niceTicks } from "../../../src/render/chart/ticks";
import { CHART_TYPES, type Chart, type ChartType } from "../../../src/render/document";
import { column } from "../zip/sample-document";

const SIZE = { width: 760, height: 340, locale: "en" };

function chart(type: ChartType, data: (number | null)[], more: Partial<Chart> = {}): Chart {
  return {
    type,
    title: "Grade by Name",
    x_label: "Name",
    y_label: "Grade",
    labels: data.map((_, at) => `Student number ${at}`),
    series: [{ label: "Grade", data }],
    x_values: type === "scatter" ? data.map((_, at) => at * 3) : undefined,
    points_total: data.length,
    ...more,
  };
}

const kinds = <K extends Shape["kind"]>({ shapes }: Drawing, kind: K) =>
  shapes.filter((shape): shape is Extract<Shape, { kind: K }> => shape.kind === kind);

describe("ticks are round and enclose the data", () => {
  test.each([
    [0, 100, 5, [0, 20, 40, 60, 80, 100]],
    [0, 95.5, 5, [0, 20, 40, 60, 80, 100]],
    [-3, 7, 5, [-4, -2, 0, 2, 4, 6, 8]],
    [0.1, 0.34, 5, [0.1, 0.15, 0.2, 0.25, 0.3, 0.35]],
    [5, 5, 5, [0, 1, 2, 3, 4, 5]],
    [0, 0, 5, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [-5, -5, 5, [-5, -4, -3, -2, -1, 0]],
    [1_200_000, 3_400_000, 4, [1_000_000, 1_500_000, 2_000_000, 2_500_000, 3_000_000, 3_500_000]],
  ])("%d to %d, about %d", (min, max, count, expected) => {
    expect(niceTicks(min, max, count).values).toEqual(expected);
  });

  test("for any numbers there are a few, in order", () => {
    const number = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(number, number, (a, b) => {
        const { values } = niceTicks(Math.min(a, b), Math.max(a, b), 5);
        expect(values.length).toBeGreaterThan(1);
        expect(values.length).toBeLessThan(20);
        expect(values).toEqual([...values].sort((x, y) => x - y));
      }),
    );
  });
});

describe("C8: marks stand where their values are", () => {
  test("bars grow from zero, up and down, in proportion", () => {
    const bars = kinds(chartDrawing(chart("bar", [10, 20, null, -10]), SIZE), "rect");
    expect(bars.map(({ height }) => Math.round((height / (bars[0]?.height ?? 1)) * 100))).toEqual([
      100, 200, 100,
    ]);
    const zero = (bars[0]?.y ?? 0) + (bars[0]?.height ?? 0);
    expect(bars[2]?.y).toBeCloseTo(zero);
    expect(bars[0]?.hint).toBe("Student number 0: 10");
  });

  test("bars of several series stand side by side and are named", () => {
    const series = [
      { label: "A", data: [1, 2] },
      { label: "B", data: [3, 4] },
    ];
    const drawing = chartDrawing(chart("bar", [0, 0], { series }), SIZE);
    const bars = kinds(drawing, "rect").filter(({ hint }) => hint !== undefined);
    const [a, , b] = bars;
    expect((a?.x ?? 0) + (a?.width ?? 0)).toBeLessThanOrEqual(b?.x ?? 0);
    expect(kinds(drawing, "text").map(({ text }) => text)).toEqual(expect.arrayContaining(["A", "B"]));
  });

  test("a line breaks at a gap, and a value alone is a dot", () => {
    const many = Array.from({ length: 40 }, (_, at) => (at === 10 || at === 12 ? null : at));
    const drawing = chartDrawing(chart("line", many), SIZE);
    expect(
      kinds(drawing, "polyline")
        .filter(({ stroke }) => stroke === 0)
        .map(({ points }) => points.length),
    ).toEqual([10, 27]);
    expect(kinds(drawing, "circle").map(({ hint }) => hint)).toEqual(["Student number 11: 11"]);
  });

  test("slices fill the disc in proportion; what is not above zero has none", () => {
    const drawing = chartDrawing(chart("pie", [1, 2, 0, -5, null, 1]), SIZE);
    const slices = kinds(drawing, "slice");
    const quarter = Math.PI / 2;
    expect(slices.map(({ start, end }) => [start / quarter, end / quarter])).toEqual([
      [0, 1],
      [1, 3],
      [3, 4],
    ]);
    const notes = kinds(drawing, "text").filter(({ anchor }) => anchor === "end");
    expect(notes.map(({ text }) => text)).toEqual(["25%", "50%", "0", "-5", "–", "25%"]);
  });

  test("points stand at their x and y", () => {
    const points = kinds(chartDrawing(chart("scatter", [0, 10, 20]), SIZE), "circle");
    const [first, second, third] = points;
    expect((first?.x ?? 0) + (third?.x ?? 0)).toBeCloseTo(2 * (second?.x ?? 0));
    expect((first?.y ?? 0) + (third?.y ?? 0)).toBeCloseTo(2 * (second?.y ?? 0));
    expect(first?.y).toBeGreaterThan(third?.y ?? 0);
  });
});

describe("names", () => {
  const anglesOf = (drawing: Drawing) => new Set(kinds(drawing, "text").map(({ rotate = 0 }) => rotate));
  const labels = (count: number, label: string) => Array.from({ length: count }, () => label);

  test.each([
    [4, "short", "bar", [0, -90]],
    [12, "a rather long name", "bar", [0, -45, -90]],
    [50, "a rather long name", "line", [0, -90]],
  ] as const)("%i of %j on a %s are turned by %j", (count, label, type, angles) => {
    const drawing = chartDrawing(
      chart(type, labels(count, "").map(Number), { labels: labels(count, label) }),
      SIZE,
    );
    expect([...anglesOf(drawing)].sort((a, b) => b - a)).toEqual(angles);
  });

  test("all 50 bars are named", () => {
    const names = Array.from({ length: 50 }, (_, at) => `Name ${at}`);
    const drawing = chartDrawing(chart("bar", names.map(Number.parseFloat).fill(1), { labels: names }), SIZE);
    expect(kinds(drawing, "text").map(({ text }) => text)).toEqual(expect.arrayContaining(names));
  });

  test("are shortened only when they must be", () => {
    expect(fitText("short", 10, 100, approximateWidth)).toBe("short");
    expect(fitText("a much longer text", 10, 50, approximateWidth)).toBe("a much…");
    expect(fitText("👩‍🚀".repeat(20), 10, 30, approximateWidth).isWellFormed()).toBe(true);
    expect(approximateWidth("漢字", 10)).toBe(20);
  });
});

describe("axes are written as their columns are", () => {
  test.each([
    ["currency:EUR", 25_000, "€20,000"],
    ["currency:EUR", 5_000_000, "€5M"],
    ["currency:none", 25_000, "20,000"],
    ["percent", 0.85, "80%"],
    ["percent", 0.0005, "0.05%"],
    ["bytes", 5_000_000, "5 MB"],
    ["duration", 6000, "1h 23m 20s"],
  ])("%s of %d has %s", (y_format, value, expected) => {
    const drawing = chartDrawing(chart("bar", [value], { y_format }), SIZE);
    expect(kinds(drawing, "text").map(({ text }) => text)).toContain(expected);
  });

  test("dates as the locale writes them", () => {
    const labels = ["2026-01-01", "2026-02-01"];
    const named = (more: Partial<Chart>) =>
      kinds(
        chartDrawing(chart("line", [1, 2], { labels, ...more }), { ...SIZE, locale: "en-GB" }),
        "text",
      ).map(({ text }) => text);
    expect(named({ x_type: "date" })).toEqual(expect.arrayContaining(["1 Jan 2026", "1 Feb 2026"]));
    expect(named({ x_type: "date", x_format: "month" })).toContain("Jan 2026");
    expect(named({ x_type: "datetime", labels: ["2026-01-01 10:00", "x"] })).toContain("1 Jan 2026, 10:00");
    expect(named({})).toContain("2026-01-01");
  });
});

describe("numbers on axes are written as the locale does, short from a million", () => {
  test.each([
    ["en", 25_000, "20,000"],
    ["de-DE", 25_000, "20.000"],
    ["en", 5_000_000, "5M"],
  ])("%s %i", (locale, value, expected) => {
    const drawing = chartDrawing(chart("bar", [value]), { ...SIZE, locale });
    expect(kinds(drawing, "text").map(({ text }) => text)).toContain(expected);
  });
});

test("everything stays inside the drawing, and every number is finite, for any chart", () => {
  const value = fc.option(fc.double({ noNaN: true, min: -1e9, max: 1e9 }));
  fc.assert(
    fc.property(
      fc.constantFrom(...CHART_TYPES),
      fc.array(value, { minLength: 1, maxLength: 50 }),
      fc.integer({ min: 200, max: 1000 }),
      (type, data, width) => {
        const { shapes } = chartDrawing(chart(type, data), { ...SIZE, width });
        for (const shape of shapes) {
          for (const part of Object.values(shape)) if (typeof part === "number") expect(part).not.toBeNaN();
          const [xs, ys] = extent(shape);
          expect(Math.min(...xs)).toBeGreaterThanOrEqual(-1);
          expect(Math.max(...xs)).toBeLessThanOrEqual(width + 1);
          expect(Math.min(...ys)).toBeGreaterThanOrEqual(-1);
          expect(Math.max(...ys)).toBeLessThanOrEqual(SIZE.height + 1);
        }
      },
    ),
  );
});

function extent(shape: Shape): [number[], number[]] {
  switch (shape.kind) {
    case "rect":
      return [
        [shape.x, shape.x + shape.width],
        [shape.y, shape.y + shape.height],
      ];
    case "polyline":
      return [shape.points.map(([x]) => x), shape.points.map(([, y]) => y)];
    case "circle":
    case "slice":
      return [
        [shape.x - shape.radius, shape.x + shape.radius],
        [shape.y - shape.radius, shape.y + shape.radius],
      ];
    case "text":
      return [[shape.x], [shape.y]];
  }
}

test("B17: a histogram's axis shows the ends of its bins as the table shows its cells", () => {
  const builder = chartBuilder("histogram", [column("Attendance", "number", "percent")]);
  builder.add([0.6, 0.62, 0.71, 0.79].map((value) => [value]));
  const bins = builder.finish().chart;
  if (bins === null) throw new Error("no histogram");
  const texts = kinds(chartDrawing(bins, SIZE), "text").map(({ text }) => text);
  expect(texts).toContain("60%–70%");
});

test.each(CHART_TYPES)(
  "B17: a %s of the largest numbers there are has no coordinate that is none",
  (type) => {
    const columns = [column("Name"), column("Value", "number"), column("Weight", "number")];
    const builder = chartBuilder(type, columns);
    builder.add([
      ["a", -1.7e308, 1.7e308],
      ["b", 1.7e308, -1.7e308],
      ["c", 5e-324, 0],
    ]);
    const { chart } = builder.finish();
    const drawing = chart && chartDrawing(chart, SIZE);
    const isNone = (value: unknown) => typeof value === "number" && !Number.isFinite(value);
    const text = JSON.stringify(drawing, (_, value) => (isNone(value) ? "no number" : value));
    expect(text).not.toContain("no number");
  },
);
