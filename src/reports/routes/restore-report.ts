import { jsonAnswer } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { restoreReport } from "../restore";
import { reportIdParam, reportSchema } from "../schemas";

/** `POST /reports/{id}/restore`: brings a deleted report back (A10). */
export const restoreReportRoute = defineRoute(
  {
    method: "post",
    path: "/reports/{id}/restore",
    operationId: "restoreReport",
    tags: ["Reports"],
    summary: "Restore a deleted report",
    description: "With all that it had. Schedules that were paused because it was deleted go on from now.",
    problems: ["conflict"],
    request: { params: reportIdParam },
    responses: { 200: jsonAnswer(reportSchema, "The restored report.") },
  },
  async (c) => c.json(await restoreReport(c.get("ctx"), c.req.valid("param").id), 200),
);
