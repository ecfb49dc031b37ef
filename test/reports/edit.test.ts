import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { givenPrefix } from "../../src/files/keys";
import { call, expectProblem, newWorkspace } from "../support";
import { endedRun, type Made, madeReport, succeed, uploadedDataset } from "../support/product";

type Run = Made & {
  status: string;
  version_number: number;
  data: Record<string, unknown>[];
  sections: {
    kind: string;
    name: string;
    data: unknown[];
    summaries: unknown[];
    text?: string;
    figures?: unknown[];
    chart: { datasets: { data: number[] }[] } | null;
  }[];
};
type Version = { version_number: number; change_type: string; is_latest: boolean };

const EDITED = [
  { student_id: "007", student_name: "Ann Lee", grade: 99.5 },
  { student_id: "012", student_name: "李小明", grade: null },
];

/** A report over the small class with a first version. */
async function generated(config: Record<string, unknown> = {}) {
  const workspace = newWorkspace();
  const token = await workspace.token("editor", "ann");
  const report = await madeReport(token, config);
  const path = `/reports/${report.id}`;
  const first = await succeed<Run>("POST", `${path}/generate`, token, {
    formats: ["json", "csv"],
    async: false,
  });
  const edit = (generated_data: unknown, more: Record<string, unknown> = { async: false }) =>
    succeed<Run>("PUT", `${path}/edit`, token, { generated_data, ...more });
  const refused = async (generated_data: unknown) => {
    const answer = await call("PUT", `/api/v1${path}/edit`, { token, body: { generated_data } });
    return (await expectProblem(answer, "validation_failed")).errors ?? {};
  };
  const file = async (format: string, version?: number) => {
    const query = version === undefined ? "" : `?version=${version}`;
    const answer = await call("GET", `/api/v1${path}/download/${format}${query}`, { token });
    expect(answer.status).toBe(200);
    return await answer.text();
  };
  return { workspace, token, report, path, first, edit, refused, file };
}

