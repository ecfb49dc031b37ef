import { describe, expect, it } from "vitest";
import { problemsOf, resolve, SALES, tableOf } from "./support";

const NAMES = "region, product, sold_on, sold_at, cost, pieces, paid";
const shown = (config: Record<string, unknown>) =>
  tableOf(config).columns.map(({ name, label, type, format }) => [
    name,
    label,
    type,
    ...(format ? [format] : []),
  ]);

describe("B6: columns", () => {
  it.each([
    ["a field by its name", "cost", ["cost", "Cost", "number"]],
    ["a field by its label, which it is called then", "Sold On", ["Sold On", "Sold On", "date"]],
    ["with another name", { field: "cost", as: "eur" }, ["eur", "eur", "number"]],
    ["with another label", { field: "cost", label: "EUR" }, ["cost", "EUR", "number"]],
    ["with a format", { field: "cost", format: "currency:EUR" }, ["cost", "Cost", "number", "currency:EUR"]],
    ["a count of every row", { field: "*", aggregate: "count" }, ["count", "Count", "integer"]],
    ["a count", { field: "region", aggregate: "count" }, ["count_region", "Count of Region", "integer"]],
    [
      "a distinct count",
      { field: "paid", aggregate: "count_distinct" },
      ["count_distinct_paid", "Distinct count of Paid", "integer"],
    ],
    [
      "a sum of whole numbers",
      { field: "pieces", aggregate: "sum" },
      ["sum_pieces", "Sum of Pieces", "integer"],
    ],
    ["a sum of numbers", { field: "cost", aggregate: "sum" }, ["sum_cost", "Sum of Cost", "number"]],
    [
      "an average of whole numbers",
      { field: "pieces", aggregate: "avg" },
      ["avg_pieces", "Average of Pieces", "number"],
    ],
    [
      "the least of dates",
      { field: "sold_on", aggregate: "min" },
      ["min_sold_on", "Minimum of Sold On", "date"],
    ],
    [
      "the most of times",
      { field: "sold_at", aggregate: "max" },
      ["max_sold_at", "Maximum of Sold At", "datetime"],
    ],
    [
      "the most of texts",
      { field: "region", aggregate: "max", as: "last", label: "Last" },
      ["last", "Last", "string"],
    ],
    [
      "times by month",
      { field: "sold_at", bucket: "month" },
      ["sold_at", "Sold At (month)", "date", "month"],
    ],
  ])("%s", (_, field, expected) => {
    expect(shown({ fields: [field] })).toEqual([expected]);
  });

  it("a mean is rounded for people, unless it has a format of its own", () => {
    const fields = [
      { field: "cost", aggregate: "avg" },
      { field: "cost", aggregate: "avg", as: "share", format: "percent" },
    ];
    expect(tableOf({ fields }).columns.map(({ rounded }) => rounded)).toEqual([2, undefined]);
  });

  it("a currency stays with what is still money, not with a count of it", () => {
    const money = {
      ...SALES,
      fields: [{ name: "cost", label: "Cost", type: "number", format: "currency:USD" }],
    };
    const fields = ["sum", "avg", "min", "count"].map((aggregate) => ({ field: "cost", aggregate }));
    expect(tableOf({ fields }, [money]).columns.map(({ format }) => format)).toEqual([
      "currency:USD",
      "currency:USD",
      "currency:USD",
      undefined,
    ]);
  });

  it("expressions say which field of the row is meant", () => {
    const fields = ["cost", { field: "*", aggregate: "count" }, { field: "sold_at", bucket: "year" }];
    expect(tableOf({ fields }).columns.map(({ expression }) => expression)).toEqual([
      { field: 4, type: "number" },
      { field: -1, type: "integer", aggregate: "count" },
      { field: 3, type: "datetime", bucket: "year" },
    ]);
  });

  const sum = "count, min, max, count_distinct";
  it.each([
    ["unknown fields", ["cost", "nope", "no"], `Invalid fields specified: nope, no. Fields: ${NAMES}`],
    ["every row without an aggregate", ["*"], `Invalid fields specified: *. Fields: ${NAMES}`],
    [
      "a sum of every row",
      [{ field: "*", aggregate: "sum" }],
      "sum needs a field; every row (*) can only be counted",
    ],
    [
      "a sum of text",
      [{ field: "region", aggregate: "sum" }],
      `sum does not work on region, which is string. Allowed: ${sum}`,
    ],
    [
      "an average of dates",
      [{ field: "sold_on", aggregate: "avg" }],
      `avg does not work on sold_on, which is date. Allowed: ${sum}`,
    ],
    [
      "the most of yes and no",
      [{ field: "paid", aggregate: "max" }],
      "max does not work on paid, which is boolean. Allowed: count, count_distinct",
    ],
    [
      "numbers by month",
      [{ field: "cost", bucket: "month" }],
      "cost is number: only dates and times come in buckets",
    ],
    [
      "an aggregate in buckets",
      [{ field: "sold_on", bucket: "day", aggregate: "count" }],
      "sold_on: give either an aggregate or a bucket",
    ],
    ["a field twice", ["cost", "cost"], 'cost is chosen twice; give one of them another name with "as"'],
    [
      "one name for two",
      ["region", { field: "product", as: "region" }],
      'region is chosen twice; give one of them another name with "as"',
    ],
  ])("B26: %s are refused", (_, fields, text) => {
    expect(problemsOf({ fields })).toEqual({ "config.fields": [text] });
  });
});

