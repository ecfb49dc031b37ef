import { env } from "cloudflare:workers";
import { applyPatch } from "rfc6902";
import { describe, expect, it } from "vitest";
import { call, expectProblem, newWorkspace } from "../../support";
import { type Made, succeed, uploadedDataset } from "../../support/product";

interface Listed {
  readonly items: Made[];
  readonly total: number;
  readonly next_cursor: string | null;
}

const FIELDS = ["student_name", "grade"];

/** A report with four versions: made, generated, changed, generated again; then renamed, which is no version. */
async function withHistory() {
  const workspace = newWorkspace();
  const token = await workspace.token("editor", "ann");
  const dataset = await uploadedDataset(token);
  const first = { dataset: dataset.id, fields: FIELDS, sort_by: "grade" };
  const second = { dataset: dataset.id, fields: [...FIELDS, "passed"], filters: { grade: { min: 50 } } };
  const report = await succeed("POST", "/reports", token, { name: "Grades", config: first });
  const path = `/reports/${report.id}`;
  await succeed("POST", `${path}/generate`, token, { async: false });
  await succeed("PATCH", path, token, { config: second, description: "Those who passed" });
  await succeed("POST", `${path}/generate`, token, { async: false });
  await succeed("PATCH", path, token, { name: "Good grades" });
  return { workspace, token, dataset, report, path, first, second };
}

describe("A26 F22 F23: versions", () => {
  it("are listed newest first, with who made them and what they hold", async () => {
    const { token, path } = await withHistory();
    const { items, total } = await succeed<Listed>("GET", `${path}/versions`, token);
    expect(total).toBe(4);
    const by = { changed_by: "ann", changed_by_name: "Test ann", verified_at: null, content_preview: null };
    expect(items).toMatchObject([
      { ...by, version_number: 4, change_type: "generate", row_count: 2, is_latest: true },
      { ...by, version_number: 3, change_type: "update", row_count: null, run_id: null, is_latest: false },
      {
        ...by,
        version_number: 2,
        change_type: "generate",
        row_count: 4,
        run_id: expect.stringMatching(/^run_/),
      },
      { ...by, version_number: 1, change_type: "create", change_description: "Report created", run_id: null },
    ]);
    for (const { changed_at } of items) expect(changed_at).toMatch(/^\d{4}-.*Z$/);
  });

  it("are given with the definition, the names and the columns of their time", async () => {
    const { token, path, dataset, first, second } = await withHistory();
    const section = String(dataset.name);
    expect(await succeed("GET", `${path}/versions/2`, token)).toMatchObject({
      version_number: 2,
      name: "Grades",
      description: null,
      config: first,
      columns: [
        { section, name: "student_name", label: "Student Name", type: "string" },
        { section, name: "grade", label: "Grade", type: "number" },
      ],
    });
    expect(await succeed("GET", `${path}/versions/3`, token)).toMatchObject({
      name: "Grades",
      description: "Those who passed",
      config: second,
      columns: null,
    });
    for (const version of ["0", "x", "1.5"])
      await expectProblem(
        await call("GET", `/api/v1${path}/versions/${version}`, { token }),
        "validation_failed",
      );
    await expectProblem(await call("GET", `/api/v1${path}/versions/5`, { token }), "not_found");
  });

  it("E27: have an ETag that lasts until they are no longer the newest", async () => {
    const { token, path } = await withHistory();
    const ask = (headers = {}) => call("GET", `/api/v1${path}/versions/4`, { token, headers });
    const etag = (await ask()).headers.get("ETag") ?? "";
    expect((await ask({ "If-None-Match": etag })).status).toBe(304);
    await succeed("POST", `${path}/generate`, token, { async: false, force: true });
    const later = await ask({ "If-None-Match": etag });
    expect(await later.json()).toMatchObject({ is_latest: false });
  });

  it("U35: are kept without end, and walked by page or cursor", async () => {
    const { token, path, report } = await withHistory();
    await env.DB.batch([
      env.DB.prepare(
        `INSERT INTO report_versions SELECT report_id, value, workspace_id, change_type, change_description, config, run_id,
           row_count, changed_by, changed_at, name, description, dataset_ids, data_key
         FROM report_versions, (WITH RECURSIVE n (value) AS (SELECT 5 UNION ALL SELECT value + 1 FROM n WHERE value < 250) SELECT value FROM n)
         WHERE report_id = ? AND version_number = 3`,
      ).bind(report.id),
      env.DB.prepare("UPDATE reports SET version_number = 250 WHERE id = ?").bind(report.id),
    ]);
    const walked: unknown[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const query: string = cursor && `?cursor=${cursor}`;
      const page: Listed = await succeed<Listed>("GET", `${path}/versions${query}`, token);
      walked.push(...page.items.map(({ version_number }) => version_number));
      cursor = page.next_cursor;
    }
    expect(walked).toEqual(Array.from({ length: 250 }, (_, n) => 250 - n));
    const page = await succeed<Listed>("GET", `${path}/versions?page=3&page_size=90`, token);
    expect(page).toMatchObject({ total: 250, page: 3, page_size: 90, pages: 3 });
    expect(page.items.map(({ version_number }) => version_number).at(0)).toBe(70);
  });

  it("of inline reports are there as well", async () => {
    const token = await newWorkspace().token();
    const made = await succeed<Made & { report_id: string }>("POST", "/reports/generate", token, {
      title: "Inline",
      data: { rows: [{ a: 1 }, { a: 2 }] },
      config: { format: ["json"] },
      async: false,
    });
    const { items } = await succeed<Listed>("GET", `/reports/${made.report_id}/versions`, token);
    expect(items).toMatchObject([
      { version_number: 2, change_type: "generate" },
      { version_number: 1, change_type: "create" },
    ]);
  });
});

