import { describe, expect, it } from "vitest";
import { call, newWorkspace } from "../../support";
import { succeed, uploadedDataset } from "../../support/product";

const SALES = `Region,Product,Sold At,Cost,Pieces
North,Tea,2026-01-31T23:30:00Z,10.5,1
North,Tea,2026-02-10T12:00:00Z,4.5,2
South,Tea,2026-02-11T12:00:00Z,7,3
North,Milk,2026-02-12T12:00:00Z,1,4
`;

async function made(config: Record<string, unknown>) {
  const token = await newWorkspace().token();
  await uploadedDataset(token, SALES, "name=Sales");
  const { id } = await succeed("POST", "/reports", token, { name: "Sales", config });
  const run = await succeed("POST", `/reports/${id}/generate`, token, { async: false, formats: ["json"] });
  expect(run).toMatchObject({ status: "completed" });
  return run;
}

describe("B28: grouped reports, from their config to their rows", () => {
  it.each([
    [
      "plain fields are the groups of aggregates",
      {
        fields: ["region", { field: "cost", aggregate: "sum" }, { field: "*", aggregate: "count" }],
        sort_by: "cost",
        sort_order: "desc",
      },
      [
        { region: "North", sum_cost: 16, count: 3 },
        { region: "South", sum_cost: 7, count: 1 },
      ],
    ],
    [
      "a group that is not among the fields stands in front",
      {
        fields: [{ field: "pieces", aggregate: "avg", as: "mean" }],
        group_by: ["product"],
        sort_by: "product",
      },
      [
        { product: "Milk", mean: 4 },
        { product: "Tea", mean: 2 },
      ],
    ],
    [
      "months in the report's time zone",
      {
        fields: [{ field: "pieces", aggregate: "sum" }],
        group_by: [{ field: "sold_at", bucket: "month" }],
        time_zone: "Europe/Berlin",
      },
      [{ sold_at: "2026-02-01", sum_pieces: 10 }],
    ],
    [
      "distinct rows",
      {
        fields: ["region", "product"],
        distinct: true,
        sort_by: ["region", "product"],
        sort_order: ["desc", "asc"],
      },
      [
        { region: "South", product: "Tea" },
        { region: "North", product: "Milk" },
        { region: "North", product: "Tea" },
      ],
    ],
    [
      "aggregates alone",
      { fields: [{ field: "cost", aggregate: "max" }], filters: { region: "South" } },
      [{ max_cost: 7 }],
    ],
  ])("%s", async (_, config, data) => {
    const run = await made(config);
    expect(run.data).toEqual(data);
    expect(run).toMatchObject({ row_count: data.length, fields: Object.keys(data[0] ?? {}) });
  });
});

describe("a report with sections", () => {
  it("has a text, key figures and tables, each with its own filters and the report's", async () => {
    const run = await made({
      title: "Sales in the North",
      filters: { region: "North" },
      sections: [
        { title: "About", text: "What was sold." },
        {
          title: "In short",
          figures: [
            { field: "cost", aggregate: "sum", label: "Turnover" },
            { field: "*", aggregate: "count" },
          ],
        },
        { title: "Tea", fields: ["sold_at", "cost"], filters: { product: "Tea" }, sort_by: "cost" },
        {
          title: "By product",
          fields: ["product", { field: "pieces", aggregate: "sum" }],
          sort_by: "product",
          totals: true,
        },
      ],
    });
    expect(run).toMatchObject({
      result_summary: { section_count: 4, field_count: 6, filter_count: 2, has_chart: false },
    });
    const response = await fetchJson(run);
    expect(response.title).toBe("Sales in the North");
    expect(response.filters).toEqual([
      { label: "Region", text: "is North" },
      { label: "Tea: Product", text: "is Tea" },
    ]);
    expect(response.sections).toMatchObject([
      { kind: "text", name: "About", text: "What was sold." },
      {
        kind: "figures",
        name: "In short",
        figures: [
          { name: "sum_cost", label: "Turnover", value: 16 },
          { name: "count", label: "Count", value: 3 },
        ],
      },
      { kind: "table", name: "Tea", rows_written: 2 },
      { kind: "table", name: "By product", rows_written: 2 },
    ]);
  });
});

interface JsonReport {
  readonly title: string;
  readonly filters: unknown[];
  readonly sections: unknown[];
}

async function fetchJson(run: Record<string, unknown>): Promise<JsonReport> {
  const { download_urls } = run as { download_urls: { json: string } };
  return (await call("GET", new URL(download_urls.json).pathname, {})).json();
}
