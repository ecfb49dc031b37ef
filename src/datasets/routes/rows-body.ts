import type { Context } from "hono";
import type { AppEnv } from "../../http/route";
import { addRows, ROWS_MEDIA_TYPES, type RowsAdded } from "../add-rows";

/** A body of rows, taken as it comes: the Generator reads it. */
export const rowsBody = {
  required: true as const,
  description: "A JSON array of objects, NDJSON, or CSV with a header.",
  content: {
    ...Object.fromEntries(
      ROWS_MEDIA_TYPES.map((type) => [type, { schema: { type: "string" as const, format: "binary" } }]),
    ),
    "application/json": {
      schema: { type: "array" as const, items: { type: "object" as const, additionalProperties: true } },
    },
  },
};

/** Hands the body of a request on as rows of a dataset. */
export async function takeRows(
  c: Context<AppEnv>,
  id: string,
  mode: "append" | "replace",
): Promise<RowsAdded> {
  const body = new Uint8Array(await c.req.raw.arrayBuffer());
  return await addRows(c.get("ctx"), { id, mode, contentType: c.req.header("Content-Type"), body });
}
