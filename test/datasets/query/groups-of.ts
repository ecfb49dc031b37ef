import { env } from "cloudflare:workers";
import type { Aggregate, Bucket, Expression, Selection } from "../../../src/datasets/query/expression";
import type { GroupQuery } from "../../../src/datasets/query/group-query";
import { readGroups } from "../../../src/datasets/query/groups";
import type { FieldType, Row } from "../../../src/render/document";
import { tableOf } from "./table-of";

/** A column over a field, as it is or aggregated or in buckets. */
export const column = (
  field: number,
  type: FieldType,
  more: { aggregate?: Aggregate; bucket?: Bucket } = {},
): { expression: Expression } => ({ expression: { field, type, ...more } });

export const COUNT = column(-1, "integer", { aggregate: "count" });

interface Wanted extends Partial<Omit<Selection, "columns">> {
  readonly keys: number;
  readonly timeZone?: string;
  readonly limit?: number;
  readonly mostBytes?: number;
}

/** Rows of groups by the first columns. */
export async function groupsOf(rows: readonly Row[], columns: Selection["columns"], wanted: Wanted) {
  const { keys, timeZone = "UTC", limit = 1e9, mostBytes, ...more } = wanted;
  const query: GroupQuery = {
    source: { kind: "table", table: await tableOf(rows) },
    conditions: [],
    selection: {
      columns,
      group: Array.from({ length: keys }, (_, at) => at),
      aggregated: true,
      totals: false,
      sort: [],
      ...more,
    },
    timeZone,
    ...(mostBytes !== undefined && { mostBytes }),
  };
  const groups = await readGroups(env.ROWS_0, query, { depth: keys, isSummary: false, limit, visible: null });
  const all: Row[] = [];
  for await (const batch of groups.rows) all.push(...batch);
  return { total: groups.total, rows: all };
}
