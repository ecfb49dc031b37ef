import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { snapshotPrefix } from "../../src/files/keys";
import { type FiguresSection, type Row, type TableSection, tablesOf } from "../../src/render/document";
import type { Source } from "../../src/reports/config/definition";
import { collect } from "../../src/runs/collect";
import {
  collected,
  column,
  datasetOf,
  figuresSection,
  givenOf,
  platform,
  quiet,
  runOf,
  tableSection,
  text,
} from "./collecting";

const SALES: Row[] = [
  ["north", "tea", 0.1, 1, "2024-01-15"],
  ["north", "tea", 0.2, 2, "2024-02-15"],
  ["north", "milk", 5, 3, "2024-02-16"],
  ["south", "tea", 1.5, 3, "2024-03-01"],
  [null, "tea", null, 4, null],
];
const region = column("region", "string", 0);
const product = column("product", "string", 1);
const amount = column("amount", "number", 2, { aggregate: "sum" });
const mean = column("mean", "number", 2, { aggregate: "avg" });
const buyers = column("buyers", "integer", 3, { aggregate: "count_distinct" });

describe.each([
  ["a dataset", datasetOf],
  ["given rows", givenOf],
])("collecting %s", (_, sourceOf) => {
  it("X71: subtotals stand behind their groups, computed from the rows and not from other results", async () => {
    const columns = [region, product, amount, mean, buyers];
    const section = tableSection(await sourceOf(SALES), columns, {
      group: [0, 1],
      aggregated: true,
      totals: true,
    });
    const { manifest, rows } = await collected([section]);
    const data: Row[] = [
      ["north", "milk", 5, 5, 1],
      ["north", "tea", 0.3, 0.15, 2],
      ["south", "tea", 1.5, 1.5, 1],
      [null, "tea", null, null, 1],
    ];
    expect(rows[0]).toEqual([
      ...data.slice(0, 2),
      ["north", null, 5.3, 1.76666666666667, 3, 1],
      data[2],
      ["south", null, 1.5, 1.5, 1, 1],
      data[3],
      [null, null, null, null, 1, 1],
      [null, null, 6.8, 1.7, 4, 0],
    ]);
    const expected: Partial<TableSection> = {
      rows_written: 4,
      rows_total: 4,
      summary_rows: 4,
      truncated: false,
    };
    expect(manifest.sections[0]).toMatchObject(expected);
  });

  it("N1: a limit leaves the first by the sort keys, totals are of those, and the section says so", async () => {
    const section = tableSection(await sourceOf(SALES), [region, product, amount, buyers], {
      group: [0, 1],
      aggregated: true,
      totals: true,
      limit: 2,
      sort: [{ column: 2, descending: false }],
    });
    const { manifest, rows } = await collected([section]);
    expect(rows[0]).toEqual([
      ["north", "tea", 0.3, 2],
      ["north", null, 0.3, 2, 1],
      ["south", "tea", 1.5, 1],
      ["south", null, 1.5, 1, 1],
      [null, null, 1.8, 3, 0],
    ]);
    expect(manifest.sections[0]).toMatchObject({ rows_written: 2, rows_total: 4, truncated: true });
  });

  it("N1: the same of rows as they are", async () => {
    const section = tableSection(await sourceOf(SALES), [region, column("amount", "number", 2)], {
      group: [0],
      totals: true,
      limit: 2,
      sort: [{ column: 1, descending: true }],
    });
    const { manifest, rows } = await collected([section]);
    expect(rows[0]).toEqual([
      ["north", 5],
      ["north", 5, 1],
      ["south", 1.5],
      ["south", 1.5, 1],
      [null, 6.5, 0],
    ]);
    expect(manifest.sections[0]).toMatchObject({ rows_written: 2, rows_total: 5, summary_rows: 3 });
  });

  it("X71: rows as they are have subtotals of their quantities, each level", async () => {
    const columns = [
      region,
      column("month", "date", 4, { bucket: "month" }),
      column("amount", "number", 2),
      column("share", "number", 2, { format: "percent" }),
      column("buyer_id", "integer", 3),
      column("pieces", "integer", 3),
    ];
    const section = tableSection(await sourceOf(SALES), columns, {
      group: [0, 1],
      totals: true,
      sort: [
        { column: 0, descending: true },
        { column: 5, descending: true },
      ],
    });
    const { rows, manifest } = await collected([section]);
    expect(rows[0]).toEqual([
      ["south", "2024-03-01", 1.5, 1.5, 3, 3],
      ["south", "2024-03-01", 1.5, null, null, 3, 2],
      ["south", null, 1.5, null, null, 3, 1],
      ["north", "2024-01-01", 0.1, 0.1, 1, 1],
      ["north", "2024-01-01", 0.1, null, null, 1, 2],
      ["north", "2024-02-01", 5, 5, 3, 3],
      ["north", "2024-02-01", 0.2, 0.2, 2, 2],
      ["north", "2024-02-01", 5.2, null, null, 5, 2],
      ["north", null, 5.3, null, null, 6, 1],
      [null, null, null, null, 4, 4],
      [null, null, null, null, null, 4, 2],
      [null, null, null, null, null, 4, 1],
      [null, null, 6.8, null, null, 13, 0],
    ]);
    expect(manifest.sections[0]).toMatchObject({ rows_written: 5, summary_rows: 8 });
  });

  it("totals without groups are one row, and there is none without rows", async () => {
    const columns = [region, column("amount", "number", 2)];
    const source = await sourceOf(SALES);
    const conditions = [{ field: 0, type: "string", op: "eq", value: "west" }] as const;
    const { rows, manifest } = await collected([
      tableSection(source, columns, { totals: true }),
      tableSection(source, columns, { totals: true, conditions }),
      tableSection(source, [region, amount], { totals: true, group: [0], aggregated: true, conditions }),
    ]);
    expect(rows[0]?.at(-1)).toEqual([null, 6.8, 0]);
    expect(rows.slice(1)).toEqual([[], []]);
    expect(tablesOf(manifest).map(({ summary_rows }) => summary_rows)).toEqual([1, 0, 0]);
  });

  it("key figures are one row of aggregates; a plain one is the first row's", async () => {
    const figures = [column("rows", "integer", -1, { aggregate: "count" }), amount, product, mean];
    const source = await sourceOf(SALES);
    const conditions = [{ field: 1, type: "string", op: "ne", value: "tea" }] as const;
    const { manifest } = await collected([
      figuresSection(source, figures),
      figuresSection(source, figures, conditions),
      figuresSection(source, [product]),
    ]);
    const values = manifest.sections.map((section) =>
      (section as FiguresSection).figures.map(({ name, value }) => [name, value]),
    );
    expect(values).toEqual([
      [
        ["rows", 5],
        ["amount", 6.8],
        ["product", "tea"],
        ["mean", 1.7],
      ],
      [
        ["rows", 1],
        ["amount", 5],
        ["product", "milk"],
        ["mean", 5],
      ],
      [["product", "tea"]],
    ]);
  });

  it("N1: a limit that is to be kept ends the run, for groups as for rows", async () => {
    const source = await sourceOf(SALES);
    const fail = { limit: 2, on_limit: "fail" } as const;
    await expect(collected([tableSection(source, [region], fail)])).rejects.toThrow(
      "The report has 5 rows; its limit is 2.",
    );
    const groups = { ...fail, group: [0], aggregated: true };
    await expect(collected([tableSection(source, [region, amount], groups)])).rejects.toThrow(
      "The report has 3 rows; its limit is 2.",
    );
  });
});

