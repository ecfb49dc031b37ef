import type { Field } from "../../datasets/field";
import { findField } from "../../datasets/query/filters";
import { bucketed, isBucketed, unknownFields } from "./columns";
import type { DefinedColumn, TableDefinition } from "./definition";
import { addProblem, type ConfigErrors } from "./errors";
import type { GroupChoice, NormalTable } from "./normal";

export type Grouping = Pick<TableDefinition, "columns" | "group" | "aggregated">;

/**
 * How rows come together. With aggregates: one row a group, and without a `group_by` the plain columns are the
 * groups. Without: `distinct` rows, or detail rows in the order of their groups. A group that is not among the
 * columns is put in front.
 */
export function groupColumns(
  part: Pick<NormalTable, "path" | "group_by" | "distinct">,
  columns: readonly DefinedColumn[],
  fields: readonly Field[],
  errors: ConfigErrors,
): Grouping {
  const hasAggregates = columns.some(isAggregate);
  const chosen = [...columns];
  const front: DefinedColumn[] = [];
  const places: (() => number)[] = []; // known once all that goes in front is there
  for (const choice of part.group_by) {
    const at = chosen.findIndex((column) => isMeant(column, choice, fields, hasAggregates));
    const column = groupColumn(choice, chosen[at], fields, `${part.path}.group_by`, errors);
    if (!column) continue;
    if (at >= 0) {
      chosen[at] = column;
      places.push(() => front.length + at);
    } else if (front.some((other) => sameExpression(other, column))) {
      places.push(() => front.findIndex((other) => sameExpression(other, column)));
    } else {
      const isTaken = [...front, ...chosen].some(({ name }) => name === column.name);
      const place = front.push(
        isTaken ? { ...column, name: `${column.name}_${choice.bucket ?? "group"}` } : column,
      );
      places.push(() => place - 1);
    }
  }
  const all = [...front, ...chosen];
  const group = [...new Set(places.map((place) => place()))];
  const plain = all.flatMap((column, at) => (isAggregate(column) || group.includes(at) ? [] : [at]));
  if (hasAggregates && part.group_by.length === 0) return { columns: all, group: plain, aggregated: true };
  if (hasAggregates) {
    if (places.length === part.group_by.length) refusePlain(plain, all, `${part.path}.fields`, errors);
    return { columns: all, group, aggregated: true };
  }
  if (part.distinct) return { columns: all, group: [...group, ...plain], aggregated: true };
  return {
    columns: all,
    group: group.length > 0 ? group : null,
    aggregated: group.length > 0 && plain.length === 0,
  };
}

const sameExpression = (a: DefinedColumn, b: DefinedColumn) =>
  a.expression.field === b.expression.field && a.expression.bucket === b.expression.bucket;

const isAggregate = ({ expression }: DefinedColumn) => expression.aggregate !== undefined;

/**
 * Whether a group means this column: by its name, its label, or its field. A plain date beside aggregates takes
 * the bucket of its group, since rows cannot show it otherwise.
 */
function isMeant(
  column: DefinedColumn,
  { field: name, bucket }: GroupChoice,
  fields: readonly Field[],
  hasAggregates: boolean,
): boolean {
  const { expression } = column;
  const isOfField = !isAggregate(column) && expression.field === findField(fields, name);
  if (column.name !== name && column.label !== name && !isOfField) return false;
  const takesBucket = hasAggregates && expression.bucket === undefined;
  return bucket === undefined || expression.bucket === bucket || takesBucket;
}

/** The column of a group: the chosen one as it is then, or a new one of the field. Null with a problem noted. */
function groupColumn(
  { field: name, bucket }: GroupChoice,
  chosen: DefinedColumn | undefined,
  fields: readonly Field[],
  path: string,
  errors: ConfigErrors,
): DefinedColumn | null {
  const position = chosen ? chosen.expression.field : findField(fields, name);
  const field = fields[position];
  if (chosen && isAggregate(chosen))
    addProblem(errors, path, `${name} is aggregated: rows cannot be grouped by it`);
  else if (!field) addProblem(errors, path, unknownFields([name], fields));
  else if (bucket && !isBucketed(field.type))
    addProblem(errors, path, `${name} is ${field.type}: only dates and times come in buckets`);
  else if (!bucket || chosen?.expression.bucket === bucket)
    return chosen ?? { ...field, name, expression: { field: position, type: field.type } };
  else {
    const made = bucketed(field, bucket);
    const expression = { field: position, type: field.type, bucket };
    if (!chosen) return { ...made, name, expression };
    const label = chosen.label === field.label ? made.label : chosen.label;
    return { ...chosen, ...made, name: chosen.name, label, expression };
  }
  return null;
}

function refusePlain(
  plain: readonly number[],
  columns: readonly DefinedColumn[],
  path: string,
  errors: ConfigErrors,
): void {
  const names = plain.map((at) => columns[at]?.name).join(", ");
  if (plain.length > 0)
    addProblem(errors, path, `${names}: beside aggregates, add it to group_by or give it an aggregate`);
}
