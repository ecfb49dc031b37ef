import { z } from "@hono/zod-openapi";
import { sharedUserSchema } from "./schemas";
import { MOST_SHARES } from "./shares";

/** User ids are text; older clients have numbers for them. */
const userId = z
  .union([z.string().min(1).max(200), z.int().min(0)])
  .transform(String)
  .openapi({ type: ["string", "integer"] });

export const userIdsSchema = z
  .strictObject({
    user_ids: z
      .array(userId)
      .min(1, "Name at least one user")
      .max(MOST_SHARES, `At most ${MOST_SHARES} users at once`)
      .transform((ids) => [...new Set(ids)])
      .openapi({
        type: "array",
        items: { type: ["string", "integer"] },
        minItems: 1,
        maxItems: MOST_SHARES,
        example: ["usr_ann"],
      }),
  })
  .openapi("UserIds");
export type UserIds = z.infer<typeof userIdsSchema>;

export const sharedSchema = z
  .object({
    success: z.literal(true),
    message: z.string().openapi({ example: "Report shared with 3 users" }),
    shared_with: z
      .array(sharedUserSchema)
      .openapi({ description: "Those who were named, without the owner." }),
  })
  .openapi("Shared");
export type Shared = z.infer<typeof sharedSchema>;

export const unsharedSchema = z
  .object({
    success: z.literal(true),
    message: z.string().openapi({ example: "Sharing removed for 1 user" }),
  })
  .openapi("Unshared");
export type Unshared = z.infer<typeof unsharedSchema>;
