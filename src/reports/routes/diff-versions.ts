import { jsonAnswer } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { diffVersions } from "../versions/diff";
import { versionDiffSchema, versionPairParam } from "../versions/schemas";

/** `GET /reports/{id}/versions/{n}/diff/{m}`: what makes version n version m (X23, E27). */
export const diffVersionsRoute = defineRoute(
  {
    method: "get",
    path: "/reports/{id}/versions/{version}/diff/{other}",
    operationId: "diffReportVersions",
    tags: ["Reports"],
    summary: "Compare two versions of a report",
    request: { params: versionPairParam },
    responses: { 200: jsonAnswer(versionDiffSchema, "The difference.") },
  },
  async (c) => {
    const { id, version: from, other: to } = c.req.valid("param");
    return c.json(await diffVersions(c.get("ctx"), id, { from, to }), 200);
  },
);
