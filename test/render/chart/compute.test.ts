import { describe, expect, test } from "vitest";
import { chartBuilder } from "../../../src/render/chart/compute";
import { chartJsPayload } from "../../../src/render/chart/payload";
import {
  CHART_TYPES,
  type Chart,
  type ChartType,
  type Column,
  type MissingChartReason,
  type Row,
} from "../../../src/render/document";
import { chartNote } from "../../../src/render/values/words";
import { column } from "../zip/sample-document";

const name = column("Name");
const grade = column("Grade", "number");
const count = column("Count", "integer");

/** Rows come in batches of seven. */
function chartOf(
  type: ChartType,
  columns: Column[],
  rows: Row[],
  title?: string,
  zone?: string,
): Chart | null {
  const builder = chartBuilder(type, columns, title, zone);
  for (let at = 0; at < rows.length; at += 7) builder.add(rows.slice(at, at + 7));
  return builder.finish().chart;
}

const numbered = (total: number): Row[] => Array.from({ length: total }, (_, at) => [`n${at}`, at]);

describe("B17: which columns are drawn", () => {
  test.each<[string, ChartType, Column[], string, string[]]>([
    ["text names, numbers count", "bar", [name, grade], "Name", ["Grade"]],
    ["the first text names", "bar", [grade, name, column("Note")], "Name", ["Grade"]],
    ["several numbers are several series", "bar", [name, grade, count], "Name", ["Grade", "Count"]],
    ["of one unit", "bar", [name, grade, column("Fee", "number", "currency:USD")], "Name", ["Grade"]],
    ["a line runs over dates", "line", [name, column("Day", "date"), grade], "Day", ["Grade"]],
    ["ids are no quantities", "bar", [column("Student id", "integer"), name, grade], "Name", ["Grade"]],
    ["years name", "bar", [grade, column("Year", "integer")], "Year", ["Grade"]],
    ["of numbers alone the first names", "bar", [grade, count], "Grade", ["Count"]],
    ["one number alone is numbered", "bar", [grade], "Row", ["Grade"]],
    ["a pie has one series", "pie", [name, grade, count], "Name", ["Grade"]],
    ["a scatter plot sets the second over the first", "scatter", [name, grade, count], "Grade", ["Count"]],
    ["a histogram counts the first number", "histogram", [grade, count], "Grade", ["Grade"]],
  ])("%s", (_, type, columns, x_label, series) => {
    const chart = chartOf(type, columns, [columns.map((of) => (of.type === "string" ? "a" : 5))]);
    expect(chart?.x_label).toBe(x_label);
    expect(chart?.series.map(({ label }) => label)).toEqual(series);
  });

  test.each<[string, ChartType, Column[], Row[], MissingChartReason]>([
    ["no column of numbers", "bar", [name], [["a"]], "no_numbers"],
    ["no column of numbers", "histogram", [name], [["a"]], "no_numbers"],
    ["text alone", "pie", [name, column("Note")], [["a", "b"]], "no_numbers"],
    ["one column of numbers", "scatter", [name, grade], [["a", 1]], "one_number"],
    ["empty columns", "line", [name, grade], [["a", null]], "no_values"],
    ["empty columns", "histogram", [name, grade], [["a", null]], "no_values"],
    ["an empty column", "scatter", [grade, count], [[1, null]], "no_values"],
    [
      "nothing above zero",
      "pie",
      [name, grade],
      [
        ["a", -1],
        ["b", 0],
      ],
      "none_above_zero",
    ],
    ["a range beyond all numbers", "histogram", [grade], [[-1.7e308], [1.7e308]], "too_far_apart"],
    [
      "a sum beyond all numbers",
      "pie",
      [name, grade],
      [
        ["a", 1.7e308],
        ["b", 1.7e308],
      ],
      "too_far_apart",
    ],
  ])("B19: with %s there is no %s, and it says why", (_, type, columns, rows, reason) => {
    const builder = chartBuilder(type, columns);
    builder.add(rows);
    expect(builder.finish()).toEqual({ chart: null, missing_chart: { type, reason } });
  });

  test.each(CHART_TYPES)("no rows, no %s", (type) => {
    const missing_chart = { type, reason: "no_rows" };
    expect(chartBuilder(type, [name, grade, count]).finish()).toEqual({ chart: null, missing_chart });
  });

  test("what a chart says by itself is in the words of the locale", () => {
    const builder = chartBuilder("pie", [name, grade], null, "UTC", "de-DE");
    builder.add([[null, 60], ...numbered(60)]);
    const { chart } = builder.finish();
    expect(chart?.title).toBe("Grade nach Name");
    expect(chart?.labels).toContain("(leer)");
    expect(chart?.labels.at(-1)).toBe("Sonstige");
  });

  test("names that only group the rows give way to names that tell them apart", () => {
    const columns = [column("Class"), name, column("Note"), grade];
    const rows: Row[] = Array.from({ length: 12 }, (_, at) => [`7${at % 3}`, `Student ${at}`, "same", at]);
    const chart = chartOf("bar", columns, rows);
    expect(chart?.x_label).toBe("Name");
    expect(chart?.labels[11]).toBe("Student 11");
    expect(chart?.source).toEqual({ label: 1, values: [3] });
    const grouped = rows.map(([klass, , ...rest]): Row => [klass ?? null, "same", ...rest]);
    expect(chartOf("bar", columns, grouped)?.x_label).toBe("Class");
    expect(chartOf("pie", columns, rows)?.x_label).toBe("Name");
  });

  test("axes know how their columns are written", () => {
    const fee = column("Fee", "number", "currency:EUR");
    expect(chartOf("line", [column("Day", "date"), fee], [["2026-11-21", 5]])).toMatchObject({
      x_type: "date",
      y_format: "currency:EUR",
      source: { label: 0, values: [1] },
    });
    expect(chartOf("scatter", [fee, grade], [[1, 2]])).toMatchObject({ x_format: "currency:EUR" });
  });

  test("titles say what is drawn, unless there is one", () => {
    expect(chartOf("bar", [name, grade], [["a", 1]])?.title).toBe("Grade by Name");
    expect(chartOf("bar", [name, grade, count], [["a", 1, 2]])?.title).toBe("Grade and Count by Name");
    expect(chartOf("histogram", [grade], [[1]])?.title).toBe("Distribution of Grade");
    expect(chartOf("bar", [name, grade], [["a", 1]], "Mine")?.title).toBe("Mine");
  });

  test("at most eight series, which the title says", () => {
    const columns = [name, ...Array.from({ length: 12 }, (_, at) => column(`C${at}`, "number"))];
    const chart = chartOf("bar", columns, [columns.map((_, at) => (at === 0 ? "a" : at))]);
    expect(chart?.series).toHaveLength(8);
    expect(chart?.title).toBe("The first 8 of 12 measures by Name");
  });
});

