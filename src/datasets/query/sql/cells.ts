import type { FieldType } from "../../../render/document";

/** The value of a cell of `data`; the position is a checked integer, so it may stand in the text. */
export function cellValue(field: number): string {
  return `(data ->> ${checked(field)})`;
}

/** Its JSON text: numbers keep their digits, booleans stay booleans. */
export function cellJson(field: number): string {
  return `coalesce(data -> ${checked(field)}, 'null')`;
}

function checked(field: number): number {
  if (!Number.isInteger(field) || field < 0) throw new Error("a field position must be a whole number");
  return field;
}

/** What puts datetimes into order: `…:05.5Z` stands behind `…:05Z`, which as texts it does not. */
export const momentKey = (value: string) => `rtrim(${value}, '.0Z')`;

/** Whether a datetime names a zone; it is in UTC then. */
export const isZoned = (value: string) => `(substr(${value}, -1) = 'Z')`;

/** D1 takes 32 arguments a function. */
const MOST_ARGUMENTS = 30;

/** The text of a JSON array of single values, however many. */
export function jsonArray(values: readonly string[]): string {
  if (values.length <= MOST_ARGUMENTS) return `json_array(${values.join(", ")})`;
  const parts: string[] = [];
  for (let at = 0; at < values.length; at += MOST_ARGUMENTS)
    parts.push(`trim(json_array(${values.slice(at, at + MOST_ARGUMENTS).join(", ")}), '[]')`);
  return `('[' || ${parts.join(" || ',' || ")} || ']')`;
}

/** A value for {@link jsonArray}: SQLite knows no booleans. */
export function jsonValue(value: string, type: FieldType): string {
  return type === "boolean" ? `json(CASE ${value} WHEN 1 THEN 'true' WHEN 0 THEN 'false' END)` : value;
}
