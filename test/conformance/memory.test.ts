import { beforeAll, describe, expect, it } from "vitest";
import type { Caller } from "./harness/client";
import { expectStatus } from "./harness/client";
import { readPackage, readPdf, readXlsx } from "./harness/readers";
import type { Dataset, Format, Page, Report, Row, Run } from "./harness/shapes";
import { ended, fileOf, generateNow, makeReport, startRun, uploadReady } from "./harness/steps";
import { newWorkspace } from "./harness/workspace";

const ROWS = 150_000;
const HEADER = "id,customer,city,amount,quantity,active,day,note";
const CITIES = ["Berlin", "São Paulo", "東京", "Łódź", "القاهرة"];

/** A row of every type, each different from its neighbours. */
const line = (n: number) =>
  `${10_000_000_000_000_000n + BigInt(n)},Customer ${n % 977},${CITIES[n % 5]},${(n * 37) % 100_000}.${String(n % 100).padStart(2, "0")},${n % 50},${n % 2 === 0},2026-${String((n % 12) + 1).padStart(2, "0")}-${String((n % 28) + 1).padStart(2, "0")},Note ${n}`;

function table(): string {
  const parts = [HEADER];
  for (let n = 0; n < ROWS; n += 1) parts.push(line(n));
  return `${parts.join("\n")}\n`;
}

const count = (text: string, part: string) => text.split(part).length - 1;

/** The suite's server has a heap of 128 MB, as the edge does; what does not stream does not survive this. */
describe(`U3, K18: ${ROWS.toLocaleString("en-US")} rows x 8 columns within 128 MB`, () => {
  let caller: Caller;
  let dataset: Dataset;
  let run: Run;

  beforeAll(async () => {
    caller = newWorkspace().as("editor");
    dataset = await uploadReady(caller, table(), { name: "Orders" });
    const report = await makeReport(caller, dataset);
    const started = await startRun(caller, report, {
      formats: ["json", "csv", "html", "xlsx", "pdf", "docx"],
    });
    run = await ended(caller, started.id, 170_000);
  });

  const bytesOf = async (format: Format) => {
    expect(run.files.find((file) => file.format === format)).toMatchObject({
      rows_written: ROWS,
      rows_total: ROWS,
      truncated: false,
    });
    return fileOf(run, format);
  };

  it("the upload is read whole, with its types", async () => {
    expect(dataset).toMatchObject({ status: "ready", row_count: ROWS, rows_failed: 0 });
    expect(dataset.fields.map(({ type }) => type)).toEqual([
      "string",
      "string",
      "string",
      "number",
      "integer",
      "boolean",
      "date",
      "string",
    ]);
    const last = expectStatus(
      await caller.get<Page<Row>>(`/datasets/${dataset.id}/rows?page=${ROWS / 100}&page_size=100`),
      200,
    );
    expect(last.items.at(-1)).toMatchObject({
      id: String(10_000_000_000_000_000n + BigInt(ROWS - 1)),
      note: `Note ${ROWS - 1}`,
    });
  });

  it("the run completes at its first attempt", () => {
    expect(run).toMatchObject({
      status: "completed",
      attempt: 1,
      rows_returned: ROWS,
      truncated: false,
      error: null,
    });
  });

  it("CSV has each line of the source", async () => {
    const lines = (await bytesOf("csv"))
      .toString("utf8")
      .replace(/^\ufeff/, "")
      .split("\r\n");
    expect(lines).toHaveLength(ROWS + 2);
    expect(lines[0]).toBe(HEADER);
    // As it stood there, but for zeros at the end of a fraction.
    const written = (n: number) =>
      line(n).replace(/\.(\d*?)0+,/, (_, digits) => (digits ? `.${digits},` : ","));
    const differing = lines.slice(1, -1).findIndex((text, n) => text !== written(n));
    expect(differing).toBe(-1);
  });

  it("JSON parses to as many rows", async () => {
    const { sections } = JSON.parse((await bytesOf("json")).toString("utf8")) as {
      sections: { data: Row[] }[];
    };
    expect(sections[0]?.data).toHaveLength(ROWS);
    expect(sections[0]?.data.at(-1)?.note).toBe(`Note ${ROWS - 1}`);
  });

  it("HTML has a row for each", async () => {
    const html = (await bytesOf("html")).toString("utf8");
    expect(count(html, "<tr>")).toBe(ROWS + 1);
    expect(html.trimEnd()).toMatch(/<\/html>$/);
  });

  it("XLSX opens in SheetJS with every row", async () => {
    const rows = readXlsx(await bytesOf("xlsx")).sheet("Orders");
    expect(rows).toHaveLength(ROWS + 1);
    expect(rows.at(-1)?.[7]?.v).toBe(`Note ${ROWS - 1}`);
  });

  it("PDF opens in pdf.js and ends with the last row on its last page", async () => {
    const { pageCount, pages } = await readPdf(await bytesOf("pdf"), { only: "last" });
    expect(pages[0]).toMatch(new RegExp(`Note\\s+${ROWS - 1}\\b`));
    expect(pages[0]?.replaceAll(",", "")).toContain(`Page ${pageCount} of ${pageCount}`);
  });

  it("DOCX unpacks and has a row for each", async () => {
    const xml = readPackage(await bytesOf("docx")).get("word/document.xml") ?? "";
    expect(count(xml, "</w:tr>")).toBe(ROWS + 1);
    expect(xml).toContain(`Note ${ROWS - 1}<`);
    expect(xml.trimEnd()).toMatch(/<\/w:document>$/);
  });
});

