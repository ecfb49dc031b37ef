import { describe, expect, it } from "vitest";
import { dataset, problemsOf, resolve, SALES, STUDENTS, SUBMISSIONS, tableOf } from "./support";

const conditionsOf = (filters: Record<string, unknown>, data = STUDENTS, options = {}) =>
  tableOf({ dataset: data.id, fields: ["student_name"], filters }, [data], options).conditions.map(
    ({ field, op, value }) => [(data.fields[field] as { name: string }).name, op, value],
  );

describe("B9 B10 B12 B13 B14: named filters of a preset", () => {
  it.each([
    [
      "grade_range",
      { min: 60, max: 90 },
      [
        ["grade", "gte", 60],
        ["grade", "lte", 90],
      ],
    ],
    [
      "date_range",
      { start: "2025-01-01", end: "2025-12-31" },
      [
        ["last_submission_date", "gte", "2025-01-01"],
        ["last_submission_date", "lte", "2025-12-31"],
      ],
    ],
    ["date_range", { start: "2025-01-01" }, [["last_submission_date", "gte", "2025-01-01"]]],
    ["status", "submitted", [["status", "in", ["submitted", "SUBMITTED", "Submitted"]]]],
    ["status", ["LATE", null], [["status", "in", ["LATE", "late", "Late", null]]]],
    ["status", { ne: "graded" }, [["status", "not_in", ["graded", "GRADED", "Graded"]]]],
    ["status", { not_in: ["late"] }, [["status", "not_in", ["late", "LATE", "Late"]]]],
    ["status", { starts_with: "sub" }, [["status", "starts_with", "sub"]]],
    ["subject_id", 5, [["subject_id", "eq", 5]]],
    ["subject_id", "5", [["subject_id", "eq", 5]]],
    ["student_id", [1, "2"], [["student_id", "in", [1, 2]]]],
    ["class_id", { gte: 3 }, [["class_id", "gte", 3]]],
    ["Grade", { min: 50 }, [["grade", "gte", 50]]],
    ["attendance", { lt: 0.5 }, [["attendance", "lt", 0.5]]],
  ])("%s %j", (name, value, expected) => {
    expect(conditionsOf({ [name]: value })).toEqual(expected);
  });

  it.each([
    ["grade_range", null, []],
    ["grade_range", { min: null, max: 50 }, [["grade", "lte", 50]]],
    ["grade", null, [["grade", "is_null", true]]],
  ])(
    "%s %j: null is no filter by a name of the preset's, an empty cell by a field's",
    (name, value, expected) => {
      expect(conditionsOf({ [name]: value })).toEqual(expected);
    },
  );

  it("a filter by a hostile name is unknown, not lost", () => {
    const filters = JSON.parse('{"__proto__": {"eq": 1}, "constructor": 2}') as Record<string, unknown>;
    const problems = problemsOf({ dataset: STUDENTS.id, fields: ["grade"], filters }, [STUDENTS]);
    expect(Object.keys(problems).sort()).toEqual(["config.filters.__proto__", "config.filters.constructor"]);
  });

  it("B13: words of a fixed set are found in any case, as they stand in the set too", () => {
    const fields = { student_name: "string", category: "string" } as const;
    const data = dataset("ds_advisor", fields, { preset: "advisor.recommendations" });
    expect(conditionsOf({ category: "highavailability" }, data)).toEqual([
      ["category", "in", ["highavailability", "HIGHAVAILABILITY", "Highavailability", "HighAvailability"]],
    ]);
  });

  it("the same name means what the dataset at hand has", () => {
    expect(conditionsOf({ grade_range: { min: 60 } }, SUBMISSIONS)).toEqual([["score", "gte", 60]]);
  });

  it("an id column of text takes numbers as well", () => {
    const data = dataset(
      "ds_text",
      { student_name: "string", subject_id: "string" },
      { preset: "gradebook.students" },
    );
    expect(conditionsOf({ subject_id: 5 }, data)).toEqual([["subject_id", "eq", "5"]]);
  });

  it.each([
    [
      "a grade over 100",
      { grade_range: { min: 0, max: 101 } },
      "config.filters.grade_range",
      "Give numbers from 0 to 100",
    ],
    [
      "a grade under 0",
      { grade_range: { min: -1 } },
      "config.filters.grade_range",
      "Give numbers from 0 to 100",
    ],
    ["a grade in words", { grade_range: { min: "low" } }, "config.filters.grade_range", /number/],
    [
      "an unknown status",
      { status: "lost" },
      "config.filters.status",
      "lost is none of submitted, graded, late, pending",
    ],
    [
      "one unknown status of several",
      { status: ["late", "lost"] },
      "config.filters.status",
      "lost is none of submitted, graded, late, pending",
    ],
    ["an unknown operator", { grade: { above: 5 } }, "config.filters.grade", /above/],
    ["no operator", { grade: {} }, "config.filters.grade", /Operators for a number field: eq, /],
    [
      "a date that is none",
      { date_range: { start: "2025-02-30" } },
      "config.filters.date_range",
      /YYYY-MM-DD/,
    ],
    [
      "an unknown relative date",
      { date_range: { relative: "soon" } },
      "config.filters.date_range",
      /^soon is no relative date\. Relative dates: today, .*last_N_days$/,
    ],
    ["text where ids are numbers", { student_id: "x" }, "config.filters.student_id", /number/],
    [
      "a filter of another preset",
      { savings_range: { min: 1 } },
      "config.filters.savings_range",
      /^There is no such field or filter\. Filters: subject_id, date_range, grade_range, status, /,
    ],
  ])("B26: %s is named, with the operators of the field", (_, filters, path, text) => {
    const problems = problemsOf({ dataset: STUDENTS.id, fields: ["grade"], filters }, [STUDENTS]);
    expect(Object.keys(problems)).toEqual([path]);
    const texts = problems[path] ?? [];
    expect(
      texts.some((each) => (typeof text === "string" ? each === text : text.test(each))),
      texts.join("\n"),
    ).toBe(true);
    if (!texts[0]?.startsWith("There is no such"))
      expect(texts.at(-1)).toMatch(/Operators( for an? \w+ field)?: eq, /);
  });
});

