import { describe, expect, it } from "vitest";
import { call, expectProblem, newWorkspace } from "../support";
import { type Made, madeReport, succeed, uploadedDataset } from "../support/product";

/** D1 calls and rows read, as Server-Timing says. */
async function costOf(method: string, path: string, token: string, body?: unknown) {
  const response = await call(method, `/api/v1${path}`, { token, body });
  expect(response.ok, await response.clone().text()).toBe(true);
  const [, calls, rows] =
    /calls=(\d+) rows_read=(\d+)/.exec(response.headers.get("Server-Timing") ?? "") ?? [];
  return { calls: Number(calls), rows: Number(rows) };
}

describe("reports over one dataset", () => {
  it("A3: a config may be 300,000 bytes long, since a list has a hundred of them", async () => {
    const token = await newWorkspace().token();
    const config = (length: number) => ({
      sections: Array.from({ length: 6 }, (_, at) => ({
        title: `Part ${at}`,
        text: "é".repeat(length / 12),
      })),
    });
    await succeed("POST", "/reports", token, { name: "Long", config: config(299_000) });
    const body = { name: "Longer", config: config(300_000) };
    const problem = await expectProblem(
      await call("POST", "/api/v1/reports", { token, body }),
      "validation_failed",
    );
    expect(problem.errors).toEqual({ config: ["A config may have at most 300,000 bytes"] });
  });

  it("A3 A4: are made and read back as they were defined", async () => {
    const token = await newWorkspace().token();
    await uploadedDataset(token);
    const config = {
      fields: ["student_name", { field: "Grade", label: "Points" }],
      filters: { grade: { min: 10 } },
      sort_by: "grade",
      sort_order: "desc",
      limit: 10,
      chart_type: "bar",
    };
    const made = await succeed("POST", "/reports", token, { name: " Top grades ", description: "d", config });
    expect(made).toMatchObject({
      name: "Top grades",
      kind: "built",
      status: "draft",
      visibility: "private",
      config,
      created_by_name: "Test admin",
      is_shared: false,
      version_number: 1,
      last_execution: null,
    });
    const detail = await succeed<Made & { available_fields: { options: Record<string, unknown[]> } }>(
      "GET",
      `/reports/${made.id}`,
      token,
    );
    expect(detail).toMatchObject({ ...made, shared_with_list: [], execution_history: [] });
    expect(Object.values(detail.available_fields.options).flat().length).toBe(5);
  });

  it("A5 A6: PATCH changes what is named, PUT everything; a changed config is a new version", async () => {
    const token = await newWorkspace().token();
    const report = await madeReport(token);
    const patched = await succeed("PATCH", `/reports/${report.id}`, token, {
      status: "active",
      description: "x",
    });
    expect(patched).toMatchObject({ name: "Grades", status: "active", description: "x", version_number: 1 });
    const config = { fields: ["grade"], limit: 1 };
    const changed = await succeed("PATCH", `/reports/${report.id}`, token, { config });
    expect(changed).toMatchObject({ status: "active", config, version_number: 2 });
    const replaced = await succeed("PUT", `/reports/${report.id}`, token, { name: "New", config });
    expect(replaced).toMatchObject({ name: "New", status: "draft", description: null, version_number: 2 });
    expect(await succeed("GET", `/reports/${report.id}`, token)).toMatchObject(replaced);
  });

  it("A5: PUT of a part, as seed 000 sends it, changes that part alone", async () => {
    const token = await newWorkspace().token();
    const report = await madeReport(token);
    await succeed("PATCH", `/reports/${report.id}`, token, { status: "active", description: "x" });
    const put = await succeed("PUT", `/reports/${report.id}`, token, { name: "Other" });
    expect(put).toMatchObject({ name: "Other", status: "active", description: "x", config: report.config });
  });

  it("E27: If-Match refuses a change of what was changed meanwhile", async () => {
    const token = await newWorkspace().token();
    const report = await madeReport(token);
    const path = `/api/v1/reports/${report.id}`;
    const etag = (await call("GET", path, { token })).headers.get("ETag") ?? "";
    const same = await call("GET", path, { token, headers: { "If-None-Match": etag } });
    expect(same.status).toBe(304);
    const ok = await call("PATCH", path, { token, body: { name: "Second" }, headers: { "If-Match": etag } });
    expect(ok.status).toBe(200);
    const stale = await call("PATCH", path, {
      token,
      body: { name: "Third" },
      headers: { "If-Match": etag },
    });
    await expectProblem(stale, "precondition_failed");
    await expectProblem(
      await call("DELETE", path, { token, headers: { "If-Match": etag } }),
      "precondition_failed",
    );
    expect(await succeed("GET", `/reports/${report.id}`, token)).toMatchObject({ name: "Second" });
  });

  it("A8 A10: deleted reports are gone everywhere and can be restored", async () => {
    const token = await newWorkspace().token();
    const report = await madeReport(token);
    expect((await call("DELETE", `/api/v1/reports/${report.id}`, { token })).status).toBe(204);
    await expectProblem(await call("GET", `/api/v1/reports/${report.id}`, { token }), "not_found");
    await expectProblem(await call("DELETE", `/api/v1/reports/${report.id}`, { token }), "not_found");
    expect(await succeed("GET", "/reports", token)).toMatchObject({ total: 0, items: [] });
    expect(await succeed("POST", `/reports/${report.id}/restore`, token)).toMatchObject({ id: report.id });
    expect(await succeed("GET", "/reports", token)).toMatchObject({ total: 1 });
  });

  it.each([
    ["no fields", { fields: [] }, "config.fields"],
    ["an unknown field", { fields: ["grade", "nonsense"] }, "config.fields"],
    ["a sort outside the fields", { fields: ["grade"], sort_by: "student_name" }, "config.sort_by"],
    ["limit 0", { fields: ["grade"], limit: 0 }, "config.limit"],
    ["a negative limit", { fields: ["grade"], limit: -3 }, "config.limit"],
    ["a fraction as limit", { fields: ["grade"], limit: 1.5 }, "config.limit"],
    ["a filter of the wrong type", { fields: ["grade"], filters: { grade: "high" } }, "config.filters.grade"],
    ["a filter on no field", { fields: ["grade"], filters: { nope: 1 } }, "config.filters.nope"],
    ["an unknown chart", { fields: ["grade"], chart_type: "radar" }, "config.chart_type"],
    ["an unknown format", { fields: ["grade"], formats: ["pptx"] }, "config.formats.0"],
    ["an unusable time zone", { fields: ["grade"], time_zone: "Mars/Base" }, "config.time_zone"],
    ["an unknown key", { fields: ["grade"], colour: "red" }, "config.colour"],
    ["an unknown dataset", { fields: ["grade"], dataset: "ds_none" }, "config.dataset"],
    ["the same field twice", { fields: ["grade", "grade"] }, "config.fields"],
  ])("B26: %s is 422 and names it", async (_, config, field) => {
    const token = await newWorkspace().token();
    const dataset = await uploadedDataset(token);
    const body = { name: "Bad", config: { dataset: dataset.id, ...config } };
    const problem = await expectProblem(
      await call("POST", "/api/v1/reports", { token, body }),
      "validation_failed",
    );
    expect(Object.keys(problem.errors ?? {})).toEqual([field]);
  });

  it("an empty dataset whose fields are known can be reported on before its first row", async () => {
    const token = await newWorkspace().token();
    const fields = [{ name: "a", type: "integer" }];
    const dataset = await succeed("POST", "/datasets", token, { name: "Soon", fields });
    const report = await madeReport(token, { dataset: dataset.id, fields: ["a"] });
    const early = await succeed("POST", `/reports/${report.id}/generate`, token, { async: false });
    expect(early).toMatchObject({ status: "completed", row_count: 0, data: [] });
    await succeed("POST", `/datasets/${dataset.id}/rows`, token, [{ a: 5 }]);
    const late = await succeed("POST", `/reports/${report.id}/generate`, token, { async: false });
    expect(late).toMatchObject({ row_count: 1, data: [{ a: 5 }] });
  });

  it("B14: filters of one generation are added to the config's own, and named where they stand", async () => {
    const token = await newWorkspace().token();
    const report = await madeReport(token, { filters: { grade: { min: 50 } } });
    const body = { async: false, filters: { student_id: "007" }, limit: 1 };
    const run = await succeed("POST", `/reports/${report.id}/generate`, token, body);
    expect(run).toMatchObject({
      row_count: 1,
      data: [{ student_id: "007" }],
      result_summary: { filter_count: 2 },
    });
    const bad = { filters: { grade: "high" } };
    const answer = await call("POST", `/api/v1/reports/${report.id}/generate`, { token, body: bad });
    expect(Object.keys((await expectProblem(answer, "validation_failed")).errors ?? {})).toEqual([
      "filters.grade",
    ]);
  });

  it("finds the one dataset that has the fields, and lists several", async () => {
    const token = await newWorkspace().token();
    const other = await uploadedDataset(token, "a,b\n1,2\n", "name=Other");
    const body = { name: "R", config: { fields: ["grade"] } };
    await expectProblem(await call("POST", "/api/v1/reports", { token, body }), "validation_failed");
    const first = await uploadedDataset(token);
    await succeed("POST", "/reports", token, body);
    const second = await uploadedDataset(token);
    const problem = await expectProblem(
      await call("POST", "/api/v1/reports", { token, body }),
      "validation_failed",
    );
    const text = problem.errors?.["config.dataset"]?.[0] ?? "";
    expect(text).toContain(first.id);
    expect(text).toContain(second.id);
    expect(text).not.toContain(other.id);
  });
});

