import { describe, expect, it } from "vitest";
import { RowBudget } from "../../src/runs/row-budget";
import { call, expectProblem, newWorkspace } from "../support";
import { type Made, succeed, uploadedDataset } from "../support/product";

const ROWS = 12;
const LENGTH = 900_000;

const fields = ["n", "text"];

type Table = { data: { n: number; text: string }[]; data_truncated: boolean };
type Shown = Made & { data: unknown[]; data_truncated: boolean; sections: Table[]; warnings: string[] };

/** Rows of 900,000 characters; each ends with its number. */
async function longRows() {
  const token = await newWorkspace().token();
  const csv = Array.from({ length: ROWS }, (_, n) => `${n},${"x".repeat(LENGTH)}${n}`).join("\n");
  return { token, dataset: (await uploadedDataset(token, `n,text\n${csv}\n`, "name=Long")).id };
}

const numbersOf = ({ data }: Table) => data.map(({ n, text }) => (text.length > LENGTH ? n : "cut"));

describe("rows that are long", () => {
  it("D4: an answer has as many as fit in 4 MB, the same from the snapshot, and says that some are left out", async () => {
    const { token, dataset } = await longRows();
    const sections = [
      { dataset, fields },
      { dataset, fields },
    ];
    const report = await succeed("POST", "/reports", token, { name: "Long", config: { sections } });
    const path = `/reports/${report.id}/generate`;
    for (const cached of [false, true]) {
      const run = await succeed<Shown>("POST", path, token, { async: false, formats: ["csv"] });
      expect(run).toMatchObject({ cached, row_count: ROWS, truncated: false, data_truncated: true });
      expect(run.sections.map(numbersOf)).toEqual([[0, 1, 2, 3], []]);
      expect(run.sections.map((table) => table.data_truncated)).toEqual([true, true]);
    }
    const few = await succeed<Shown>("POST", path, token, { async: false, formats: ["csv"], limit: 4 });
    expect(few.sections[0]).toMatchObject({ rows_written: 4, data_truncated: false });
    expect(few.data_truncated).toBe(true);
  });

  it("E31: a preview shows about 4 MB of all sections together and says so", async () => {
    const { token, dataset } = await longRows();
    const sections = [
      { title: "One", dataset, fields, chart_type: "bar" },
      { title: "Two", dataset, fields, limit: 1 },
    ];
    const preview = await succeed<Shown>("POST", "/reports/preview", token, { config: { sections } });
    expect(preview.sections.map(numbersOf)).toEqual([[0, 1, 2, 3], []]);
    expect(preview.chart).toMatchObject({ type: "bar" });
    expect(preview.warnings).toEqual(
      ["One", "Two"].map((title) => `${title}: rows are left out here, because a preview shows about 4 MB.`),
    );
    expect(preview.estimated_rows).toBe(ROWS + 1);
  });
});

describe("key figures that are long texts", () => {
  const failures: [string, number, number, RegExp][] = [
    ["of a section too long for D1", 1, 10, /2 MB together/],
    ["of all sections too long to hold", 3, 2, /4 MB together/],
  ];
  it.each(failures)("fail a run for good and say why: %s", async (_, count, many, reason) => {
    const { token, dataset } = await longRows();
    const figures = Array.from({ length: many }, (_, at) => ({
      field: "text",
      aggregate: "max",
      as: `f${at}`,
    }));
    const sections = Array.from({ length: count }, () => ({ dataset, figures }));
    const config = { sections };
    const preview = await call("POST", "/api/v1/reports/preview", { token, body: { config } });
    expect((await expectProblem(preview, "conflict")).detail).toMatch(reason);
    const report = await succeed("POST", "/reports", token, { name: "Long", config });
    const path = `/reports/${report.id}/generate`;
    const run = await succeed("POST", path, token, { async: false, formats: ["json"] });
    expect(run).toMatchObject({ status: "failed", reason: "limit_exceeded", attempt: 1 });
    expect((run.error as { message: string }).message).toMatch(reason);
  });
});

describe("RowBudget", () => {
  it("takes rows until one does not fit, and none behind it", () => {
    const budget = new RowBudget();
    const long = ["x".repeat(3_000_000)];
    expect(budget.take([[1], long])).toHaveLength(2);
    expect(budget.isSpent).toBe(false);
    expect(budget.take([[2], long, [3]])).toEqual([[2]]);
    expect(budget.isSpent).toBe(true);
    expect(budget.take([[4]])).toEqual([]);
  });

  it("takes a thousand rows, and fewer as objects when the columns' names are long", () => {
    const rows = Array.from({ length: 1_000 }, () => [null]);
    const budget = new RowBudget();
    expect(budget.take(rows)).toBe(rows);
    expect([budget.isSpent, budget.take([[1]]), budget.isSpent]).toEqual([false, [], true]);
    expect(new RowBudget().take(rows, [{ name: "x".repeat(39_989) }])).toHaveLength(100);
  });
});
