import { z } from "@hono/zod-openapi";

/** The id of a run in a path. */
export const runIdParam = z.object({
  id: z.string().openapi({ param: { name: "id", in: "path" }, example: "run_01jd3k8x1n5v7q2w4y6z8b0c2e" }),
});