describe("PUT /reports/{id}/edit (A18)", () => {
  it("edited rows become the next version with files of its own; the former stays as it was", async () => {
    const { token, path, first, edit, file } = await generated({ chart_type: "bar" });
    const former = await file("csv");
    const edited = await edit(EDITED);
    expect(edited).toMatchObject({
      status: "completed",
      formats: first.formats,
      version_number: first.version_number + 1,
      row_count: 2,
      rows_total: 2,
      truncated: false,
      config: first.config,
    });
    expect(edited.data).toEqual(EDITED);
    expect(edited.sections[0]?.chart?.datasets[0]?.data).toEqual([99.5, null]);
    expect(await file("csv")).toContain("99.5");
    expect(await file("csv", first.version_number)).toBe(former);
    expect(await file("html", first.version_number)).toContain("95.5"); // made only now, from the former rows
    expect(await file("html")).toContain("99.5");
    const { items } = await succeed<{ items: Version[] }>("GET", `${path}/versions`, token);
    expect(items[0]).toMatchObject({
      version_number: edited.version_number,
      change_type: "edit",
      is_latest: true,
    });
  });

  it("is asynchronous unless asked otherwise, and makes the formats asked for", async () => {
    const { token, path } = await generated();
    const answer = await call("PUT", `/api/v1${path}/edit`, {
      token,
      body: { generated_data: EDITED, formats: ["excel"] },
    });
    expect(answer.status).toBe(202);
    const run = (await answer.json()) as Run;
    expect(run).toMatchObject({ status: "queued", formats: ["xlsx"] });
    expect(answer.headers.get("Location")).toBe(`/api/v1/runs/${run.id}`);
    expect(await endedRun(token, run.id)).toMatchObject({ status: "completed", rows_returned: 2 });
  });

  it("takes the JSON file back with changes, whatever else it says", async () => {
    const { edit, file } = await generated();
    const document = JSON.parse(await file("json")) as { sections: { data: Record<string, unknown>[] }[] };
    const row = document.sections[0]?.data[1];
    if (row) row.grade = "61.25"; // a text that is a number, as editors write them
    const edited = await edit(document);
    expect(edited.row_count).toBe(4);
    expect(edited.data[1]).toMatchObject({ grade: 61.25 });
  });

  it("leaves sections as they were that are not named, also texts and figures", async () => {
    const token = await newWorkspace().token("editor");
    const dataset = (await uploadedDataset(token)).id;
    const config = {
      sections: [
        { title: "Intro", text: "As it was." },
        { title: "Class", figures: [{ field: "grade", aggregate: "max", as: "best" }], dataset },
        { title: "First", dataset, fields: ["student_id", "grade"] },
        { title: "Second", dataset, fields: ["student_name"] },
      ],
    };
    const report = await succeed("POST", "/reports", token, { name: "Four", config });
    const path = `/reports/${report.id}`;
    const first = await succeed<Run>("POST", `${path}/generate`, token, { async: false });
    const edited = await succeed<Run>("PUT", `${path}/edit`, token, {
      generated_data: { sections: { First: [{ student_id: "1", grade: 2 }] } },
      async: false,
    });
    const [intro, figures, changed, second] = edited.sections;
    expect([intro, figures, second]).toMatchObject([first.sections[0], first.sections[1], first.sections[3]]);
    expect(changed?.data).toEqual([{ student_id: "1", grade: 2 }]);
    const all = await succeed<Run>("PUT", `${path}/edit`, token, {
      generated_data: { sections: { Intro: "New words.", Class: { best: 100 } } },
      async: false,
    });
    expect(all.sections[0]).toMatchObject({ kind: "text", text: "New words." });
    expect(all.sections[1]?.figures).toMatchObject([{ name: "best", value: 100 }]);
    expect(all.sections[2]?.data).toEqual([{ student_id: "1", grade: 2 }]); // of the version before, which was edited
  });

  it("adds totals up anew", async () => {
    const { edit } = await generated({ fields: ["student_id", "grade"], totals: true });
    const edited = await edit([
      { student_id: "1", grade: 2 },
      { student_id: "2", grade: 3.5 },
    ]);
    expect(edited.sections[0]?.summaries).toMatchObject([{ level: 0, values: { grade: 5.5 } }]);
  });

  it.each([
    [
      "an unknown column",
      [{ student_id: "1", colour: "red" }],
      "generated_data.0.colour",
      /no field "colour".*Columns: student_id, student_name, grade/,
    ],
    [
      "a value of another type",
      [EDITED[0], { grade: "high" }],
      "generated_data.1.grade",
      /"high" in "Grade" is not a number/,
    ],
    ["a row that is no object", [EDITED[0], 7], "generated_data.1", /must be an object/],
    [
      "an unknown section",
      { sections: { Marks: [] } },
      "generated_data.sections.Marks",
      /no section Marks.*Sections: Grades/,
    ],
    [
      "rows that are no list",
      { sections: { Grades: { a: 1 } } },
      "generated_data.sections.Grades",
      /must be a list/,
    ],
    [
      "a section without a name",
      { sections: [{ data: [] }] },
      "generated_data.sections.0",
      /name of a section/,
    ],
    ["anything else", { updated_data: "..." }, "generated_data", /list of row objects/],
    ["null", null, "generated_data", /list of row objects/],
    ["nothing", undefined, "generated_data", /is required/],
  ])("%s is 422 and names the place", async (_, data, place, text) => {
    const { refused, file, first } = await generated();
    const errors = await refused(data);
    expect(Object.keys(errors)).toEqual([place]);
    expect(errors[place]?.[0]).toMatch(text);
    expect(await file("json")).toBe(await file("json", first.version_number));
  });

  it("names every row that is wrong, up to twenty", async () => {
    const { refused } = await generated();
    const rows = Array.from({ length: 100 }, () => ({ grade: "x" }));
    expect(Object.keys(await refused(rows))).toEqual(
      Array.from({ length: 20 }, (_, at) => `generated_data.${at}.grade`),
    );
  });

  it("edits at once make a version each, and none is lost", async () => {
    const { token, path, first, edit, file } = await generated();
    const runs = await Promise.all(
      Array.from({ length: 5 }, (_, at) => edit([{ student_id: String(at), grade: at }], {})),
    );
    const ended = await Promise.all(
      runs.map(async ({ id }) => (await endedRun(token, id)) as unknown as Run),
    );
    expect(ended.map(({ status }) => status)).toEqual(Array(5).fill("completed"));
    const numbers = ended.map(({ version_number }) => version_number).sort((a, b) => a - b);
    expect(numbers).toEqual([1, 2, 3, 4, 5].map((more) => first.version_number + more));
    const shown = await Promise.all(numbers.map((number) => file("csv", number)));
    expect(new Set(shown).size).toBe(5);
    expect(await file("csv")).toBe(shown.at(-1));
    expect((await succeed<{ items: Version[] }>("GET", `${path}/versions`, token)).items.length).toBe(7);
  });

  it("E27: If-Match refuses an edit of what was changed or edited meanwhile", async () => {
    const { workspace, token, path, report } = await generated();
    const etag = (await call("GET", `/api/v1${path}`, { token })).headers.get("ETag") ?? "";
    const send = () =>
      call("PUT", `/api/v1${path}/edit`, {
        token,
        body: { generated_data: EDITED },
        headers: { "If-Match": etag },
      });
    const answers = await Promise.all([send(), send(), send()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 412, 412]);
    await expectProblem(await send(), "precondition_failed");
    const { objects } = await env.BUCKET.list({ prefix: givenPrefix(workspace.id, report.id) });
    expect(objects.length).toBe(2); // the outline and the rows of the one edit: what was refused left nothing
  });

  it("G5 G6: only its owner or an admin may, even when it is shared", async () => {
    const { workspace, report, token, path } = await generated();
    await succeed("PATCH", path, token, { visibility: "workspace" });
    for (const other of [await workspace.token("viewer", "eve"), await workspace.token("editor", "ben")]) {
      const answer = await call("PUT", `/api/v1/reports/${report.id}/edit`, {
        token: other,
        body: { generated_data: EDITED },
      });
      await expectProblem(answer, "forbidden");
    }
    const admin = await workspace.token("admin", "root");
    await succeed("PUT", `${path}/edit`, admin, { generated_data: EDITED });
  });

  it("needs a version to edit, and costs two round trips", async () => {
    const token = await newWorkspace().token("editor");
    const report = await madeReport(token);
    const path = `/api/v1/reports/${report.id}/edit`;
    await expectProblem(await call("PUT", path, { token, body: { generated_data: EDITED } }), "conflict");
    await succeed("POST", `/reports/${report.id}/generate`, token, { async: false });
    const answer = await call("PUT", path, { token, body: { generated_data: EDITED } });
    expect(answer.headers.get("Server-Timing")).toMatch(/calls=2 /);
  });

  it("is the data of that version alone: a new generation is over the dataset again", async () => {
    const { token, path, edit, first } = await generated();
    await edit(EDITED);
    const fresh = await succeed<Run>("POST", `${path}/generate`, token, {
      formats: ["json", "csv"],
      async: false,
    });
    expect(fresh).toMatchObject({ cached: false, row_count: 4, version_number: first.version_number + 2 });
  });

  it("takes at most 5 MB", async () => {
    const { token, path } = await generated();
    const rows = Array.from({ length: 60_000 }, () => ({ student_name: "x".repeat(80) }));
    const answer = await call("PUT", `/api/v1${path}/edit`, { token, body: { generated_data: rows } });
    await expectProblem(answer, "too_large");
  });
});

