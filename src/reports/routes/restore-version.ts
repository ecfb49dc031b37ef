import { checkIfMatch } from "../../http/etag";
import { jsonAnswer } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { reportSchema } from "../schemas";
import { restoreVersion } from "../versions/restore";
import { versionParam } from "../versions/schemas";

/** `POST /reports/{id}/versions/{n}/restore`: its definition becomes a new version (E27, U35). */
export const restoreVersionRoute = defineRoute(
  {
    method: "post",
    path: "/reports/{id}/versions/{version}/restore",
    operationId: "restoreReportVersion",
    tags: ["Reports"],
    summary: "Restore a version of a report",
    conditional: "write",
    problems: ["conflict", "validation_failed"],
    request: { params: versionParam },
    responses: { 200: jsonAnswer(reportSchema, "The report, as its newest version.") },
  },
  async (c) => {
    const { id, version } = c.req.valid("param");
    const checkTag = (tag: string) => checkIfMatch(c, tag);
    return c.json(await restoreVersion(c.get("ctx"), { id, version, checkTag }), 200);
  },
);
