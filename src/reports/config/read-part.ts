import "../../http/validation-messages";
import type { z } from "@hono/zod-openapi";
import { fieldErrors } from "../../http/field-errors";
import { addProblem, type ConfigErrors } from "./errors";

/**
 * Reads one object of a config by its shape. What is wrong goes to `errors` under `path` and is left out of the
 * result, so that the rest can still be checked and all problems be told at once. A key with null counts as left out.
 */
export function readPart<S extends z.ZodObject>(
  shape: S,
  value: object,
  path: string,
  errors: ConfigErrors,
): z.output<S> {
  const given = Object.entries(value).filter(([, content]) => content !== null);
  const read = shape.safeParse(Object.fromEntries(given));
  if (read.success) return read.data;
  for (const [key, texts] of Object.entries(fieldErrors(read.error.issues, "", shape)))
    for (const text of texts) addProblem(errors, `${path}.${key}`, text);
  const wrong = new Set(
    read.error.issues.flatMap((issue) =>
      issue.code === "unrecognized_keys" && issue.path.length === 0 ? issue.keys : [String(issue.path[0])],
    ),
  );
  return shape.parse(Object.fromEntries(given.filter(([key]) => !wrong.has(key))));
}
