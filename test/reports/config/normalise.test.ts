import { describe, expect, it } from "vitest";
import type { NormalConfig } from "../../../src/reports/config/normal";
import { normaliseConfig } from "../../../src/reports/config/normalise";

function read(config: Record<string, unknown>): { normal: NormalConfig; errors: Record<string, string[]> } {
  const errors: Record<string, string[]> = {};
  return { normal: normaliseConfig(config, errors), errors };
}

function sound(config: Record<string, unknown>): NormalConfig {
  const { normal, errors } = read(config);
  expect(errors).toEqual({});
  return normal;
}

/** Seed 001, "Config Structure", word for word. */
const STRUCTURE = {
  fields: ["student_name", "grade", "submission_count"],
  filters: {
    subject_id: 5,
    date_range: {
      start: "2025-01-01",
      end: "2025-12-31",
    },
    status: "submitted",
  },
  chart_type: "bar",
  sort_by: "grade",
  sort_order: "desc",
  limit: 100,
};

describe("B6: the flat form", () => {
  it("seed 001's config is one table of everything that it says", () => {
    expect(sound(STRUCTURE)).toEqual({
      path: "config",
      title: null,
      description: null,
      time_zone: "UTC",
      locale: "en-US",
      formats: null,
      page: null,
      filters: { path: "config.filters", values: STRUCTURE.filters },
      schedule: null,
      sections: [
        {
          kind: "table",
          path: "config",
          title: null,
          description: null,
          data: { dataset: null, dataset_path: "config.dataset", preset: null },
          fields: [{ field: "student_name" }, { field: "grade" }, { field: "submission_count" }],
          group_by: [],
          sort: [{ name: "grade", descending: true }],
          filters: { path: "config.filters", values: {} },
          range: null,
          limit: 100,
          on_limit: "truncate",
          distinct: false,
          totals: false,
          chart: { type: "bar", title: null },
        },
      ],
    });
  });

  it.each([
    ["one name", "region", undefined, [["region", false]]],
    ["one name, falling", "region", "DESC", [["region", true]]],
    [
      "one order for several",
      ["a", "b"],
      "desc",
      [
        ["a", true],
        ["b", true],
      ],
    ],
    [
      "each its order",
      ["a", "b"],
      ["desc", "asc"],
      [
        ["a", true],
        ["b", false],
      ],
    ],
    ["an order with nothing to sort", undefined, "asc", []],
  ])("B15: sort_by as %s", (_, sort_by, sort_order, expected) => {
    const [section] = sound({ fields: ["x"], sort_by, sort_order }).sections;
    expect(section).toMatchObject({ sort: expected.map(([name, descending]) => ({ name, descending })) });
  });

  it.each([
    ["a name", "region", [{ field: "region" }]],
    ["names", ["region", "product"], [{ field: "region" }, { field: "product" }]],
    ["a bucket", [{ field: "sold_on", bucket: "month" }], [{ field: "sold_on", bucket: "month" }]],
  ])("B28: group_by as %s", (_, group_by, expected) => {
    expect(sound({ fields: ["x"], group_by }).sections[0]).toMatchObject({ group_by: expected });
  });

  it("title, zone, locale and formats stand for the report; a null counts as left out", () => {
    const normal = sound({
      fields: ["x"],
      title: "T",
      time_zone: "Europe/Berlin",
      locale: "de-DE",
      formats: ["both", "excel", "pdf"],
      page: { size: "A4", orientation: "landscape" },
      limit: null,
      chart_type: null,
      chart: null,
      filters: null,
      sort_by: null,
    });
    expect(normal).toMatchObject({
      title: "T",
      time_zone: "Europe/Berlin",
      locale: "de-DE",
      formats: ["html", "pdf", "xlsx"],
      page: { size: "A4", orientation: "landscape" },
      sections: [{ limit: null, chart: null, title: null, sort: [] }],
    });
  });

  it("frequency and its time are kept beside fields as well", () => {
    const config = { fields: ["x"], frequency: "weekly", schedule_time: "09:30", schedule_day: 0 };
    expect(sound(config).schedule).toEqual({ frequency: "weekly", schedule_time: "09:30", schedule_day: 0 });
  });
});

