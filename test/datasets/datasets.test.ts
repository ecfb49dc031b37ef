import { describe, expect, it, vi } from "vitest";
import { call, expectProblem, newWorkspace } from "../support";
import { type Made, madeReport, succeed, uploadedDataset } from "../support/product";

const csvCall = (path: string, token: string, body: string | Uint8Array<ArrayBuffer>, type = "text/csv") =>
  call("POST", `/api/v1${path}`, { token, body, headers: { "Content-Type": type } });
const rowsOf = async (token: string, id: string, query = "") =>
  (await succeed<{ items: Made[]; total: number }>("GET", `/datasets/${id}/rows?${query}`, token)).items;

describe("uploading a CSV", () => {
  it("A29: a form and the bare body give the same dataset", async () => {
    const token = await newWorkspace().token();
    const csv = "id,amount\n007,1.5\n008,2\n";
    const form = new FormData();
    form.set("description", "two rows");
    form.set("file", new File([csv], "Sales 2026.csv", { type: "text/csv" }));
    form.set("fields", JSON.stringify([{ name: "amount", type: "string" }]));
    const made = await call("POST", "/api/v1/datasets/upload", { token, body: form });
    expect(made.status).toBe(202);
    const { id } = (await made.json()) as Made;
    expect(made.headers.get("Location")).toBe(`/api/v1/datasets/${id}`);
    await vi.waitFor(
      async () => expect(await succeed("GET", `/datasets/${id}`, token)).toMatchObject({ status: "ready" }),
      { timeout: 20_000 },
    );
    expect(await succeed("GET", `/datasets/${id}`, token)).toMatchObject({
      name: "Sales 2026",
      description: "two rows",
      filename: "Sales 2026.csv",
      size_bytes: csv.length,
      encoding: "utf-8",
      delimiter: ",",
      row_count: 2,
      fields: [
        { name: "id", type: "string" },
        { name: "amount", type: "string" },
      ],
    });
    const bare = await uploadedDataset(token, csv, "name=Bare");
    expect(await rowsOf(token, bare.id)).toEqual([
      { id: "007", amount: 1.5 },
      { id: "008", amount: 2 },
    ]);
  });

  it.each([
    ["no file in the form", new FormData(), "validation_failed"],
    ["a form without a boundary", "x", "malformed_request"],
  ])("%s is refused and leaves nothing", async (_, body, code) => {
    const token = await newWorkspace().token();
    const headers: Record<string, string> =
      typeof body === "string" ? { "Content-Type": "multipart/form-data" } : {};
    await expectProblem(
      await call("POST", "/api/v1/datasets/upload", { token, body, headers }),
      code as never,
    );
    expect(await succeed("GET", "/datasets", token)).toMatchObject({ total: 0 });
  });

  it("a file part without a filename is told what it lacks", async () => {
    const token = await newWorkspace().token();
    const body = '--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nid\n1\r\n--b--\r\n';
    const headers = { "Content-Type": "multipart/form-data; boundary=b" };
    const answer = await call("POST", "/api/v1/datasets/upload", { token, body, headers });
    const { errors } = await expectProblem(answer, "validation_failed");
    expect(errors?.file?.[0]).toMatch(/no filename/);
  });

  it("a form that breaks off is refused and leaves nothing", async () => {
    const token = await newWorkspace().token();
    const body = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nid,amount\n1,2';
    const headers = { "Content-Type": "multipart/form-data; boundary=b" };
    await expectProblem(
      await call("POST", "/api/v1/datasets/upload", { token, body, headers }),
      "malformed_request",
    );
    expect(await succeed("GET", "/datasets", token)).toMatchObject({ total: 0 });
  });

  it("unknown or unusable options are 422 and name themselves", async () => {
    const token = await newWorkspace().token();
    for (const [query, field] of [
      ["delimiter=x", "delimiter"],
      ["fields=nonsense", "fields"],
      ["colour=red", "colour"],
    ] as const) {
      const problem = await expectProblem(
        await csvCall(`/datasets/upload?${query}`, token, "a\n1\n"),
        "validation_failed",
      );
      expect(Object.keys(problem.errors ?? {})).toEqual([field]);
    }
    await expectProblem(await csvCall("/datasets/upload", token, ""), "malformed_request");
  });

  it("E33 N17: bad rows are reported and downloadable, good ones are kept", async () => {
    const token = await newWorkspace().token();
    const csv = "id,amount\n1,10\n2\n3,30,x\n4,40\n";
    const dataset = await uploadedDataset(token, csv);
    expect(dataset).toMatchObject({
      status: "ready",
      row_count: 2,
      rows_failed: 2,
      errors: [
        { row: 2, line: 3, code: "too_few_cells" },
        { row: 3, line: 4, code: "too_many_cells" },
      ],
    });
    const file = await call("GET", `/api/v1/datasets/${dataset.id}/errors.csv`, { token });
    expect(file.headers.get("Content-Type")).toContain("text/csv");
    const lines = (await file.text()).trim().split("\r\n");
    expect(lines.length).toBe(3);
    expect(lines[2]).toContain('"3,30,x"');
  });

  it.each([
    ["a ZIP named .csv", new Uint8Array([0x50, 0x4b, 3, 4, 0, 0, 0, 0, 1, 2, 3]), "not_a_table"],
    [
      "a file where every row is bad",
      Uint8Array.from(new TextEncoder().encode("a,b,c\n1,2\n3,4\n")),
      "no_good_rows",
    ],
  ])("%s fails with a reason and shows no rows", async (_, bytes, code) => {
    const token = await newWorkspace().token();
    const response = await csvCall("/datasets/upload", token, bytes);
    const { id } = (await response.json()) as Made;
    await vi.waitFor(
      async () => expect(await succeed("GET", `/datasets/${id}`, token)).toMatchObject({ status: "failed" }),
      { timeout: 20_000 },
    );
    const dataset = await succeed<Made & { error: { message: string } }>("GET", `/datasets/${id}`, token);
    expect(dataset).toMatchObject({ error: { code }, revision: 0, row_count: 0, fields: [] });
    expect(dataset.error.message.length).toBeGreaterThan(20);
    expect(await rowsOf(token, id)).toEqual([]);
  });

  it("a header alone is an empty table", async () => {
    const token = await newWorkspace().token();
    const dataset = await uploadedDataset(token, "a,b\n");
    expect(dataset).toMatchObject({ status: "ready", row_count: 0 });
    const report = await madeReport(token, { dataset: dataset.id, fields: ["a"] });
    const run = await succeed("POST", `/reports/${report.id}/generate`, token, {
      async: false,
      formats: ["csv", "xlsx", "pdf"],
    });
    expect(run).toMatchObject({ status: "completed", row_count: 0, data: [] });
  });
});

