import { z } from "@hono/zod-openapi";
import { defineRoute } from "../../http/route";
import { reportIdParam } from "../../reports/schemas";
import { downloadReport } from "../download";
import { versionQuery } from "./format-param";

/** `GET /reports/{id}/preview`: the newest version, inline and harmless (A17). */
export const previewReportRoute = defineRoute(
  {
    method: "get",
    path: "/reports/{id}/preview",
    operationId: "previewReport",
    tags: ["Runs"],
    summary: "Look at a report before downloading it",
    conditional: "file",
    problems: ["not_ready", "gone"],
    request: {
      params: reportIdParam,
      query: versionQuery.extend({ format: z.enum(["html", "json"]).default("html") }),
    },
    responses: {
      200: {
        description: "The report, sandboxed.",
        content: {
          "text/html": { schema: { type: "string" } },
          "application/json": { schema: { type: "object" } },
        },
      },
    },
  },
  (c) => {
    const { format, version } = c.req.valid("query");
    const reportId = c.req.valid("param").id;
    return downloadReport(c.get("ctx"), { reportId, format, version, request: c.req.raw, inline: true });
  },
);
