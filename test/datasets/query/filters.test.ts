import { describe, expect, it } from "vitest";
import type { Field } from "../../../src/datasets/field";
import { type FilterErrors, readFilters } from "../../../src/datasets/query/filters";

const FIELDS: Field[] = [
  { name: "name", label: "Student Name", type: "string" },
  { name: "grade", label: "Grade", type: "number" },
  { name: "count", label: "Count", type: "integer" },
  { name: "passed", label: "Passed", type: "boolean" },
  { name: "day", label: "Day", type: "date" },
  { name: "at", label: "At", type: "datetime" },
];
const [NAME, GRADE, COUNT, PASSED, DAY, AT] = FIELDS.map(({ type }, field) => ({ field, type }));

function read(filters: Record<string, unknown>) {
  const errors: FilterErrors = {};
  const conditions = readFilters(filters, FIELDS, errors).flatMap((filter) => filter.conditions);
  return { conditions, errors };
}

describe("B9: the filter grammar", () => {
  it.each([
    ["grade", { min: 10, max: 5 }, "min 10 comes behind max 5"],
    ["count", { start: "7", end: 3 }, "start 7 comes behind end 3"],
    ["day", { start: "2024-02-01", end: "2024-01-31" }, "start 2024-02-01 comes behind end 2024-01-31"],
    ["at", { start: "2024-02-01", end: "2024-01-31" }, "start 2024-02-01 comes behind end 2024-01-31"],
    ["at", { min: "2024-02-01T10:00:00Z", max: "2024-02-01T10:00:00+01:00" }, /comes behind/],
  ])("%s %j ends before it begins, so that nothing could lie in it", (name, range, problem) => {
    expect(read({ [name]: range }).errors[`filters.${name}`]).toEqual([
      typeof problem === "string" ? problem : expect.stringMatching(problem),
    ]);
  });

  it.each([
    ["grade", { min: 5, max: 5 }],
    ["grade", { gte: 10, lte: 5 }],
    ["name", { min: "b", max: "A" }],
    ["at", { start: "2024-02-01", end: "2024-01-31T23:30:00Z" }],
  ])("%s %j may be asked for", (name, range) => {
    expect(read({ [name]: range }).errors).toEqual({});
  });

  it.each([
    ["a value", { name: "Ann" }, [{ ...NAME, op: "eq", value: "Ann" }]],
    ["a label", { "Student Name": "Ann" }, [{ ...NAME, op: "eq", value: "Ann" }]],
    ["a list", { count: [1, 2] }, [{ ...COUNT, op: "in", value: [1, 2] }]],
    ["null", { grade: null }, [{ ...GRADE, op: "is_null", value: true }]],
    ["null in a list", { grade: [5, null] }, [{ ...GRADE, op: "in", value: [5, null] }]],
    ["an empty list", { grade: { in: [] } }, [{ ...GRADE, op: "in", value: [] }]],
    [
      "min and max",
      { grade: { min: 60, max: 100 } },
      [
        { ...GRADE, op: "gte", value: 60 },
        { ...GRADE, op: "lte", value: 100 },
      ],
    ],
    ["a half-open range", { grade: { min: 60, max: null } }, [{ ...GRADE, op: "gte", value: 60 }]],
    ["a range with no end", { grade: { min: null, max: null } }, []],
    [
      "start and end",
      { day: { start: "2025-01-01", end: "2025-12-31" } },
      [
        { ...DAY, op: "gte", value: "2025-01-01" },
        { ...DAY, op: "lte", value: "2025-12-31" },
      ],
    ],
    ["a plain day against times", { at: { end: "2025-02-28" } }, [{ ...AT, op: "lte", value: "2025-02-28" }]],
    [
      "a time with an offset",
      { at: { gt: "2025-01-01T01:00:00.250+02:00" } },
      [{ ...AT, op: "gt", value: "2024-12-31T23:00:00.250Z" }],
    ],
    [
      "a time to the minute",
      { at: { gt: "2025-01-01 10:30" } },
      [{ ...AT, op: "gt", value: "2025-01-01T10:30:00" }],
    ],
    [
      "contains and starts_with",
      { name: { contains: "nn", starts_with: "A" } },
      [
        { ...NAME, op: "contains", value: "nn" },
        { ...NAME, op: "starts_with", value: "A" },
      ],
    ],
    ["not_in", { name: { not_in: ["a"] } }, [{ ...NAME, op: "not_in", value: ["a"] }]],
    ["is_null false", { name: { is_null: false } }, [{ ...NAME, op: "is_null", value: false }]],
    ["is_null as text", { name: { is_null: "true" } }, [{ ...NAME, op: "is_null", value: true }]],
    ["a boolean", { passed: true }, [{ ...PASSED, op: "eq", value: true }]],
    ["a boolean as text", { passed: "False" }, [{ ...PASSED, op: "eq", value: false }]],
    ["ne null", { grade: { ne: null } }, [{ ...GRADE, op: "is_null", value: false }]],
    ["eq null", { grade: { eq: null } }, [{ ...GRADE, op: "is_null", value: true }]],
    ["B14: a number for a text", { name: 5 }, [{ ...NAME, op: "eq", value: "5" }]],
    ["a number as text", { count: "5" }, [{ ...COUNT, op: "eq", value: 5 }]],
    ["a number as text with zeros", { grade: "5.50" }, [{ ...GRADE, op: "eq", value: 5.5 }]],
    ["a number as text with an exponent", { grade: { max: "1e3" } }, [{ ...GRADE, op: "lte", value: 1000 }]],
    [
      "the longest number that keeps its digits",
      { grade: "0.1234567890123456" },
      [{ ...GRADE, op: "eq", value: 0.1234567890123456 }],
    ],
  ])("reads %s", (_, filters, expected) => {
    expect(read(filters)).toEqual({ conditions: expected, errors: {} });
  });

  it.each([
    ["an unknown field", { nothing: 1 }, "filters.nothing", "There is no such field"],
    ["an unknown operator", { grade: { about: 5 } }, "filters.grade", "Unknown operator about"],
    ["text for a number", { grade: "high" }, "filters.grade", "Expected a number"],
    ["an empty text for a number", { grade: "" }, "filters.grade", "Expected a number"],
    ["hexadecimal text for a number", { grade: "0x10" }, "filters.grade", "Expected a number"],
    ["infinity", { grade: "1e999" }, "filters.grade", "Expected a number"],
    ["more digits than a number keeps", { count: "9007199254740993" }, "filters.count", "Expected a number"],
    ["a number too long to be a text", { name: 2 ** 64 }, "filters.name", "Expected text in quotes"],
    ["a boolean for a text", { name: true }, "filters.name", "Expected text in quotes"],
    ["text for a boolean", { passed: "yes" }, "filters.passed", "Expected true or false"],
    [
      "a property of objects for a boolean",
      { passed: "constructor" },
      "filters.passed",
      "Expected true or false",
    ],
    ["a day that is not in the calendar", { day: "2023-02-30" }, "filters.day", "Expected a date"],
    ["a time for a day", { day: "2023-02-03T10:00:00" }, "filters.day", "Expected a date"],
    ["an hour that there is not", { at: "2023-02-03T24:00:00" }, "filters.at", "Expected a date or"],
    ["a wrong value inside a list", { count: [1, "x"] }, "filters.count", "Expected a number"],
    ["in without a list", { count: { in: 1 } }, "filters.count", "in takes a list"],
    [
      "contains on a number",
      { grade: { contains: "1" } },
      "filters.grade",
      "does not work on a number field",
    ],
    ["contains of nothing", { name: { contains: null } }, "filters.name", "Expected text"],
    ["an order on a boolean", { passed: { gt: true } }, "filters.passed", "does not work on a boolean field"],
    [
      "a range on a boolean",
      { passed: { min: true } },
      "filters.passed",
      "min does not work on a boolean field",
    ],
    ["is_null with text", { name: { is_null: "yes" } }, "filters.name", "Expected true or false"],
    ["an order with null", { grade: { gt: null } }, "filters.grade", "Expected a number"],
    ["an empty object", { name: {} }, "filters.name", "Give a value"],
    ["a nested object", { name: { eq: { a: 1 } } }, "filters.name", "Expected text"],
    [
      "a search with more letters than can be folded",
      {
        name: {
          contains:
            "аАбБвВгГдДеЕжЖзЗиИкКлЛмМнНоОпПрРсСтТуУфФхХцЦчЧшШщЩъЪыЫьЬэЭюЮяЯαβγδεζηθικλμνξοπρστυφχψωԱԲԳԴԵԶԷԸԹԺԻԼԽԾԿ",
        },
      },
      "filters.name",
      "too many different letters",
    ],
  ])("B26: refuses %s and says what is allowed", (_, filters, key, text) => {
    const { errors } = read(filters);
    expect(Object.keys(errors)).toEqual([key]);
    expect(errors[key]?.join(" ")).toContain(text);
  });

  it.each([
    [{ grade: { min: 60, max: 100 } }, "Grade between 60 and 100"],
    [{ name: ["a", "b", null] }, "Student Name is one of a, b, empty"],
    [{ name: { in: [] } }, "Student Name is one of nothing"],
    [{ day: { start: "2025-01-01", end: "2025-12-31" } }, "Day from Jan 1, 2025 to Dec 31, 2025"],
    [{ name: { contains: "nn", starts_with: "A" } }, "Student Name contains nn and starts with A"],
    [{ grade: { ne: null } }, "Grade is not empty"],
    [{ grade: null }, "Grade is empty"],
    [{ grade: { min: 60, max: null } }, "Grade at least 60"],
  ])("X70: says in words what was applied: %j", (filters, words) => {
    const found = readFilters(filters, FIELDS, {});
    expect(found.map(({ label, text }) => `${label} ${text}`)).toEqual([words]);
  });
});

