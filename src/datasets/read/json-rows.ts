import type { Cell } from "../../render/document";
import { cellReader, mismatch } from "./convert";
import { type Fault, READ_LIMITS, type ReadRow, rowOf, type TableField } from "./form";
import { canonicalHeader } from "./header";
import { type JsonObject, jsonText, parseObject } from "./json-values";
import { excerpt } from "./text";

/** Turns an object's values into typed cells, or says why not. */
export type ObjectReader = (object: JsonObject) => ReadRow;

/**
 * The reader of objects into fields. A missing key is null. Texts are read like cells of a file, so
 * `"12.5"` fits a number field.
 *
 * @param closed a key that no field has makes the row bad.
 */
export function objectReader(fields: readonly TableField[], closed: boolean): ObjectReader {
  const plan = fields.map((field) => ({ field, read: valueReader(field) }));
  const placeOf = closed ? closedPlaces(fields) : openPlaces(fields);
  return (object) => {
    const row = new Array<Cell>(fields.length).fill(null);
    const keys = closed ? new Map<number, string>() : null;
    const faults: Fault[] = [];
    for (const key of Object.keys(object)) {
      if (faults.length === READ_LIMITS.faultsPerRow) break;
      const index = placeOf(key);
      const place = index === undefined ? undefined : plan[index];
      if (index === undefined || place === undefined) {
        if (closed) faults.push(unknownField(key, object[key]));
        continue;
      }
      const before = keys?.get(index);
      keys?.set(index, key);
      const value = place.read(object[key]);
      if (before !== undefined) faults.push(sameField(key, before, object[key]));
      else if (value === undefined) faults.push(misfit(place.field, object[key]));
      else row[index] = value;
    }
    return rowOf(row, faults);
  };
}

function misfit(field: TableField, value: unknown): Fault {
  const fault = mismatch(field, String(jsonText(value)));
  if (!JSON.isRawJSON(value) || (field.type !== "number" && field.type !== "integer")) return fault;
  const message = `${fault.value} has more digits than a number holds; make "${field.label}" a text, or send fewer digits.`;
  return { ...fault, message };
}

type PlaceOf = (key: string) => number | undefined;

/** The fields were found in these objects, so their keys are theirs alone. */
function openPlaces(fields: readonly TableField[]): PlaceOf {
  const places = new Map(fields.map(({ label, reading }, index) => [reading.key ?? label, index]));
  return (key) => places.get(key);
}

/** The fields are given: a key may be a field's label, its name, or one of its aliases. */
function closedPlaces(fields: readonly TableField[]): PlaceOf {
  const places = new Map<string, number>();
  const aliases = new Map<string, number>();
  fields.forEach(({ label, name, reading }, index) => {
    for (const key of [label, name]) if (!places.has(key)) places.set(key, index);
    for (const alias of reading.aliases ?? []) if (!aliases.has(alias)) aliases.set(alias, index);
  });
  return (key) => places.get(key) ?? (aliases.size > 0 ? aliases.get(canonicalHeader(key)) : undefined);
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
    const message = "The element is not an object with the fields' names as keys.";
    return {
      fault: { code: "not_an_object", message, column: null, value: excerpt(text, READ_LIMITS.valueChars) },
    };
  } catch {
    return { fault: invalid("The element is not valid JSON.") };
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
  return keyFault(key, value, (name) => `There is no field "${name}".`);
}

function sameField(key: string, before: string, value: unknown): Fault {
  const other = excerpt(before, READ_LIMITS.nameChars);
  return keyFault(key, value, (name) => `"${name}" is the same field as "${other}".`);
}

function keyFault(key: string, value: unknown, message: (name: string) => string): Fault {
  const name = excerpt(key, READ_LIMITS.nameChars);
  const text = jsonText(value);
  return {
    code: "unknown_field",
    message: message(name),
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
