import type { FieldType } from "../../../render/document";
import type { Expression, Selection } from "../expression";
import { aggregateSql } from "./aggregates";
import { jsonArray, jsonValue } from "./cells";
import { columnOf } from "./layers";
import { type OrderTerm, orderSql } from "./order";

/** Groups of rows by some of a selection's group columns: all of them, or the outer ones for subtotals. */
export interface Grouping {
  readonly selection: Selection;
  readonly depth: number;
}

/** Row numbers and sizes travel in values of this many. */
const NUMBERS_A_BLOCK = 150_000;

/** What a statement over these groups reads of each row. */
export function expressionsOf({ selection }: Grouping): Expression[] {
  return selection.columns.map(({ expression }) => expression);
}

/**
 * One row a group, as `r` and `total` (see blocks.ts), over a table of rows as `layered` gives them. A subtotal has its
 * level as one more cell.
 */
export function groupsSql(source: string, grouping: Grouping, isSummary: boolean, limit: string): string {
  const { selection, depth } = grouping;
  const keys = keyColumns(grouping);
  const cells = selection.columns.map(({ expression }, at) => {
    if (expression.aggregate !== undefined) return jsonValue(`a${at}`, shownType(expression));
    return keys.includes(at) ? jsonValue(columnOf(expression), shownType(expression)) : "NULL";
  });
  if (isSummary) cells.push(String(depth));
  return `SELECT ${jsonArray(cells)} AS r, total FROM (
    SELECT *, count(*) OVER () AS total FROM (${grouped(source, grouping, true)})
    ORDER BY ${orderOf(grouping).join(", ") || "1"} LIMIT ${limit})`;
}

/** The rows of so many groups alone: those that come first by the sort keys, wherever totals make them stand. */
export function visibleSql(source: string, grouping: Grouping, limit: string): string {
  const key = keyText(grouping);
  const { selection, depth } = grouping;
  const bySort = orderOf({ selection: { ...selection, totals: false }, depth }).join(", ");
  return `SELECT * FROM ${source} WHERE ${key} IN (SELECT ${key}
    FROM (${grouped(source, grouping, false)}) ORDER BY ${bySort} LIMIT ${limit})`;
}

/** The rows of the group of one row alone. */
export function sameGroupSql(source: string, grouping: Grouping, number: string): string {
  const key = keyText(grouping);
  return `SELECT * FROM ${source} WHERE ${key} = (SELECT ${key} FROM ${source} WHERE n = ${number})`;
}

/** The first row and the number of rows of each group after the first so many, in their order, in blocks. */
export function planSql(source: string, grouping: Grouping, skip: string, limit: string): string {
  const place = `row_number() OVER (ORDER BY ${orderOf(grouping).join(", ")})`;
  return `SELECT group_concat(first, ',' ORDER BY place) AS firsts, group_concat(size, ',' ORDER BY place) AS sizes
    FROM (SELECT first, size, ${place} AS place
      FROM (${grouped(source, grouping, false, ["min(n) AS first", "count(*) AS size"])}))
    WHERE place > ${skip} AND place <= ${limit}
    GROUP BY place / ${NUMBERS_A_BLOCK} ORDER BY place / ${NUMBERS_A_BLOCK}`;
}

/** Numbers of all rows, those of a group beside each other and in their order, in blocks. */
export function membersSql(source: string, grouping: Grouping): string {
  const keys = [...keyNames(grouping), "n"].join(", ");
  return `SELECT group_concat(n, ',' ORDER BY place) AS numbers, count(*) AS size
    FROM (SELECT n, row_number() OVER (ORDER BY ${keys}) - 1 AS place FROM ${source})
    GROUP BY place / ${NUMBERS_A_BLOCK} ORDER BY place / ${NUMBERS_A_BLOCK}`;
}

/** SQLite takes 100 aggregate functions a statement on D1, and a plan of groups has two of its own. */
const MOST_FUNCTIONS = 98;

