import type { Column, FieldType } from "../../render/document";
import { ReadFailure } from "./failure";
import type { FieldOverride, ReadOptions, TableField } from "./form";
import { type NamedColumn, snakeCase } from "./header";
import type { InferredType } from "./infer";

/** A field before its type is known: which column of the file fills it, and what is declared of it. */
export interface PlannedField extends NamedColumn {
  /** null: the file has no such column. */
  readonly index: number | null;
  readonly type?: FieldType | undefined;
  readonly format?: string | undefined;
}

/**
 * Plans the fields: those of the target in its order when rows go into given fields, otherwise one
 * for each column, with the caller's overrides.
 *
 * @param byPosition the file has no header, so its columns are the target's in order.
 * @throws ReadFailure `unknown_field` for a column or an override that belongs nowhere.
 */
export function planFields(
  columns: readonly NamedColumn[],
  options: ReadOptions,
  byPosition: boolean,
): PlannedField[] {
  if (options.target !== undefined) return planTarget(columns, options.target, byPosition);
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
    return { index, name: column.name, label, type, format };
  });
}

/** The field with what pass 1 found out about its column. */
export function finishField(plan: PlannedField, found: InferredType, key?: string): TableField {
  const { name, label, index } = plan;
  const { type, decimal, order } = found;
  const format = plan.format ?? found.format;
  return { name, label, type, format, reading: { index, key, decimal, order } };
}

/** What is declared of the column with this header, if anything. */
export function declaredFor(label: string, options: ReadOptions): FieldType | undefined {
  const column = { label, name: snakeCase(label) };
  const target = options.target?.find((field) => sameColumn(field, column));
  return target?.type ?? options.overrides?.find((override) => names(override, column))?.type;
}

/** A file's column and a field mean the same when their labels or their names do. */
export function sameColumn(field: NamedColumn, column: NamedColumn): boolean {
  return field.label === column.label || field.name === column.name || field.name === column.label;
}

function names(override: FieldOverride, column: NamedColumn): boolean {
  return override.name === column.name || override.name === column.label;
}

function planTarget(
  columns: readonly NamedColumn[],
  target: readonly Column[],
  byPosition: boolean,
): PlannedField[] {
  if (byPosition && columns.length !== target.length) {
    const message = `The rows have ${columns.length} columns and no header, but there are ${target.length} fields.`;
    throw new ReadFailure("unknown_field", message);
  }
  const strangers = columns.filter(
    (column) => !byPosition && !target.some((field) => sameColumn(field, column)),
  );
  if (strangers.length > 0) {
    const listed = strangers.map(({ label }) => `"${label}"`).join(", ");
    const known = target.map(({ name }) => name).join(", ");
    throw new ReadFailure("unknown_field", `There is no field for ${listed}. The fields are: ${known}.`);
  }
  return target.map((field, position) => {
    const found = byPosition ? position : columns.findIndex((column) => sameColumn(field, column));
    const { name, label, type, format } = field;
    return { index: found < 0 ? null : found, name, label, type, format };
  });
}
