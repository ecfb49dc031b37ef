import { z } from "@hono/zod-openapi";
import { ROLES } from "../../context";
import { defineRoute } from "../../http/route";

const roleSchema = z.enum(ROLES).openapi("Role");

const meSchema = z
  .object({
    id: z.string().openapi({ example: "ada" }),
    name: z.string().nullable().openapi({ example: "Ada Lovelace" }),
    email: z.string().nullable().openapi({ example: "ada@example.com" }),
    workspace_id: z.string().openapi({ description: "Where this request worked.", example: "acme" }),
    role: roleSchema,
    workspaces: z
      .array(z.object({ id: z.string(), role: roleSchema }))
      .openapi({ description: "All that the token opens." }),
  })
  .openapi("Me");

/** `GET /auth/me`: who the token says is calling. */
export const me = defineRoute(
  {
    method: "get",
    path: "/auth/me",
    operationId: "getMe",
    tags: ["Identity"],
    summary: "Who am I?",
    responses: {
      200: { description: "The caller.", content: { "application/json": { schema: meSchema } } },
    },
  },
  (c) => {
    const { actor, workspaceId } = c.get("ctx");
    const workspaces = [...c.get("memberships")].map(([id, role]) => ({ id, role }));
    return c.json({ ...actor, workspace_id: workspaceId, workspaces }, 200);
  },
);