describe("editing data that came with a report (seed 002)", () => {
  async function inline() {
    const token = await newWorkspace().token("editor");
    const body = {
      title: "Sales",
      data: { period: "Q1", sales: [{ region: "North", revenue: 5 }] },
      config: { template: "business_report", format: ["json"] },
      async: false,
    };
    const made = await succeed<Run & { report_id: string }>("POST", "/reports/generate", token, body);
    const path = `/reports/${made.report_id}`;
    const edit = (generated_data: unknown) =>
      succeed<Run>("PUT", `${path}/edit`, token, { generated_data, async: false });
    return { token, path, made, edit };
  }

  it("takes any JSON in its place, which later generations are over", async () => {
    const { token, path, edit, made } = await inline();
    const edited = await edit({ updated_data: "..." });
    expect(edited.sections).toMatchObject([
      { kind: "figures", figures: [{ name: "updated_data", value: "..." }] },
    ]);
    expect(edited.version_number).toBe(made.version_number + 1);
    const later = await succeed<Run>("POST", `${path}/generate`, token, {
      formats: ["json"],
      limit: 5,
      async: false,
    });
    expect(later.sections).toMatchObject([{ figures: [{ name: "updated_data" }] }]);
    const former = await call("GET", `/api/v1${path}/download/json?version=${made.version_number}`, {
      token,
    });
    expect(await former.text()).toContain("North");
  });

  it("takes its own JSON file back, and single sections, checked against their columns", async () => {
    const { token, path, edit } = await inline();
    const file = JSON.parse(await (await call("GET", `/api/v1${path}/download/json`, { token })).text());
    file.sections[1].data[0].revenue = 6;
    expect((await edit(file)).data).toEqual([{ region: "North", revenue: 6 }]);
    const again = await edit({ sections: { sales: [{ region: "South", revenue: 7 }] } });
    expect(again.data).toEqual([{ region: "South", revenue: 7 }]);
    expect(again.sections[0]?.figures).toMatchObject([{ name: "period", value: "Q1" }]);
    const wrong = { generated_data: { sections: { sales: [{ revenue: "much" }] } } };
    const answer = await call("PUT", `/api/v1${path}/edit`, { token, body: wrong });
    expect(Object.keys((await expectProblem(answer, "validation_failed")).errors ?? {})).toEqual([
      "generated_data.sections.sales.0.revenue",
    ]);
  });

  it("refuses empty data", async () => {
    const { token, path } = await inline();
    const answer = await call("PUT", `/api/v1${path}/edit`, { token, body: { generated_data: {} } });
    expect(Object.keys((await expectProblem(answer, "validation_failed")).errors ?? {})).toEqual([
      "generated_data",
    ]);
  });
});
