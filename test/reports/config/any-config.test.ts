import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Definition } from "../../../src/reports/config/definition";
import { checkConfig } from "../../../src/reports/config/resolve";
import { EXECUTIONS, problemsOf, resolve, SALES, STUDENTS } from "./support";

const KEYS = [
  ...["dataset", "fields", "filters", "group_by", "sort_by", "sort_order", "limit", "on_limit", "distinct"],
  ...[
    "totals",
    "chart_type",
    "chart",
    "formats",
    "format",
    "title",
    "locale",
    "time_zone",
    "page",
    "sections",
  ],
  ...["kind", "text", "figures", "metric_types", "time_range", "frequency", "schedule_time", "schedule_day"],
];
const words = fc.constantFrom(
  "cost",
  "region",
  "*",
  "count",
  "sum",
  "month",
  "users",
  "today",
  "ds_sales",
  "",
);
const leaf = fc.oneof(words, fc.jsonValue({ maxDepth: 2 }), fc.integer({ min: -1, max: 40 }));
const value = fc.oneof(leaf, fc.array(leaf, { maxLength: 4 }), fc.dictionary(words, leaf, { maxKeys: 4 }));
const part = fc.dictionary(fc.constantFrom(...KEYS), value, { maxKeys: 8 });
/** Wrong in most of what it says. */
const wild = fc.oneof(
  part,
  fc.record({ sections: fc.array(fc.oneof(part, leaf), { maxLength: 4 }), filters: value }),
);

const name = fc.constantFrom("region", "product", "sold_on", "sold_at", "cost", "pieces", "paid");
const bucket = fc.constantFrom("day", "month", "year");
const choice = fc.oneof(
  { weight: 3, arbitrary: name },
  fc.record({
    field: fc.constantFrom("cost", "pieces"),
    aggregate: fc.constantFrom("sum", "avg", "min", "count"),
  }),
  fc.record({ field: fc.constantFrom("sold_on", "sold_at"), bucket }),
);
/** Often right. */
const likely = fc.record(
  {
    dataset: fc.constant("ds_sales"),
    fields: fc.uniqueArray(choice, { minLength: 1, maxLength: 4, selector: (each) => JSON.stringify(each) }),
    group_by: fc.array(fc.oneof(name, fc.record({ field: fc.constantFrom("sold_on", "sold_at"), bucket })), {
      minLength: 1,
      maxLength: 2,
    }),
    distinct: fc.boolean(),
    sort_by: fc.array(name, { minLength: 1, maxLength: 2 }),
    sort_order: fc.constantFrom("asc", "desc"),
    filters: fc.record(
      {
        sold_on: fc.constantFrom("today", { relative: "last_3_days" }),
        cost: fc.constantFrom({ min: 1 }, 5),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ["dataset", "fields"] },
);

/** What holds for every table, however it was asked for. */
function expectSound({ sections }: Definition): void {
  for (const section of sections) {
    if (section.kind !== "table") continue;
    const { columns, group, aggregated, sort, source } = section;
    const names = columns.map((column) => column.name);
    expect(new Set(names).size).toBe(names.length);
    const width = source.kind === "dataset" ? source.width : 0;
    for (const { expression } of columns) expect(expression.field).toBeLessThan(width);
    for (const at of [...(group ?? []), ...sort.map(({ column }) => column)])
      expect(columns.keys()).toContain(at);
    expect(new Set(group).size).toBe(group?.length ?? 0);
    columns.forEach(({ expression }, at) => {
      if (expression.aggregate) expect([aggregated, group?.includes(at)]).toEqual([true, false]);
      else if (aggregated) expect(group).toContain(at);
    });
  }
}

describe("B26: whatever is sent as a config", () => {
  const DATA = [SALES, STUDENTS, EXECUTIONS];

  it("is refused with problems by the paths of what was sent, never anything else", () => {
    fc.assert(
      fc.property(wild, (sent) => {
        const before = JSON.stringify(sent);
        const problems = problemsOf(sent, DATA);
        expect(Object.keys(problems)).toEqual(expect.arrayContaining(Object.keys(checkConfig(sent))));
        for (const path of Object.keys(problems)) expect(path).toMatch(/^config(\.|\[|$)/);
        expect(JSON.stringify(sent)).toBe(before);
      }),
      { numRuns: 500 },
    );
  });

  it("B28: or is made exact, so that columns, groups and order fit together", () => {
    let sound = 0;
    fc.assert(
      fc.property(likely, (sent) => {
        if (Object.keys(problemsOf(sent, DATA)).length > 0) return;
        sound += 1;
        expectSound(resolve(sent, DATA).definition);
      }),
      { numRuns: 1_000 },
    );
    expect(sound).toBeGreaterThan(200);
  });
});
