import { jsonAnswer } from "../../../http/json-content";
import { pageSchema } from "../../../http/paging";
import { defineRoute } from "../../../http/route";
import { listTemplates, listTemplatesQuery } from "../list";
import { templateSchema } from "../schemas";

/** `GET /templates`: those of the system and those of the workspace (A40, B21, B22). */
export const listTemplatesRoute = defineRoute(
  {
    method: "get",
    path: "/templates",
    operationId: "listTemplates",
    tags: ["Templates"],
    summary: "List templates",
    request: { query: listTemplatesQuery },
    responses: { 200: jsonAnswer(pageSchema(templateSchema, "TemplatePage"), "A page of templates.") },
  },
  async (c) => c.json(await listTemplates(c.get("ctx"), c.req.valid("query")), 200),
);