describe("X23 E27: the difference of two versions", () => {
  it("is a JSON patch from the one config to the other, in words, with names and row counts", async () => {
    const { token, path, first, second } = await withHistory();
    const diff = await succeed<Made & { config: []; summary: string[] }>(
      "GET",
      `${path}/versions/2/diff/4`,
      token,
    );
    expect(diff).toMatchObject({
      from: 2,
      to: 4,
      name: null,
      description: { from: null, to: "Those who passed" },
      row_count: { from: 4, to: 2 },
    });
    const patched = structuredClone(first);
    expect(applyPatch(patched, diff.config).every((step) => step === null)).toBe(true);
    expect(patched).toEqual(second);
    expect(diff.summary).toEqual(
      expect.arrayContaining([
        'description: null became "Those who passed"',
        'config.sort_by: "grade" removed',
        'config.filters: {"grade":{"min":50}} added',
        'config.fields[-]: "passed" added',
        "rows: 4 became 2",
      ]),
    );
  });

  it("is empty between a version and itself, and turns round", async () => {
    const { token, path } = await withHistory();
    expect(await succeed("GET", `${path}/versions/3/diff/3`, token)).toMatchObject({
      config: [],
      summary: [],
    });
    const back = await succeed("GET", `${path}/versions/4/diff/2`, token);
    expect(back).toMatchObject({ from: 4, to: 2, row_count: { from: 2, to: 4 } });
    await expectProblem(await call("GET", `/api/v1${path}/versions/1/diff/9`, { token }), "not_found");
  });
});

