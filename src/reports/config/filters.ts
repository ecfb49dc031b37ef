import { fieldsOf } from "../../datasets/choose";
import type { Field } from "../../datasets/field";
import { type NamedFilter, namedFilters, offeredFilters } from "../../datasets/presets";
import { operatorsFor } from "../../datasets/query/filter-operators";
import { type FilterLanguage, type ReadFilter, readFilters } from "../../datasets/query/filters";
import type { DatasetRow } from "../../db/schema";
import { inAnyCase } from "./any-case";
import { addProblem, type ConfigErrors } from "./errors";
import type { FilterPart } from "./normal";
import { RELATIVE_DATES, relativeDays } from "./relative-dates";

/** What relative dates count from, and the workspace whose own id may stand among the filters. */
export interface FilterContext {
  readonly now: Date;
  readonly timeZone: string;
  readonly workspaceId: string;
  /** In which the filters in force are told. */
  readonly language: FilterLanguage;
}

export interface SectionFilters {
  readonly read: readonly ReadFilter[];
  /** Names that the dataset knows; the others are another section's or nobody's. */
  readonly known: ReadonlySet<string>;
}

/**
 * Reads filters by what their names mean for a dataset: a named filter of its preset, a field's name or label.
 * Relative dates become days. Names that mean nothing here are only left out of `known`.
 */
export function readSectionFilters(
  { path, values }: FilterPart,
  dataset: DatasetRow,
  context: FilterContext,
  errors: ConfigErrors,
): SectionFilters {
  const named = namedFilters(dataset);
  const fields = fieldsOf(dataset);
  const known = new Set<string>();
  const read = Object.entries(values).flatMap(([name, given]): readonly ReadFilter[] => {
    const filter = named.get(name);
    const field = filter && fields[filter.position];
    if (!filter || !field) return [];
    known.add(name);
    if (given === null && isNamed(name, dataset)) return [];
    const problems: string[] = [];
    const value = meant(given, field, context, problems);
    checkBounds(value, filter, problems);
    const inner: ConfigErrors = {};
    const found =
      problems.length > 0 ? [] : readFilters({ [field.name]: value }, fields, inner, context.language);
    problems.push(...Object.values(inner).flat());
    if (problems.length > 0 && !problems.some((problem) => problem.includes("Operators: ")))
      problems.push(`Operators for a ${field.type} field: ${operatorsFor(field.type).join(", ")}`);
    for (const problem of problems) addProblem(errors, `${path}.${name}`, problem);
    const { kind, values: words = [] } = filter;
    return kind === "enum" ? found.map((each) => inAnyCase(each, words)) : found;
  });
  return { read, known };
}

/** A name that is no field's, such as `grade_range`: null there means no such filter, not an empty cell. */
const isNamed = (name: string, dataset: DatasetRow): boolean =>
  offeredFilters(dataset).some((filter) => filter.name === name && filter.field !== name);

function meant(given: unknown, { name, type }: Field, context: FilterContext, problems: string[]): unknown {
  if (type === "date" || type === "datetime") return absolute(given, context, problems);
  return name.endsWith("_id") ? idOf(given, type) : given;
}

/** Days in place of a relative date, either `last_7_days` or `{relative: "last_7_days"}`. */
function absolute(value: unknown, { now, timeZone }: FilterContext, problems: string[]): unknown {
  const isNamed = typeof value === "object" && value !== null && "relative" in value;
  const name = isNamed ? value.relative : value;
  const days = typeof name === "string" ? relativeDays(name, now, timeZone) : null;
  if (days) return days;
  if (isNamed)
    problems.push(`${String(name)} is no relative date. Relative dates: ${RELATIVE_DATES.join(", ")}`);
  return value;
}

/** Ids are written as text or as numbers, whatever the column came out as. */
function idOf(value: unknown, type: string): unknown {
  if (Array.isArray(value)) return value.map((item) => idOf(item, type));
  if (type === "string" && typeof value === "number") return String(value);
  if (type === "integer" && typeof value === "string" && /^-?\d{1,15}$/.test(value)) return Number(value);
  return value;
}

/** What a named filter of a preset allows: one of its values, or numbers within its bounds. */
function checkBounds(value: unknown, { kind, values, min, max }: NamedFilter, problems: string[]): void {
  const operands = operandsOf(value);
  if (kind === "enum" && values) {
    const allowed = new Set(values.map((each) => each.toLowerCase()));
    const wrong = operands.filter((item) => typeof item === "string" && !allowed.has(item.toLowerCase()));
    if (wrong.length > 0) problems.push(`${wrong.join(", ")} is none of ${values.join(", ")}`);
  }
  const isOut = (item: unknown) =>
    typeof item === "number" && (item < (min ?? -Infinity) || item > (max ?? Infinity));
  if (kind === "range" && operands.some(isOut))
    problems.push(
      max === undefined ? `Give numbers of at least ${min}` : `Give numbers from ${min} to ${max}`,
    );
}

/** The values that a filter compares with, whatever its form. Parts of text are none. */
function operandsOf(value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [value];
  if (Array.isArray(value)) return value;
  return Object.entries(value).flatMap(([operator, operand]) =>
    operator === "contains" || operator === "starts_with" ? [] : [operand].flat(),
  );
}
