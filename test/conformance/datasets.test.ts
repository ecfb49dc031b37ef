import { readdir } from "node:fs/promises";
import { expect, it } from "vitest";
import { type Caller, expectProblem, expectStatus } from "./harness/client";
import { readCsv } from "./harness/readers";
import type { Dataset, FieldStatistics, Page, Row } from "./harness/shapes";
import { dataFile, makeReport, readData, upload, uploadReady } from "./harness/steps";
import { newWorkspace } from "./harness/workspace";

const rowsOf = async (caller: Caller, dataset: Dataset, query = "page_size=100") =>
  expectStatus(await caller.get<Page<Row>>(`/datasets/${dataset.id}/rows?${query}`), 200);

it("I1: every CSV of the csv-spectrum suite reads as its JSON says", async () => {
  const caller = newWorkspace().as("editor");
  const names = (await readdir(dataFile("csv-spectrum"))).filter((name) => name.endsWith(".csv"));
  expect(names.length).toBeGreaterThan(10);
  for (const name of names) {
    const expected = JSON.parse(
      (await readData(`csv-spectrum/${name.replace(".csv", ".json")}`)).toString(),
    ) as Row[];
    const dataset = await uploadReady(caller, await readData(`csv-spectrum/${name}`));
    const labels = dataset.fields.map(({ label }) => label);
    expect(labels, name).toEqual(Object.keys(expected[0] ?? {}));
    const { items } = await rowsOf(caller, dataset);
    const texts = items.map((row) => Object.values(row).map((cell) => (cell === null ? "" : String(cell))));
    expect(texts, name).toEqual(expected.map((row) => Object.values(row).map(String)));
  }
});

it("I1: real files load whole, with their types", async () => {
  const caller = newWorkspace().as("editor");
  const real: [string, number, Record<string, string>][] = [
    ["stocks.csv", 560, { symbol: "string", date: "date", price: "number" }],
    ["seattle-weather-first199.csv", 199, { date: "date", precipitation: "number", weather: "string" }],
    ["gradebook_200.csv", 200, {}],
    ["airports-first300.csv", 300, { iata: "string", latitude: "number" }],
    ["sample_small.csv", 50, { potential_annual_cost_savings: "number", subscription_id: "string" }],
    [
      "EA_ActualCost_Small.csv",
      11,
      { date: "date", billing_period_start_date: "date", quantity: "number", tags: "string" },
    ],
  ];
  for (const [name, rows, types] of real) {
    const dataset = await uploadReady(caller, await readData(`real/${name}`), { name });
    expect(dataset, name).toMatchObject({ row_count: rows, rows_failed: 0, errors: [] });
    expect(
      Object.fromEntries(dataset.fields.map(({ name: field, type }) => [field, type])),
      name,
    ).toMatchObject(types);
    const source = readCsv(await readData(`real/${name}`)).filter((row) => row.some((cell) => cell !== ""));
    expect(
      dataset.fields.map(({ label }) => label),
      name,
    ).toEqual(source[0]);
  }
});

it("U23: encodings, delimiters and decimal commas are found, and can be told", async () => {
  const caller = newWorkspace().as("editor");
  const text = "Stadt;Preis;Tag\nKöln;1.234,50;31.12.2025\nBrühl;7,25;01.01.2026\n";
  const rows = [
    { stadt: "Köln", preis: 1234.5, tag: "2025-12-31" },
    { stadt: "Brühl", preis: 7.25, tag: "2026-01-01" },
  ];
  const latin = Uint8Array.from(Buffer.from(text, "latin1"));
  const utf16 = Uint8Array.from(Buffer.from(`\ufeff${text}`, "utf16le"));
  const cases: [string | Uint8Array<ArrayBuffer>, string][] = [
    [text, "utf-8"],
    [`\ufeff${text}`, "utf-8"],
    [latin, "windows-1252"],
    [utf16, "utf-16le"],
  ];
  for (const [content, encoding] of cases) {
    const dataset = await uploadReady(caller, content);
    expect(dataset).toMatchObject({ encoding, delimiter: ";" });
    expect((await rowsOf(caller, dataset)).items, encoding).toEqual(rows);
  }
  const told = await uploadReady(caller, "a|b,c\n1|2,3\n", {
    delimiter: "|",
    fields: JSON.stringify([{ name: "a", type: "string" }]),
  });
  expect(told.fields).toMatchObject([{ name: "a", type: "string" }, { label: "b,c" }]);
  const headless = await uploadReady(caller, "1,x\n2,y\n", { has_header: "false" });
  expect(headless.row_count).toBe(2);
});

