import type { Cell } from "../../render/document";
import type { Field } from "../field";

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATETIME = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$/;
const EXPECTED = {
  string: "text in quotes",
  number: "a number",
  integer: "a number",
  boolean: "true or false",
  date: "a date YYYY-MM-DD",
  datetime: "a date or an ISO 8601 time",
} as const;

/** A filter's value as cells of this type are kept; null, and a line in `problems`, when it is of another type. */
export function readValue(
  value: unknown,
  type: Field["type"],
  problems: string[],
): Exclude<Cell, null> | null {
  switch (type) {
    case "string":
      if (typeof value === "string") return value;
      break;
    case "number":
    case "integer":
      if (typeof value === "number" && Number.isFinite(value)) return value;
      break;
    case "boolean":
      if (typeof value === "boolean") return value;
      break;
    case "date":
      if (typeof value === "string" && DATE.test(value) && isCalendarDay(value)) return value;
      break;
    case "datetime":
      if (typeof value === "string" && DATETIME.test(value) && isCalendarDay(value.slice(0, 10)))
        return canonicalTime(value);
      break;
  }
  problems.push(`Expected ${EXPECTED[type]}, got ${JSON.stringify(value)?.slice(0, 60) ?? "nothing"}`);
  return null;
}

function isCalendarDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** As cells are kept: `T`, and UTC with `Z` when a zone is named. */
function canonicalTime(text: string): string {
  const iso = text.replace(" ", "T");
  if (!/[+-]\d{2}:\d{2}$/.test(iso)) return iso;
  return new Date(iso).toISOString().replace(".000Z", "Z");
}
