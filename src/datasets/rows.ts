import { z } from "@hono/zod-openapi";
import type { Ctx } from "../context";
import { cursorKeys, writeCursor } from "../http/cursor";
import { type Page, pageOf, pageQuery } from "../http/paging";
import { invalid } from "../http/problem";
import type { Cell, Row } from "../render/document";
import { fieldsOf } from "./choose";
import type { Field } from "./field";
import { compileConditions, compileOrder, compileProjection, type SortKey } from "./query/compile";
import { type FilterErrors, findField, readFilters } from "./query/filters";
import { findDataset } from "./store";

export const rowsQuery = pageQuery.extend({
  filter: z.string().max(8_000).optional().openapi({
    description: 'Filters as JSON, e.g. `{"price": {"gte": 10}}`; the grammar of a report\'s `filters`.',
    example: '{"symbol": "MSFT"}',
  }),
  fields: z
    .string()
    .max(8_000)
    .optional()
    .openapi({ description: "Names separated by commas; all if left out." }),
  sort_by: z.string().max(200).optional(),
  sort_order: z.enum(["asc", "desc"]).default("asc"),
});
export type RowsQuery = z.infer<typeof rowsQuery>;

/** A page of a dataset's rows as objects. Two round trips: the dataset, then count and page together. */
export async function listRows(ctx: Ctx, id: string, query: RowsQuery): Promise<Page<Record<string, Cell>>> {
  const dataset = await findDataset(ctx, id);
  const fields = fieldsOf(dataset);
  const errors: FilterErrors = {};
  const conditions = readFilters(parseFilter(query.filter), fields, errors).flatMap(
    (filter) => filter.conditions,
  );
  const chosen = chooseFields(fields, query.fields, errors);
  const sort = sortKey(fields, query, errors);
  if (Object.keys(errors).length > 0) throw invalid(errors);
  const [after] = cursorKeys(query.cursor, "n") ?? [];
  if (after !== undefined && sort.length > 0)
    throw invalid({ cursor: ["A cursor walks rows in their own order; leave out sort_by"] });

  const { page, page_size } = query;
  if (dataset.tableId === null) return pageOf({ items: [], total: 0, page, page_size, next_cursor: null });
  const where = compileConditions(conditions);
  const rows = ctx.rows(dataset.shard);
  const table = "table_id = ?1 AND n <= (SELECT row_count FROM tables WHERE id = ?1)";
  const bound = (sql: string, ...more: (string | number)[]) =>
    rows.prepare(sql).bind(dataset.tableId, ...where.params, ...more);
  const [counted, found] = await rows.batch<{ total: number } & { n: number; r: string }>([
    conditions.length === 0
      ? rows.prepare("SELECT row_count AS total FROM tables WHERE id = ?").bind(dataset.tableId)
      : bound(`SELECT count(*) AS total FROM rows WHERE ${table} AND ${where.text}`),
    bound(
      `SELECT n, ${compileProjection(chosen, fields.length)} AS r FROM rows
       WHERE ${table} AND ${where.text} AND n > ? ORDER BY ${compileOrder(sort)} LIMIT ? OFFSET ?`,
      Number(after ?? 0),
      page_size + 1,
      after !== undefined ? 0 : (page - 1) * page_size,
    ),
  ]);
  const shown = (found?.results ?? []).slice(0, page_size);
  const last = (found?.results.length ?? 0) > page_size && sort.length === 0 ? shown.at(-1) : undefined;
  const names = chosen.map((position) => fields[position]?.name ?? "");
  return pageOf({
    items: shown.map(({ r }) => asObject(names, JSON.parse(r) as Row)),
    total: counted?.results[0]?.total ?? 0,
    page,
    page_size,
    next_cursor: last ? writeCursor({ order: "n", keys: [last.n] }) : null,
  });
}

const asObject = (names: readonly string[], row: Row) =>
  Object.fromEntries(names.map((name, position) => [name, row[position] ?? null]));

function parseFilter(text: string | undefined): Record<string, unknown> {
  if (text === undefined) return {};
  const message = 'Give a JSON object such as {"price": {"gte": 10}}';
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch {
    throw invalid({ filter: [message] });
  }
  throw invalid({ filter: [message] });
}

function chooseFields(fields: readonly Field[], names: string | undefined, errors: FilterErrors): number[] {
  if (names === undefined) return fields.map((_, position) => position);
  return names.split(",").map((name) => {
    const position = findField(fields, name.trim());
    if (position < 0)
      errors.fields = [`There is no field ${name.trim()}. Fields: ${fields.map((f) => f.name).join(", ")}`];
    return position;
  });
}

function sortKey(
  fields: readonly Field[],
  { sort_by, sort_order }: RowsQuery,
  errors: FilterErrors,
): SortKey[] {
  if (sort_by === undefined) return [];
  const position = findField(fields, sort_by);
  const field = fields[position];
  if (!field) {
    errors.sort_by = [`There is no field ${sort_by}. Fields: ${fields.map((f) => f.name).join(", ")}`];
    return [];
  }
  return [{ field: position, type: field.type, descending: sort_order === "desc" }];
}
