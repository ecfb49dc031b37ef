import type { FieldType } from "../../render/document";
import { ReadFailure } from "./failure";
import type { ColumnHint, FieldOverride, ReadOptions, TableField, TargetField } from "./form";
import { canonicalHeader, type HeaderColumn, type NamedColumn, snakeCase } from "./header";
import { type InferredType, lean } from "./infer";

/** A field before its type is known: which column of the file fills it, and what is declared of it. */
export interface PlannedField extends NamedColumn {
  /** null: the file has no such column. */
  readonly index: number | null;
  readonly type?: FieldType | undefined;
  readonly format?: string | undefined;
  readonly hint?: ColumnHint | null;
  readonly aliases?: readonly string[] | undefined;
}

/**
 * Plans the fields: those of the target in its order when rows go into given fields, otherwise one
 * for each column, with the caller's overrides.
 *
 * @param how the columns are the target's in order (no header), or all of them have to be wanted (a header), or
 *   those that are not are passed over (keys of objects).
 * @throws ReadFailure `unknown_field` for a column or an override that belongs nowhere.
 */
export function planFields(
  columns: readonly HeaderColumn[],
  options: ReadOptions,
  how: "positions" | "headers" | "keys",
): PlannedField[] {
  if (options.target !== undefined) return planTarget(columns, options.target, how);
  for (const override of options.overrides ?? []) {
    if (columns.some((column) => names(override, column))) continue;
    const known = columns.map(({ name }) => name).join(", ");
    throw new ReadFailure(
      "unknown_field",
      `There is no column "${override.name}". The columns are: ${known}.`,
    );
  }
  return columns.map((column, index) => {
    const override = options.overrides?.find((candidate) => names(candidate, column));
    const { type, format, label = column.label } = override ?? {};
    return { index, name: column.name, label, type, format, hint: column.hint };
  });
}

/**
 * The field with what pass 1 found out about its column.
 *
 * @param isEmpty no value of it was seen.
 */
export function finishField(
  plan: PlannedField,
  found: InferredType,
  isEmpty: boolean,
  key?: string,
): TableField {
  const { name, label, index, hint, aliases } = plan;
  const { type, decimal, order, format: seen } = hint && !plan.type ? lean(found, hint, isEmpty) : found;
  const format = plan.format ?? seen;
  return { name, label, type, format, reading: { index, key, aliases, decimal, order } };
}

/** What is declared of the column with this header, if anything. */
export function declaredFor(label: string, options: ReadOptions): FieldType | undefined {
  const plain = snakeCase(label);
  const column = { label, name: plain, plain, hint: null };
  const target = options.target?.find((field) => sameColumn(field, column));
  return target?.type ?? options.overrides?.find((override) => names(override, column))?.type;
}

/** How a file's column and a field can mean the same, the surest first. */
const MATCHES: readonly ((field: TargetField, column: NamedColumn) => boolean)[] = [
  (field, column) => field.label === column.label && field.name === column.name,
  (field, column) => field.label === column.label,
  (field, column) => field.name === column.name,
  (field, column) => field.name === column.label,
  (field, column) => field.aliases?.includes(canonicalHeader(column.label)) ?? false,
];

/** Whether a file's column and a field can mean the same. */
export function sameColumn(field: TargetField, column: NamedColumn): boolean {
  return MATCHES.some((matches) => matches(field, column));
}

function names(override: FieldOverride, column: HeaderColumn): boolean {
  return [column.name, column.label, column.plain].includes(override.name);
}

function planTarget(
  columns: readonly HeaderColumn[],
  target: readonly TargetField[],
  how: "positions" | "headers" | "keys",
): PlannedField[] {
  if (how === "positions" && columns.length !== target.length) {
    const message = `The rows have ${columns.length} columns and no header, but there are ${target.length} fields.`;
    throw new ReadFailure("unknown_field", message);
  }
  const places = how === "positions" ? target.map((_, position) => position) : placesOf(target, columns);
  const strangers = how === "headers" ? columns.filter((_, index) => !places.includes(index)) : [];
  if (strangers.length > 0) {
    const listed = strangers.map(({ label }) => `"${label}"`).join(", ");
    const known = target.map(({ name }) => name).join(", ");
    throw new ReadFailure("unknown_field", `There is no field for ${listed}. The fields are: ${known}.`);
  }
  return target.map(({ name, label, type, format, aliases }, position) => {
    return { index: places[position] ?? null, name, label, type, format, aliases };
  });
}

/** Which column fills each field: every column one field at most, the surest matches first. */
function placesOf(target: readonly TargetField[], columns: readonly NamedColumn[]): (number | null)[] {
  const places = target.map((): number | null => null);
  const taken = new Set<number>();
  for (const matches of MATCHES) {
    target.forEach((field, position) => {
      if (places[position] !== null) return;
      const found = columns.findIndex((column, index) => !taken.has(index) && matches(field, column));
      if (found < 0) return;
      places[position] = found;
      taken.add(found);
    });
  }
  return places;
}