describe("labels and values", () => {
  test("what is no number is null, what is no text gets a name", () => {
    const rows: Row[] = [
      ["a", 1],
      [null, null],
      ["", "2.5"],
      [true, "n/a"],
      [7, Number.NaN],
    ];
    const chart = chartOf("bar", [name, grade], rows);
    expect(chart?.labels).toEqual(["a", "(blank)", "(blank)", "Yes", "7"]);
    expect(chart?.series[0]?.data).toEqual([1, null, 2.5, null, null]);
  });

  test("datetimes are in the zone, to the minute; long texts are cut", () => {
    const at = column("At", "datetime");
    const rows: Row[] = [
      ["2026-11-21T23:31:07Z", 1],
      ["2026-11-21T23:31", 2],
    ];
    const chart = chartOf("line", [at, grade], rows, undefined, "Europe/Berlin");
    expect(chart?.labels).toEqual(["2026-11-22 00:31", "2026-11-21 23:31"]);
    expect(chartOf("bar", [name, grade], [["x".repeat(500), 1]])?.labels[0]).toHaveLength(120);
  });
});

describe("B19: at most 50 points, and the rest is said", () => {
  test("50 rows are all drawn", () => {
    for (const type of ["bar", "line", "pie"] as const) {
      const chart = chartOf(type, [name, grade], numbered(50));
      expect(chart?.labels).toHaveLength(50);
      expect(chart?.points_total).toBe(50);
      expect(chart && chartNote(chart)).toBe("");
    }
  });

  test("bars are the first 50", () => {
    const chart = chartOf("bar", [name, grade], numbered(1000));
    expect(chart?.series[0]?.data).toEqual(Array.from({ length: 50 }, (_, at) => at));
    expect(chart?.points_total).toBe(1000);
    expect(chart && chartNote(chart)).toBe("50 of 1,000 points shown: the first");
  });

  test.each([51, 99, 1461, 4095, 4096, 4097, 8191, 8192, 8193, 20_000])(
    "a line over %i rows keeps its order, its ends and its shape",
    (total) => {
      const chart = chartOf("line", [name, grade], numbered(total));
      const data = chart?.series[0]?.data.map(Number) ?? [];
      expect(data).toHaveLength(50);
      expect([data[0], data.at(-1)]).toEqual([0, total - 1]);
      const steps = data.slice(1).map((value, at) => value - (data[at] ?? 0));
      expect(Math.min(...steps)).toBeGreaterThan(0);
      expect(Math.max(...steps)).toBeLessThan((total / 49) * 1.5 + 2);
      expect(chart?.points_total).toBe(total);
    },
  );

  test.each([51, 1023, 1024, 5000])("a pie of %i slices keeps the 49 largest and the whole", (total) => {
    const rows = numbered(total).map(
      ([label, value]): Row => [label ?? null, (Number(value) * 7919) % total],
    );
    const chart = chartOf("pie", [name, grade], rows);
    const data = chart?.series[0]?.data.map(Number) ?? [];
    expect(chart?.labels.at(-1)).toBe("Other");
    expect(data.slice(0, 49)).toEqual(
      rows
        .map(([, value]) => Number(value))
        .sort((a, b) => b - a)
        .slice(0, 49),
    );
    expect(data.reduce((sum, value) => sum + value, 0)).toBe(
      rows.reduce((sum, [, value]) => sum + Number(value), 0),
    );
    expect(chart?.points_total).toBe(total);
    expect(chart && chartNote(chart)).toBe(
      `49 of ${total.toLocaleString("en")} slices shown: the largest; the rest as Other`,
    );
  });

  test("a scatter plot takes only whole pairs", () => {
    const rows: Row[] = numbered(200).map(([, value], at) => [value ?? null, at % 2 === 0 ? at * 10 : null]);
    const chart = chartOf("scatter", [grade, count], rows);
    expect(chart?.points_total).toBe(100);
    expect(chart?.x_values).toHaveLength(50);
    expect(chart?.series[0]?.data.every((y, at) => y === (chart.x_values?.[at] ?? 0) * 10)).toBe(true);
    expect(chart && chartNote(chart)).toBe("50 of 100 points shown, evenly spread");
  });
});

