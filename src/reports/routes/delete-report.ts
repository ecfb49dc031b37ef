import { checkIfMatch } from "../../http/etag";
import { defineRoute } from "../../http/route";
import { deleteReport } from "../delete";
import { reportIdParam } from "../schemas";

/** `DELETE /reports/{id}`: soft; it can be restored (A8). */
export const deleteReportRoute = defineRoute(
  {
    method: "delete",
    path: "/reports/{id}",
    operationId: "deleteReport",
    tags: ["Reports"],
    summary: "Delete a report",
    conditional: "write",
    request: { params: reportIdParam },
    responses: { 204: { description: "It is gone, and can be restored." } },
  },
  async (c) => {
    const checkTag = (tag: string) => checkIfMatch(c, tag);
    await deleteReport(c.get("ctx"), { id: c.req.valid("param").id, checkTag });
    return c.body(null, 204);
  },
);
