import type { z } from "@hono/zod-openapi";
import { unknownKey } from "./known-keys";

type Issue = z.core.$ZodIssue;
type FieldErrors = Record<string, string[]>;

/** More would help nobody, and an answer must not grow with the mistakes of a large body. */
const MAX_FIELDS = 50;

/**
 * Zod issues as `{"config.fields.0": ["must be text"]}`: paths joined by dots, an issue of the whole value
 * under `root` ("body", "query"), each unknown key under its own name, with the key
 * that was surely meant when the schema is given.
 */
export function fieldErrors(issues: readonly Issue[], root: string, schema?: z.ZodType): FieldErrors {
  const errors: FieldErrors = Object.create(null);
  for (const issue of issues) collect(errors, issue, [], { root, schema });
  return { ...errors };
}

interface About {
  readonly root: string;
  readonly schema: z.ZodType | undefined;
}

function collect(errors: FieldErrors, issue: Issue, prefix: PropertyKey[], about: About): void {
  if (Object.keys(errors).length >= MAX_FIELDS) return;
  const path = [...prefix, ...issue.path];
  if (issue.code === "unrecognized_keys") {
    for (const key of issue.keys.slice(0, MAX_FIELDS)) {
      const way = [...path, key];
      add(errors, way, about.root, unknownKey(way, about.schema));
    }
    return;
  }
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    const branch = furthest(issue.errors);
    if (branch) for (const inner of branch) collect(errors, inner, path, about);
    else add(errors, path, about.root, alternatives(issue.errors));
    return;
  }
  add(errors, path, about.root, issue.message);
}

function add(errors: FieldErrors, path: PropertyKey[], root: string, message: string): void {
  const field = path.map(String).join(".") || root;
  const messages = errors[field] ?? [];
  errors[field] = messages.includes(message) ? messages : [...messages, message];
}

/** The branch of a union that the value was surely meant for: of the right kind, with the fewest mistakes. */
function furthest(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  return branches
    .filter((issues) => issues.every((issue) => issue.path.length > 0 || issue.code === "unrecognized_keys"))
    .toSorted((a, b) => a.length - b.length)[0];
}

function alternatives(branches: readonly (readonly Issue[])[]): string {
  const messages = branches.map((issues) => issues[0]?.message ?? "is not valid");
  return [...new Set(messages)].join(", or ");
}
