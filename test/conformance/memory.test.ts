import { beforeAll, describe, expect, it } from "vitest";
import type { Caller } from "./harness/client";
import { expectStatus } from "./harness/client";
import { readPackage, readPdf, readXlsx } from "./harness/readers";
import type { Dataset, Format, Page, Row, Run } from "./harness/shapes";
import { ended, fileOf, makeReport, startRun, uploadReady } from "./harness/steps";
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
