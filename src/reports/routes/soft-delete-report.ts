import { z } from "@hono/zod-openapi";
import { checkIfMatch } from "../../http/etag";
import { jsonAnswer } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { deleteReport } from "../delete";
import { reportIdParam } from "../schemas";

const deletedSchema = z.object({ success: z.literal(true), message: z.string() }).openapi("ReportDeleted", {
  example: { success: true, message: "Report deleted. It can be restored for 30 days." },
});

/** `DELETE /reports/{id}/soft-delete`: the same as `DELETE /reports/{id}`, with a body (A9). */
export const softDeleteReportRoute = defineRoute(
  {
    method: "delete",
    path: "/reports/{id}/soft-delete",
    operationId: "softDeleteReport",
    tags: ["Reports"],
    summary: "Delete a report so that it can be restored",
    conditional: "write",
    request: { params: reportIdParam },
    responses: { 200: jsonAnswer(deletedSchema, "It is gone, and can be restored.") },
  },
  async (c) => {
    const ctx = c.get("ctx");
    const checkTag = (tag: string) => checkIfMatch(c, tag);
    await deleteReport(ctx, { id: c.req.valid("param").id, checkTag });
    const message = `Report deleted. It can be restored for ${ctx.settings.TRASH_RETENTION_DAYS} days.`;
    return c.json({ success: true as const, message }, 200);
  },
);
