import type { Field } from "../../datasets/field";
import type { Aggregate, Bucket } from "../../datasets/query/expression";
import { findField } from "../../datasets/query/filters";
import type { FieldType } from "../../render/document";
import type { DefinedColumn } from "./definition";
import { addProblem, type ConfigErrors } from "./errors";
import type { FieldChoice } from "./normal";

/** Every row, as what a count counts. */
export const EVERY_ROW = "*";

const ALL: readonly Aggregate[] = ["count", "sum", "avg", "min", "max", "count_distinct"];
const ORDERED: readonly Aggregate[] = ["count", "min", "max", "count_distinct"];
/** What can be made of a field of each type. */
const AGGREGATES_OF: Readonly<Record<FieldType, readonly Aggregate[]>> = {
  number: ALL,
  integer: ALL,
  string: ORDERED,
  date: ORDERED,
  datetime: ORDERED,
  boolean: ["count", "count_distinct"],
};

const WORDS: Readonly<Record<Aggregate, string>> = {
  count: "Count of",
  sum: "Sum of",
  avg: "Average of",
  min: "Minimum of",
  max: "Maximum of",
  count_distinct: "Distinct count of",
};

/**
 * The columns that the choices mean, under the names that they were chosen by; unknown fields, double names and impossible
 * aggregates go to `errors`.
 */
export function readColumns(
  choices: readonly FieldChoice[],
  fields: readonly Field[],
  path: string,
  errors: ConfigErrors,
): DefinedColumn[] {
  const unknown: string[] = [];
  const columns = choices.flatMap((choice): DefinedColumn[] => {
    const position = positionOf(choice, fields);
    if (position === null) unknown.push(choice.field);
    return position === null ? [] : [columnOf(choice, fields, position, path, errors)];
  });
  if (unknown.length > 0) addProblem(errors, path, unknownFields(unknown, fields));
  const taken = new Set<string>();
  for (const { name } of columns) {
    if (taken.has(name))
      addProblem(errors, path, `${name} is chosen twice; give one of them another name with "as"`);
    taken.add(name);
  }
  return columns;
}

/** Names what is not there, and what is. */
export const unknownFields = (unknown: readonly string[], fields: readonly Field[]): string =>
  `Invalid fields specified: ${unknown.join(", ")}. Fields: ${fields.map(({ name }) => name).join(", ")}`;

/** -1 for every row; null when the dataset has no such field. */
function positionOf({ field, aggregate }: FieldChoice, fields: readonly Field[]): number | null {
  const position = findField(fields, field);
  if (position >= 0) return position;
  return field === EVERY_ROW && aggregate !== undefined ? -1 : null;
}

function columnOf(
  choice: FieldChoice,
  fields: readonly Field[],
  position: number,
  path: string,
  errors: ConfigErrors,
): DefinedColumn {
  const { aggregate, bucket } = choice;
  const field = fields[position] ?? { name: "", label: "", type: "integer" };
  if (aggregate && bucket) addProblem(errors, path, `${choice.field}: give either an aggregate or a bucket`);
  if (bucket && !isBucketed(field.type))
    addProblem(errors, path, `${choice.field} is ${field.type}: only dates and times come in buckets`);
  if (position < 0 && aggregate !== "count")
    addProblem(errors, path, `${aggregate} needs a field; every row (${EVERY_ROW}) can only be counted`);
  else if (aggregate && !AGGREGATES_OF[field.type].includes(aggregate)) {
    const allowed = AGGREGATES_OF[field.type].join(", ");
    addProblem(
      errors,
      path,
      `${aggregate} does not work on ${choice.field}, which is ${field.type}. Allowed: ${allowed}`,
    );
  }
  const made = aggregate ? aggregated(field, aggregate) : bucket ? bucketed(field, bucket) : field;
  const ownName = aggregate ? made.name : choice.field;
  const format = choice.format ?? made.format;
  return {
    name: choice.as ?? ownName,
    label: choice.label ?? choice.as ?? made.label,
    type: made.type,
    ...(format ? { format } : {}),
    ...(aggregate === "avg" && !format ? { rounded: AVERAGE_DECIMALS } : {}),
    expression: {
      field: position,
      type: field.type,
      ...(bucket && { bucket }),
      ...(aggregate && { aggregate }),
    },
  };
}

/** Name, label, type and format of an aggregated field, unless the choice gives its own. */
function aggregated(field: Field, aggregate: Aggregate): Field {
  const isCount = aggregate === "count" || aggregate === "count_distinct";
  const type = isCount ? "integer" : aggregate === "avg" ? "number" : field.type;
  return {
    name: field.name ? `${aggregate}_${field.name}` : aggregate,
    label: field.label ? `${WORDS[aggregate]} ${field.label}` : "Count",
    type,
    ...(field.format && !isCount ? { format: field.format } : {}),
  };
}

/** A bucket stands as its first day; longer ones are shown by their name, such as `Q3 2026`. */
export const bucketed = (field: Field, bucket: Bucket): Field => ({
  name: field.name,
  label: `${field.label} (${bucket})`,
  type: "date",
  ...(bucket === "day" || bucket === "week" ? {} : { format: bucket }),
});

/** As many decimals of a mean are shown to people; JSON and CSV keep every digit. */
const AVERAGE_DECIMALS = 2;

export const isBucketed = (type: FieldType): boolean => type === "date" || type === "datetime";