describe("B9: percentages and money in filters", () => {
  const SHOWN: Field[] = [
    { name: "rate", label: "Rate", type: "number", format: "percent" },
    { name: "cost", label: "Cost", type: "number", format: "currency:USD" },
    { name: "plain", label: "Plain", type: "number" },
  ];
  const readShown = (filters: Record<string, unknown>) => {
    const errors: FilterErrors = {};
    const found = readFilters(filters, SHOWN, errors);
    const values = found.flatMap(({ conditions }) => conditions.map(({ value }) => value));
    return { values, texts: found.map(({ text }) => text), errors };
  };

  it.each([
    [{ rate: "20%" }, [0.2], "is 20%"],
    [{ rate: { min: "12.5 %", max: 0.5 } }, [0.125, 0.5], "between 12.5% and 50%"],
    [{ rate: ["-3%", "1,250%"] }, [[-0.03, 12.5]], "is one of -3%, 1,250%"],
    [{ rate: { gte: 20 } }, [20], "at least 2,000%"],
    [{ rate: "0.2" }, [0.2], "is 20%"],
    [{ cost: { gt: "$1,200.50" } }, [1200.5], "over $1,200.50"],
    [{ cost: ["1,200.50", "USD 3", "($5)"] }, [[1200.5, 3, -5]], "is one of $1,200.50, $3.00, -$5.00"],
  ])("%j means %j, and says so", (filters, values, text) => {
    expect(readShown(filters)).toEqual({ values, texts: [text], errors: {} });
  });

  it.each([
    ["rate", "20 percent", 'Expected a number such as 0.2, or "20%", got "20 percent"'],
    ["rate", "$20", 'Expected a number such as 0.2, or "20%", got "$20"'],
    ["rate", { min: "30%", max: 0.2 }, "min 0.3 comes behind max 0.2"],
    ["cost", "€5", 'Expected a number, got "€5"'],
    ["cost", "5%", 'Expected a number, got "5%"'],
    ["plain", "20%", 'Expected a number, got "20%"'],
    ["plain", "1,200", 'Expected a number, got "1,200"'],
  ])("%s %j is refused", (name, value, problem) => {
    expect(readShown({ [name]: value }).errors).toEqual({ [`filters.${name}`]: [problem] });
  });
});

it.each([
  ["de", { grade: { min: 60, max: 1000.5 } }, "zwischen 60 und 1.000,5"],
  ["de", { name: { contains: "{value}", ne: null } }, "enthält {value} und ist nicht leer"],
  ["fr", { passed: true }, "est Oui"],
  ["ja", { grade: { gte: 60 } }, "60 以上"],
  ["zh-TW", { count: [1, null] }, "為以下之一：1、（空白）"],
  ["pl", { day: { start: "2025-01-01", end: "2025-01-31" } }, "od 1 sty 2025 do 31 sty 2025"],
  ["nl", { count: [] }, "is een van (geen)"],
  ["ko", { grade: { gte: 60 } }, "at least 60"],
])("a filter is told in the language of %s: %j", (locale, filters, text) => {
  const read = readFilters(filters, FIELDS, {}, { locale, timeZone: "UTC" });
  expect(read.map((filter) => filter.text)).toEqual([text]);
});