describe("the form with sections", () => {
  const CONFIG = {
    title: "Quarter",
    time_zone: "Asia/Tokyo",
    filters: { region: "North" },
    sections: [
      { text: "Hello.\n\n- one" },
      {
        kind: "figures",
        figures: [{ field: "cost", aggregate: "sum", label: "All" }],
        filters: { paid: true },
      },
      { title: "Rows", description: "All of them", dataset: "ds_1", fields: ["region"], limit: 5 },
    ],
  };

  it("each part is what its kind says, or what it has", () => {
    const normal = sound(CONFIG);
    expect(normal).toMatchObject({
      title: "Quarter",
      time_zone: "Asia/Tokyo",
      filters: { values: { region: "North" } },
    });
    expect(normal.sections).toMatchObject([
      { kind: "text", path: "config.sections.0", title: null, text: "Hello.\n\n- one" },
      {
        kind: "figures",
        path: "config.sections.1",
        figures: [{ field: "cost", aggregate: "sum", label: "All" }],
        filters: { path: "config.sections.1.filters", values: { paid: true } },
        data: { dataset: null, dataset_path: "config.sections.1.dataset" },
      },
      {
        kind: "table",
        path: "config.sections.2",
        title: "Rows",
        description: "All of them",
        data: { dataset: "ds_1" },
        fields: [{ field: "region" }],
        limit: 5,
      },
    ]);
  });

  it.each([
    ["no section", { sections: [] }, { "config.sections": ["Give at least one section"] }],
    ["sections that are no list", { sections: "all" }, { "config.sections": ["must be a list"] }],
    ["a section that is no object", { sections: ["grade"] }, { "config.sections.0": ["must be an object"] }],
    [
      "an unknown kind",
      { sections: [{ kind: "map" }] },
      { "config.sections.0.kind": ["must be one of table, text, figures"] },
    ],
    ["a table without fields", { sections: [{ kind: "table" }] }, { "config.sections.0.fields": [FIELDS()] }],
    [
      "a text without text",
      { sections: [{ kind: "text" }] },
      { "config.sections.0.text": ["Give the text"] },
    ],
    [
      "figures without one",
      { sections: [{ kind: "figures" }] },
      { "config.sections.0.figures": ["Choose at least one figure: {field, aggregate}"] },
    ],
    [
      "a figure that is not aggregated",
      { sections: [{ figures: [{ field: "cost" }] }] },
      {
        "config.sections.0.figures.0.aggregate": ["must be one of count, sum, avg, min, max, count_distinct"],
      },
    ],
    [
      "a key of another kind",
      { sections: [{ text: "x", limit: 3 }] },
      { "config.sections.0.limit": ["is not known here. Keys: kind, title, description, text"] },
    ],
  ])("B26: %s is named", (_, config, expected) => {
    expect(read(config).errors).toEqual(expected);
  });

  it.each([
    ["filter", "filters"],
    ["filtres", "filters"],
    ["sortby", "sort_by"],
    ["chartType", "chart_type"],
    ["GROUP-BY", "group_by"],
    ["limt", "limit"],
    ["timezone", "time_zone"],
    ["fields.0.aggregates", "aggregate"],
    ["group_by.0.buckets", "bucket"],
    ["chart.Type", "type"],
  ])("B26: a slip of the pen, %s, is told with the key that is meant", (path, meant) => {
    const config = {
      fields: ["x"],
      filter: {},
      filtres: {},
      sortby: "x",
      chartType: "bar",
      "GROUP-BY": "x",
      limt: 5,
      timezone: "UTC",
    };
    const nested = {
      fields: [{ field: "x", aggregates: "sum" }],
      group_by: [{ field: "x", buckets: "day" }],
      chart: { Type: "bar" },
    };
    const { errors } = read(path.includes(".") ? nested : config);
    expect(errors[`config.${path}`]).toEqual([`is not known here. Did you mean ${meant}?`]);
  });

  it("B26: a key that is like none is told with all there are", () => {
    expect(read({ fields: ["x"], colour: "red" }).errors["config.colour"]?.[0]).toMatch(
      /^is not known here\. Keys: filters, formats, .*chart_type/,
    );
  });

  it("B26: problems of several sections are told at once", () => {
    const { errors } = read({
      locale: "!!",
      sections: [
        { fields: [], limit: 0 },
        { text: 5 },
        { fields: ["a"], chart_type: "radar", colour: "red" },
      ],
    });
    expect(Object.keys(errors).sort()).toEqual([
      "config.locale",
      "config.sections.0.fields",
      "config.sections.0.limit",
      "config.sections.1.text",
      "config.sections.2.chart_type",
      "config.sections.2.colour",
    ]);
  });
});

function FIELDS() {
  return "Choose at least one field: a non-empty list of names";
}

