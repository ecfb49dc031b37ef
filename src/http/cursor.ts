import { z } from "@hono/zod-openapi";
import { base64url } from "jose";
import { invalid } from "./problem";

/** Where a page ended: the list and order it was in, and the sort keys of its last item. */
export interface Cursor {
  readonly order: string;
  readonly keys: readonly (string | number | null)[];
}

const cursorSchema = z.object({
  order: z.string().max(100),
  keys: z
    .array(z.union([z.string(), z.number(), z.null()]))
    .min(1)
    .max(8),
});

/** An opaque cursor: base64url of JSON. It holds nothing that the page did not show. */
export function writeCursor({ order, keys }: Cursor): string {
  return base64url.encode(JSON.stringify({ order, keys }));
}

/** Zod transform for a cursor in a query. A list must still compare `order` with its own. */
export function readCursor(text: string, context: z.RefinementCtx): Cursor {
  try {
    return cursorSchema.parse(JSON.parse(new TextDecoder().decode(base64url.decode(text))));
  } catch {
    context.addIssue({ code: "custom", message: "must be a next_cursor of this list" });
    return z.NEVER;
  }
}

/** The keys of a cursor of this list and order; undefined without a cursor, 422 for a cursor of another. */
export function cursorKeys(cursor: Cursor | undefined, order: string): Cursor["keys"] | undefined {
  if (cursor === undefined || cursor.order === order) return cursor?.keys;
  throw invalid({ cursor: ["is of another list or order: begin again without it"] });
}