describe("sections", () => {
  it("U31: stand in their order, each with its own data", async () => {
    const sales = await datasetOf(SALES);
    const { manifest, rows, whole } = await collected([
      text,
      tableSection(sales, [region], { limit: 1 }),
      figuresSection(sales, [buyers]),
      tableSection(await givenOf([["x"], ["y"]]), [column("letter", "string", 0)]),
      text,
    ]);
    expect(manifest.sections.map(({ kind }) => kind)).toEqual(["text", "table", "figures", "table", "text"]);
    expect(manifest.sections[0]).toEqual(text);
    expect(rows).toEqual([[["north"]], [["x"], ["y"]]]);
    expect([...(whole ?? [])]).toEqual([
      [1, [["north"]]],
      [3, [["x"], ["y"]]],
    ]);
  });

  it("progress only grows, over all sections", async () => {
    const many = await datasetOf(Array.from({ length: 12_000 }, (_, at): Row => [at, `name ${at}`]));
    const columns = [column("n", "integer", 0), column("name", "string", 1)];
    const empty = await datasetOf([]);
    const { progress } = await collected([
      tableSection(many, columns),
      text,
      tableSection(empty, columns),
      tableSection(many, columns, { sort: [{ column: 0, descending: true }] }),
    ]);
    for (const part of [0, 1, 2] as const) {
      const values = progress.map((state) => state[part]);
      expect(values).toEqual(values.toSorted((a, b) => a - b));
    }
    expect(progress.at(-1)).toEqual([24_000, 24_000, 1]);
  });

  it("rows that are appended meanwhile are in all sections or in none", async () => {
    const source = await datasetOf([["a"], ["b"]]);
    const tableId = source.kind === "dataset" ? source.table_id : null;
    const grow = () => env.ROWS_0.prepare("UPDATE tables SET row_count = 1 WHERE id = ?").bind(tableId).run();
    const first = column("letter", "string", 0);
    const count = column("rows", "integer", -1, { aggregate: "count" });
    let asked = 0;
    const bucket = new Proxy(env.BUCKET, {
      get: (target, name) => {
        if (name === "put" && asked++ === 0)
          return async (...sent: Parameters<R2Bucket["put"]>) => {
            await grow();
            return await target.put(...sent);
          };
        return Reflect.get(target, name).bind(target);
      },
    });
    const run = runOf([tableSection(source, [first]), figuresSection(source, [count])]);
    const { manifest } = await collect({ ...platform, bucket }, run, quiet);
    expect(
      manifest.sections.map((section) =>
        section.kind === "figures"
          ? section.figures[0]?.value
          : section.kind === "table" && section.rows_written,
      ),
    ).toEqual([2, 2]);
  });

  it("a chart is drawn from data rows alone", async () => {
    const chart = { type: "bar", title: "C" } as const;
    const section = tableSection(await datasetOf(SALES), [region, amount], {
      group: [0],
      aggregated: true,
      totals: true,
      chart,
    });
    const [table] = tablesOf((await collected([section])).manifest);
    expect(table?.summary_rows).toBe(1);
    expect(table?.chart).toMatchObject({ labels: ["north", "south", "(blank)"], points_total: 3 });
    expect(table?.chart?.series[0]?.data).toEqual([5.3, 1.5, null]);
  });

  it("columns know the decimals of their numbers and how far they go, subtotals included", async () => {
    const section = tableSection(await datasetOf(SALES), [region, product, amount], {
      group: [0, 1],
      aggregated: true,
      totals: true,
    });
    const [table] = tablesOf((await collected([section])).manifest);
    expect(table?.columns[2]).toMatchObject({ name: "amount", type: "number", decimals: 1, largest: 6.8 });
  });

  it("a thousand rows in all are kept at hand, subtotals among them; more are not", async () => {
    const rows = Array.from({ length: 990 }, (_, at): Row => [at % 9, at]);
    const columns = [column("ninth", "integer", 0), column("n", "integer", 1)];
    const source = await datasetOf(rows);
    const section = tableSection(source, columns, { group: [0], totals: true });
    const kept = await collected([section]);
    expect(kept.whole?.get(0)).toEqual(kept.rows[0]);
    expect(kept.rows[0]?.length).toBe(1_000);
    const more = await collected([section, tableSection(source, columns, { limit: 1 })]);
    expect(more.whole).toBeNull();
    expect(more.rows[0]?.length).toBe(1_000);
  });

  it("a dataset that is gone ends the run with its reason, and nothing is left behind", async () => {
    const source = await datasetOf(SALES);
    const gone: Source = { ...source, table_id: 999_999_999 } as Source;
    const run = runOf([tableSection(source, [region]), tableSection(gone, [region])]);
    await expect(collect(platform, run, quiet)).rejects.toMatchObject({ reason: "source_failed" });
    const prefix = snapshotPrefix(run.workspaceId, run.id);
    const { objects } = await env.BUCKET.list({ prefix });
    expect(objects.map(({ key }) => key.endsWith("manifest.json"))).not.toContain(true);
  });
});