describe("B28: grouping", () => {
  const SUM = { field: "cost", aggregate: "sum" };
  const COUNT = { field: "*", aggregate: "count" };
  const MONTH = { field: "sold_on", bucket: "month" };
  const grouped = (config: Record<string, unknown>) => {
    const { columns, group, aggregated } = tableOf(config);
    return [columns.map(({ name }) => name), group, aggregated];
  };

  it.each([
    [
      "no aggregate and no group: rows as they are",
      { fields: ["region", "cost"] },
      ["region", "cost"],
      null,
      false,
    ],
    ["aggregates alone: one row", { fields: [SUM, COUNT] }, ["sum_cost", "count"], [], true],
    [
      "aggregates beside plain fields: these are the groups",
      { fields: ["region", SUM, "product"] },
      ["region", "sum_cost", "product"],
      [0, 2],
      true,
    ],
    [
      "a group among the fields stays where it is",
      { fields: [SUM, "region"], group_by: "region" },
      ["sum_cost", "region"],
      [1],
      true,
    ],
    [
      "a group that is not is put in front",
      { fields: [SUM], group_by: ["region", "product"] },
      ["region", "product", "sum_cost"],
      [0, 1],
      true,
    ],
    [
      "some are, some are not",
      { fields: ["product", SUM], group_by: ["region", "product"] },
      ["region", "product", "sum_cost"],
      [0, 1],
      true,
    ],
    [
      "their order is that of group_by",
      { fields: ["product", "region", SUM], group_by: ["region", "product"] },
      ["product", "region", "sum_cost"],
      [1, 0],
      true,
    ],
    ["by label", { fields: ["region", SUM], group_by: "Region" }, ["region", "sum_cost"], [0], true],
    [
      "by the column's own name",
      { fields: [{ field: "region", as: "where" }, SUM], group_by: "where" },
      ["where", "sum_cost"],
      [0],
      true,
    ],
    [
      "by the field of a renamed column",
      { fields: [{ field: "region", as: "where" }, SUM], group_by: "region" },
      ["where", "sum_cost"],
      [0],
      true,
    ],
    [
      "a group twice is one",
      { fields: [SUM], group_by: ["region", "Region"] },
      ["region", "sum_cost"],
      [0],
      true,
    ],
    ["a bucket put in front", { fields: [SUM], group_by: [MONTH] }, ["sold_on", "sum_cost"], [0], true],
    [
      "a bucket among the fields",
      { fields: [MONTH, SUM], group_by: "sold_on" },
      ["sold_on", "sum_cost"],
      [0],
      true,
    ],
    [
      "a plain date beside aggregates takes the bucket",
      { fields: ["sold_on", SUM], group_by: [MONTH] },
      ["sold_on", "sum_cost"],
      [0],
      true,
    ],
    [
      "years and months of one date",
      { fields: [SUM], group_by: [{ field: "sold_on", bucket: "year" }, MONTH] },
      ["sold_on", "sold_on_month", "sum_cost"],
      [0, 1],
      true,
    ],
    [
      "detail rows in groups",
      { fields: ["region", "cost"], group_by: "region" },
      ["region", "cost"],
      [0],
      false,
    ],
    [
      "detail rows in months keep their date",
      { fields: ["sold_on", "cost"], group_by: [MONTH] },
      ["sold_on_month", "sold_on", "cost"],
      [0],
      false,
    ],
    ["groups alone: each once", { fields: ["region"], group_by: "region" }, ["region"], [0], true],
    ["distinct rows", { fields: ["region", "product"], distinct: true }, ["region", "product"], [0, 1], true],
    [
      "distinct rows, groups first",
      { fields: ["region", "product"], group_by: "product", distinct: true },
      ["region", "product"],
      [1, 0],
      true,
    ],
    [
      "aggregated rows are distinct anyway",
      { fields: ["region", SUM], distinct: true },
      ["region", "sum_cost"],
      [0],
      true,
    ],
  ])("%s", (_, config, names, group, aggregated) => {
    expect(grouped(config)).toEqual([names, group, aggregated]);
  });

  it("a grouped table with more columns than D1 can group is refused before it runs", () => {
    const fields = Array.from({ length: 89 }, (_, n) => ({ field: "cost", aggregate: "sum", as: `c${n}` }));
    expect(Object.keys(problemsOf({ fields }))).toEqual(["config.fields"]);
    expect(problemsOf({ fields: fields.slice(0, 88) })).toEqual({});
  });

  it("a bucket shows in type, label and expression", () => {
    const [column] = tableOf({ fields: ["sold_on", SUM], group_by: [MONTH] }).columns;
    expect(column).toEqual({
      name: "sold_on",
      label: "Sold On (month)",
      type: "date",
      format: "month",
      expression: { field: 2, type: "date", bucket: "month" },
    });
  });

  it.each([
    [
      "an unknown group",
      { fields: [SUM], group_by: "nope" },
      "config.group_by",
      `Invalid fields specified: nope. Fields: ${NAMES}`,
    ],
    [
      "a bucket of text",
      { fields: [SUM], group_by: [{ field: "region", bucket: "day" }] },
      "config.group_by",
      "region is string: only dates and times come in buckets",
    ],
    [
      "a group of what is aggregated",
      { fields: ["region", SUM], group_by: ["region", "sum_cost"] },
      "config.group_by",
      "sum_cost is aggregated: rows cannot be grouped by it",
    ],
    [
      "a plain field beside aggregates",
      { fields: ["region", "product", SUM], group_by: "region" },
      "config.fields",
      "product: beside aggregates, add it to group_by or give it an aggregate",
    ],
  ])("B26: %s is refused", (_, config, path, text) => {
    expect(problemsOf(config)).toEqual({ [path]: [text] });
  });

  it("totals are asked for, with or without groups", () => {
    expect(tableOf({ fields: ["region"], totals: true })).toMatchObject({ totals: true, group: null });
    expect(tableOf({ fields: ["region", SUM] })).toMatchObject({ totals: false });
  });
});

