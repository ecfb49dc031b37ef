import { describe, expect, test } from "vitest";
import { csvRenderer } from "../../../src/render/csv";
import { fileNames } from "../../../src/render/csv/file-names";
import { renderedBytes } from "../values/rendered";
import { readZip, textOf } from "../zip/read-zip";
import { column, documentOf, sectionOf } from "../zip/sample-document";

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
    expect(fileNames([title], "csv")).toEqual([expected]);
  });

  test("are unique without regard to case", () => {
    expect(fileNames(["a", "A", "a (2)", "a"], "csv")).toEqual([
      "a.csv",
      "A (2).csv",
      "a (2) (2).csv",
      "a (3).csv",
    ]);
  });
});
