import type { Aggregate, Bucket, Expression, Selection } from "../../../src/datasets/query/expression";
import type { Condition } from "../../../src/datasets/query/filters";
import type { Cell, FieldType, Row } from "../../../src/render/document";

/** What a query means, said plainly: everything in memory, nothing clever, no SQL. */
export interface Asked {
  readonly conditions: readonly Condition[];
  readonly selection: Selection;
  readonly timeZone: string;
  readonly limit: number | null;
}

export interface Expected {
  readonly total: number;
  readonly rows: Row[];
}

export function evaluate(rows: readonly Row[], asked: Asked): Expected {
  const found = rows.filter((row) =>
    asked.conditions.every((condition) => holds(row[condition.field] ?? null, condition, asked.timeZone)),
  );
  return asked.selection.aggregated ? groupsOf(found, asked) : detailOf(found, asked);
}

// ---- filters

function holds(cell: Cell, condition: Condition, timeZone: string): boolean {
  const { op, type } = condition;
  const one = (value: Cell) => compareTo(cell, value, type, timeZone);
  const isSame = (value: Cell) =>
    value === null ? cell === null : cell !== null && isEqual(cell, value, type, timeZone);
  switch (op) {
    case "is_null":
      return (cell === null) === condition.value;
    case "contains":
    case "starts_with": {
      const pattern = condition.value.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
      return (
        cell !== null && new RegExp(op === "contains" ? pattern : `^${pattern}`, "iu").test(String(cell))
      );
    }
    case "eq":
      return isSame(condition.value);
    case "ne":
      return !isSame(condition.value);
    case "in":
      return condition.value.some(isSame);
    case "not_in":
      return !condition.value.some(isSame);
    case "gt":
      return cell !== null && one(condition.value) > 0;
    case "gte":
      return cell !== null && one(condition.value) >= 0;
    case "lt":
      return cell !== null && one(condition.value) < 0;
    case "lte":
      return cell !== null && one(condition.value) <= 0;
  }
}

function isEqual(cell: Cell, value: Cell, type: FieldType, timeZone: string): boolean {
  return type === "string" ? cell === value : compareTo(cell, value, type, timeZone) === 0;
}

/** How a cell stands to a value of a filter. A plain day against a datetime is the calendar day. */
function compareTo(cell: Cell, value: Cell, type: FieldType, timeZone: string): number {
  if (type !== "datetime") return compare(cell, value, type);
  const [text, literal] = [String(cell), String(value)];
  if (literal.length === 10) return order(localDay(text, timeZone), literal);
  if (text.endsWith("Z") !== literal.endsWith("Z")) throw new Error("the model compares like with like");
  return order(Date.parse(text), Date.parse(literal));
}

// ---- order

const order = <T extends string | number | boolean>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

/** As values of a type are sorted: text without regard to the case of A to Z, by code points. */
export function compare(a: Cell, b: Cell, type: FieldType): number {
  if (a === null || b === null) throw new Error("empty cells have no order");
  if (type === "string") return byCodePoints(foldAscii(String(a)), foldAscii(String(b)));
  if (type === "datetime") return order(Date.parse(String(a)), Date.parse(String(b)));
  return order(a, b);
}

const foldAscii = (text: string) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

