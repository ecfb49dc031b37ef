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

function read(filters: Record<string, unknown>) {
  const errors: FilterErrors = {};
  const conditions = readFilters(filters, FIELDS, errors).flatMap((filter) => filter.conditions);
  return { conditions, errors };
}

describe("the filter grammar", () => {
  it.each([
    ["a value", { name: "Ann" }, [{ field: 0, op: "eq", value: "Ann" }]],
    ["a label", { "Student Name": "Ann" }, [{ field: 0, op: "eq", value: "Ann" }]],
    ["a list", { count: [1, 2] }, [{ field: 2, op: "in", value: [1, 2] }]],
    ["null", { grade: null }, [{ field: 1, op: "is_null", value: true }]],
    [
      "min and max",
      { grade: { min: 60, max: 100 } },
      [
        { field: 1, op: "gte", value: 60 },
        { field: 1, op: "lte", value: 100 },
      ],
    ],
    ["a half-open range", { grade: { min: 60, max: null } }, [{ field: 1, op: "gte", value: 60 }]],
    [
      "start and end",
      { day: { start: "2025-01-01", end: "2025-12-31" } },
      [
        { field: 4, op: "gte", value: "2025-01-01" },
        { field: 4, op: "lte", value: "2025-12-31" },
      ],
    ],
    [
      "a plain date as the end of times means that whole day",
      { at: { end: "2025-02-28" } },
      [{ field: 5, op: "lt", value: "2025-03-01" }],
    ],
    [
      "a plain date equal to times means that whole day",
      { at: "2024-02-29" },
      [
        { field: 5, op: "gte", value: "2024-02-29" },
        { field: 5, op: "lt", value: "2024-03-01" },
      ],
    ],
    [
      "a time with an offset is compared in UTC",
      { at: { gt: "2025-01-01T01:00:00+02:00" } },
      [{ field: 5, op: "gt", value: "2024-12-31T23:00:00Z" }],
    ],
    [
      "contains and starts_with",
      { name: { contains: "nn", starts_with: "A" } },
      [
        { field: 0, op: "contains", value: "nn" },
        { field: 0, op: "starts_with", value: "A" },
      ],
    ],
    ["not_in", { name: { not_in: ["a"] } }, [{ field: 0, op: "not_in", value: ["a"] }]],
    ["is_null false", { name: { is_null: false } }, [{ field: 0, op: "is_null", value: false }]],
    ["a boolean", { passed: true }, [{ field: 3, op: "eq", value: true }]],
    ["ne null", { grade: { ne: null } }, [{ field: 1, op: "is_null", value: false }]],
  ])("reads %s", (_, filters, expected) => {
    expect(read(filters)).toEqual({ conditions: expected, errors: {} });
  });

  it.each([
    ["an unknown field", { nothing: 1 }, "filters.nothing", "There is no such field"],
    ["an unknown operator", { grade: { about: 5 } }, "filters.grade", "Unknown operator about"],
    ["text for a number", { grade: "high" }, "filters.grade", "Expected a number"],
    ["a number for text", { name: 5 }, "filters.name", "Expected text in quotes"],
    ["text for a boolean", { passed: "yes" }, "filters.passed", "Expected true or false"],
    ["a day that is not in the calendar", { day: "2023-02-30" }, "filters.day", "Expected a date"],
    ["a wrong value inside a list", { count: [1, "x"] }, "filters.count", "Expected a number"],
    ["in without a list", { count: { in: 1 } }, "filters.count", "in takes a list"],
    ["contains on a number", { grade: { contains: "1" } }, "filters.grade", "works on text fields"],
    ["an order on a boolean", { passed: { gt: true } }, "filters.passed", "does not work on a boolean"],
    ["is_null with text", { name: { is_null: "yes" } }, "filters.name", "takes true or false"],
    ["an empty object", { name: {} }, "filters.name", "Give a value"],
    ["a nested object", { name: { eq: { a: 1 } } }, "filters.name", "Expected text"],
  ])("refuses %s and says what is allowed", (_, filters, key, text) => {
    const { errors } = read(filters);
    expect(Object.keys(errors)).toEqual([key]);
    expect(errors[key]?.join(" ")).toContain(text);
  });

  it("X70: says in words what was applied", () => {
    const errors: FilterErrors = {};
    const read = readFilters({ grade: { min: 60, max: 100 }, name: ["a", "b"] }, FIELDS, errors);
    expect(read.map(({ label, text }) => `${label} ${text}`)).toEqual([
      "Grade between 60 and 100",
      "Student Name is one of a, b",
    ]);
  });
});
