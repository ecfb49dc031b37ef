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
