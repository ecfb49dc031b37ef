import { expect, test } from "vitest";
import type { Cell } from "../../../src/render/document";
import { readAll } from "./tables";

const files = import.meta.glob<string>("../../data/real/*.csv", {
  query: "?raw",
  import: "default",
  eager: true,
});

interface Expected {
  readonly rows: number;
  readonly columns: number;
  /** Types of some fields. */
  readonly types: Readonly<Record<string, string>>;
  /** The same fields in the last row. */
  readonly last: Readonly<Record<string, Cell>>;
}

const EXPECTED: Readonly<Record<string, Expected>> = {
  "sample_small.csv": {
    rows: 50,
    columns: 14,
    types: { subscription_id: "string", potential_annual_cost_savings: "number", retirement_date: "string" },
    last: {
      subscription_id: "12345678-1234-1234-1234-123456789012",
      potential_annual_cost_savings: 0,
      retirement_date: null,
    },
  },
  "EA_ActualCost_Small.csv": {
    rows: 11,
    columns: 55,
    types: {
      billing_account_id: "integer",
      billing_period_start_date: "date",
      date: "date",
      tags: "string",
      pay_g_price: "number",
      is_azure_credit_eligible: "boolean",
    },
    last: {
      billing_account_id: 8611537,
      billing_period_start_date: "2023-09-01",
      date: "2023-09-04",
      pay_g_price: 15,
      is_azure_credit_eligible: true,
    },
  },
  "gradebook_200.csv": {
    rows: 200,
    columns: 5,
    types: { ids: "integer", exam: "number", assignment1: "number" },
    last: { ids: 200, exam: 0.928356706927458 },
  },
  "stocks.csv": {
    rows: 560,
    columns: 3,
    types: { symbol: "string", date: "date", price: "number" },
    last: { symbol: "AAPL", date: "2010-03-01", price: 223.02 },
  },
  "airports-first300.csv": {
    rows: 300,
    columns: 7,
    types: { iata: "string", name: "string", latitude: "number", longitude: "number" },
    last: {},
  },
  "seattle-weather-first199.csv": {
    rows: 199,
    columns: 6,
    types: { date: "date", precipitation: "number", weather: "string" },
    last: {},
  },
};

test("every file here is expected", () => {
  expect(
    Object.keys(files)
      .map((path) => path.split("/").at(-1))
      .sort(),
  ).toEqual(Object.keys(EXPECTED).sort());
});

test.each(Object.entries(EXPECTED))(
  "%s loads whole, with the types that a person sees",
  async (name, expected) => {
    const text = files[`../../data/real/${name}`] ?? "";
    const { form, rows, bad } = await readAll(text, {}, [4096]);
    expect(bad).toEqual([]);
    expect(rows).toHaveLength(expected.rows);
    expect(form.records).toBe(expected.rows);
    expect(form.fields).toHaveLength(expected.columns);
    const field = new Map(
      form.fields.map((each, index) => [each.name, { type: each.type, last: rows.at(-1)?.[index] }]),
    );
    for (const [key, type] of Object.entries(expected.types))
      expect([key, field.get(key)?.type]).toEqual([key, type]);
    for (const [key, last] of Object.entries(expected.last))
      expect([key, field.get(key)?.last]).toEqual([key, last]);
  },
);

test("EA_ActualCost_Small.csv: JSON in quoted cells stays as written", async () => {
  const { form, rows } = await readAll(files["../../data/real/EA_ActualCost_Small.csv"] ?? "");
  const info = form.fields.findIndex(({ name }) => name === "additional_info");
  const last = rows.at(-1)?.[info];
  expect(JSON.parse(String(last))).toMatchObject({ ServiceType: "SQLThreatDetection" });
});
