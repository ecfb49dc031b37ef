import { describe, expect, it } from "vitest";
import { namedFilters, offeredFilters } from "../../../src/datasets/presets";

const field = (name: string, type = "string", label = name) => ({ name, label, type });
const submissions = {
  preset: "gradebook.submissions",
  fields: [
    field("score", "number", "Points"),
    field("graded_at", "datetime", "Graded At"),
    field("status", "string", "Status"),
    field("remark", "string", "Status"),
  ],
};

describe("B8 B10 B12 B13 B14: what a filter's name means", () => {
  it("a named filter is the field of its preset that the dataset has", () => {
    const named = namedFilters(submissions);
    expect(named.get("grade_range")).toMatchObject({
      field: "score",
      position: 0,
      kind: "range",
      min: 0,
      max: 100,
    });
    expect(named.get("status")).toMatchObject({
      field: "status",
      position: 2,
      kind: "enum",
      values: ["submitted", "graded", "late", "pending"],
    });
    expect(named.has("subject_id")).toBe(false);
    expect(named.has("student_id")).toBe(false);
  });

  it("a range of dates falls back to the field that is there", () => {
    expect(namedFilters(submissions).get("date_range")?.field).toBe("graded_at");
    const whole = { ...submissions, fields: [...submissions.fields, field("submitted_at", "datetime")] };
    expect(namedFilters(whole).get("date_range")?.field).toBe("submitted_at");
  });

  it("a range of dates is that of the only field with dates, whatever the data are", () => {
    const sales = { preset: null, fields: [field("region"), field("sold_on", "date", "Sold On")] };
    expect(namedFilters(sales).get("date_range")).toMatchObject({ field: "sold_on", position: 1 });
    expect(offeredFilters(sales).map(({ name }) => name)).toEqual(["date_range", "region", "sold_on"]);
    for (const further of [field("paid_at", "datetime"), field("date_range", "string")]) {
      const several = { ...sales, fields: [...sales.fields, further] };
      expect(namedFilters(several).get("date_range")?.field).not.toBe("sold_on");
    }
  });

  it("names come before labels, and the first of equal labels wins", () => {
    const named = namedFilters(submissions);
    expect(named.get("Points")).toMatchObject({ name: "Points", field: "score", position: 0 });
    expect(named.get("Status")).toMatchObject({ field: "status", position: 2 });
    const swapped = { preset: null, fields: [field("a", "string", "b"), field("b", "string", "a")] };
    expect(namedFilters(swapped).get("b")?.position).toBe(1);
  });

  it("offers named filters and fields once each, in the words of the catalogue", () => {
    expect(offeredFilters(submissions).map(({ name, words }) => [name, words])).toEqual([
      ["date_range", "Object with start and end ISO dates"],
      ["grade_range", "Object with min and max values (0-100)"],
      ["status", "Submission status (submitted, graded, late, pending)"],
      ["score", "Points (number)"],
      ["graded_at", "Graded At (datetime)"],
      ["remark", "Status (string)"],
    ]);
  });

  it("without a preset, or with one that is no longer known, the fields alone", () => {
    for (const preset of [null, "gone.away"]) {
      const named = namedFilters({ preset, fields: [field("grade", "number", "Grade")] });
      expect([...named.keys()]).toEqual(["grade", "Grade"]);
    }
  });
});