describe("E27 U35: restoring a version", () => {
  it("makes its definition a new version; nothing of the history is lost", async () => {
    const { token, path, first } = await withHistory();
    const restored = await succeed("POST", `${path}/versions/1/restore`, token);
    expect(restored).toMatchObject({ name: "Good grades", config: first, version_number: 5 });
    const { items } = await succeed<Listed>("GET", `${path}/versions`, token);
    expect(items).toHaveLength(5);
    expect(items[0]).toMatchObject({
      version_number: 5,
      change_type: "update",
      change_description: "Version 1 restored",
      is_latest: true,
    });
    const run = await succeed("POST", `${path}/generate`, token, { async: false });
    expect(run).toMatchObject({ version_number: 6, row_count: 4 });
  });

  it("obeys If-Match, and a change at the same moment", async () => {
    const { token, path } = await withHistory();
    const etag = (await call("GET", `/api/v1${path}`, { token })).headers.get("ETag") ?? "";
    await succeed("PATCH", path, token, { name: "Meanwhile" });
    const stale = await call("POST", `/api/v1${path}/versions/1/restore`, {
      token,
      headers: { "If-Match": etag },
    });
    await expectProblem(stale, "precondition_failed");
    const both = await Promise.all(
      [1, 3].map((version) => call("POST", `/api/v1${path}/versions/${version}/restore`, { token })),
    );
    const statuses = both.map(({ status }) => status).toSorted();
    expect([
      [200, 200],
      [200, 409],
    ]).toContainEqual(statuses);
    const { items, total } = await succeed<Listed>("GET", `${path}/versions`, token);
    expect(items.map(({ version_number }) => version_number)).toEqual(
      Array.from({ length: total }, (_, n) => total - n),
    );
  });

  it("is checked against the data of today", async () => {
    const { token, path, dataset } = await withHistory();
    const rows = [{ student_id: "1", student_name: "Ann", passed: true, last_submission: null, grade: 1 }];
    await succeed("PUT", `/datasets/${dataset.id}/rows`, token, rows);
    await succeed("POST", `${path}/versions/1/restore`, token);
    await succeed("PATCH", `/datasets/${dataset.id}`, token, { name: "Renamed" });
    const other = await uploadedDataset(token, "a,b\n1,2\n", "name=Other");
    await succeed("PATCH", path, token, { config: { dataset: other.id, fields: ["a"] } });
    await succeed("DELETE", `/datasets/${dataset.id}`, token);
    const gone = await call("POST", `/api/v1${path}/versions/1/restore`, { token });
    const problem = await expectProblem(gone, "validation_failed");
    expect(problem.errors?.["config.dataset"]?.[0]).toContain(dataset.id);
    expect(await succeed("GET", path, token)).toMatchObject({ config: { fields: ["a"] } });
  });

  it("gives an inline report the data of that version back", async () => {
    const token = await newWorkspace().token();
    const made = await succeed<Made & { report_id: string }>("POST", "/reports/generate", token, {
      title: "Inline",
      data: [{ a: 1 }, { a: 2 }],
      config: { format: ["json"] },
      async: false,
    });
    const path = `/reports/${made.report_id}`;
    await succeed("PUT", `${path}/edit`, token, { generated_data: [{ a: 7 }], async: false });
    const edited = await succeed("POST", `${path}/generate`, token, { async: false, force: true });
    expect(edited).toMatchObject({ data: [{ a: 7 }] });
    await succeed("POST", `${path}/versions/2/restore`, token);
    const restored = await succeed("POST", `${path}/generate`, token, { async: false, force: true });
    expect(restored).toMatchObject({ data: [{ a: 1 }, { a: 2 }] });
  });

  it("is for owner and admin, and only in their workspace", async () => {
    const { workspace, token, path } = await withHistory();
    await succeed("PATCH", path, token, { visibility: "workspace" });
    const viewer = await workspace.token("viewer", "cy");
    expect(await succeed("GET", `${path}/versions`, viewer)).toMatchObject({ total: 4 });
    await expectProblem(
      await call("POST", `/api/v1${path}/versions/1/restore`, { token: viewer }),
      "forbidden",
    );
    const foreign = await newWorkspace().token();
    for (const suffix of ["/versions", "/versions/1", "/versions/1/diff/2"])
      await expectProblem(await call("GET", `/api/v1${path}${suffix}`, { token: foreign }), "not_found");
  });
});
