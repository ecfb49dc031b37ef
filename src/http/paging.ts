import { z } from "@hono/zod-openapi";
import { readCursor } from "./cursor";

const MAX_PAGE_SIZE = 100;

const LARGEST = 1_000_000_000;

/** A whole number in a query: digits only, so that `1e3`, ` 7 ` and an empty value are refused. */
export function wholeNumber({ min, max = LARGEST }: { min: number; max?: number }) {
  return z
    .string("must be given once")
    .regex(/^-?\d{1,15}$/, "must be a whole number")
    .transform(Number)
    .pipe(z.int().min(min).max(max))
    .openapi({ type: "integer", minimum: min, ...(max < LARGEST && { maximum: max }) });
}

/** Query of every list. Extend it with the list's own filters. */
export const pageQuery = z.object({
  page: wholeNumber({ min: 1 })
    .optional()
    .default(1)
    .openapi({ description: "From 1. Past the end it is empty." }),
  page_size: wholeNumber({ min: 1, max: Number.MAX_SAFE_INTEGER })
    .transform((size) => Math.min(size, MAX_PAGE_SIZE))
    .optional()
    .default(20)
    .openapi({ type: "integer", minimum: 1, description: "More than 100 means 100; the answer says which." }),
  cursor: z.string("must be given once").max(2_000).transform(readCursor).optional().openapi({
    type: "string",
    description: "A `next_cursor`: goes on where that page ended, at constant cost.",
  }),
});

export interface PageOfItems<T> {
  readonly items: readonly T[];
  /** Of the whole list, under the same filters. */
  readonly total: number;
  readonly page: number;
  readonly page_size: number;
  readonly next_cursor: string | null;
}

/** The body of a list. */
export function pageOf<T>({ items, total, page, page_size, next_cursor }: PageOfItems<T>) {
  return { items: [...items], total, page, page_size, pages: Math.ceil(total / page_size), next_cursor };
}

/** Its schema, as component `name` (e.g. `ReportPage`). */
export function pageSchema<T extends z.ZodType>(itemSchema: T, name: string) {
  return z
    .object({
      items: z.array(itemSchema),
      total: z.int().openapi({ example: 41 }),
      page: z.int().openapi({ example: 1 }),
      page_size: z.int().openapi({ example: 20 }),
      pages: z.int().openapi({ example: 3 }),
      next_cursor: z.string().nullable(),
    })
    .openapi(name);
}

export type Page<T> = ReturnType<typeof pageOf<T>>;
