import { beforeAll, describe, expect, it } from "vitest";
import { LEDGER_CSV, LEDGER_FIELDS, LEDGER_LABELS, LEDGER_ROWS, LEDGER_SHOWN } from "./harness/ledger";
import { readDocx } from "./harness/read-docx";
import { readCsv, readHtmlTable, readPdf, readXlsx, serialText } from "./harness/readers";
import { type Dataset, FORMATS, type Format, type Generated } from "./harness/shapes";
import { fileOf, generateNow, makeReport, uploadReady } from "./harness/steps";
import { newWorkspace } from "./harness/workspace";

/** One report over the ledger in all formats; each test opens one file with a reader that is not ours. */
describe("the six files of one run hold exactly the rows of the source", () => {
  let dataset: Dataset;
  let run: Generated;
  const files = new Map<Format, Buffer>();
  const bytes = (format: Format) => files.get(format) ?? Buffer.alloc(0);

  beforeAll(async () => {
    const caller = newWorkspace().as("editor");
    dataset = await uploadReady(caller, LEDGER_CSV, { name: "Ledger" });
    const report = await makeReport(caller, dataset, { sort_by: "account_id" }, { name: "账本 Ledger" });
    run = await generateNow(caller, report, { formats: FORMATS });
    for (const format of FORMATS) files.set(format, await fileOf(run, format));
  });

  it("U22, I1: the types are found over the whole file", () => {
    expect(dataset.fields).toEqual(LEDGER_FIELDS);
  });

  it("E13: the run describes its files truly", async () => {
    const { createHash } = await import("node:crypto");
    expect(run.files.map(({ format }) => format).toSorted()).toEqual([...FORMATS].toSorted());
    for (const file of run.files) {
      expect(file).toMatchObject({
        rows_written: 7,
        rows_total: 7,
        truncated: false,
        filename: `账本 Ledger.${file.format}`,
      });
      expect(file.size_bytes, file.format).toBe(bytes(file.format).length);
      expect(file.sha256, file.format).toBe(createHash("sha256").update(bytes(file.format)).digest("hex"));
    }
  });

  it("C1: JSON has typed values, and ids and leading zeros as text", () => {
    const document = JSON.parse(bytes("json").toString("utf8"));
    expect(document).toMatchObject({ title: "账本 Ledger", row_count: 7, truncated: false });
    expect(document.sections).toHaveLength(1);
    expect(document.sections[0].data).toEqual(LEDGER_ROWS);
  });

  it("C2, U21, U23: CSV is UTF-8 by RFC 4180, with formulas defused and numbers as they are", () => {
    const [header, ...rows] = readCsv(bytes("csv"));
    expect(header).toEqual(LEDGER_LABELS);
    const defused = (cell: string) =>
      /^[=+\-@]/.test(cell) && Number.isNaN(Number(cell)) ? `'${cell}` : cell;
    expect(rows).toEqual(
      LEDGER_ROWS.map((row) => Object.values(row).map((cell) => defused(cell === null ? "" : String(cell)))),
    );
    expect(bytes("csv").toString("utf8")).toMatch(/^\ufeffAccount ID,/);
    expect(bytes("csv").toString("utf8")).toContain("\r\n");
  });

  it("C4, U21: HTML shows every row and no markup of the data", () => {
    const html = bytes("html").toString("utf8");
    const [header, ...rows] = readHtmlTable(html);
    expect(header).toEqual(LEDGER_LABELS);
    expect(rows).toEqual(LEDGER_SHOWN);
    expect(html).not.toMatch(/<script|<b>|javascript:|https?:\/\/(?!www\.w3\.org\/)[^"<]*["']/i);
    expect(html).toContain("7 rows");
  });

  it("C5, U21, U22: XLSX has real dates, real numbers, text ids, and no formula", () => {
    const book = readXlsx(bytes("xlsx"));
    expect(book.sheetNames[0]).toBe("Ledger");
    const [header, ...rows] = book.sheet("Ledger");
    expect(header?.map((cell) => cell?.v)).toEqual(LEDGER_LABELS);
    expect(rows).toHaveLength(LEDGER_ROWS.length);
    for (const [index, expected] of LEDGER_ROWS.entries()) {
      for (const [position, { name, type }] of LEDGER_FIELDS.entries()) {
        const cell = rows[index]?.[position];
        const value = expected[name] ?? null;
        const where = `row ${index + 1}, ${name}`;
        expect(cell?.f, where).toBeUndefined();
        if (value === null) expect(cell?.v, where).toBeUndefined();
        else if (type === "date")
          expect([cell?.t, serialText(Number(cell?.v))], where).toEqual(["n", `${value} 00:00:00`]);
        else if (type === "datetime")
          expect([cell?.t, `${serialText(Number(cell?.v)).replace(" ", "T")}Z`], where).toEqual(["n", value]);
        else
          expect([cell?.t, cell?.v], where).toEqual([
            { string: "s", number: "n", integer: "n", boolean: "b" }[type],
            value,
          ]);
        if (type === "date" || type === "datetime")
          expect(value === null ? "y" : cell?.z, where).toMatch(/y/);
      }
    }
  });

  it("C3, U15, U18: PDF text has every row, other scripts too, and says page X of Y", async () => {
    const { pages, title } = await readPdf(bytes("pdf"));
    expect(title).toBe("账本 Ledger");
    const text = pages.join("\n");
    for (const row of LEDGER_SHOWN)
      for (const cell of row) for (const line of cell.split("\n")) expect(text).toContain(line);
    for (const [index, page] of pages.entries())
      expect(page).toContain(`Page ${index + 1} of ${pages.length}`);
    expect(text).toContain("Generated");
    expect(text).toMatch(/\d{4}, \d{2}:\d{2} UTC/);
  });

  it("C6, U16: DOCX has every row in one table whose header is repeated", () => {
    const { text, tables, parts } = readDocx(bytes("docx"));
    expect(text).toContain("账本 Ledger");
    const table = tables.find(({ rows }) => rows[0]?.[0] === "Account ID");
    expect(table?.headerRows).toBe(1);
    expect(table?.rows).toEqual([LEDGER_LABELS, ...LEDGER_SHOWN]);
    const footer = [...parts].filter(([name]) => /^word\/footer\d*\.xml$/.test(name)).map(([, xml]) => xml);
    expect(footer.join("")).toMatch(/PAGE[\s\S]*NUMPAGES/);
  });
});
