import { describe, expect, it } from "vitest";
import {
  mapColumns,
  matchPreset,
  missingFields,
  PRESETS,
  type Preset,
  presetOf,
} from "../../../src/datasets/presets";

const files = import.meta.glob<string>("../../data/real/*.csv", {
  query: "?raw",
  import: "default",
  eager: true,
});
const headerOf = (text: string) =>
  (text.replace(/^\ufeff/, "").split(/\r?\n/)[0] ?? "").split(",").map((cell) => cell.replaceAll('"', ""));
const namesOf = (headers: readonly string[]) =>
  matchPreset(headers)?.mapping.map((field) => field?.name ?? null);
const idOf = (headers: string) =>
  matchPreset(headers.split(",").map((header) => header.trim()))?.preset.id ?? null;

describe("B7: files are known by their headers", () => {
  it.each(Object.entries(files))("the real file %s is taken for nothing that it is not", (path, text) => {
    const isAdvisor = path.endsWith("/sample_small.csv");
    expect(matchPreset(headerOf(text))?.preset.id ?? null).toBe(isAdvisor ? "advisor.recommendations" : null);
  });

  it.each([
    [
      "exams",
      "gender,race/ethnicity,parental level of education,lunch,test preparation course,math score,reading score",
    ],
    ["pupils", "school,sex,age,address,famsize,reason,guardian,studytime,failures,absences,health,G1,G2,G3"],
    ["requests", "TIMESTAMP,ContextTokens,GeneratedTokens"],
    ["a survey", "RespondentID,Gender,Age,Household Income,Education,Location (Census Region)"],
    ["calls by day", "date,NYC-3-1-1,ACS,DEP,DOB,FEMA,NYPD,total"],
    ["medical notes", ",description,medical_specialty,sample_name,transcription,keywords"],
    ["people", "Name,Email,Phone,Status,Created At"],
    ["tasks", "Title,Due Date,Status,Assignee,Completion Rate"],
    ["reviews", "Title,Score,Feedback,Status"],
    ["audit findings", "Category,Impact,Recommendation,Owner,Due Date"],
    ["sales", "Date,Total,Success Rate,Agent"],
    ["a questionnaire on grades", "Name,Grade,Comments"],
    ["traffic", "Date,Sessions,Bounce Rate"],
    ["one column", "student_name"],
    ["nothing", ""],
  ])("%s are taken for nothing", (_, headers) => {
    expect(idOf(headers)).toBeNull();
  });

  it.each([
    ["gradebook.students", "student_name,grade,submission_count"],
    [
      "gradebook.students",
      "Student ID,Student Name,Class,Grade,Submission Count,Attendance,Last Submission Date,Remark",
    ],
    ["gradebook.students", "STUDENT NAME,Final Grade,Attendance %"],
    ["gradebook.students", "学号,学生姓名,成绩,出勤率,最后提交日期"],
    ["gradebook.students", "Ｓｔｕｄｅｎｔ　Ｎａｍｅ,Ｇｒａｄｅ"],
    [
      "gradebook.assignments",
      "title,due_date,avg_score,submission_rate,completion_rate,late_submissions,total_submissions",
    ],
    ["gradebook.assignments", "Assignment Name,Due Date,Average Score,Late Submissions"],
    ["gradebook.assignments", "作业名称,截止日期,平均分,提交率,迟交数"],
    ["gradebook.submissions", "score,feedback,graded_by,graded_at,status"],
    ["gradebook.submissions", "Student Name,Assignment Title,Score,Grader,Graded On,Status"],
    [
      "metrics.executions",
      "date,total_executions,successful_executions,failed_executions,success_rate,avg_runtime",
    ],
    [
      "metrics.executions",
      "date,agent_id,total_executions,successful_executions,failed_executions,success_rate",
    ],
    [
      "metrics.agents",
      "date,agent_id,agent_name,total_executions,failed_executions,success_rate,avg_runtime",
    ],
    ["metrics.users", "Date,Active Users,New Users,Total Users"],
    [
      "advisor.recommendations",
      "Category,Business Impact,Recommendation,Subscription ID,Subscription Name,Resource Group,Resource Name,Type,Updated Date,Potential benefits,Potential Annual Cost Savings,Potential Cost Savings Currency,Retirement date,Retiring feature",
    ],
  ])("%s is told by %s", (id, headers) => {
    expect(idOf(headers)).toBe(id);
  });

  it("a table that joins everything is the kind that knows most of its columns", () => {
    expect(idOf("student_name,student_email,grade,progress,attendance,title")).toBe("gradebook.students");
    expect(idOf("student_name,grade,title,score,feedback,graded_by,graded_at,submitted_at,status")).toBe(
      "gradebook.submissions",
    );
  });

  it("every header of a real Advisor export is known, by the portal's names and by older ones", () => {
    expect(namesOf(headerOf(files["../../data/real/sample_small.csv"] ?? ""))).toEqual([
      "category",
      "business_impact",
      "recommendation",
      "subscription_id",
      "subscription_name",
      "resource_group",
      "resource_name",
      "resource_type",
      "potential_annual_cost_savings",
      "currency",
      "potential_benefits",
      "advisor_score_impact",
      "retirement_date",
      "retiring_feature",
    ]);
  });
});