describe("the list of reports", () => {
  it("F3 F5 F7–F10: pages, filters, searches and orders", async () => {
    const token = await newWorkspace().token();
    const dataset = await uploadedDataset(token);
    const config = { dataset: dataset.id, fields: ["grade"] };
    const names = ["delta", "Alpha", "charlie", "Bravo", "echo"];
    for (const name of names) {
      const status = name === "echo" ? "active" : "draft";
      await succeed("POST", "/reports", token, { name, description: `about ${name}`, status, config });
    }
    const list = (query: string) =>
      succeed<{ items: Made[]; total: number; next_cursor: string | null }>(
        "GET",
        `/reports?${query}`,
        token,
      );
    const namesOf = async (query: string) => (await list(query)).items.map(({ name }) => name);
    expect(await namesOf("")).toEqual(names.toReversed());
    expect(await namesOf("ordering=name")).toEqual(["Alpha", "Bravo", "charlie", "delta", "echo"]);
    expect(await namesOf("ordering=-name&page_size=2&page=2")).toEqual(["charlie", "Bravo"]);
    expect(await list("status=active")).toMatchObject({ total: 1, items: [{ name: "echo" }] });
    expect(await list("search=ALPHA")).toMatchObject({ total: 1, items: [{ name: "Alpha" }] });
    expect(await list("is_shared=true")).toMatchObject({ total: 0 });
    expect(await list("created_by=admin&kind=built")).toMatchObject({ total: 5 });
    expect(await list("page=9")).toMatchObject({ total: 5, items: [], page: 9, pages: 1 });
    expect(await list("skip=2&limit=2&ordering=name")).toMatchObject({
      page: 2,
      page_size: 2,
      items: [{ name: "charlie" }, { name: "delta" }],
    });

    const walked: unknown[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page: Awaited<ReturnType<typeof list>> = await list(
        `ordering=name&page_size=2${cursor && `&cursor=${cursor}`}`,
      );
      walked.push(...page.items.map(({ name }) => name));
      cursor = page.next_cursor;
    }
    expect(walked).toEqual(["Alpha", "Bravo", "charlie", "delta", "echo"]);
  });

  it("G5 G6: shows members what they may view, and counts nothing else", async () => {
    const workspace = newWorkspace();
    const [admin, ann, ben, eve] = await Promise.all([
      workspace.token("admin"),
      workspace.token("editor", "ann"),
      workspace.token("editor", "ben"),
      workspace.token("viewer", "eve"),
    ]);
    const dataset = await uploadedDataset(ann);
    const config = { dataset: dataset.id, fields: ["grade"] };
    const mine = await succeed("POST", "/reports", ann, { name: "private of ann", config });
    await succeed("POST", "/reports", ben, { name: "open of ben", visibility: "workspace", config });
    const totals = await Promise.all(
      [admin, ann, ben, eve].map(
        async (token) => await succeed<{ total: number; items: unknown[] }>("GET", "/reports", token),
      ),
    );
    expect(totals.map(({ total }) => total)).toEqual([2, 2, 1, 1]);
    expect(totals.map(({ items }) => items.length)).toEqual([2, 2, 1, 1]);
    await expectProblem(await call("GET", `/api/v1/reports/${mine.id}`, { token: ben }), "forbidden");
    await expectProblem(
      await call("POST", `/api/v1/reports/${mine.id}/generate`, { token: eve, body: {} }),
      "forbidden",
    );
    await expectProblem(
      await call("POST", "/api/v1/reports", { token: eve, body: { name: "x", config } }),
      "forbidden",
    );
    await succeed("PATCH", `/reports/${mine.id}`, admin, { name: "renamed by admin" });
  });
});

describe("what requests cost", () => {
  it("reads make one D1 call and writes at most two", async () => {
    const token = await newWorkspace().token();
    const report = await madeReport(token);
    const config = { fields: ["grade"] };
    await succeed("POST", `/reports/${report.id}/generate`, token, { async: false });
    for (const path of [
      "/reports",
      `/reports/${report.id}`,
      `/reports/${report.id}/status`,
      `/reports/${report.id}/executions`,
      "/runs",
      "/datasets",
    ]) {
      expect(await costOf("GET", path, token), path).toMatchObject({ calls: 1 });
    }
    for (const [method, path, body] of [
      ["POST", "/reports", { name: "another", config }],
      ["PATCH", `/reports/${report.id}`, { name: "changed" }],
      ["PUT", `/reports/${report.id}`, { name: "replaced", config }],
      ["POST", `/reports/${report.id}/generate`, {}],
      ["DELETE", `/reports/${report.id}`, undefined],
      ["POST", `/reports/${report.id}/restore`, undefined],
    ] as const) {
      expect((await costOf(method, path, token, body)).calls, `${method} ${path}`).toBeLessThanOrEqual(2);
    }
  });
});
