import { describe, expect, test } from "vitest";
import type { Row } from "../../../src/render/document";
import { countedRows } from "../../../src/render/values/counted-rows";
import { forEachKind, isSummary, labelledSummary } from "../../../src/render/values/summaries";
import { column, SUMMED, sectionOf } from "../zip/sample-document";

const text = column("Text");
const other = column("Other");
const amount = column("Amount", "number");
const year = column("Year", "integer");
const day = column("Day", "date");

describe("B28: a row of sums is called so", () => {
  test.each<[string, ReturnType<typeof column>[], Row, number, Row]>([
    ["the total in the first text", [text, amount], [null, 9], 0, ["Total", 9]],
    ["a subtotal beside its group", [text, other, amount], ["7A", null, 9], 1, ["7A", "Subtotal", 9]],
    ["text rather than a number's column", [year, text, amount], [null, null, 9], 0, [null, "Total", 9]],
    ["but before the value", [year, amount, text], [null, 9, null], 0, ["Total", 9, null]],
    ["in a column of dates if need be", [day, amount], [null, 9], 0, ["Total", 9]],
    ["with the group where nothing is free", [text, amount], ["7A", 9], 1, ["Subtotal: 7A", 9]],
    ["even if all are numbers", [amount, amount], [8, 9], 0, ["Total: 8", 9]],
  ])("%s", (_, columns, cells, level, expected) => {
    expect(labelledSummary(columns, cells, level)).toEqual(expected);
  });
});

test("data and sums are told apart by the level that ends the latter", async () => {
  const kinds = forEachKind(
    SUMMED,
    (row) => `data ${row.length}`,
    (cells, level) => `sum ${cells.length} at ${level}`,
  );
  const found: string[] = [];
  for await (const batch of SUMMED.rows()) found.push(...batch.map(kinds));
  expect(found).toEqual(["data 4", "data 4", "sum 4 at 1", "data 4", "sum 4 at 1", "sum 4 at 0"]);
});

test("without sums a longer row is data all the same, and is handed on as it is", () => {
  const section = sectionOf("Data", [text], []);
  const data = (row: Row) => row.length;
  expect(forEachKind(section, data, () => -1)).toBe(data);
  expect(isSummary(section, ["a", 1])).toBe(false);
});

describe("U19: both kinds of rows must be as many as promised", () => {
  const read = async (section: typeof SUMMED) => {
    let count = 0;
    for await (const batch of countedRows(section)) count += batch.length;
    return count;
  };

  test("and are", async () => expect(await read(SUMMED)).toBe(6));

  test.each([
    [{ rows_written: 4 }, "3 rows where 4 were promised"],
    [{ summary_rows: 2 }, "3 summary rows where 2 were promised"],
    [{ rows_written: 4, summary_rows: 2 }, "3 rows where 4 were promised"],
  ])("%j", async (more, message) => {
    await expect(read({ ...SUMMED, ...more })).rejects.toThrow(message);
  });
});