describe("B15 B16: order and limit", () => {
  const FIELDS = ["region", { field: "cost", aggregate: "sum" }, { field: "sold_on", bucket: "month" }];

  it.each([
    ["a column's name", "sum_cost", 1],
    ["a column's label", "Sum of Cost", 1],
    ["the field that it is made of", "cost", 1],
    ["a bucketed field", "sold_on", 2],
    ["a plain field", "region", 0],
  ])("sort_by takes %s", (_, sort_by, column) => {
    expect(tableOf({ fields: FIELDS, sort_by, sort_order: "desc" }).sort).toEqual([
      { column, descending: true },
    ]);
  });

  it("several, each in its order, and a group put in front counts", () => {
    const config = {
      fields: [FIELDS[1]],
      group_by: "region",
      sort_by: ["cost", "region"],
      sort_order: ["desc", "asc"],
    };
    expect(tableOf(config).sort).toEqual([
      { column: 1, descending: true },
      { column: 0, descending: false },
    ]);
  });

  it.each([
    [
      "outside the fields",
      { sort_by: "product" },
      "config.sort_by",
      "product is not among the chosen fields: region, sum_cost, sold_on",
    ],
    [
      "an unknown order",
      { sort_by: "region", sort_order: "up" },
      "config.sort_order",
      "must be one of asc, desc, or must be a list",
    ],
    [
      "more orders than fields",
      { sort_by: ["region"], sort_order: ["asc", "desc"] },
      "config.sort_order",
      "Give one order, or one for each of 1 sort_by",
    ],
    ["limit 0", { limit: 0 }, "config.limit", "Give a number above 0"],
    ["a limit in words", { limit: "many" }, "config.limit", "Give a whole number"],
    [
      "an unknown chart",
      { chart_type: "radar" },
      "config.chart_type",
      "must be one of bar, line, pie, histogram, scatter",
    ],
    ["an unknown way at the limit", { on_limit: "stop" }, "config.on_limit", "must be one of truncate, fail"],
  ])("B26: %s is refused", (_, config, path, text) => {
    expect(problemsOf({ fields: FIELDS, ...config })).toEqual({ [path]: [text] });
  });

  it("limit and what happens at it are kept, and a chart without a title is named by its axes", () => {
    const config = { fields: ["region", "cost"], limit: 3, on_limit: "fail", chart_type: "pie" };
    expect(tableOf(config)).toMatchObject({
      limit: 3,
      on_limit: "fail",
      chart: { type: "pie", title: null },
    });
    const chart = { type: "bar", title: "Mine" };
    expect(tableOf({ fields: ["region", "cost"], chart }).chart).toEqual(chart);
  });
});

