import { env } from "cloudflare:workers";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { BUCKETS, type Expression, type Selection } from "../../../src/datasets/query/expression";
import type { Condition } from "../../../src/datasets/query/filters";
import { readGroups } from "../../../src/datasets/query/groups";
import { givenRows } from "../../../src/datasets/query/source";
import type { Cell, FieldType, Row } from "../../../src/render/document";
import type { TableDefinition } from "../../../src/reports/config/definition";
import { openTableRows } from "../../../src/runs/collect/table-rows";
import { type Asked, compare, evaluate } from "./model";
import { tableOf } from "./table-of";

const TYPES: readonly FieldType[] = ["string", "string", "integer", "number", "boolean", "date", "datetime"];

// Few different values, so that groups have several rows and filters find something.
const LETTERS = [
  "a",
  "A",
  "b",
  "é",
  "É",
  "ß",
  "ẞ",
  "Я",
  "я",
  "ς",
  "σ",
  "Σ",
  "k",
  "\u212a",
  "%",
  "_",
  "'",
  '"',
  "\\",
  "𝒳",
  "漢",
  " ",
];
const text = fc.array(fc.constantFrom(...LETTERS), { maxLength: 3 }).map((letters) => letters.join(""));
const integer = fc.oneof(
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom(-0, 2 ** 50, 999_999_999_999_999, -999_999_999_999_999),
);
const number = fc.oneof(
  fc.constantFrom(0.1, 0.2, 0.3, -0, 0, 1, 1.005, -0.7, 19.99, 1e9),
  fc.integer({ min: -1e6, max: 1e6 }).map((cents) => cents / 100),
  fc.integer({ min: -1e6, max: 1e6 }).map((millionths) => millionths / 1e6),
);
const day = fc.constantFrom(
  "0001-01-01",
  "1999-12-31",
  "2024-02-29",
  "2024-03-30",
  "2024-03-31",
  "2024-10-27",
  "2025-01-01",
  "9999-12-31",
);
const moment = fc
  .tuple(
    fc.constantFrom("2024-03-30", "2024-03-31", "2024-10-26", "2024-10-27", "2025-01-01", "1999-12-31"),
    fc.constantFrom("00:00:00", "00:30:00", "01:00:00", "10:00:10", "21:59:59", "22:00:00", "23:30:00"),
    fc.constantFrom("", "", ".5", ".25", ".010"),
  )
  .map(([date, clock, fraction]) => `${date}T${clock}${fraction}`);

const VALUES: Record<FieldType, fc.Arbitrary<Exclude<Cell, null>>> = {
  string: text,
  integer,
  number,
  boolean: fc.boolean(),
  date: day,
  // Zoned and as written beside each other; the model compares like with like, so filters name days there.
  datetime: fc.oneof(
    moment.map((written) => `${written}Z`),
    moment,
  ),
};

const rowsOf: fc.Arbitrary<Row[]> = fc.array(
  fc.tuple(...TYPES.map((type) => fc.option(VALUES[type], { freq: 4 }))) as unknown as fc.Arbitrary<Row>,
  { maxLength: 25 },
);

const condition: fc.Arbitrary<Condition> = fc.nat({ max: TYPES.length - 1 }).chain((field) => {
  const type = TYPES[field] ?? "string";
  const value = type === "datetime" ? day.filter((date) => date > "0100") : VALUES[type];
  const list = fc.array(fc.option(value, { freq: 5 }), { maxLength: 3 });
  const comparisons =
    type === "boolean" ? (["eq", "ne"] as const) : (["eq", "ne", "gt", "gte", "lt", "lte"] as const);
  const kinds: fc.Arbitrary<Condition>[] = [
    fc.record({
      field: fc.constant(field),
      type: fc.constant(type),
      op: fc.constantFrom(...comparisons),
      value,
    }),
    fc.record({
      field: fc.constant(field),
      type: fc.constant(type),
      op: fc.constantFrom("in" as const, "not_in" as const),
      value: list,
    }),
    fc.record({
      field: fc.constant(field),
      type: fc.constant(type),
      op: fc.constant("is_null" as const),
      value: fc.boolean(),
    }),
  ];
  if (type === "string")
    kinds.push(
      fc.record({
        field: fc.constant(field),
        type: fc.constant(type),
        op: fc.constantFrom("contains" as const, "starts_with" as const),
        value: text,
      }),
    );
  return fc.oneof(...kinds);
});

const key: fc.Arbitrary<Expression> = fc
  .tuple(fc.nat({ max: TYPES.length - 1 }), fc.constantFrom(undefined, ...BUCKETS))
  .map(([field, bucket]): Expression => {
    const type = TYPES[field] ?? "string";
    const isDated = type === "date" || type === "datetime";
    return bucket !== undefined && isDated ? { field, type, bucket } : { field, type };
  });

const aggregate: fc.Arbitrary<Expression> = fc.oneof(
  fc.constant<Expression>({ field: -1, type: "integer", aggregate: "count" }),
  fc
    .tuple(fc.constantFrom(2, 3), fc.constantFrom("sum" as const, "avg" as const))
    .map(([field, aggregate]): Expression => ({ field, type: TYPES[field] ?? "number", aggregate })),
  fc
    .tuple(
      fc.nat({ max: TYPES.length - 1 }),
      fc.constantFrom("count" as const, "min" as const, "max" as const, "count_distinct" as const),
    )
    .map(([field, aggregate]): Expression => ({ field, type: TYPES[field] ?? "string", aggregate })),
);

