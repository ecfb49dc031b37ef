import type { Field } from "../../datasets/field";
import { findField } from "../../datasets/query/filters";
import type { DefinedColumn, SortKey } from "./definition";
import { addProblem, type ConfigErrors } from "./errors";
import type { NormalTable } from "./normal";

/** Sort keys by a column's name, its label, or the field it is made of. They must be among the columns, if there are any. */
export function readSort(
  { sort, path }: Pick<NormalTable, "sort" | "path">,
  columns: readonly DefinedColumn[],
  fields: readonly Field[],
  errors: ConfigErrors,
): SortKey[] {
  return sort.flatMap(({ name, descending }): SortKey[] => {
    const column = findColumn(columns, fields, name);
    if (column >= 0) return [{ column, descending }];
    if (columns.length === 0) return [];
    const allowed = columns.map((candidate) => candidate.name).join(", ");
    addProblem(errors, `${path}.sort_by`, `${name} is not among the chosen fields: ${allowed}`);
    return [];
  });
}

function findColumn(columns: readonly DefinedColumn[], fields: readonly Field[], name: string): number {
  const position = findField(fields, name);
  const ways: ((column: DefinedColumn) => boolean)[] = [
    (column) => column.name === name,
    (column) => column.label === name,
    (column) => position >= 0 && column.expression.field === position,
  ];
  return ways.map((way) => columns.findIndex(way)).find((at) => at >= 0) ?? -1;
}