describe("B26: every problem at once", () => {
  it("of the config's own shape and of what only the data tells", () => {
    const problems = problemsOf({
      fields: ["nope", "cost"],
      filters: { cost: "high", other: 1 },
      chart_type: "radar",
      sort_by: "product",
      sort_order: "up",
      limit: -1,
      group_by: "nobody",
      colour: "red",
    });
    expect(Object.keys(problems).sort()).toEqual([
      "config.chart_type",
      "config.colour",
      "config.fields",
      "config.filters.cost",
      "config.filters.other",
      "config.group_by",
      "config.limit",
      "config.sort_by",
      "config.sort_order",
    ]);
  });

  it("fields that are missing are listed once the dataset is known", () => {
    const text = "Choose at least one field: a non-empty list of names";
    expect(problemsOf({ dataset: "ds_sales", fields: [] })).toEqual({
      "config.fields": [text, `Fields: ${NAMES}`],
    });
    expect(problemsOf({ fields: [] }, [SALES, { ...SALES, id: "ds_other" }])).toEqual({
      "config.fields": [text],
    });
  });

  it("in each section by its number", () => {
    const sections = [
      { fields: ["cost"] },
      { fields: ["nope"], filters: { cost: true } },
      { figures: [{ field: "x", aggregate: "sum" }] },
    ];
    const dataset = "ds_sales";
    expect(problemsOf({ sections: sections.map((section) => ({ dataset, ...section })) })).toMatchObject({
      "config.sections.1.fields": [`Invalid fields specified: nope. Fields: ${NAMES}`],
      "config.sections.1.filters.cost": [
        expect.stringMatching(/number/),
        expect.stringMatching(/^Operators for a number field: eq, /),
      ],
      "config.sections.2.figures": [`Invalid fields specified: x. Fields: ${NAMES}`],
    });
  });
});

