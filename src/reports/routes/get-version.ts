import { answerWithEtag } from "../../http/etag";
import { jsonAnswer } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { getVersion } from "../versions/get";
import { versionDetailSchema, versionParam } from "../versions/schemas";

/** `GET /reports/{id}/versions/{n}`: a version with its definition (E27). */
export const getVersionRoute = defineRoute(
  {
    method: "get",
    path: "/reports/{id}/versions/{version}",
    operationId: "getReportVersion",
    tags: ["Reports"],
    summary: "A version of a report",
    conditional: "read",
    request: { params: versionParam },
    responses: { 200: jsonAnswer(versionDetailSchema, "The version.") },
  },
  async (c) => {
    const { id, version: number } = c.req.valid("param");
    const { version, tag } = await getVersion(c.get("ctx"), id, number);
    return answerWithEtag(c, version, tag);
  },
);
