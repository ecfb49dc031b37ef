import { describe, expect, it } from "vitest";
import { call, expectProblem, newWorkspace } from "../support";
import { type Made, succeed, uploadedDataset } from "../support/product";

const FIELDS = [
  { name: "name", type: "string" },
  { name: "qty", type: "integer" },
  { name: "sold_on", type: "date" },
];

async function stream(fields = FIELDS) {
  const token = await newWorkspace().token();
  const { id } = await succeed<Made>("POST", "/datasets", token, { name: "Sales", fields });
  const send = (body: string, type = "application/json", method = "POST") =>
    call(method, `/api/v1/datasets/${id}/rows`, { token, body, headers: { "Content-Type": type } });
  return { token, id, send };
}

describe("rows by the API", () => {
  it("E33: names every fault of every row, with row, line, column, value and code", async () => {
    const { send } = await stream();
    const body =
      '[\n{"name": "a", "qty": "x", "sold_on": "nope"},\n{"name": "b", "qty": 1.5, "colour": "red"}\n]';
    const problem = await expectProblem(await send(body), "validation_failed");
    expect(problem.rows).toMatchObject([
      { row: 1, line: 2, column: "qty", value: "x", code: "type_mismatch" },
      { row: 1, line: 2, column: "sold_on", value: "nope", code: "type_mismatch" },
      { row: 2, line: 3, column: "qty", value: "1.5", code: "type_mismatch" },
      { row: 2, line: 3, column: "colour", value: "red", code: "unknown_field" },
    ]);
    expect(Object.keys(problem.errors ?? {})).toEqual([
      "rows.1.qty",
      "rows.1.sold_on",
      "rows.2.qty",
      "rows.2.colour",
    ]);
    const some = await send(`${body.slice(0, -2)},\n{"name": "c", "qty": 3}\n]`);
    expect(await some.json()).toMatchObject({ rows_added: 1, rows_failed: 2, errors: problem.rows });
    const csv = await send("name,qty,sold_on\na,x,nope\nb,2,2024-05-06\n", "text/csv");
    expect(await csv.json()).toMatchObject({
      rows_added: 1,
      rows_failed: 1,
      errors: [
        { row: 1, line: 2, column: "qty" },
        { row: 1, line: 2, column: "sold_on" },
      ],
    });
  });

  it.each([
    ["cut off", '[{"name": "a"},'],
    ["without a comma", '[{"name": "a"} {"name": "b"}]'],
    ["with something behind it", '[{"name": "a"}] x'],
    ["no JSON at all", "name,qty\na,1\n"],
  ])("JSON that is broken (%s) is a 400, and none of it is taken", async (_how, body) => {
    const { token, id, send } = await stream();
    await expectProblem(await send(body), "malformed_request");
    expect((await send('[{"name": "first"}]')).status).toBe(200);
    await expectProblem(await send(body), "malformed_request");
    await expectProblem(await send(body, "application/json", "PUT"), "malformed_request");
    expect(await succeed("GET", `/datasets/${id}/rows`, token)).toMatchObject({ total: 1 });
  });

  it("a dataset stays empty when none of its first rows is good", async () => {
    const { token, id, send } = await stream();
    await expectProblem(await send('[{"qty": "x"}]'), "validation_failed");
    expect(await succeed("GET", `/datasets/${id}`, token)).toMatchObject({ status: "empty", row_count: 0 });
  });

  it("of several first appends at once none is lost", async () => {
    const { token, id, send } = await stream();
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, index) => send(`[{"name": "n${index}", "qty": ${index}}]`)),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    const { items } = await succeed<{ items: { qty: number }[] }>("GET", `/datasets/${id}/rows`, token);
    expect(items.map(({ qty }) => qty).toSorted()).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("rows for an upload that is still being read are refused, and the upload keeps its own", async () => {
    const token = await newWorkspace().token();
    const csv = `a,b\n${"1,x\n".repeat(50_000)}`;
    const made = await call("POST", "/api/v1/datasets/upload?name=Big", {
      token,
      body: csv,
      headers: { "Content-Type": "text/csv" },
    });
    const { id } = (await made.json()) as Made;
    const late = await call("POST", `/api/v1/datasets/${id}/rows`, {
      token,
      body: '[{"a": 2, "b": "late"}]',
      headers: { "Content-Type": "application/json" },
    });
    // Reading may have been quicker.
    const isTaken = late.status === 200;
    if (!isTaken) {
      expect(late.headers.get("Retry-After")).toBe("1");
      await expectProblem(late, "not_ready");
    }
    await expect
      .poll(async () => (await succeed<Made>("GET", `/datasets/${id}`, token)).status, { timeout: 20_000 })
      .toBe("ready");
    expect(await succeed("GET", `/datasets/${id}`, token)).toMatchObject({
      row_count: isTaken ? 50_001 : 50_000,
    });
  });

  it("whole numbers are taken as far as a double holds each of them", async () => {
    const { token, id, send } = await stream([{ name: "n", type: "integer" }]);
    expect((await send('[{"n": 9007199254740991}, {"n": 1234567890123456}]')).status).toBe(200);
    const problem = await expectProblem(await send('[{"n": 12345678901234567}]'), "validation_failed");
    expect(problem.rows).toMatchObject([
      { value: "12345678901234567", message: expect.stringContaining("more digits") },
    ]);
    const { items } = await succeed<{ items: Made[] }>("GET", `/datasets/${id}/rows`, token);
    expect(items).toEqual([{ n: 9_007_199_254_740_991 }, { n: 1_234_567_890_123_456 }]);
  });

  it("a page of very long rows has fewer of them, says so, and pages and cursors lose none", async () => {
    const token = await newWorkspace().token();
    const rows = Array.from({ length: 5 }, (_, index) => `${index},${"x".repeat(900_000)}`);
    const { id } = await uploadedDataset(token, `n,text\n${rows.join("\n")}\n`, "name=Long");
    interface Numbers {
      items: { n: number }[];
      page_size: number;
      pages: number;
      next_cursor: string | null;
    }
    const page = (query: string) => succeed<Numbers>("GET", `/datasets/${id}/rows?fields=n&${query}`, token);
    const first = await page("");
    expect(first).toMatchObject({ page_size: 4, pages: 2 });
    expect(first.items.map(({ n }) => n)).toEqual([0, 1, 2, 3]);
    expect((await page("page=2")).items).toEqual([{ n: 4 }]);
    expect((await page(`cursor=${first.next_cursor}`)).items).toEqual([{ n: 4 }]);
    expect((await page("page_size=3&page=2&sort_by=n&sort_order=desc")).items).toEqual([{ n: 1 }, { n: 0 }]);
  });
});