describe("columns of a known preset", () => {
  const students = presetOf("gradebook.students");
  const columns = (headers: string) =>
    students ? mapColumns(students, headers.split(",")).map((field) => field?.name ?? null) : [];

  it.each([
    ["a name before its alias, whatever comes first", "Student,student_name", [null, "student_name"]],
    ["each field once: the first of two alike", "Grade,grade", ["grade", null]],
    ["loose words once the kind is known", "Name,Email,Score", ["student_name", "student_email", "grade"]],
    ["what is unknown stays", "Student Name,Favourite colour,", ["student_name", null, null]],
    ["no words in between", "Grade of the parents,student grade", [null, "grade"]],
  ])("%s", (_, headers, names) => {
    expect(columns(headers)).toEqual(names);
  });

  it("names what is missing, with what would do instead", () => {
    const missing = (preset: Preset | null, header: string) =>
      preset && missingFields(preset, mapColumns(preset, [header]));
    expect(missing(students, "Grade")).toEqual([["student_name", "student_id"]]);
    expect(missing(presetOf("advisor.recommendations"), "Category")).toEqual([["recommendation"]]);
  });
});

describe("the presets themselves", () => {
  it.each(PRESETS.map((preset) => [preset.id, preset] as const))("%s is sound", (_, preset) => {
    const names = preset.fields.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const name of [...preset.required.flat(), ...preset.signs.fields]) expect(names).toContain(name);
    for (const { field, otherwise = field } of preset.filters) {
      expect(names).toContain(field);
      expect(names).toContain(otherwise);
    }
    expect(mapColumns(preset, names).map((field) => field?.name)).toEqual(names);
    const labels = preset.fields.map(({ label }) => label);
    expect(mapColumns(preset, labels).map((field) => field?.name)).toEqual(names);
    expect(matchPreset(names)?.preset.id).toBe(preset.id);
    expect(presetOf(preset.id)).toBe(preset);
  });

  it("B7: the gradebook has the field catalogue's own names", () => {
    const names = (id: string) => presetOf(id)?.fields.map(({ name }) => name);
    expect(names("gradebook.students")).toEqual(
      expect.arrayContaining([
        ...["student_name", "student_email", "grade", "submission_count", "progress", "attendance"],
        "last_submission_date",
      ]),
    );
    expect(names("gradebook.assignments")).toEqual(
      expect.arrayContaining([
        ...["title", "due_date", "avg_score", "submission_rate", "completion_rate", "late_submissions"],
        "total_submissions",
      ]),
    );
    expect(names("gradebook.submissions")).toEqual(
      expect.arrayContaining(["score", "feedback", "graded_by", "graded_at", "status"]),
    );
    expect(names("metrics.executions")?.slice(0, 6)).toEqual([
      ...[
        "date",
        "total_executions",
        "successful_executions",
        "failed_executions",
        "success_rate",
        "avg_runtime",
      ],
    ]);
  });

  it("an unknown preset is none", () => {
    expect(presetOf("gradebook")).toBeNull();
    expect(presetOf(null)).toBeNull();
    expect(presetOf("__proto__")).toBeNull();
  });
});
