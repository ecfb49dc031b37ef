import { describe, expect, it } from "vitest";
import { newWorkspace } from "../support";
import { type Made, succeed, uploadedDataset } from "../support/product";

interface Detail extends Made {
  readonly available_fields: { options: Record<string, { name: string; label: string; type: string }[]> };
  readonly available_filters: { options: Record<string, string>; operators: Record<string, string[]> };
}
const detailOf = async (token: string, config: unknown) => {
  const { id } = await succeed("POST", "/reports", token, { name: "R", config });
  return await succeed<Detail>("GET", `/reports/${id}`, token);
};
const namesOf = (options: Detail["available_fields"]["options"]) =>
  Object.fromEntries(
    Object.entries(options).map(([heading, fields]) => [heading, fields.map(({ name }) => name)]),
  );

describe("B8: what a report's config may name", () => {
  it("data of a preset: fields under the catalogue's headings, filters in its words", async () => {
    const token = await newWorkspace().token();
    const { id: dataset } = await succeed("POST", "/datasets", token, {
      name: "Class",
      preset: "gradebook.students",
    });
    const detail = await detailOf(token, { dataset, fields: ["student_name", "grade"], filters: {} });
    expect(detail.available_fields).toMatchObject({ description: "Available fields for this report type" });
    expect(namesOf(detail.available_fields.options)).toEqual({
      student: [
        ...[
          "student_id",
          "student_name",
          "student_email",
          "class_id",
          "grade",
          "submission_count",
          "progress",
        ],
        ...["attendance", "last_submission_date", "status", "assignment_id"],
      ],
      assignment: ["subject_id"],
      grade: [],
    });
    expect(detail.available_fields.options.student?.[1]).toEqual({
      name: "student_name",
      label: "Student Name",
      type: "string",
    });
    expect(detail.available_filters).toMatchObject({
      description: "Available filter options",
      options: {
        subject_id: "Subject ID (integer)",
        date_range: "Object with start and end ISO dates",
        grade_range: "Object with min and max values (0-100)",
        status: "Submission status (submitted, graded, late, pending)",
        student_id: "Individual student ID",
        class_id: "Class/Group ID",
        assignment_id: "Assignment ID",
        student_name: "Student Name (string)",
      },
    });
    expect(detail.available_filters.operators.grade_range).toEqual(
      expect.arrayContaining(["min", "max", "gt"]),
    );
    expect(detail.available_filters.operators.grade_range).not.toContain("contains");
    expect(detail.available_filters.operators.student_name).toContain("contains");
  });

  it("every filter that is offered is understood", async () => {
    const token = await newWorkspace().token();
    const { id: dataset } = await succeed("POST", "/datasets", token, {
      name: "Work",
      preset: "gradebook.submissions",
    });
    const { available_filters } = await detailOf(token, { dataset, fields: ["score"] });
    const names = Object.keys(available_filters.options);
    expect(names).toEqual(expect.arrayContaining(["date_range", "grade_range", "status", "feedback"]));
    const filters = Object.fromEntries(names.map((name) => [name, { is_null: false }]));
    await detailOf(token, { dataset, fields: ["score"], filters });
  });

  it("any other data: its own fields under its name, its own filters", async () => {
    const token = await newWorkspace().token();
    const { id: dataset } = await uploadedDataset(token, "城市,visitors,open\nUlm,5,true\n", "name=Cities");
    const { available_fields, available_filters } = await detailOf(token, { dataset, fields: ["visitors"] });
    expect(namesOf(available_fields.options)).toEqual({ Cities: ["城市", "visitors", "open"] });
    expect(available_filters.options).toEqual({
      城市: "城市 (string)",
      visitors: "visitors (integer)",
      open: "open (boolean)",
    });
    expect(available_filters.operators.open).toEqual(["eq", "ne", "in", "not_in", "is_null"]);
  });

  it("several sections: the data of all of them, each field once", async () => {
    const token = await newWorkspace().token();
    const make = (name: string, preset: string) => succeed("POST", "/datasets", token, { name, preset });
    const students = await make("Class", "gradebook.students");
    const work = await make("Work", "gradebook.submissions");
    const [one, two] = await Promise.all([
      uploadedDataset(token, "a,b\n1,2\n", "name=Same"),
      uploadedDataset(token, "a,c\n1,2\n", "name=Same"),
    ]);
    const { available_fields, available_filters } = await detailOf(token, {
      sections: [
        { dataset: two.id, fields: ["c"] },
        { dataset: work.id, fields: ["score"] },
        { text: "Between" },
        { dataset: students.id, fields: ["grade"] },
        { dataset: one.id, fields: ["a"] },
        { dataset: two.id, fields: ["a"] },
      ],
    });
    const options = namesOf(available_fields.options);
    expect(Object.keys(options)).toEqual([
      `Same (${two.id})`,
      ...["student", "assignment", "grade"],
      `Same (${one.id})`,
    ]);
    expect(options[`Same (${one.id})`]).toEqual(["a", "b"]);
    expect(options.grade).toEqual(["submitted_at", "score", "feedback", "graded_by", "graded_at", "status"]);
    expect(options.student?.filter((name) => name === "student_name")).toHaveLength(1);
    expect(options.student).toContain("attendance");
    expect(Object.keys(available_filters.options)).toEqual(
      expect.arrayContaining(["a", "b", "c", "grade_range"]),
    );
  });
});