describe("rows by the API", () => {
  it("appends JSON, NDJSON and CSV to one table, all or nothing visible", async () => {
    const token = await newWorkspace().token();
    const { id } = await succeed("POST", "/datasets", token, {
      name: "Stream",
      fields: [
        { name: "k", type: "string" },
        { name: "v", type: "integer" },
      ],
    });
    expect(await succeed("POST", `/datasets/${id}/rows`, token, [{ k: "a", v: 1 }])).toMatchObject({
      rows_added: 1,
      rows_failed: 0,
    });
    await csvCall(
      `/datasets/${id}/rows`,
      token,
      '{"k":"b","v":2}\n{"k":"c","v":3}\n',
      "application/x-ndjson",
    );
    await csvCall(`/datasets/${id}/rows`, token, "v,k\n4,d\n");
    expect(await rowsOf(token, id)).toEqual([
      { k: "a", v: 1 },
      { k: "b", v: 2 },
      { k: "c", v: 3 },
      { k: "d", v: 4 },
    ]);
    const mixed = await succeed("POST", `/datasets/${id}/rows`, token, [
      { k: "e", v: 5 },
      { k: "f", v: "x" },
    ]);
    expect(mixed).toMatchObject({
      rows_added: 1,
      rows_failed: 1,
      errors: [{ row: 2, column: "v", code: "type_mismatch" }],
    });
    const bad = await call("POST", `/api/v1/datasets/${id}/rows`, { token, body: [{ k: "g", v: "x" }] });
    expect(Object.keys((await expectProblem(bad, "validation_failed")).errors ?? {})).toEqual(["rows.1.v"]);
    const single = await call("POST", `/api/v1/datasets/${id}/rows`, { token, body: { k: "h", v: 1 } });
    expect((await expectProblem(single, "validation_failed")).detail).toContain("JSON array");
    expect(await succeed("GET", `/datasets/${id}`, token)).toMatchObject({ status: "ready", row_count: 5 });
  });

  it("two appends at once lose no row and share no number", async () => {
    const token = await newWorkspace().token();
    const dataset = await uploadedDataset(token, "n\n0\n");
    const parts = Array.from({ length: 8 }, (_, part) =>
      Array.from({ length: 25 }, (_, i) => ({ n: part * 25 + i + 1 })),
    );
    await Promise.all(parts.map((rows) => succeed("POST", `/datasets/${dataset.id}/rows`, token, rows)));
    const numbers = new Set<unknown>();
    for (let page = 1; page <= 3; page += 1)
      for (const { n } of await rowsOf(token, dataset.id, `page_size=100&page=${page}`)) numbers.add(n);
    expect(numbers.size).toBe(201);
  });

  it("statistics follow what was appended", async () => {
    const token = await newWorkspace().token();
    const dataset = await uploadedDataset(token, "price\n0.1\n0.2\n");
    const read = () =>
      succeed<{ rows: number; fields: Record<string, unknown> }>(
        "GET",
        `/datasets/${dataset.id}/statistics`,
        token,
      );
    expect(await read()).toMatchObject({
      rows: 2,
      fields: { price: { count: 2, nulls: 0, distinct: 2, min: 0.1, max: 0.2, sum: 0.3 } },
    });
    await succeed("POST", `/datasets/${dataset.id}/rows`, token, [{ price: 0.7 }, { price: null }]);
    expect(await read()).toMatchObject({
      rows: 4,
      fields: { price: { count: 3, nulls: 1, sum: 1, max: 0.7 } },
    });
  });

  it("PUT replaces all rows as a new revision; one that cannot be read changes nothing", async () => {
    const token = await newWorkspace().token();
    const dataset = await uploadedDataset(token, "a,b\n1,x\n2,y\n");
    await succeed("PUT", `/datasets/${dataset.id}/rows`, token, [{ a: 9, b: "z" }]);
    expect(await succeed("GET", `/datasets/${dataset.id}`, token)).toMatchObject({
      revision: 2,
      row_count: 1,
      status: "ready",
    });
    expect(await rowsOf(token, dataset.id)).toEqual([{ a: 9, b: "z" }]);
    const bad = await call("PUT", `/api/v1/datasets/${dataset.id}/rows`, {
      token,
      body: [{ a: "not a number", b: "q" }],
    });
    await expectProblem(bad, "validation_failed");
    expect(await succeed("GET", `/datasets/${dataset.id}`, token)).toMatchObject({
      revision: 2,
      row_count: 1,
      status: "ready",
    });
    expect(await rowsOf(token, dataset.id)).toEqual([{ a: 9, b: "z" }]);
  });

  it("a run reads the rows that were there when it began, whatever is appended later", async () => {
    const token = await newWorkspace().token();
    const dataset = await uploadedDataset(token, "n\n1\n2\n");
    const report = await madeReport(token, { dataset: dataset.id, fields: ["n"] });
    const first = await succeed("POST", `/reports/${report.id}/generate`, token, { async: false });
    await succeed("POST", `/datasets/${dataset.id}/rows`, token, [{ n: 3 }]);
    const second = await succeed("POST", `/reports/${report.id}/generate`, token, { async: false });
    expect([first.row_count, second.row_count]).toEqual([2, 3]);
    const old = await succeed<{ row_count?: number; data?: unknown[] }>(
      "GET",
      `/reports/${report.id}/download/json?version=${String(first.version_number)}`,
      token,
    );
    expect(JSON.stringify(old)).not.toContain('"n":3');
  });
});

