import type { Cell } from "../../render/document";

/** Since ES2025 (proposal-json-parse-with-source); not in TypeScript's library yet. */
declare global {
  interface JSON {
    parse(
      text: string,
      reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
    ): unknown;
    rawJSON(text: string): object;
    isRawJSON(value: unknown): value is { rawJSON: string };
  }
}

export type JsonObject = Readonly<Record<string, unknown>>;

const MAX_INTEGER_DIGITS = 15;

/** Parses one element as {@link parseExact} does; undefined when it is no JSON object. */
export function parseObject(text: string): JsonObject | undefined {
  const value = parseExact(text);
  return isObject(value) ? value : undefined;
}

/** `JSON.parse`, but an integer with more digits than a double holds keeps its text, as raw JSON. */
export function parseExact(text: string): unknown {
  const value: unknown = JSON.parse(text);
  // The reviver sees the source of a number but is slow, so it runs only where something was lost.
  return holdsLargeNumber(value) ? JSON.parse(text, keepExact) : value;
}

function holdsLargeNumber(value: unknown): boolean {
  if (typeof value === "number") return !(Math.abs(value) < 10 ** MAX_INTEGER_DIGITS);
  if (typeof value !== "object" || value === null) return false;
  for (const inner of Object.values(value)) if (holdsLargeNumber(inner)) return true;
  return false;
}

function keepExact(_key: string, value: unknown, context: { source?: string }): unknown {
  if (typeof value !== "number" || context.source === undefined) return value;
  const integer = /^-?(\d+)/.exec(context.source)?.[1] ?? "";
  const isShort = integer.length <= MAX_INTEGER_DIGITS && Number.isFinite(value);
  const exact = isShort || (Number.isSafeInteger(value) && context.source === String(value));
  return exact ? value : JSON.rawJSON(context.source);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !JSON.isRawJSON(value);
}

/** A value as the text of a string column: nested values and numbers as their JSON text. */
export function jsonText(value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (typeof value === "string") return value;
  return JSON.isRawJSON(value) ? value.rawJSON : JSON.stringify(value);
}
