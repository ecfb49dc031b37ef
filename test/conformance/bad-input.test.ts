import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { type Caller, expectProblem, expectStatus } from "./harness/client";
import { SETTINGS } from "./harness/global-setup";
import type { Dataset, Page, Report, Row } from "./harness/shapes";
import { generateNow, makeReport, readData, upload, uploadReady } from "./harness/steps";
import { newWorkspace } from "./harness/workspace";

/** A table that cannot be read is failed with a reason for people, and shows no rows. */
async function expectFailed(
  caller: Caller,
  content: string | Uint8Array<ArrayBuffer>,
  options: Record<string, string> = {},
) {
  const dataset = await upload(caller, content, options);
  expect(dataset.status).toBe("failed");
  expect(dataset).toMatchObject({
    row_count: 0,
    revision: 0,
    error: { code: expect.stringMatching(/^[a-z_]+$/) },
  });
  expect(dataset.error?.message).toMatch(/^[A-Z].{10,}\.$/s);
  expect(dataset.error?.message).not.toMatch(/undefined|Error:|\bat \w+/);
  const rows = expectStatus(await caller.get<Page<Row>>(`/datasets/${dataset.id}/rows`), 200);
  expect(rows).toMatchObject({ items: [], total: 0 });
  const report = { name: "Over nothing", config: { dataset: dataset.id, fields: ["a"] } };
  expectProblem(await caller.post("/reports", report), 422, "validation_failed", ["config.dataset"]);
  return dataset;
}

const bytes = (...values: number[]) => Uint8Array.from(values);

describe("I5: files that are no table", () => {
  const caller = () => newWorkspace().as("editor");

  it("an empty file is refused at once, a file of blank lines fails", async () => {
    const someone = caller();
    const form = new FormData();
    form.set("file", new Blob([]), "empty.csv");
    expectProblem(await someone.post("/datasets/upload", form), 422, "validation_failed", ["file"]);
    expect((await someone.get<Page<Dataset>>("/datasets")).body.total).toBe(0);
    await expectFailed(someone, "\n\n  \n");
  });

  it("binary files named .csv fail by what they are", async () => {
    const png = bytes(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52);
    const failed = await expectFailed(caller(), png);
    expect(failed.error?.message).toMatch(/PNG|image|picture/i);
    const noise = Uint8Array.from({ length: 5_000 }, (_, n) => (n * 7919) % 256);
    await expectFailed(caller(), noise);
  });

  it("a header alone is a table without rows: ready, and a report over it is empty", async () => {
    const someone = caller();
    const dataset = await upload(someone, "a,b,c\n");
    expect(dataset).toMatchObject({ status: "ready", row_count: 0 });
    expect(dataset.fields.map(({ name }) => name)).toEqual(["a", "b", "c"]);
  });

  it("an unterminated quote tells where it began", async () => {
    const dataset = await upload(caller(), `a,b\n1,2\n3,"4\n${"5,6\n".repeat(50)}`);
    const told =
      dataset.status === "failed"
        ? dataset.error?.message
        : dataset.errors.map(({ message }) => message).join(" ");
    expect(told).toMatch(/quot/i);
    if (dataset.status === "ready") expect(dataset.errors.some(({ line }) => line === 3)).toBe(true);
  });

  it("a truncated upload leaves nothing behind", async () => {
    const someone = caller();
    const { port } = new URL(someone.origin);
    const socket = connect(Number(port), "127.0.0.1");
    socket.write(
      `POST /api/v1/datasets/upload?name=Cut HTTP/1.1\r\nHost: localhost:${port}\r\nAuthorization: Bearer ${someone.token}\r\n` +
        "Content-Type: text/csv\r\nContent-Length: 1000000\r\n\r\na,b\n1,2\n",
    );
    await new Promise((resolve) => setTimeout(resolve, 300)); // let it get under way before it breaks off
    socket.destroy();
    // Whatever came of it was decided before a later upload of the same caller is imported.
    await uploadReady(someone, "x\n1\n", { name: "Later" });
    const { items } = expectStatus(await someone.get<Page<Dataset>>("/datasets"), 200);
    expect(items.map(({ name }) => name)).toEqual(["Later"]);
  });

  it("a form that breaks off, has no file, or has a wrong field is refused", async () => {
    const someone = caller();
    const headers = { "Content-Type": "multipart/form-data; boundary=xx" };
    const cut = '--xx\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\na,b\n1,2\n';
    expectProblem(await someone.post("/datasets/upload", cut, { headers }), 400, "malformed_request");
    const none = new FormData();
    none.set("name", "No file");
    expectProblem(await someone.post("/datasets/upload", none), 422, "validation_failed", ["file"]);
    const wrong = new FormData();
    wrong.set("file", new Blob(["a\n1\n"]), "a.csv");
    wrong.set("delimiter", "tab");
    expectProblem(await someone.post("/datasets/upload", wrong), 422, "validation_failed", ["delimiter"]);
    expect((await someone.get<Page<Dataset>>("/datasets")).body.total).toBe(0);
  });

  it("413 for a body over the limit of its kind: an upload, a JSON document, rows", async () => {
    const someone = caller();
    const headersOf = (type: string) => ({ headers: { "Content-Type": type } });
    const large = new Uint8Array(Number(SETTINGS.MAX_UPLOAD_BYTES) + 1).fill(0x61);
    expectProblem(
      await someone.post("/datasets/upload?name=Big", large, headersOf("text/csv")),
      413,
      "too_large",
    );
    const form = new FormData();
    form.set("file", new Blob([large]), "big.csv");
    expectProblem(await someone.post("/datasets/upload", form), 413, "too_large");
    expectProblem(await someone.post("/reports", { name: "x".repeat(1_100_000) }), 413, "too_large");
    const dataset = await uploadReady(someone, "a\n1\n");
    const rows = `${JSON.stringify({ a: "x".repeat(1_000) })}\n`.repeat(5_200);
    const append = await someone.post(
      `/datasets/${dataset.id}/rows`,
      rows,
      headersOf("application/x-ndjson"),
    );
    expectProblem(append, 413, "too_large");
    expect((await someone.get<Page<Dataset>>("/datasets")).body.total).toBe(1);
  });
});

