import { describe, expect, it } from "vitest";
import { suggestChart } from "../../../src/reports/inline/charts";
import { inlineDefinition } from "../../../src/reports/inline/definition";
import { labelOf } from "../../../src/reports/inline/labels";
import { isProse } from "../../../src/reports/inline/prose";
import { readData } from "../../../src/reports/inline/read-data";

const DATA = {
  sales: [{ region: "North", revenue: 5 }],
  notes: "It rose. It fell.",
  analytics: { growth: 0.1 },
  period: "Q1",
};

function laidOut(template: "default" | "business_report", include_charts?: boolean) {
  const { outline } = readData(DATA, { root: "data", title: "R" });
  const wishes = {
    title: "R",
    description: null,
    template,
    include_charts,
    locale: undefined,
    time_zone: undefined,
  };
  return inlineDefinition(outline, "key", wishes);
}

describe("templates of data that came with a report (A13)", () => {
  it("default keeps the order of the data and draws nothing", () => {
    const { sections } = laidOut("default");
    expect(sections.map(({ title }) => title)).toEqual(["Key figures", "Sales", "Notes", "Analytics"]);
    expect(sections.every((section) => section.kind !== "table" || section.chart === null)).toBe(true);
  });

  it("business_report begins with the key figures and ends with tables and their charts", () => {
    const { sections } = laidOut("business_report");
    expect(sections.map(({ title, kind }) => [title, kind])).toEqual([
      ["Executive summary", "figures"],
      ["Analytics", "figures"],
      ["Notes", "text"],
      ["Sales", "table"],
    ]);
    expect(sections.at(-1)).toMatchObject({ chart: { type: "bar", title: "Revenue by Region" } });
  });

  it("include_charts decides against the template", () => {
    const charts = (template: "default" | "business_report", include: boolean) =>
      laidOut(template, include).sections.flatMap((section) =>
        section.kind === "table" ? [section.chart !== null] : [],
      );
    expect([charts("default", true), charts("business_report", false)]).toEqual([[true], [false]]);
  });

  it("sections keep their rows, wherever they stand", () => {
    for (const template of ["default", "business_report"] as const) {
      const given = laidOut(template).sections.flatMap((section) =>
        section.kind === "text"
          ? []
          : [[section.name, section.source.kind === "given" && section.source.section]],
      );
      expect(Object.fromEntries(given)).toEqual({ key_figures: 0, sales: 1, analytics: 2 });
    }
  });
});

describe("a sensible chart", () => {
  const column = (name: string, type: "string" | "integer" | "number" | "date" | "boolean") => ({
    name,
    label: labelOf(name),
    type,
  });
  it.each([
    [
      "a label and a quantity",
      [column("region", "string"), column("revenue", "number")],
      { type: "bar", title: "Revenue by Region" },
    ],
    [
      "dates and a quantity",
      [column("amount", "number"), column("day", "date")],
      { type: "line", title: "Amount by Day" },
    ],
    [
      "two quantities",
      [column("region", "string"), column("cost", "number"), column("price", "number")],
      { type: "bar", title: "Cost and Price by Region" },
    ],
    [
      "years and a quantity",
      [column("year", "integer"), column("births", "integer")],
      { type: "bar", title: "Births by Year" },
    ],
    ["texts alone", [column("a", "string"), column("b", "string")], null],
    ["quantities alone", [column("width", "number"), column("height", "number")], null],
    ["a name and an id", [column("name", "string"), column("student_id", "integer")], null],
  ])("for %s", (_, columns, chart) => {
    expect(suggestChart(columns)).toEqual(chart);
  });
});

describe("words", () => {
  it.each([
    ["total_revenue", "Total revenue"],
    ["totalRevenue", "Total revenue"],
    ["userID", "User ID"],
    ["CPU", "CPU"],
    ["Region name", "Region name"],
    ["地区", "地区"],
    ["", "Value"],
    ["__", "Value"],
  ])("the key %j is shown as %j", (key, label) => {
    expect(labelOf(key)).toBe(label);
  });

  it.each([
    ["Costs fell.", false],
    ["Costs fell. Sales rose.", true],
    ["Costs fell! Why? Nobody knows.", true],
    ["成本下降。销售上升。", true],
    ["v1.2.3", false],
    ["Dr. Ann Lee", false],
    ["one\ntwo", true],
    ["word ".repeat(30), true],
    [7, false],
  ])("%j is prose: %j", (value, prose) => {
    expect(isProse(value)).toBe(prose);
  });
});