it("N17, U36: bad rows are told with row, line, column, value and reason; good rows are kept", async () => {
  const caller = newWorkspace().as("editor");
  const lines = Array.from({ length: 200 }, (_, n) => `${n},${n}.5,2026-01-02`);
  lines[10] = "10,abc,2026-01-02";
  lines[20] = "20,1.5";
  lines[30] = '30,"1.5\n",2026-02-30';
  const fields = JSON.stringify([
    { name: "price", type: "number" },
    { name: "day", type: "date" },
  ]);
  const dataset = await uploadReady(caller, `id,price,day\n${lines.join("\n")}\n`, { fields });
  expect(dataset.rows_ok + dataset.rows_failed).toBe(200);
  expect(dataset.rows_ok).toBeGreaterThanOrEqual(197);
  expect(dataset.errors[0]).toMatchObject({ row: 11, line: 12, column: "price", value: "abc" });
  for (const error of dataset.errors) expect(error.message, JSON.stringify(error)).toMatch(/\w{3}/);
  expect(dataset.errors.find(({ column }) => column === "day")).toMatchObject({
    row: 31,
    line: 32,
    value: "2026-02-30",
  });
  const file = await caller.get(dataset.errors_url ?? "");
  expect(file.status).toBe(200);
  expect(file.headers.get("Content-Type")).toMatch(/^text\/csv/);
  const [header, ...rows] = readCsv(Buffer.from(file.text));
  expect(header).toEqual(["row", "line", "column", "value", "code", "message", "raw"]);
  expect(rows).toHaveLength(dataset.rows_failed);
  expect(rows[0]?.slice(0, 4)).toEqual(["11", "12", "price", "abc"]);
});

it("append takes JSON, NDJSON and CSV, and rows and statistics count them", async () => {
  const caller = newWorkspace().as("editor");
  const dataset = await uploadReady(caller, "id,price,day\na,1.5,2026-01-01\n");
  const append = (body: string, type: string) =>
    caller.post(`/datasets/${dataset.id}/rows`, body, { headers: { "Content-Type": type } });
  const statistics = async () =>
    expectStatus(
      await caller.get<{ rows: number; fields: Record<string, FieldStatistics> }>(
        `/datasets/${dataset.id}/statistics`,
      ),
      200,
    );
  expect(await statistics()).toMatchObject({ rows: 1, fields: { price: { count: 1, sum: 1.5 } } });

  const answers = [
    await append('[{"id":"b","price":2.5,"day":"2026-01-02"}]', "application/json"),
    await append(
      '{"id":"c","price":3.5,"day":"2026-01-03"}\n{"id":"d","price":null}\n',
      "application/x-ndjson",
    ),
    await append("day,id,price\n2026-01-05,e,0.1\n", "text/csv"),
  ];
  expect(answers.map((answer) => expectStatus(answer, 200))).toMatchObject([
    { rows_added: 1, rows_failed: 0 },
    { rows_added: 2, rows_failed: 0 },
    { rows_added: 1, rows_failed: 0 },
  ]);
  const page = await rowsOf(caller, dataset);
  expect(page.total).toBe(5);
  expect(page.items.map(({ id, price, day }) => [id, price, day])).toEqual([
    ["a", 1.5, "2026-01-01"],
    ["b", 2.5, "2026-01-02"],
    ["c", 3.5, "2026-01-03"],
    ["d", null, null],
    ["e", 0.1, "2026-01-05"],
  ]);
  expect(await statistics()).toMatchObject({
    rows: 5,
    fields: {
      price: { count: 4, nulls: 1, distinct: 4, min: 0.1, max: 3.5, sum: 7.6, mean: 1.9 },
      day: { count: 4, nulls: 1, min: "2026-01-01", max: "2026-01-05" },
      id: { count: 5, distinct: 5 },
    },
  });
  expect((await caller.get<Dataset>(`/datasets/${dataset.id}`)).body.row_count).toBe(5);
});

