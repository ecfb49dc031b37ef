import { choiceKeysOf, orderKeysOf } from "../../datasets/query/detail";
import { MOST_GROUPED_COLUMNS } from "../../datasets/query/expression";
import type { GroupQuery } from "../../datasets/query/group-query";
import { readGroups } from "../../datasets/query/groups";
import { countRows, type RowQuery, readPages } from "../../datasets/query/pages";
import { RunningTotals, type SummedColumn } from "../../datasets/query/running-totals";
import { type Level, withSubtotals } from "../../datasets/query/subtotals";
import type { Row } from "../../render/document";
import { isCode, isNumeric } from "../../render/values/format";
import type { TableDefinition } from "../../reports/config/definition";
import { RunFailure } from "../failure";
import { allowedRows, rowsWanted } from "./limit";
import type { OpenSource } from "./source";

/** A table's rows, which can be read once. Rows of subtotals and totals have one more cell, their level. */
export interface TableRows {
  /** Data rows there are without the limit, and data rows there will be. */
  readonly total: number;
  readonly wanted: number;
  readonly rows: AsyncIterable<readonly Row[]>;
}

/**
 * The rows of a table section. A limit leaves those that come first by the sort keys, which then stand in their
 * groups. Totals are of the rows that are shown: what a limit leaves out is not in them, so that what can be seen
 * adds up. Throws RunFailure when the limit is to be kept.
 */
export async function openTableRows(
  open: OpenSource,
  section: TableDefinition,
  timeZone: string,
  most: number,
): Promise<TableRows> {
  if (section.aggregated) return await openGroupRows(open, section, timeZone, most);
  const isPlain = section.conditions.length === 0 && section.group === null && section.sort.length === 0;
  const isBare = section.columns.every(({ expression }) => expression.bucket === undefined);
  const { given } = open;
  const query: RowQuery = {
    source: open.source,
    conditions: section.conditions,
    columns: section.columns.map(({ expression }) => expression),
    order: orderKeysOf(section),
    width: open.width ?? -1,
    limit: null,
    timeZone,
  };
  const isAtHand = given !== null && isPlain && isBare;
  const total = isAtHand ? given.length : await countRows(open.db, query);
  const wanted = rowsWanted(section, total, most);
  const rows = isAtHand
    ? projected(given.slice(0, wanted), section)
    : readPages(open.db, { ...query, limit: wanted, choice: wanted < total ? choiceKeysOf(section) : null });
  return { total, wanted, rows: section.totals ? withTotals(rows, section) : rows };
}

const BATCH = 1_000;

async function* projected(rows: readonly Row[], { columns }: TableDefinition): AsyncGenerator<Row[]> {
  for (let at = 0; at < rows.length; at += BATCH) {
    yield rows
      .slice(at, at + BATCH)
      .map((row) => columns.map(({ expression }) => row[expression.field] ?? null));
  }
}

/** Quantities are summed up; percentages and numbers that only name things (`year`, `student_id`) are not. */
async function* withTotals(rows: AsyncIterable<readonly Row[]>, section: TableDefinition) {
  const group = section.group ?? [];
  const summed = section.columns.flatMap((column, at): SummedColumn[] => {
    const isSummed =
      isNumeric(column) && column.format !== "percent" && !isCode(column) && !group.includes(at);
    return isSummed ? [{ column: at, isInteger: column.type === "integer" }] : [];
  });
  const totals = new RunningTotals(group, summed, section.columns.length);
  for await (const batch of rows) yield totals.add(batch);
  const rest = totals.finish();
  if (rest.length > 0) yield rest;
}

async function openGroupRows(
  { db, source }: OpenSource,
  section: TableDefinition,
  timeZone: string,
  most: number,
): Promise<TableRows> {
  const group = section.group ?? [];
  if (section.columns.length > MOST_GROUPED_COLUMNS)
    throw new RunFailure("bad_config", `A grouped table may have ${MOST_GROUPED_COLUMNS} columns at most.`);
  const hasAggregates = section.columns.some(({ expression }) => expression.aggregate !== undefined);
  const totals = section.totals && hasAggregates && group.length > 0;
  const query: GroupQuery = {
    source,
    conditions: section.conditions,
    selection: { ...section, group, totals },
    timeZone,
  };
  const limit = allowedRows(section, most);
  const groups = await readGroups(db, query, { depth: group.length, isSummary: false, limit, visible: null });
  const { total } = groups;
  const wanted = rowsWanted(section, total, most);
  if (!totals || wanted === 0) return { total, wanted, rows: groups.rows };
  const visible = wanted < total ? wanted : null;
  // Chosen by the sort keys alone, they stand in their outer groups: the first answer chose by how they stand.
  const isOtherwise = visible !== null && group.length > 1 && section.sort.length > 0;
  const whole = { depth: group.length, isSummary: false, limit: wanted, visible };
  const { rows } = isOtherwise ? await readGroups(db, query, whole) : groups;
  return { total, wanted, rows: withSubtotals(rows, group, await levelsOf(db, query, visible)) };
}

/** Subtotals of every level, computed from the rows themselves, the innermost first and the grand total last. */
async function levelsOf(db: D1Database, query: GroupQuery, visible: number | null): Promise<Level[]> {
  const levels: Level[] = [];
  for (let level = (query.selection.group?.length ?? 0) - 1; level >= 0; level -= 1) {
    const range = { depth: level, isSummary: true, limit: Number.MAX_SAFE_INTEGER, visible };
    levels.push({ level, rows: (await readGroups(db, query, range)).rows });
  }
  return levels;
}
