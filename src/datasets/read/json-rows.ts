import type { Cell } from "../../render/document";
import { cellReader, mismatch } from "./convert";
import { type Fault, READ_LIMITS, type TableField } from "./form";
import { type JsonObject, jsonText, parseObject } from "./json-values";
import { excerpt } from "./text";

/** Turns an object's values into typed cells, or says why not. */
export type ObjectReader = (object: JsonObject) => Cell[] | Fault;

/**
 * The reader of objects into fields. A missing key is null. Texts are read like cells of a file, so
 * `"12.5"` fits a number field.
 *
 * @param closed a key that no field has makes the row bad.
 */
export function objectReader(fields: readonly TableField[], closed: boolean): ObjectReader {
  const plan = fields.map((field) => ({ field, read: valueReader(field) }));
  const places = new Map<string, number>();
  fields.forEach((field, index) => {
    for (const key of closed ? [field.label, field.name] : [field.reading.key ?? field.label]) {
      if (!places.has(key)) places.set(key, index);
    }
  });
  return (object) => {
    const row = new Array<Cell>(fields.length).fill(null);
    for (const key of Object.keys(object)) {
      const index = places.get(key);
      const place = index === undefined ? undefined : plan[index];
      if (index === undefined || place === undefined) {
        if (!closed) continue;
        return unknownField(key, object[key]);
      }
      const value = place.read(object[key]);
      if (value === undefined) return mismatch(place.field, String(jsonText(object[key])));
      row[index] = value;
    }
    return row;
  };
}

/** The object in an element's text, or what is wrong with it. */
export function readElement(text: string): { object: JsonObject } | { fault: Fault } {
  if (!text.isWellFormed()) {
    const message = "The element holds bytes that are invalid in the file's encoding.";
    return { fault: { code: "invalid_encoding", message, column: null, value: null } };
  }
  try {
    const object = parseObject(text);
    if (object !== undefined) return { object };
    return { fault: invalid("The element is not an object with the fields' names as keys.") };
  } catch (error) {
    return {
      fault: invalid(
        `The element is not valid JSON: ${error instanceof Error ? error.message : "unreadable"}`,
      ),
    };
  }
}

function valueReader(field: TableField): (value: unknown) => Cell | undefined {
  const readText = cellReader(field, field.reading);
  return (value) => {
    if (value === null || value === undefined) return null;
    if (field.type === "string") return jsonText(value);
    if (typeof value === "string") return readText(value);
    if (typeof value === "boolean") return field.type === "boolean" ? value : undefined;
    if (typeof value !== "number") return undefined;
    if (field.type === "number") return value;
    return field.type === "integer" && Number.isSafeInteger(value) ? value : undefined;
  };
}

function unknownField(key: string, value: unknown): Fault {
  const name = excerpt(key, READ_LIMITS.nameChars);
  const text = jsonText(value);
  return {
    code: "unknown_field",
    message: `There is no field "${name}".`,
    column: name,
    value: text === null ? null : excerpt(String(text), READ_LIMITS.valueChars),
  };
}

function invalid(message: string): Fault {
  return {
    code: "invalid_json",
    message: excerpt(message, READ_LIMITS.valueChars),
    column: null,
    value: null,
  };
}