describe("B10: relative dates in filters", () => {
  const at = (value: unknown, config = {}, options = {}) =>
    resolve({ fields: ["region"], filters: { sold_on: value }, ...config }, [SALES], options).definition;

  it.each([
    ["as a name", "last_7_days"],
    ["as an object", { relative: "last_7_days" }],
  ])("%s are days by the time the definition is made, and said as such", (_, value) => {
    const definition = at(value);
    expect(definition.sections[0]).toMatchObject({
      conditions: [
        { field: 2, op: "gte", value: "2026-11-15" },
        { field: 2, op: "lte", value: "2026-11-21" },
      ],
    });
    expect(definition.filters).toEqual([{ label: "Sold On", text: "from Nov 15, 2026 to Nov 21, 2026" }]);
  });

  it("count in the report's time zone, or in the one that is asked for", () => {
    const now = new Date("2026-11-21T15:30:00Z");
    const daysOf = (definition: ReturnType<typeof at>) => {
      const [section] = definition.sections;
      return section?.kind === "table" ? section.conditions.map(({ value }) => value) : [];
    };
    expect(daysOf(at("today", {}, { now }))).toEqual(["2026-11-21", "2026-11-21"]);
    expect(daysOf(at("today", { time_zone: "Asia/Tokyo" }, { now }))).toEqual(["2026-11-22", "2026-11-22"]);
    expect(daysOf(at("today", { time_zone: "UTC" }, { now, zone: "Asia/Tokyo" }))).toEqual([
      "2026-11-22",
      "2026-11-22",
    ]);
  });

  it("a text field keeps such a word as it is", () => {
    const { conditions } = tableOf({ fields: ["region"], filters: { region: "today" } });
    expect(conditions).toMatchObject([{ field: 0, op: "eq", value: "today" }]);
  });
});

describe("where the filters stand in what was sent", () => {
  it("those of one generation are named without the config", () => {
    const problems = problemsOf({ fields: ["cost"], filters: { cost: "high", nope: 1 } }, [SALES], {
      filterRoot: "filters",
    });
    expect(Object.keys(problems).sort()).toEqual(["filters.cost", "filters.nope"]);
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`f${at}`, 1]));
    expect(problemsOf({ fields: ["cost"], filters: many }, [SALES], { filterRoot: "filters" })).toEqual({
      filters: ["At most 50 filters"],
    });
  });

  it("another root of the config is said throughout", () => {
    const config = { fields: ["cost"], filters: { nope: 1 }, limit: 0 };
    expect(Object.keys(problemsOf(config, [SALES], { root: "base_config" })).sort()).toEqual([
      "base_config.filters.nope",
      "base_config.limit",
    ]);
  });
});

describe("X70: filters in force are written as the cells of their fields", () => {
  const ORDERS = dataset("ds_orders", {});
  const fields = [
    { name: "amount", label: "Amount", type: "number", format: "currency:EUR" },
    { name: "share", label: "Share", type: "number", format: "percent" },
    { name: "order_id", label: "Order ID", type: "integer" },
    { name: "pieces", label: "Pieces", type: "integer" },
    { name: "day", label: "Day", type: "date" },
    { name: "at", label: "At", type: "datetime" },
    { name: "paid", label: "Paid", type: "boolean" },
    { name: "note", label: "Note", type: "string" },
  ];

  it.each([
    ["en-GB", { amount: { min: 5000 } }, "at least €5,000.00"],
    ["de-DE", { amount: { min: 5000.5, max: "6000" } }, "zwischen 5.000,50\u00a0€ und 6.000,00\u00a0€"],
    ["en-GB", { share: [0.15, 0.2] }, "is one of 15%, 20%"],
    ["en-GB", { order_id: 10001 }, "is 10001"],
    ["en-GB", { pieces: { gt: 10001 } }, "over 10,001"],
    ["en-GB", { day: { start: "2026-08-24", end: "2026-11-21" } }, "from 24 Aug 2026 to 21 Nov 2026"],
    ["en-GB", { at: { gte: "2026-08-24 10:00:00Z" } }, "at least 24 Aug 2026, 12:00:00"],
    ["en-GB", { paid: "true" }, "is Yes"],
    ["en-GB", { paid: { ne: null } }, "is not empty"],
    ["en-GB", { note: { contains: "2026-08-24" } }, "contains 2026-08-24"],
  ])("%s %j", (locale, filters, text) => {
    const config = { fields: ["note"], locale, time_zone: "Europe/Berlin", filters };
    const { definition } = resolve(config, [{ ...ORDERS, fields }]);
    expect(definition.filters.map((filter) => filter.text)).toEqual([text]);
  });
});