function byCodePoints(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  for (const [at, letter] of left.entries()) {
    const other = right[at];
    if (other === undefined) return 1;
    const difference = (letter.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

interface Term {
  readonly cellOf: (item: Row) => Cell;
  readonly type: FieldType;
  readonly descending: boolean;
  readonly exact: boolean;
}

/** Empty cells last, whatever the direction. */
function comparator(terms: readonly Term[]): (a: Row, b: Row) => number {
  return (a, b) => {
    for (const { cellOf, type, descending, exact } of terms) {
      const [left, right] = [cellOf(a), cellOf(b)];
      if (left === right) continue;
      if (left === null) return 1;
      if (right === null) return -1;
      const loose = compare(left, right, type);
      const found = loose === 0 && exact ? byCodePoints(String(left), String(right)) : loose;
      if (found !== 0) return descending ? -found : found;
    }
    return 0;
  };
}

// ---- values

export function cellOf(row: Row, { field, type, bucket }: Expression, timeZone: string): Cell {
  const cell = row[field] ?? null;
  if (bucket === undefined || cell === null) return cell === 0 ? 0 : cell;
  return startOf(type === "datetime" ? localDay(String(cell), timeZone) : String(cell), bucket);
}

/** The calendar day of a datetime where clocks show the zone's time; as written without a zone. */
function localDay(text: string, timeZone: string): string {
  if (!text.endsWith("Z")) return text.slice(0, 10);
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
  }).formatToParts(Date.parse(text));
  const part = (wanted: string) => parts.find(({ type }) => type === wanted)?.value ?? "";
  return `${part("year").padStart(4, "0")}-${part("month")}-${part("day")}`;
}

export function startOf(day: string, bucket: Bucket): string {
  const [year = "", month = ""] = day.split("-");
  switch (bucket) {
    case "day":
      return day;
    case "week": {
      const date = new Date(`${day}T00:00:00Z`);
      date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
      return date.toISOString().slice(0, 10);
    }
    case "month":
      return `${year}-${month}-01`;
    case "quarter":
      return `${year}-${["01", "04", "07", "10"][Math.floor((Number(month) - 1) / 3)]}-01`;
    case "year":
      return `${year}-01-01`;
  }
}

const shownType = ({ type, bucket }: Expression): FieldType => (bucket === undefined ? type : "date");

// ---- aggregates, with integers as long as they get: every number is a whole one of millionths

const UNIT = 1_000_000;

function aggregated(rows: readonly Row[], { aggregate, field, type }: Expression): Cell {
  if (aggregate === "count" && field < 0) return rows.length;
  const cells = rows.map((row) => row[field] ?? null).filter((cell) => cell !== null);
  return OF[aggregate ?? "count"](cells, type);
}

const OF: Record<Aggregate, (cells: readonly Exclude<Cell, null>[], type: FieldType) => Cell> = {
  count: (cells) => cells.length,
  count_distinct: (cells) => new Set(cells).size,
  sum: (cells, type) => {
    if (cells.length === 0) return null;
    const sum = exactSum(cells);
    const whole = sum / BigInt(UNIT);
    const isLong = type === "integer" && !Number.isSafeInteger(Number(whole));
    return isLong ? String(whole) : fromUnits(sum);
  },
  avg: (cells) => {
    if (cells.length === 0) return null;
    return Number((fromUnits(exactSum(cells)) / cells.length).toPrecision(15));
  },
  min: (cells, type) =>
    cells.reduce((best: Cell, cell) => (best === null || compare(cell, best, type) < 0 ? cell : best), null),
  max: (cells, type) =>
    cells.reduce((best: Cell, cell) => (best === null || compare(cell, best, type) > 0 ? cell : best), null),
};

const exactSum = (cells: readonly Cell[]) =>
  cells.reduce((sum: bigint, cell) => sum + BigInt(Number(cell).toFixed(6).replace(".", "")), 0n);

const fromUnits = (units: bigint) => Number(`${units}e-6`);

// ---- tables

function detailOf(found: readonly Row[], { selection, timeZone, limit }: Asked): Expected {
  const { columns, group, sort, totals } = selection;
  const shown = found.map((row) => columns.map(({ expression }) => cellOf(row, expression, timeZone)));
  const inner = sort.filter(({ column }) => !group?.includes(column)).map(({ column }) => column);
  const terms = [
    ...(group ?? []).map((column) => termOf(selection, column, true)),
    ...inner.map((column) => termOf(selection, column, false)),
  ];
  const bySort = sort.map(({ column }) => termOf(selection, column, false));
  const chosen =
    limit === null || sort.length === 0 ? shown : shown.toSorted(comparator(bySort)).slice(0, limit);
  // What ties stands in its own order, not in that of the choice.
  const inOrder = shown.filter((row) => chosen.includes(row));
  const rows = inOrder.toSorted(comparator(terms)).slice(0, limit ?? undefined);
  if (!totals || rows.length === 0) return { total: found.length, rows };
  const sums = (members: readonly Row[], keys: Row, level: number): Row => [
    ...columns.map(({ expression: { type } }, at): Cell => {
      if (group?.includes(at)) return group.indexOf(at) < level ? (keys[at] ?? null) : null;
      const isSummed = type === "integer" || type === "number";
      return isSummed ? aggregated(members, { field: at, type, aggregate: "sum" }) : null;
    }),
    level,
  ];
  return { total: found.length, rows: withLevels(rows, group ?? [], (group ?? []).length, rows, sums) };
}

function groupsOf(found: readonly Row[], { selection, timeZone, limit }: Asked): Expected {
  const { columns } = selection;
  const totals = selection.totals && columns.some(({ expression }) => expression.aggregate !== undefined);
  const group = selection.group ?? [];
  const keysOf = (row: Row) =>
    columns.map(
      ({ expression }, at): Cell => (group.includes(at) ? cellOf(row, expression, timeZone) : null),
    );
  const members = new Map<string, Row[]>();
  for (const row of found) {
    const key = JSON.stringify(keysOf(row));
    members.set(key, [...(members.get(key) ?? []), row]);
  }
  if (group.length === 0 && members.size === 0) members.set("", []);
  const groupRow = (rows: readonly Row[], keys: Row, width = group.length): Row =>
    columns.map(({ expression }, at) => {
      if (expression.aggregate !== undefined) return aggregated(rows, expression);
      return group.indexOf(at) < width ? (keys[at] ?? null) : null;
    });
  const all = [...members.values()].map((rows) => groupRow(rows, rows[0] ? keysOf(rows[0]) : []));
  const outer = totals ? group.slice(0, -1) : [];
  const inner = selection.sort.filter(({ column }) => !outer.includes(column)).map(({ column }) => column);
  const terms = [
    ...outer.map((column) => termOf(selection, column, true)),
    ...inner.map((column) => termOf(selection, column, false)),
    ...group.map((column) => termOf(selection, column, true)),
  ];
  const bySort = [
    ...selection.sort.map(({ column }) => termOf(selection, column, false)),
    ...group.map((column) => termOf(selection, column, true)),
  ];
  const rows = all
    .toSorted(comparator(bySort))
    .slice(0, limit ?? undefined)
    .toSorted(comparator(terms));
  if (!totals || group.length === 0 || rows.length === 0) return { total: all.length, rows };
  const baseOf = (row: Row) =>
    members.get(JSON.stringify(columns.map((_, at) => (group.includes(at) ? row[at] : null)))) ?? [];
  const base = rows.flatMap((row) => baseOf(row).map((member): [Row, Row] => [row, member]));
  const summary = (shownRows: readonly Row[], keys: Row, level: number): Row => [
    ...groupRow(
      base.filter(([row]) => shownRows.includes(row)).map(([, member]) => member),
      keys,
      level,
    ),
    level,
  ];
  return { total: all.length, rows: withLevels(rows, group, group.length - 1, rows, summary) };
}

function termOf({ columns, sort }: Selection, column: number, exact: boolean): Term {
  const expression = columns[column]?.expression ?? { field: 0, type: "string" };
  const { aggregate } = expression;
  const isCount = aggregate !== undefined && aggregate !== "min" && aggregate !== "max";
  return {
    cellOf: (row) => {
      const cell = row[column] ?? null;
      return isCount && typeof cell === "string" ? Number(cell) : cell;
    },
    type: isCount ? "number" : shownType(expression),
    descending: sort.find((key) => key.column === column)?.descending ?? false,
    exact,
  };
}

/** Behind each run of rows with the same outer groups its subtotal, from the innermost outward. */
function withLevels(
  rows: readonly Row[],
  group: readonly number[],
  deepest: number,
  all: readonly Row[],
  summary: (members: readonly Row[], keys: Row, level: number) => Row,
): Row[] {
  const prefix = (row: Row | undefined, level: number) =>
    JSON.stringify(group.slice(0, level).map((at) => row?.[at]));
  return rows.flatMap((row, place) => {
    const shown: Row[] = [row];
    for (let level = deepest; level >= 0; level -= 1) {
      const next = rows[place + 1];
      if (next && prefix(next, level) === prefix(row, level)) continue;
      const members = all.filter((other) => prefix(other, level) === prefix(row, level));
      shown.push(summary(members, row, level));
    }
    return shown;
  });
}