describe("B18: the payload for Chart.js", () => {
  test("is that of seed 001", () => {
    const rows = [
      ["Alice Johnson", 95.5],
      ["Bob Smith", 87],
    ];
    const chart = chartOf("bar", [name, grade], rows);
    expect(chart && chartJsPayload(chart)).toMatchObject({
      type: "bar",
      labels: ["Alice Johnson", "Bob Smith"],
      datasets: [
        {
          label: "Grade",
          data: [95.5, 87],
          backgroundColor: "rgba(75, 192, 192, 0.6)",
          borderColor: "rgba(75, 192, 192, 1)",
          borderWidth: 1,
        },
      ],
      points_total: 2,
    });
  });

  test("B19: it says what it leaves out", () => {
    const chart = chartOf("bar", [name, grade], numbered(1000));
    expect(chart && chartJsPayload(chart).note).toBe("50 of 1,000 points shown: the first");
    const histogram = chartOf("histogram", [name, grade], numbered(30));
    expect(histogram && chartJsPayload(histogram).note).toBe("Bins by Sturges’ rule");
    const whole = chartOf("bar", [name, grade], numbered(3));
    expect(whole && chartJsPayload(whole).note).toBeNull();
  });

  test("a pie has a colour for each slice, all different", () => {
    const chart = chartOf("pie", [name, grade], numbered(24));
    const [dataset] = chart === null ? [] : chartJsPayload(chart).datasets;
    expect(new Set(dataset?.backgroundColor)).toHaveProperty("size", 24);
  });

  test("a scatter plot has points, a histogram bars that touch", () => {
    const scatter = chartOf("scatter", [grade, count], [[1, 2]]);
    expect(scatter && chartJsPayload(scatter).datasets[0]?.data).toEqual([{ x: 1, y: 2 }]);
    const histogram = chartOf("histogram", [grade], [[1], [2]]);
    expect(histogram && chartJsPayload(histogram)).toMatchObject({
      type: "histogram",
      datasets: [{ type: "bar", categoryPercentage: 1, barPercentage: 1 }],
    });
  });
});
