import { z } from "@hono/zod-openapi";
import type { Ctx } from "../context";
import { cursorKeys, writeCursor } from "../http/cursor";
import { type Page, pageOf, pageQuery } from "../http/paging";
import { invalid } from "../http/problem";
import type { Cell, Row } from "../render/document";
import { fieldsOf } from "./choose";
import type { Field } from "./field";
import { browseRows } from "./query/browse";
import type { OrderKey } from "./query/detail";
import { type FilterErrors, findField, readFilters } from "./query/filters";
import { findDataset } from "./store";

export const rowsQuery = pageQuery.extend({
  page_size: pageQuery.shape.page_size.openapi({
    type: "integer",
    minimum: 1,
    description:
      "More than 100 means 100. A page has about 4 MB at most: where rows are long, all pages of the dataset have fewer rows, and `page_size` and `pages` of the answer say how many.",
  }),
  filters: z.string().max(8_000).optional().openapi({ description: "The same as `filter`." }),
  filter: z.string().max(8_000).optional().openapi({
    description: 'Filters as JSON, e.g. `{"price": {"gte": 10}}`; the grammar of a report\'s `filters`.',
    example: '{"symbol": "MSFT"}',
  }),
  fields: z
    .string()
    .max(8_000)
    .optional()
    .openapi({ description: "Names separated by commas; all if left out." }),
  sort_by: z
    .string()
    .max(2_000)
    .optional()
    .openapi({ description: "Names separated by commas; empty cells come last." }),
  sort_order: z
    .string()
    .regex(/^(asc|desc)(,(asc|desc))*$/, "must be asc or desc, or one of them for each name")
    .default("asc")
    .openapi({ description: "`asc` or `desc`, for all names or for each.", example: "desc" }),
});
export type RowsQuery = z.infer<typeof rowsQuery>;

/** A page of a dataset's rows as objects; of very long rows it has fewer and says so. Two round trips: the dataset, then count and page together. */
export async function listRows(ctx: Ctx, id: string, query: RowsQuery): Promise<Page<Record<string, Cell>>> {
  const dataset = await findDataset(ctx, id);
  const fields = fieldsOf(dataset);
  const errors: FilterErrors = {};
  const conditions = readFilters(parseFilter(query.filter ?? query.filters), fields, errors).flatMap(
    (filter) => filter.conditions,
  );
  const chosen = chooseFields(fields, query.fields, errors);
  const order = orderOf(fields, query, errors);
  if (Object.keys(errors).length > 0) throw invalid(errors);
  const [after] = cursorKeys(query.cursor, "n") ?? [];
  if (after !== undefined && order.length > 0)
    throw invalid({ cursor: ["A cursor walks rows in their own order; leave out sort_by"] });

  const { page, page_size } = query;
  if (dataset.tableId === null) return pageOf({ items: [], total: 0, page, page_size, next_cursor: null });
  const { total, pageSize, rows } = await browseRows(ctx.rows(dataset.shard), {
    tableId: dataset.tableId,
    conditions,
    columns: chosen.map((field) => ({ field, type: fields[field]?.type ?? "string" })),
    order,
    width: fields.length,
    timeZone: "UTC",
    after: Number(after ?? 0),
    pageSize: page_size,
    pagesBefore: after !== undefined ? 0 : page - 1,
  });
  const shown = rows.slice(0, pageSize);
  const last = rows.length > pageSize && order.length === 0 ? shown.at(-1) : undefined;
  const names = chosen.map((position) => fields[position]?.name ?? "");
  return pageOf({
    items: shown.map(({ row }) => asObject(names, row)),
    total,
    page,
    page_size: pageSize,
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
  const positions = names.split(",").map((name) => {
    const position = findField(fields, name.trim());
    if (position < 0)
      errors.fields = [`There is no field ${name.trim()}. Fields: ${fields.map((f) => f.name).join(", ")}`];
    return position;
  });
  return [...new Set(positions)]; // a field that is named a thousand times would be read as often
}

function orderOf(
  fields: readonly Field[],
  { sort_by, sort_order }: RowsQuery,
  errors: FilterErrors,
): OrderKey[] {
  const directions = sort_order.split(",");
  return (sort_by?.split(",") ?? []).flatMap((name, place) => {
    const position = findField(fields, name.trim());
    const field = fields[position];
    if (!field) {
      errors.sort_by = [`There is no field ${name}. Fields: ${fields.map((f) => f.name).join(", ")}`];
      return [];
    }
    const descending = (directions[place] ?? directions[0]) === "desc";
    return [{ expression: { field: position, type: field.type }, descending, exact: false }];
  });
}
