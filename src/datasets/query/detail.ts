import type { Expression, Selection } from "./expression";
import { columnOf } from "./sql/layers";
import { type OrderTerm, orderSql } from "./sql/order";

/** By what rows are ordered: an expression without an aggregate. */
export interface OrderKey {
  readonly expression: Expression;
  readonly descending: boolean;
  /** Rows with the same value must stand together, letter by letter. */
  readonly exact: boolean;
}

/** Terms of `ORDER BY` over rows as `layered` gives them; rows that tie stand in their own order. */
export function detailOrder(keys: readonly OrderKey[]): string {
  const terms = keys.map(
    ({ expression, descending, exact }): OrderTerm => ({
      value: columnOf(expression),
      type: expression.bucket === undefined ? expression.type : "date",
      descending,
      exact,
    }),
  );
  return [...orderSql(terms), "n"].join(", ");
}

/** Rows of a selection without aggregates stand in the order of its group columns, then of its other sort keys. */
export function orderKeysOf(selection: Selection): OrderKey[] {
  const { group, sort } = selection;
  const inner = sort.filter(({ column }) => !group?.includes(column));
  return [
    ...(group ?? []).flatMap((column) => keyOf(selection, column, true)),
    ...inner.flatMap(({ column }) => keyOf(selection, column, false)),
  ];
}

/** By which rows a limit chooses: the sort keys alone, whatever group the rows stand in. Null: as they stand. */
export function choiceKeysOf(selection: Selection): OrderKey[] | null {
  const { group, sort } = selection;
  if (!group || sort.length === 0) return null;
  return sort.flatMap(({ column }) => keyOf(selection, column, false));
}

function keyOf({ columns, sort }: Selection, column: number, exact: boolean): OrderKey[] {
  const expression = columns[column]?.expression;
  const descending = sort.find((key) => key.column === column)?.descending ?? false;
  return expression === undefined ? [] : [{ expression, descending, exact }];
}
