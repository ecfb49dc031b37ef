import type { z } from "@hono/zod-openapi";

/** A JSON answer of a contract. */
export const jsonAnswer = <S extends z.ZodType>(schema: S, description: string) => ({
  description,
  content: { "application/json": { schema } },
});

/** A required JSON body of a contract. */
export const jsonBody = <S extends z.ZodType>(schema: S, description: string) => ({
  required: true as const,
  description,
  content: { "application/json": { schema } },
});