describe("B4: seed 000's form by metric types", () => {
  /** Seed 000's ReportConfig with every key that it documents. */
  const FULL = {
    name: "Weekly metrics",
    description: "How the agents do",
    metric_types: ["executions", "users"],
    time_range: { start_date: "2026-01-01", end_date: "2026-01-31" },
    filters: { agent_id: "a1" },
    format: "csv",
    frequency: "monthly",
    schedule_time: "06:00",
    schedule_day: 31,
  };

  it("each metric type is a table over its preset, cut to the time range", () => {
    const normal = sound(FULL);
    expect(normal).toMatchObject({
      description: "How the agents do",
      formats: ["csv"],
      filters: { path: "config.filters", values: { agent_id: "a1" } },
      schedule: { frequency: "monthly", schedule_time: "06:00", schedule_day: 31 },
    });
    expect(normal.sections).toMatchObject(
      ["executions", "users"].map((type) => ({
        kind: "table",
        data: { dataset: null, preset: `metrics.${type}`, dataset_path: "config.metric_types" },
        fields: null,
        range: {
          path: "config.time_range",
          values: { date_range: { start: "2026-01-01", end: "2026-01-31" } },
          required: true,
        },
      })),
    );
  });

  it.each([
    ["nothing but a name", { name: "Metrics" }],
    ["nothing but a format", { format: "json" }],
    [
      "every optional key null",
      {
        name: "M",
        description: null,
        time_range: null,
        filters: null,
        schedule_time: null,
        schedule_day: null,
        frequency: "one_time",
        format: "json",
      },
    ],
  ])("B11: %s takes all metric types and the last 30 days, still relative", (_, config) => {
    const { sections } = sound(config);
    expect(sections).toMatchObject(
      ["executions", "users", "agents"].map((type) => ({
        data: { preset: `metrics.${type}` },
        range: { values: { date_range: "last_30_days" }, required: false },
      })),
    );
  });

  it.each([
    ["only a start", { start_date: "2026-01-01" }, { start: "2026-01-01" }],
    ["only an end", { end_date: "2026-01-31" }, { end: "2026-01-31" }],
    ["a relative name", "previous_month", "previous_month"],
    ["no day at all", {}, "last_30_days"],
  ])("time_range as %s", (_, time_range, expected) => {
    const [section] = sound({ metric_types: ["users"], time_range }).sections;
    expect(section).toMatchObject({ range: { values: { date_range: expected } } });
  });

  it.each([
    [
      "an unknown metric type",
      { metric_types: ["users", "sales"] },
      "config.metric_types",
      /^Invalid metric types specified: sales\. Metric types: executions, users, agents$/,
    ],
    ["no metric type", { metric_types: [] }, "config.metric_types", /at least one/],
    ["metric types that are no list", { metric_types: "users" }, "config.metric_types", /list/],
    [
      "a range that ends before it begins",
      { name: "x", time_range: { start_date: "2026-02-01", end_date: "2026-01-01" } },
      "config.time_range",
      /after/,
    ],
    [
      "a day that is none",
      { name: "x", time_range: { start_date: "2026-02-31" } },
      "config.time_range.start_date",
      /YYYY-MM-DD/,
    ],
    ["an unknown relative range", { name: "x", time_range: "recently" }, "config.time_range", /last_7_days/],
    ["an unknown format", { format: "pptx" }, "config.format", /pdf/],
    [
      "an unknown frequency",
      { name: "x", frequency: "hourly" },
      "config.frequency",
      /one_time, daily, weekly, monthly/,
    ],
    ["a time without minutes", { name: "x", schedule_time: "9" }, "config.schedule_time", /HH:MM/],
    ["a time past the day", { name: "x", schedule_time: "24:00" }, "config.schedule_time", /HH:MM/],
    ["day 32", { name: "x", frequency: "monthly", schedule_day: 32 }, "config.schedule_day", /1 to 31/],
    [
      "day 0 of a month",
      { name: "x", frequency: "monthly", schedule_day: 0 },
      "config.schedule_day",
      /1 to 31/,
    ],
    ["day 7 of a week", { name: "x", frequency: "weekly", schedule_day: 7 }, "config.schedule_day", /0 to 6/],
    ["half a day", { name: "x", schedule_day: 1.5 }, "config.schedule_day", /whole/],
    ["a name of 256 characters", { name: "x".repeat(256) }, "config.name", /255/],
    [
      "a description of 1001 characters",
      { name: "x", description: "x".repeat(1001) },
      "config.description",
      /1000/,
    ],
    [
      "a dataset for a type that is not wanted",
      { metric_types: ["users"], datasets: { agents: "ds_1" } },
      "config.datasets.agents",
      /users/,
    ],
  ])("B26: %s is named", (_, config, path, text) => {
    const { errors } = read(config);
    expect(Object.keys(errors)).toEqual([path]);
    expect(errors[path]?.join()).toMatch(text);
  });
});

describe("one form at a time", () => {
  it.each([
    ["fields beside sections", { fields: ["a"], sections: [{ text: "x" }] }, "config.fields"],
    ["fields beside metric types", { fields: ["a"], metric_types: ["users"] }, "config.fields"],
    [
      "metric types beside sections",
      { metric_types: ["users"], sections: [{ text: "x" }] },
      "config.metric_types",
    ],
  ])("%s is refused", (_, config, path) => {
    expect(Object.keys(read(config).errors)).toEqual([path]);
  });

  it.each([
    ["nothing", {}],
    ["a dataset and a format", { dataset: "ds_1", format: "csv" }],
    ["only a chart", { chart_type: "bar", frequency: "daily" }],
  ])("%s is a flat config without its fields", (_, config) => {
    expect(read(config).errors).toEqual({ "config.fields": [FIELDS()] });
  });

  it("hostile keys are only unknown", () => {
    const config = JSON.parse('{"fields": ["a"], "__proto__": {"x": 1}, "constructor": 2}') as Record<
      string,
      unknown
    >;
    expect(Object.keys(read(config).errors).sort()).toEqual(["config.__proto__", "config.constructor"]);
  });
});
