import type { Selection } from "./expression";
import type { Condition } from "./filters";
import type { RowSource } from "./source";
import { expressionsOf, type Grouping, visibleSql } from "./sql/groups";
import { layered } from "./sql/layers";
import type { Parameters } from "./sql/parameters";
import { rowsSql } from "./sql/rows";

export interface GroupQuery {
  readonly source: RowSource;
  readonly conditions: readonly Condition[];
  readonly selection: Selection;
  readonly timeZone: string;
  /** So much of an answer is held at once; 8 MB unless said. */
  readonly mostBytes?: number;
}

/** Which groups of a query. */
export interface GroupRange {
  /** How many of the group columns: all for groups, fewer for subtotals, 0 for one group of all rows. */
  readonly depth: number;
  readonly isSummary: boolean;
  readonly limit: number;
  /** Of how many groups of full depth the rows count; null: of all. */
  readonly visible: number | null;
}

/** A question that is asked in several statements. */
export interface Asked {
  readonly db: D1Database;
  readonly query: GroupQuery;
  readonly range: GroupRange;
}

export const groupingOf = ({ query, range }: Asked): Grouping => ({
  selection: query.selection,
  depth: range.depth,
});

/**
 * The beginning of a statement: `WITH` the rows that a range is about as the table `source`, with the values that
 * its columns need. The text of that stands once, however often the table is named.
 */
export function withSource({ query, range }: Asked, parameters: Parameters): string {
  const { source, conditions, selection, timeZone } = query;
  const whole: Grouping = { selection, depth: selection.group?.length ?? 0 };
  const rows = rowsSql(source, conditions, timeZone, parameters);
  const all = layered(rows, "n", expressionsOf(whole), timeZone);
  if (range.visible === null) return `WITH source AS NOT MATERIALIZED (${all})`;
  const visible = visibleSql("everything", whole, parameters.own(range.visible));
  return `WITH everything AS NOT MATERIALIZED (${all}), source AS NOT MATERIALIZED (${visible})`;
}

/** All rows of one statement's answer. */
export async function answer<T>(db: D1Database, sql: string, parameters: Parameters): Promise<T[]> {
  const { results } = await db
    .prepare(sql)
    .bind(...parameters.bound)
    .all<T>();
  return results;
}