describe("I5: tables that are odd but readable", () => {
  const read = async (content: string | Uint8Array<ArrayBuffer>, options: Record<string, string> = {}) => {
    const caller = newWorkspace().as("editor");
    const dataset = await upload(caller, content, options);
    expect(dataset.status, JSON.stringify(dataset.error)).toBe("ready");
    const { items } = expectStatus(
      await caller.get<Page<Row>>(`/datasets/${dataset.id}/rows?page_size=100`),
      200,
    );
    return { dataset, items };
  };

  it("200 columns, and one column without any delimiter", async () => {
    const names = Array.from({ length: 200 }, (_, n) => `column ${n + 1}`);
    const wide = await read(`${names.join(",")}\n${names.map((_, n) => n).join(",")}\n`);
    expect(wide.dataset.fields.map(({ label }) => label)).toEqual(names);
    expect(Object.values(wide.items[0] ?? {})).toEqual(names.map((_, n) => n));
    const narrow = await read("city\nBerlin\nSão Paulo\n");
    expect(narrow.items).toEqual([{ city: "Berlin" }, { city: "São Paulo" }]);
  });

  it("ragged rows: each short or long row is told or read, none is shifted", async () => {
    const { dataset, items } = await read("a,b,c\n1,2,3\n4,5\n6,7,8,9\n10,11,12\n");
    expect(dataset.rows_ok + dataset.rows_failed).toBe(4);
    expect(dataset.errors.map(({ line }) => line)).toContain(4);
    expect(items[0]).toEqual({ a: 1, b: 2, c: 3 });
    expect(items.at(-1)).toEqual({ a: 10, b: 11, c: 12 });
    for (const row of items) if (row.a === 4) expect(row).toEqual({ a: 4, b: 5, c: null });
  });

  it("duplicate and empty headers get names of their own", async () => {
    const { dataset, items } = await read("name,name,,name\n1,2,3,4\n");
    const names = dataset.fields.map(({ name }) => name);
    expect(new Set(names).size).toBe(4);
    expect(names.every((name) => name !== "")).toBe(true);
    expect(Object.values(items[0] ?? {})).toEqual([1, 2, 3, 4]);
  });

  it("NUL bytes and invalid UTF-8 in a cell never hide the other rows", async () => {
    const nul = await read("a,b\n1,x\n2,y\u0000z\n3,w\n");
    expect(nul.dataset.rows_ok + nul.dataset.rows_failed).toBe(3);
    expect(nul.items.map(({ a }) => a)).toEqual(expect.arrayContaining([1, 3]));
    const invalid = Uint8Array.from([
      ...Buffer.from("a,b\n1,caf"),
      0xc3,
      0x28,
      ...Buffer.from("\n2,naïve\n3,ÄÖÜ\n"),
    ]);
    const broken = await read(invalid);
    expect(broken.items).toEqual(
      expect.arrayContaining([
        { a: 2, b: "naïve" },
        { a: 3, b: "ÄÖÜ" },
      ]),
    );
    expect(broken.dataset.rows_ok + broken.dataset.rows_failed).toBe(3);
  });

  it("a 10 MB cell is told as a bad row; its neighbours are kept", async () => {
    const caller = newWorkspace().as("editor");
    const dataset = await upload(caller, `a,b\n1,small\n2,"${"x".repeat(10_000_000)}"\n3,small\n`);
    expect(dataset).toMatchObject({ status: "ready", rows_ok: 2, rows_failed: 1 });
    expect(dataset.errors[0]).toMatchObject({ row: 2, line: 3 });
    expect(JSON.stringify(dataset).length).toBeLessThan(20_000);
  });

  it("a failed replacement leaves the rows that were there", async () => {
    const caller = newWorkspace().as("editor");
    const dataset = await uploadReady(caller, await readData("real/stocks.csv"));
    const bad = await caller.put(`/datasets/${dataset.id}/rows`, "symbol,date,price\nX,never,much\n", {
      headers: { "Content-Type": "text/csv" },
    });
    expectProblem(bad, 422, "validation_failed", ["rows.1.date", "rows.1.price"]);
    const after = expectStatus(await caller.get<Dataset>(`/datasets/${dataset.id}`), 200);
    expect(after).toMatchObject({ status: "ready", row_count: 560, revision: 1 });
    expect((await caller.get<Page<Row>>(`/datasets/${dataset.id}/rows`)).body.total).toBe(560);
  });
});

