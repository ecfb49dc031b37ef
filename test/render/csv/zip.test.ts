import { describe, expect, test } from "vitest";
import { csvRenderer } from "../../../src/render/csv";
import { fileNames } from "../../../src/render/csv/file-names";
import { renderedBytes, renderedText } from "../values/rendered";
import { readZip, textOf } from "../zip/read-zip";
import { column, documentOf, FIGURES, SUMMARY, SUMMED, sectionOf } from "../zip/sample-document";

test("several sections are several CSVs in one zip, each complete, with safe names", async () => {
  const columns = [column("a"), column("b", "integer")];
  const document = documentOf([
    sectionOf("Costs / 2026", columns, [["x", 1]]),
    sectionOf("costs : 2026", columns, [["y", 2]], { rows_total: 9, truncated: true }),
    sectionOf("空", columns, []),
  ]);
  expect(csvRenderer.fileType(document)).toEqual({ contentType: "application/zip", extension: "zip" });
  const entries = await readZip(await renderedBytes(csvRenderer, document));
  expect(entries.map(({ name }) => [name, textOf(entries, name)])).toEqual([
    ["Costs 2026.csv", "\ufeffa,b\r\nx,1\r\n"],
    ["costs 2026 (2).csv", "\ufeffa,b\r\ny,2\r\n# cut at the limit: 1 of 9 rows,\r\n"],
    ["空.csv", "\ufeffa,b\r\n"],
  ]);
});

test("figures are a CSV of two columns, and a text lies beside them as text", async () => {
  const document = documentOf([SUMMARY, FIGURES, SUMMED]);
  expect(csvRenderer.fileType(document).extension).toBe("zip");
  const entries = await readZip(await renderedBytes(csvRenderer, document));
  expect(entries.map(({ name }) => name)).toEqual(["Summary.txt", "Key figures.csv", "Fees.csv"]);
  expect(textOf(entries, "Summary.txt")).toBe(
    "\ufeffSummary\r\n\r\nGrades <rose>.\r\nAgain.\r\n\r\nLook at:\r\n- 7B & 7C\r\n- 王小明\r\n",
  );
  expect(textOf(entries, "Key figures.csv")).toBe(
    "\ufeffFigure,Value\r\nStudents,12345\r\nLate,0.125\r\nAverage,81.235294117\r\nBest,王小明\r\n",
  );
});

test.each([
  ["a table", SUMMED, "Class,Name,Fee,On\r\n"],
  ["figures", FIGURES, "Figure,Value\r\n"],
])("%s with nothing but text beside it is one CSV", async (_, section, header) => {
  const document = documentOf([SUMMARY, section]);
  expect(csvRenderer.fileType(document).extension).toBe("csv");
  expect((await renderedText(csvRenderer, document)).startsWith(`\ufeff${header}`)).toBe(true);
});

test("nothing but text is a record for each paragraph", async () => {
  expect(await renderedText(csvRenderer, documentOf([SUMMARY]))).toBe(
    '\ufeffSection,Text\r\nSummary,"Grades <rose>.\nAgain."\r\nSummary,Look at:\r\nSummary,7B & 7C\r\nSummary,王小明\r\n',
  );
});

test("B28: subtotals and totals stand among the rows, called so in the first free column", async () => {
  expect(await renderedText(csvRenderer, documentOf([SUMMED]))).toBe(
    "\ufeffClass,Name,Fee,On\r\n7A,Ada,10,2026-01-01\r\n7A,Alan,20,2026-01-02\r\n7A,Subtotal,30,\r\n" +
      "7B,Grace,5.5,2026-01-03\r\n7B,Subtotal,5.5,\r\nTotal,,35.5,\r\n",
  );
});

describe("file names", () => {
  test.each([
    ["Grades", "Grades.csv"],
    ["../../etc/passwd", "etc passwd.csv"],
    ["C:\\Windows", "C Windows.csv"],
    ["a\u0000b\u202ec", "a b c.csv"],
    ["  .hidden. ", "hidden.csv"],
    ["-rf", "rf.csv"],
    ["CON", "CON_.csv"],
    ["", "section.csv"],
    ["???", "section.csv"],
    ["成績 一覧", "成績 一覧.csv"],
    ["x".repeat(300), `${"x".repeat(80)}.csv`],
  ])("%j becomes %s", (title, expected) => {
    expect(fileNames([{ title, extension: "csv" }])).toEqual([expected]);
  });

  test("are unique without regard to case", () => {
    expect(fileNames(["a", "A", "a (2)", "a"].map((title) => ({ title, extension: "csv" })))).toEqual([
      "a.csv",
      "A (2).csv",
      "a (2) (2).csv",
      "a (3).csv",
    ]);
  });
});
