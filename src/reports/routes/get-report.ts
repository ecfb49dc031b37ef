import { answerWithEtag } from "../../http/etag";
import { jsonAnswer } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { getReport } from "../get";
import { reportDetailSchema, reportIdParam } from "../schemas";

/** `GET /reports/{id}`: the report with its history and what its config may name (A4, A22, B8). */
export const getReportRoute = defineRoute(
  {
    method: "get",
    path: "/reports/{id}",
    operationId: "getReport",
    tags: ["Reports"],
    summary: "Get a report",
    conditional: "read",
    request: { params: reportIdParam },
    responses: { 200: jsonAnswer(reportDetailSchema, "The report.") },
  },
  async (c) => {
    const { report, tag } = await getReport(c.get("ctx"), c.req.valid("param").id);
    return answerWithEtag(c, report, tag);
  },
);