it("an append with bad rows keeps the good ones, and one without any good row changes nothing", async () => {
  const caller = newWorkspace().as("editor");
  const dataset = await uploadReady(caller, "id,price\na,1\n");
  const mixed = await caller.post<{ errors: unknown[] }>(`/datasets/${dataset.id}/rows`, [
    { id: "b", price: "much" },
    { id: "c", price: 3 },
  ]);
  expect(expectStatus(mixed, 200)).toMatchObject({
    rows_added: 1,
    rows_failed: 1,
    errors: [{ row: 1, column: "price" }],
  });
  expectProblem(
    await caller.post(`/datasets/${dataset.id}/rows`, [{ id: "b", price: "much" }]),
    422,
    "validation_failed",
    ["rows.1.price"],
  );
  expectProblem(
    await caller.post(`/datasets/${dataset.id}/rows`, '{"a":', {
      headers: { "Content-Type": "application/json" },
    }),
    400,
    "malformed_request",
  );
  expectProblem(
    await caller.post(`/datasets/${dataset.id}/rows`, "<x/>", { headers: { "Content-Type": "text/xml" } }),
    415,
    "unsupported_media_type",
  );
  expect((await rowsOf(caller, dataset)).total).toBe(2);
});

it("replace makes a new revision; the first rows of an empty dataset give it its fields", async () => {
  const caller = newWorkspace().as("editor");
  const dataset = expectStatus(await caller.post<Dataset>("/datasets", { name: "Readings" }), 201);
  expect(dataset).toMatchObject({ status: "empty", row_count: 0, fields: [] });
  const put = (body: unknown) => caller.put(`/datasets/${dataset.id}/rows`, body);
  expectStatus(
    await put([
      { sensor: "s1", value: 1.5 },
      { sensor: "s2", value: 2 },
    ]),
    200,
  );
  const first = (await caller.get<Dataset>(`/datasets/${dataset.id}`)).body;
  expect(first).toMatchObject({
    status: "ready",
    row_count: 2,
    revision: 1,
    fields: [
      { name: "sensor", type: "string" },
      { name: "value", type: "number" },
    ],
  });
  expectStatus(await put([{ sensor: "s9", value: 9 }]), 200);
  expect((await caller.get<Dataset>(`/datasets/${dataset.id}`)).body).toMatchObject({
    row_count: 1,
    revision: 2,
  });
  expect((await rowsOf(caller, dataset)).items).toEqual([{ sensor: "s9", value: 9 }]);
});