describe("sections", () => {
  it("tables, texts and figures keep their order, names differ", () => {
    const { definition, datasets } = resolve({
      title: "Whole",
      sections: [
        { fields: ["region"] },
        { text: "Between" },
        { fields: ["cost"], title: "Data ds_sales", description: "d" },
        {
          kind: "figures",
          title: "Sums",
          figures: [
            { field: "cost", aggregate: "sum" },
            { field: "*", aggregate: "count", label: "Rows" },
          ],
        },
      ],
    });
    expect(datasets.map((dataset) => dataset?.id ?? null)).toEqual([
      "ds_sales",
      null,
      "ds_sales",
      "ds_sales",
    ]);
    expect(definition.sections).toMatchObject([
      { kind: "table", name: "Data ds_sales", title: "Data ds_sales", description: null },
      { kind: "text", name: "Notes", title: "Notes", text: "Between" },
      { kind: "table", name: "Data ds_sales (2)", title: "Data ds_sales", description: "d" },
      {
        kind: "figures",
        name: "Sums",
        source: { kind: "dataset", dataset_id: "ds_sales", shard: 0, table_id: 7, revision: 3, width: 7 },
        figures: [
          {
            name: "sum_cost",
            label: "Sum of Cost",
            expression: { field: 4, type: "number", aggregate: "sum" },
          },
          { name: "count", label: "Rows", expression: { field: -1 } },
        ],
      },
    ]);
  });

  it("titles of its own and filters are in the report's language, names of sections are not", () => {
    const { definition } = resolve({
      locale: "de-DE",
      filters: { cost: { gte: 1000.5 } },
      sections: [
        { dataset: "ds_sales", fields: ["cost"], filters: { paid: true } },
        { kind: "text", text: "Dazwischen" },
        { kind: "figures", dataset: "ds_sales", figures: [{ field: "cost", aggregate: "sum" }] },
      ],
    });
    expect(definition.sections.map(({ name, title }) => [name, title])).toEqual([
      ["Data ds_sales", "Data ds_sales"],
      ["Notes", "Anmerkungen"],
      ["Key figures", "Kennzahlen"],
    ]);
    expect(definition.filters).toEqual([
      { label: "Cost", text: "mindestens 1.000,5" },
      { label: "Data ds_sales: Paid", text: "ist Ja" },
    ]);
  });

  it("report-wide filters reach every section that has the field, and are told once", () => {
    const other = {
      ...SALES,
      id: "ds_other",
      name: "Other",
      fields: [{ name: "region", label: "Region", type: "string" }],
    };
    const config = {
      filters: { region: "North", cost: { min: 5 } },
      sections: [
        { dataset: "ds_sales", fields: ["cost"], filters: { paid: true } },
        { dataset: "ds_other", fields: ["region"] },
        { dataset: "ds_sales", figures: [{ field: "cost", aggregate: "avg" }] },
      ],
    };
    const { definition } = resolve(config, [SALES, other]);
    const fieldsOf = definition.sections.map((section) =>
      section.kind === "text" ? [] : section.conditions.map(({ field, op }) => [field, op]),
    );
    expect(fieldsOf).toEqual([
      [
        [0, "eq"],
        [4, "gte"],
        [6, "eq"],
      ],
      [[0, "eq"]],
      [
        [0, "eq"],
        [4, "gte"],
      ],
    ]);
    expect(definition.filters.map(({ label }) => label)).toEqual(["Region", "Cost", "Data ds_sales: Paid"]);
    const problems = problemsOf({ ...config, filters: { nope: 1 } }, [SALES, other]);
    expect(problems).toEqual({
      "config.filters.nope": [`There is no such field or filter. Filters: ${NAMES}`],
    });
  });
});

describe("paper", () => {
  it.each([[{ size: "Letter", orientation: "landscape" }], [{ orientation: "portrait" }], [undefined]])(
    "config.page %j is what the document gets",
    (page) => {
      const { definition } = resolve({ fields: ["region"], ...(page && { page }) });
      expect(definition.page).toEqual(page);
    },
  );
});
