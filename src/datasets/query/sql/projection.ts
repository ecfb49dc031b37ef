import type { Expression } from "../expression";
import { balanced } from "./balanced";
import { cellJson } from "./cells";
import { columnOf } from "./layers";

/**
 * A row as the text of a JSON array of these, in this order, over rows with `data` and, for buckets, as `layered`
 * gives them. Each value's own JSON text is taken, so numbers keep their digits and booleans stay booleans; a
 * whole row in its order is one `json(data)`.
 */
export function projectionSql(expressions: readonly Expression[], width: number): string {
  const isWhole =
    expressions.length === width &&
    expressions.every(({ field, bucket }, at) => field === at && bucket === undefined);
  if (isWhole) return "json(data)";
  const cells = expressions.map((expression) =>
    expression.bucket === undefined ? cellJson(expression.field) : `json_quote(${columnOf(expression)})`,
  );
  return cells.length === 0 ? "'[]'" : `'[' || ${balanced(cells, "|| ',' ||")} || ']'`;
}