describe("U3: rows of 100 KB within 128 MB", () => {
  const LONG_ROWS = 180;
  const LENGTH = 100_000;
  const SECTIONS = 3;
  const fields = ["n", "text"];
  let caller: Caller;
  let dataset: Dataset;

  beforeAll(async () => {
    caller = newWorkspace().as("editor");
    const lines = Array.from({ length: LONG_ROWS }, (_, n) => `${n},${"x".repeat(LENGTH)}`);
    dataset = await uploadReady(caller, `n,text\n${lines.join("\n")}\n`);
  });

  const config = () => ({
    sections: Array.from({ length: SECTIONS }, () => ({ dataset: dataset.id, fields, chart_type: "bar" })),
  });

  it("D4: answers that are waited for carry about 4 MB, several at once, and say so", async () => {
    const made = await caller.post<Report>("/reports", { name: "Long", config: config() });
    const report = expectStatus(made, 201);
    const answers = await Promise.all(
      [1, 2, 3].map((n) => generateNow(caller, report, { formats: ["csv"], filters: { n: { min: n } } })),
    );
    expect(answers.map(({ rows_returned, data_truncated }) => [rows_returned, data_truncated])).toEqual(
      [1, 2, 3].map((n) => [SECTIONS * (LONG_ROWS - n), true]),
    );
    expect(answers.map(({ data }) => [data[0]?.n, data.length])).toEqual([1, 2, 3].map((n) => [n, 39]));
  });

  it("E31: so do previews", async () => {
    type Preview = { data: Row[]; warnings: string[]; estimated_rows: number };
    const answers = await Promise.all(
      [1, 2, 3].map(() => caller.post<Preview>("/reports/preview", { config: config() })),
    );
    for (const answer of answers) {
      const preview = expectStatus(answer, 200);
      expect(preview).toMatchObject({ estimated_rows: SECTIONS * LONG_ROWS });
      expect([preview.data.length, preview.warnings.length]).toEqual([39, SECTIONS]);
    }
  });

  it("F3: pages of rows are smaller, and hold each row once", async () => {
    const page = async (at: number) =>
      expectStatus(await caller.get<Page<Row>>(`/datasets/${dataset.id}/rows?page_size=100&page=${at}`), 200);
    const { pages, page_size } = await page(1);
    expect([pages, page_size]).toEqual([Math.ceil(LONG_ROWS / 39), 39]);
    const all = await Promise.all(Array.from({ length: pages }, (_, at) => page(at + 1)));
    expect(all.flatMap(({ items }) => items.map(({ n }) => n))).toEqual(
      Array.from({ length: LONG_ROWS }, (_, n) => n),
    );
  });
});
