import { z } from "@hono/zod-openapi";

/**
 * What is said of a key that a shape does not have, `chart.typ`: the key that is surely meant, or all there are.
 * Without a shape that is known there, only that it is not known.
 */
export function unknownKey(way: readonly PropertyKey[], shape: z.ZodType | undefined): string {
  const keys = [...new Set(keysAt(shape, way.slice(0, -1)))];
  if (keys.length === 0) return "is not known here";
  const nearest = nearestKey(String(way.at(-1)), keys);
  return `is not known here. ${nearest === undefined ? `Keys: ${keys.join(", ")}` : `Did you mean ${nearest}?`}`;
}

/** The keys of the objects that may stand at a place of a shape. */
function keysAt(schema: unknown, way: readonly PropertyKey[]): string[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault)
    return keysAt(schema.unwrap(), way);
  if (schema instanceof z.ZodPipe) return keysAt(schema.in, way);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => keysAt(option, way));
  const [step, ...rest] = way;
  if (schema instanceof z.ZodArray) return keysAt(schema.element, rest);
  if (!(schema instanceof z.ZodObject)) return [];
  return step === undefined ? Object.keys(schema.shape) : keysAt(schema.shape[String(step)], rest);
}

/**
 * The one of these keys that somebody surely meant who wrote another: the same but for case and the marks between
 * words, or with so few other letters that it can only be a slip. Undefined when none comes near.
 */
function nearestKey(written: string, keys: readonly string[]): string | undefined {
  const plain = plainOf(written);
  const near = keys
    .map((key) => ({ key, far: distance(plain, plainOf(key)) }))
    .filter(({ key, far }) => far <= Math.max(1, Math.floor(key.length / 3)));
  return near.toSorted((a, b) => a.far - b.far)[0]?.key;
}

const plainOf = (key: string) =>
  key
    .toLowerCase()
    .replace(/[^a-z0-9]/g, "")
    .slice(0, 60);

/** Letters to add, drop or change (Levenshtein, 1965). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (const [line, letter] of [...a].entries()) {
    const next = [line + 1];
    for (let at = 1; at <= b.length; at += 1) {
      const changed = (row[at - 1] ?? 0) + (letter === b[at - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[at] ?? 0) + 1, (next[at - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