/** Groups with their keys and what they are sorted by, and, if they are to be shown, their aggregates. */
function grouped(
  source: string,
  grouping: Grouping,
  isShown: boolean,
  further: readonly string[] = [],
): string {
  const keys = [...new Set(keyNames(grouping))];
  const by = keys.length > 0 ? ` GROUP BY ${keys.join(", ")}` : "";
  const over = (columns: readonly string[]) => `SELECT ${columns.join(", ") || "1"} FROM ${source}${by}`;
  const [first = [], ...others] = aggregateParts(grouping, isShown);
  if (others.length === 0) return over([...keys, ...first, ...further]);
  const key = `${keyText(grouping)} AS k`;
  const joins = others.map((part) => ` JOIN (${over([key, ...part])}) USING (k)`);
  return `SELECT * FROM (${over([...keys, ...first, ...further, key])})${joins.join("")}`;
}

/** Columns of aggregates, as many together as one statement may have. */
function aggregateParts({ selection: { columns, sort } }: Grouping, isShown: boolean): string[][] {
  const parts: string[][] = [];
  let room = 0;
  for (const [at, { expression }] of columns.entries()) {
    const isSorted = sort.some(({ column }) => column === at);
    if (expression.aggregate === undefined || !(isShown || isSorted)) continue;
    const { shown, sorted, functions } = aggregateSql(expression);
    if (room < functions) {
      parts.push([]);
      room = MOST_FUNCTIONS;
    }
    room -= functions;
    parts
      .at(-1)
      ?.push(...(isShown ? [`${shown} AS a${at}`] : []), ...(isSorted ? [`${sorted} AS o${at}`] : []));
  }
  return parts;
}

const keyColumns = ({ selection, depth }: Grouping) => (selection.group ?? []).slice(0, depth);

const keyNames = (grouping: Grouping) =>
  keyColumns(grouping).map((at) => columnOf(expressionAt(grouping.selection, at)));

/** Equal for rows of one group and no others, empty cells included. */
const keyText = (grouping: Grouping) => jsonArray(keyNames(grouping));

/**
 * Groups stand as the sort keys say. With totals, all groups of an outer one stand together: its columns come
 * first, each in its own order. Columns that no key names come last and ascending, and no two groups tie.
 */
export function orderOf(grouping: Grouping): string[] {
  const { selection, depth } = grouping;
  const { sort, totals } = selection;
  const group = keyColumns(grouping);
  const isWhole = depth === selection.group?.length;
  const outer = !isWhole ? group : totals ? group.slice(0, -1) : [];
  const sorted = isWhole ? sort.map(({ column }) => column) : [];
  const inner = [...sorted, ...group.filter((column) => !sorted.includes(column))];
  const terms = [
    ...outer.map((column) => termOf(selection, column, true)),
    ...inner.filter((column) => !outer.includes(column)).map((column) => termOf(selection, column, false)),
  ];
  return depth === 0 ? [] : [...orderSql(terms), keyText(grouping)];
}

function termOf(selection: Selection, column: number, exact: boolean): OrderTerm {
  const expression = expressionAt(selection, column);
  const descending = selection.sort.find((key) => key.column === column)?.descending ?? false;
  const { aggregate } = expression;
  return {
    value: aggregate === undefined ? columnOf(expression) : `o${column}`,
    type: shownType(expression),
    descending,
    exact,
  };
}

/** Of what comes out; the first and last of a time are sorted by keys already. */
function shownType({ type, bucket, aggregate }: Expression): FieldType {
  if (bucket !== undefined) return "date";
  if (aggregate === undefined) return type;
  const isExtreme = aggregate === "min" || aggregate === "max";
  return isExtreme && type !== "datetime" ? type : "number";
}

function expressionAt(selection: Selection, column: number): Expression {
  const expression = selection.columns[column]?.expression;
  if (expression === undefined) throw new Error("a group or a sort key names no column");
  return expression;
}