describe("reading rows", () => {
  it("filters, sorts, chooses fields and walks pages", async () => {
    const token = await newWorkspace().token();
    const dataset = await uploadedDataset(
      token,
      `name,n\n${Array.from({ length: 50 }, (_, i) => `r${i % 5},${i}`).join("\n")}\n`,
    );
    const filter = encodeURIComponent(JSON.stringify({ name: ["r1", "r2"], n: { gte: 10, lt: 30 } }));
    const page = await succeed<{ items: Made[]; total: number }>(
      "GET",
      `/datasets/${dataset.id}/rows?filter=${filter}&fields=n&sort_by=n&sort_order=desc&page_size=3`,
      token,
    );
    expect(page).toMatchObject({ total: 8, pages: 3, items: [{ n: 27 }, { n: 26 }, { n: 22 }] });
    const seen: unknown[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const part: { items: Made[]; next_cursor: string | null } = await succeed(
        "GET",
        `/datasets/${dataset.id}/rows?page_size=20${cursor && `&cursor=${cursor}`}`,
        token,
      );
      seen.push(...part.items.map(({ n }) => n));
      cursor = part.next_cursor;
    }
    expect(seen).toEqual(Array.from({ length: 50 }, (_, i) => i));
    for (const [query, field] of [
      ["filter=nonsense", "filter"],
      ["sort_by=zzz", "sort_by"],
      ["fields=zzz", "fields"],
      ['filter={"n":"x"}', "filters.n"],
    ] as const) {
      const problem = await expectProblem(
        await call("GET", `/api/v1/datasets/${dataset.id}/rows?${query}`, { token }),
        "validation_failed",
      );
      expect(Object.keys(problem.errors ?? {})).toEqual([field]);
    }
  });
});

