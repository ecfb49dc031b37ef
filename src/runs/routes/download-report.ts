import { defineRoute } from "../../http/route";
import { downloadReport } from "../download";
import { formatParam, versionQuery } from "./format-param";

/** `GET /reports/{id}/download/{format}`: streams the file (A19, C10–C12). */
export const downloadReportRoute = defineRoute(
  {
    method: "get",
    path: "/reports/{id}/download/{format}",
    operationId: "downloadReport",
    tags: ["Runs"],
    summary: "Download a report's file",
    conditional: "file",
    problems: ["not_ready", "gone"],
    request: { params: formatParam, query: versionQuery },
    responses: {
      200: { description: "The file.", content: { "*/*": { schema: { type: "string", format: "binary" } } } },
    },
  },
  (c) => {
    const { id, format } = c.req.valid("param");
    const { version } = c.req.valid("query");
    return downloadReport(c.get("ctx"), { reportId: id, format, version, request: c.req.raw });
  },
);