it("B9: the filter grammar on rows", async () => {
  const caller = newWorkspace().as("editor");
  const dataset = await uploadReady(
    caller,
    "n,name,ok,day,at\n1,Ada,true,2026-01-01,2026-01-01T10:00:00Z\n2,Bob,false,2026-01-02,2026-01-02T23:59:59Z\n3,Cyd,true,2026-01-03,2026-01-03T00:00:00Z\n,Dee,,,\n",
  );
  const cases: [unknown, string][] = [
    [{ name: "Ada" }, "Ada"],
    [{ name: ["Ada", "Cyd"] }, "Ada Cyd"],
    [{ n: { min: 2, max: 3 } }, "Bob Cyd"],
    [{ n: { gt: 1, lt: 3 } }, "Bob"],
    [{ n: { ne: 1 } }, "Bob Cyd Dee"],
    [{ n: { not_in: [1, 2] } }, "Cyd Dee"],
    [{ n: null }, "Dee"],
    [{ n: { is_null: false } }, "Ada Bob Cyd"],
    [{ ok: true }, "Ada Cyd"],
    [{ day: { start: "2026-01-02", end: "2026-01-03" } }, "Bob Cyd"],
    [{ at: { start: "2026-01-02", end: "2026-01-02" } }, "Bob"],
    [{ name: { contains: "D" } }, "Ada Cyd Dee"],
    [{ name: { starts_with: "d" } }, "Dee"],
    [{ name: { in: [] } }, ""],
    [{ n: { gte: 1 }, ok: false }, "Bob"],
  ];
  for (const [filter, names] of cases) {
    const query = new URLSearchParams({ filter: JSON.stringify(filter), fields: "name" });
    const page = await rowsOf(caller, dataset, `${query}`);
    expect(page.items.map(({ name }) => name).join(" "), JSON.stringify(filter)).toBe(names);
    expect(page.total).toBe(page.items.length);
  }
  const sorted = await rowsOf(caller, dataset, "sort_by=n&sort_order=desc&fields=name,n");
  expect(sorted.items.map(({ name }) => name)).toEqual(["Cyd", "Bob", "Ada", "Dee"]);
  expect(Object.keys(sorted.items[0] ?? {})).toEqual(["name", "n"]);
  const wrong: [string, string[]][] = [
    [`filter=${encodeURIComponent('{"zip":1}')}`, ["filters.zip"]],
    [`filter=${encodeURIComponent('{"n":"one"}')}`, ["filters.n"]],
    ["filter=n", ["filter"]],
    ["fields=zip", ["fields"]],
    ["sort_by=zip", ["sort_by"]],
    ["sort_by=n&sort_order=up", ["sort_order"]],
  ];
  for (const [query, fields] of wrong) {
    expectProblem(
      await caller.get(`/datasets/${dataset.id}/rows?${query}`),
      422,
      "validation_failed",
      fields,
    );
  }
});

it("E18: a cursor walks all rows of a dataset once", async () => {
  const caller = newWorkspace().as("editor");
  const dataset = await uploadReady(caller, `n\n${Array.from({ length: 250 }, (_, n) => n).join("\n")}\n`);
  const seen: unknown[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const page: Page<Row> = await rowsOf(
      caller,
      dataset,
      `page_size=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    );
    seen.push(...page.items.map(({ n }) => n));
    cursor = page.next_cursor;
  }
  expect(seen).toEqual(Array.from({ length: 250 }, (_, n) => n));
});

it("a dataset is renamed, and is not deleted while a report is defined over it", async () => {
  const caller = newWorkspace().as("editor");
  const dataset = await uploadReady(caller, "a\n1\n");
  const report = await makeReport(caller, dataset);
  expect(
    expectStatus(await caller.patch<Dataset>(`/datasets/${dataset.id}`, { name: "Renamed" }), 200).name,
  ).toBe("Renamed");
  expectProblem(await caller.delete(`/datasets/${dataset.id}`), 409, "conflict");
  expectStatus(await caller.delete(`/reports/${report.id}`), 204);
  expectStatus(await caller.delete(`/datasets/${dataset.id}`), 204);
  for (const path of ["", "/rows", "/statistics", "/errors.csv"]) {
    expectProblem(await caller.get(`/datasets/${dataset.id}${path}`), 404, "not_found");
  }
  const list = await caller.get<Page<Dataset>>("/datasets");
  expect(list.body.total).toBe(0);
});

it("U21: files of attack strings pass through as the text that they are", async () => {
  const caller = newWorkspace().as("editor");
  for (const name of ["security/csv-payload.txt", "security/xss_payloads_quick.txt"]) {
    const lines = (await readData(name))
      .toString("utf8")
      .split("\n")
      .filter((line) => line.trim() !== "");
    const csv = `payload\n${lines.map((line) => `"${line.replaceAll('"', '""')}"`).join("\n")}\n`;
    const dataset = await upload(caller, csv, { delimiter: "," });
    expect(dataset).toMatchObject({ status: "ready", row_count: lines.length });
    expect((await rowsOf(caller, dataset)).items.map(({ payload }) => payload)).toEqual(lines);
  }
});