describe("who may change a dataset", () => {
  it("its owner and admins; everyone in the workspace reads; other workspaces see nothing", async () => {
    const workspace = newWorkspace();
    const [ann, ben, admin] = [
      await workspace.token("editor", "ann"),
      await workspace.token("editor", "ben"),
      await workspace.token(),
    ];
    const stranger = await newWorkspace().token();
    const dataset = await uploadedDataset(ann, "a\n1\n");
    const path = `/api/v1/datasets/${dataset.id}`;
    await succeed("GET", `/datasets/${dataset.id}`, ben);
    for (const [method, suffix, body] of [
      ["PATCH", "", { name: "x" }],
      ["DELETE", "", undefined],
      ["POST", "/rows", [{ a: 2 }]],
      ["PUT", "/rows", [{ a: 2 }]],
    ] as const) {
      await expectProblem(await call(method, path + suffix, { token: ben, body }), "forbidden");
      await expectProblem(await call(method, path + suffix, { token: stranger, body }), "not_found");
    }
    for (const suffix of ["", "/rows", "/statistics", "/errors.csv"])
      await expectProblem(await call("GET", path + suffix, { token: stranger }), "not_found");
    await succeed("PATCH", `/datasets/${dataset.id}`, admin, { name: "renamed" });
    const report = await madeReport(ann, { dataset: dataset.id, fields: ["a"] });
    await expectProblem(await call("DELETE", path, { token: ann }), "conflict");
    await call("DELETE", `/api/v1/reports/${report.id}`, { token: ann });
    expect((await call("DELETE", path, { token: ann })).status).toBe(204);
    await expectProblem(await call("GET", path, { token: ann }), "not_found");
  });
});

describe("rows as long as can be kept", () => {
  it("a row of wide characters just under the limit is kept exactly, one over it is reported", async () => {
    const token = await newWorkspace().token();
    const long = "漢".repeat(300_100); // 900,300 bytes a cell
    const csv = `a,b\n${long},${long}\n${long},x\n${long},${"字".repeat(333_300)}\n`;
    const dataset = await uploadedDataset(token, csv);
    expect(dataset).toMatchObject({
      status: "ready",
      row_count: 2,
      rows_failed: 1,
      errors: [{ row: 3, code: "row_too_large" }],
    });
    const [first, second] = await rowsOf(token, dataset.id);
    expect(first).toEqual({ a: long, b: long });
    expect(second).toEqual({ a: long, b: "x" });
    const report = await madeReport(token, { dataset: dataset.id, fields: ["b", "a"] });
    const run = await succeed<{ data: unknown[] }>("POST", `/reports/${report.id}/generate`, token, {
      async: false,
      formats: ["csv"],
    });
    expect(run.data).toEqual([
      { b: long, a: long },
      { b: "x", a: long },
    ]);
  }, 30_000);
});
