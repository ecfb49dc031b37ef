import type { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { tooLarge } from "./body-limits";
import { fieldErrors } from "./field-errors";
import { describeSyntaxError } from "./json-syntax";
import { hasBody } from "./media-types";
import { invalid, Problem } from "./problem";
import type { AppEnv } from "./route";

/** Deeper than any request of ours, far below what would exhaust a stack or SQLite's 1,000 levels. */
const MAX_DEPTH = 64;
/**
 * Each value that does not fit its schema costs a few hundred bytes of memory before anything can be
 * answered, so that a megabyte of wrong values would exhaust the isolate.
 */
const MAX_VALUES = 100_000;
/** Data is taken as it is, so that a value costs no more than itself. */
const MAX_DATA_VALUES = 500_000;

export interface JsonBodyRules {
  readonly schema: z.ZodType;
  /** Without a body, 400 when one is required; else the schema is given an empty object. */
  readonly required: boolean;
  /** In bytes. */
  readonly limit: number;
  /** Part of it is data of any shape, so that it may have more values. */
  readonly holdsData: boolean;
  /** In place of `JSON.parse`; throws the same. */
  readonly parse: ((text: string) => unknown) | undefined;
}

/** Reads and validates a JSON body for `c.req.valid("json")`. Returns the value as it was sent. */
export async function readJsonBody(c: Context<AppEnv>, rules: JsonBodyRules): Promise<unknown> {
  const text = hasBody(c) ? await readText(c.req.raw.body, rules.limit) : "";
  if (text.trim() === "" && rules.required) {
    throw new Problem("malformed_request", "The body is empty: send a JSON document.");
  }
  const value = text.trim() === "" ? {} : parse(text, rules);
  const result = await rules.schema.safeParseAsync(value);
  if (!result.success) throw invalid(fieldErrors(result.error.issues, "body", rules.schema));
  c.req.addValidatedData("json", result.data as object);
  return value;
}

/** UTF-8 text of at most `limit` bytes; 413 as soon as there is more, 400 for bytes that are no UTF-8. */
async function readText(body: ReadableStream<Uint8Array> | null, limit: number): Promise<string> {
  if (body === null) return "";
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });
  let text = "";
  let bytes = 0;
  try {
    for await (const chunk of body) {
      bytes += chunk.byteLength;
      if (bytes > limit) throw tooLarge(limit);
      text += decoder.decode(chunk, { stream: true });
    }
    return text + decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new Problem("malformed_request", "The body is not UTF-8 text, which JSON must be (RFC 8259).");
  }
}

function parse(text: string, rules: JsonBodyRules): unknown {
  const { depth, values } = measure(text);
  if (depth > MAX_DEPTH) {
    throw new Problem("malformed_request", `The JSON document is nested deeper than ${MAX_DEPTH} levels.`);
  }
  const most = rules.holdsData ? MAX_DATA_VALUES : MAX_VALUES;
  if (values > most) {
    throw new Problem("too_large", `The JSON document may hold at most ${most} values.`);
  }
  try {
    return rules.parse ? rules.parse(text) : JSON.parse(text);
  } catch (error) {
    throw new Problem("malformed_request", describeSyntaxError(text, error));
  }
}

/** Nesting and number of values in one linear pass; for a text that is no JSON, some numbers too. */
function measure(text: string): { depth: number; values: number } {
  let open = 0;
  let depth = 0;
  let values = 1;
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code === QUOTE) i = endOfString(text, i);
    else if (code === COMMA) values += 1;
    else if (code === OPEN_BRACKET || code === OPEN_BRACE) depth = Math.max(depth, ++open);
    else if (code === CLOSE_BRACKET || code === CLOSE_BRACE) open -= 1;
  }
  return { depth, values };
}

/** Index of the quote that ends the string beginning at `start`, or of the text's end. */
function endOfString(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text.charCodeAt(i) !== QUOTE) i += text.charCodeAt(i) === BACKSLASH ? 2 : 1;
  return i;
}

const QUOTE = 34;
const COMMA = 44;
const OPEN_BRACKET = 91;
const BACKSLASH = 92;
const CLOSE_BRACKET = 93;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;
