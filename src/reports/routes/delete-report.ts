import { z } from "@hono/zod-openapi";
import { checkIfMatch } from "../../http/etag";
import { defineRoute } from "../../http/route";
import { deleteReport } from "../delete";
import { purgeReport } from "../purge";
import { reportIdParam } from "../schemas";

const query = z.object({
  permanent: z
    .stringbool()
    .optional()
    .openapi({ type: "boolean", description: "true: for good, with its versions, runs and files." }),
});

/** `DELETE /reports/{id}`: soft, it can be restored; `?permanent=true` for good, deleted before or not (A7, A8). */
export const deleteReportRoute = defineRoute(
  {
    method: "delete",
    path: "/reports/{id}",
    operationId: "deleteReport",
    tags: ["Reports"],
    summary: "Delete a report",
    conditional: "write",
    request: { params: reportIdParam, query },
    responses: { 204: { description: "It is gone, and can be restored unless that was for good." } },
  },
  async (c) => {
    const remove = c.req.valid("query").permanent ? purgeReport : deleteReport;
    const checkTag = (tag: string) => checkIfMatch(c, tag);
    await remove(c.get("ctx"), { id: c.req.valid("param").id, checkTag });
    return c.body(null, 204);
  },
);