const selection: fc.Arbitrary<Selection> = fc
  .record({
    keys: fc.array(key, { maxLength: 3 }),
    values: fc.array(aggregate, { maxLength: 3 }),
    plain: fc.array(key, { minLength: 1, maxLength: 3 }),
    aggregated: fc.boolean(),
    totals: fc.boolean(),
    sort: fc.array(fc.tuple(fc.nat({ max: 5 }), fc.boolean()), { maxLength: 2 }),
  })
  .map(({ keys, values, plain, aggregated, totals, sort }) => {
    const columns = [...keys, ...(aggregated ? values : plain)].map((expression) => ({ expression }));
    if (columns.length === 0)
      columns.push({ expression: { field: -1, type: "integer", aggregate: "count" } });
    const isGrouped = aggregated || values.every(({ aggregate: one }) => one === undefined);
    return {
      columns,
      group: aggregated || keys.length > 0 ? keys.map((_, at) => at) : null,
      aggregated: aggregated || columns.some(({ expression }) => expression.aggregate !== undefined),
      totals: totals && isGrouped,
      sort: sort
        .filter(
          ([column], at) => column < columns.length && sort.findIndex(([other]) => other === column) === at,
        )
        .map(([column, descending]) => ({ column, descending })),
    };
  });

const asked: fc.Arbitrary<Asked> = fc.record({
  conditions: fc.array(condition, { maxLength: 3 }),
  selection,
  timeZone: fc.constantFrom("UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Apia"),
  limit: fc.option(fc.integer({ min: 1, max: 6 })),
});

function sectionOf({ conditions, selection: chosen, limit }: Asked): TableDefinition {
  return {
    kind: "table",
    name: "t",
    title: "T",
    description: null,
    source: { kind: "given", key: "", section: 0 },
    ...chosen,
    columns: chosen.columns.map(({ expression }, at) => ({
      name: `column ${at}`,
      label: `Column ${at}`,
      type: expression.bucket === undefined ? expression.type : "date",
      expression,
    })),
    conditions,
    limit,
    on_limit: "truncate",
    chart: null,
  };
}

async function read(open: Parameters<typeof openTableRows>[0], query: Asked) {
  const { total, rows } = await openTableRows(open, sectionOf(query), query.timeZone, 1_000_000);
  const all: Row[] = [];
  for await (const batch of rows) all.push(...batch);
  return { total, rows: all };
}

/** Of texts or times that are sorted alike any may be the smallest. */
function normalised(
  { total, rows }: { total: number; rows: readonly Row[] },
  { selection: { columns } }: Asked,
) {
  return {
    total,
    rows: rows.map((row) =>
      row.map((cell, at) => {
        const { aggregate: one, type } = columns[at]?.expression ?? {};
        if ((one !== "min" && one !== "max") || typeof cell !== "string") return cell === 0 ? 0 : cell;
        if (type === "string") return cell.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
        return type === "datetime" ? Date.parse(cell) : cell;
      }),
    ),
  };
}

const RUNS = { numRuns: 400, seed: 20_261_121 };

describe("B9 B10 B15 B16 B28: what a query gives is what a plain evaluation in memory gives", () => {
  it("over a table of the data database", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(rowsOf, asked, async (rows, query) => {
        const table = await tableOf(rows);
        const open = {
          db: env.ROWS_0,
          source: { kind: "table" as const, table },
          width: TYPES.length,
          given: null,
        };
        expect(normalised(await read(open, query), query)).toEqual(normalised(evaluate(rows, query), query));
      }),
      RUNS,
    );
  });

  it("over rows at hand", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(rowsOf, asked, async (rows, query) => {
        const open = { db: env.ROWS_0, source: givenRows(rows), width: null, given: rows };
        expect(normalised(await read(open, query), query)).toEqual(normalised(evaluate(rows, query), query));
      }),
      RUNS,
    );
  });

  it("in pages as at once", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(rowsOf, asked, async (rows, { selection: chosen, ...query }) => {
        const table = await tableOf(rows);
        const columns = chosen.columns.filter(
          ({ expression }, at) => expression.aggregate !== undefined || chosen.group?.includes(at),
        );
        fc.pre(
          chosen.aggregated && columns.length === chosen.columns.length && (chosen.group?.length ?? 0) > 0,
        );
        const whole = { ...query, selection: chosen, source: { kind: "table" as const, table } };
        const range = {
          depth: chosen.group?.length ?? 0,
          isSummary: false,
          limit: query.limit ?? 1_000,
          visible: null,
        };
        const read = async (mostBytes: number) => {
          const { total, rows: batches } = await readGroups(env.ROWS_0, { ...whole, mostBytes }, range);
          const all: Row[] = [];
          for await (const batch of batches) all.push(...batch);
          return { total, rows: all };
        };
        expect(await read(1)).toEqual(await read(1e9));
      }),
      RUNS,
    );
  });
});

it("the model sorts numbers as numbers", () => {
  expect(compare(10, 9, "integer")).toBe(1);
});