describe("B26: configs that the data cannot answer", () => {
  it("422 names each field and says what is allowed", async () => {
    const caller = newWorkspace().as("editor");
    const dataset = await uploadReady(caller, await readData("real/stocks.csv"));
    const good = { dataset: dataset.id, fields: ["symbol", "price"] };
    const cases: [Record<string, unknown>, string, RegExp][] = [
      [{ fields: ["symbol", "colour"] }, "config.fields", /colour.*symbol, date, price/],
      [{ fields: [] }, "config.fields", /./],
      [{ fields: ["price", "price"] }, "config.fields", /price/],
      [{ sort_by: "date" }, "config.sort_by", /symbol, price/],
      [{ sort_order: "up" }, "config.sort_order", /./],
      [{ limit: 0 }, "config.limit", /./],
      [{ limit: -5 }, "config.limit", /./],
      [{ limit: "ten" }, "config.limit", /./],
      [{ chart_type: "donut" }, "config.chart_type", /bar/],
      [{ formats: ["rtf"] }, "config.formats.0", /pdf/],
      [{ filters: { price: "cheap" } }, "config.filters.price", /number/],
      [{ filters: { date: { start: "yesterday" } } }, "config.filters.date", /YYYY-MM-DD/],
      [{ filters: { shade: 1 } }, "config.filters.shade", /symbol/],
      [{ filters: { price: { near: 5 } } }, "config.filters.price", /near.*gte/s],
      [{ time_zone: "Mars/Olympus" }, "config.time_zone", /IANA/],
      [{ locale: "xx_YY_zz" }, "config.locale", /./],
      [{ dataset: "ds_nothere" }, "config.dataset", /ds_nothere/],
      [{ fild: 1 }, "config.fild", /./],
    ];
    for (const [wrong, field, message] of cases) {
      const answer = await caller.post("/reports", { name: "Wrong", config: { ...good, ...wrong } });
      const problem = expectProblem(answer, 422, "validation_failed", [field]);
      expect(problem.errors?.[field]?.join(" "), field).toMatch(message);
    }
    const nameless = await caller.post("/reports", { name: "", config: good });
    expectProblem(nameless, 422, "validation_failed", ["name"]);
    expectProblem(
      await caller.post("/reports", { name: "x".repeat(256), config: good }),
      422,
      "validation_failed",
      ["name"],
    );
    expectProblem(await caller.post("/reports", { name: "Fine" }), 422, "validation_failed", ["config"]);
    expect((await caller.get<Page<unknown>>("/reports")).body.total).toBe(0);
    await makeReport(caller, dataset);
  });

  it("without a dataset the one that fits is meant; several are listed", async () => {
    const caller = newWorkspace().as("editor");
    const first = await uploadReady(caller, "alpha,beta\n1,2\n");
    const other = await uploadReady(caller, "beta,gamma\n1,2\n");
    const create = (fields: string[]) =>
      caller.post<Report>("/reports", { name: "Guess", config: { fields } });
    const meant = expectStatus(await create(["alpha"]), 201);
    expect((await generateNow(caller, meant)).data).toEqual([{ alpha: 1 }]);
    const several = expectProblem(await create(["beta"]), 422, "validation_failed", ["config.dataset"]);
    for (const { id } of [first, other]) expect(several.errors?.["config.dataset"]?.join()).toContain(id);
    const none = expectProblem(await create(["alpha", "gamma"]), 422, "validation_failed", [
      "config.dataset",
      "config.fields",
    ]);
    expect(none.errors?.["config.fields"]?.join(), "what the nearest one lacks").toMatch(/alpha|gamma/);
  });
});
