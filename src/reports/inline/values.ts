import { cellReader } from "../../datasets/read/convert";
import { fileEvidence } from "../../datasets/read/infer";
import type { JsonProfile } from "../../datasets/read/json-profile";
import { jsonText } from "../../datasets/read/json-values";
import type { Cell, Column } from "../../render/document";

/** A value that fills one cell by itself. Numbers too long for a double come as raw JSON. */
export const isScalar = (value: unknown): boolean =>
  typeof value !== "object" || value === null || JSON.isRawJSON(value);

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  !isScalar(value) && !Array.isArray(value);

/**
 * The types of columns of JSON values, and how each turns a value into a cell. JSON has said what is a number and
 * what is a text, so `"007"` stays text; dates are found where every text of a column is one.
 */
export function typedColumns(
  columns: readonly { readonly name: string; readonly label: string; readonly profile: JsonProfile }[],
): { readonly column: Column; readonly cellOf: (value: unknown) => Cell }[] {
  const evidence = fileEvidence(
    columns.map(({ profile }) => profile.strings),
    null,
  );
  return columns.map(({ name, label, profile }) => {
    const { type, order } = profile.infer(evidence);
    const column = { name, label, type };
    const dateOf = type === "date" || type === "datetime" ? cellReader(column, { order }) : null;
    return {
      column,
      cellOf: (value) => {
        if (value === null || value === undefined) return null;
        if (typeof value === "string" && dateOf) return dateOf(value) ?? null;
        return type === "string" ? jsonText(value) : (value as Cell);
      },
    };
  });
}
