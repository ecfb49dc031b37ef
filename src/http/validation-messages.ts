import { z } from "@hono/zod-openapi";

/**
 * What Zod says about a value, in words that follow a field's name and tell what to change
 * ("name: must have at most 200 characters"). Schemas may still give their own message.
 */
z.config({ localeError: (issue) => message(issue) });

type RawIssue = Parameters<NonNullable<z.core.$ZodConfig["localeError"]>>[0];

const KINDS: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  tuple: "a list",
  object: "an object",
  record: "an object",
  null: "null",
  date: "a date",
};

const FORMATS: Readonly<Record<string, string>> = {
  email: "an e-mail address",
  url: "an absolute URL",
  uuid: "a UUID",
  datetime: "a date and time such as 2026-01-31T12:00:00Z",
  date: "a date such as 2026-01-31",
  time: "a time such as 09:30",
  duration: "a duration such as PT15M",
  base64url: "base64url text",
};

/** The unit a size is counted in, by what has the size. */
const UNITS: Readonly<Record<string, string>> = {
  string: "characters",
  array: "items",
  set: "items",
  map: "entries",
  object: "entries",
  file: "bytes",
};

function message(issue: RawIssue): string {
  switch (issue.code) {
    case "invalid_type":
      if (issue.input === undefined) return "is required";
      return `must be ${KINDS[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return oneOf(issue.values);
    case "too_small":
      return bound(issue.origin, issue.minimum, issue.inclusive ? "at least" : "more than");
    case "too_big":
      return bound(issue.origin, issue.maximum, issue.inclusive ? "at most" : "less than");
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    case "invalid_format":
      return formatMessage(issue);
    case "unrecognized_keys":
      return `has unknown fields: ${issue.keys.join(", ")}`;
    case "invalid_union":
      return oneOf(Array.isArray(issue.options) ? issue.options : []);
    case "invalid_key":
      return "has a key that is not allowed";
    default:
      return "is not valid";
  }
}

/** Also for a union without a fitting branch: its discriminator's values. */
function oneOf(values: readonly unknown[]): string {
  if (values.length === 0) return "is not valid";
  return `must be ${values.length > 1 ? "one of " : ""}${values.map(String).join(", ")}`;
}

function bound(origin: string, limit: number | bigint, words: string): string {
  const unit = UNITS[origin];
  if (unit === undefined) return `must be ${words} ${limit}`;
  if (words === "at least" && limit === 1) return "must not be empty";
  return `must have ${words} ${limit} ${Number(limit) === 1 ? unit.replace(/ies$/, "y").replace(/s$/, "") : unit}`;
}

function formatMessage(issue: Extract<RawIssue, { code: "invalid_format" }>): string {
  const known = FORMATS[issue.format];
  if (known !== undefined) return `must be ${known}`;
  if (issue.format === "regex") return `must match ${issue.pattern ?? "its pattern"}`;
  if (issue.format === "starts_with") return `must start with ${issue.prefix}`;
  if (issue.format === "ends_with") return `must end with ${issue.suffix}`;
  if (issue.format === "includes") return `must contain ${issue.includes}`;
  return `must be a valid ${issue.format}`;
}
