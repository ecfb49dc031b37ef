import { describe, expect, it } from "vitest";
import { chooseDataset, type Want } from "../../../src/datasets/choose";
import { problemsOf, resolve, SALES, STUDENTS, SUBMISSIONS } from "./support";

const want = (facts: Partial<Want>): Want => ({
  dataset: null,
  preset: null,
  fields: [],
  filters: [],
  ...facts,
});
const chosen = (
  facts: Partial<Want>,
  candidates = [SALES, STUDENTS, SUBMISSIONS],
  present: string | null = null,
) => {
  const choice = chooseDataset(want(facts), candidates, present);
  return "dataset" in choice ? choice.dataset.id : choice.problem;
};

describe("which dataset is meant", () => {
  it.each([
    ["the only one with all the fields", { fields: ["region", "cost"] }, "ds_sales"],
    ["by labels as well", { fields: ["Student Name", "progress"] }, "ds_students"],
    [
      "of several, the one that knows the filter's field",
      { fields: ["student_name"], filters: ["score"] },
      "ds_submissions",
    ],
    [
      "of several, the one whose preset knows the filter",
      { fields: ["student_name"], filters: ["class_id"] },
      "ds_students",
    ],
    ["the named one, whatever its fields", { dataset: "ds_sales", fields: ["grade"] }, "ds_sales"],
    ["the one of the preset", { preset: "gradebook.students" }, "ds_students"],
  ])("%s", (_, facts, id) => {
    expect(chosen(facts)).toBe(id);
  });

  it("the one that the report is over stays while it has the fields", () => {
    expect(chosen({ fields: ["student_name"] }, [STUDENTS, SUBMISSIONS], "ds_submissions")).toBe(
      "ds_submissions",
    );
    expect(chosen({ fields: ["progress"] }, [STUDENTS, SUBMISSIONS], "ds_submissions")).toBe("ds_students");
  });

  it.each([
    [
      "several",
      { fields: ["student_name"], filters: ["grade_range"] },
      "Several datasets have all the named fields, name one: ds_students (Data ds_students, gradebook.students), ds_submissions (Data ds_submissions, gradebook.submissions)",
    ],
    [
      "none",
      { fields: ["region", "grade"] },
      "No dataset of this workspace has all the named fields. Datasets: ds_sales (Data ds_sales), ds_students (Data ds_students, gradebook.students), ds_submissions (Data ds_submissions, gradebook.submissions)",
    ],
    [
      "a name that is none",
      { dataset: "ds_x" },
      "There is no dataset ds_x in this workspace. Datasets: ds_sales (Data ds_sales), ds_students (Data ds_students, gradebook.students), ds_submissions (Data ds_submissions, gradebook.submissions)",
    ],
  ])("DESIGN 5: %s is said with a list", (_, facts, problem) => {
    expect(chosen(facts)).toBe(problem);
  });

  it("one whose fields are not known yet cannot be meant", () => {
    const waiting = { ...SALES, fields: [], status: "processing" as const };
    expect(chosen({ dataset: "ds_sales" }, [waiting])).toBe(
      "The fields of dataset ds_sales are not known yet: it is processing",
    );
    expect(chosen({ fields: ["cost"] }, [waiting])).toBe(
      "No dataset of this workspace has all the named fields. Datasets: none",
    );
    expect(chosen({ fields: ["cost"] }, [], "ds_gone")).toBe("Dataset ds_gone is no longer there");
  });
});

describe("B26: fields that no dataset has", () => {
  it("are told against the nearest dataset, beside the list of all", () => {
    const problems = problemsOf({ fields: ["region", "nope"] }, [SALES, STUDENTS]);
    expect(problems["config.fields"]).toEqual([
      "Invalid fields specified: nope. Fields: region, product, sold_on, sold_at, cost, pieces, paid",
    ]);
    expect(problems["config.dataset"]?.[0]).toMatch(/^No dataset of this workspace has all the named fields/);
  });

  it("are told without one when nothing comes near", () => {
    const problems = problemsOf({ fields: ["nope", "no"] }, [SALES, STUDENTS]);
    expect(problems["config.fields"]).toEqual(["Invalid fields specified: nope, no"]);
  });

  it("in a workspace without data", () => {
    expect(problemsOf({ fields: ["grade"], filters: { status: "late" } }, [])).toEqual({
      "config.dataset": ["No dataset of this workspace has all the named fields. Datasets: none"],
      "config.fields": ["Invalid fields specified: grade"],
    });
  });

  it("each section finds its own", () => {
    const sections = [
      { fields: ["region"] },
      { figures: [{ field: "progress", aggregate: "avg" }] },
      { text: "x" },
    ];
    const { datasets } = resolve({ sections }, [SALES, STUDENTS, SUBMISSIONS]);
    expect(datasets.map((dataset) => dataset?.id)).toEqual(["ds_sales", "ds_students", undefined]);
  });
});
