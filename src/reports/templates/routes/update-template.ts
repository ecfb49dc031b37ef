import { checkIfMatch } from "../../../http/etag";
import { jsonAnswer, jsonBody } from "../../../http/json-content";
import { defineRoute } from "../../../http/route";
import { templateIdParam, templateSchema, updateTemplateSchema } from "../schemas";
import { updateTemplate } from "../update";

/** `PATCH /templates/{id}`: changes what is named. */
export const updateTemplateRoute = defineRoute(
  {
    method: "patch",
    path: "/templates/{id}",
    operationId: "updateTemplate",
    tags: ["Templates"],
    summary: "Change parts of a template",
    conditional: "write",
    problems: ["conflict"],
    request: { params: templateIdParam, body: jsonBody(updateTemplateSchema, "What changes.") },
    responses: { 200: jsonAnswer(templateSchema, "The changed template.") },
  },
  async (c) => {
    const { id } = c.req.valid("param");
    const checkTag = (tag: string) => checkIfMatch(c, tag);
    return c.json(await updateTemplate(c.get("ctx"), { id, changes: c.req.valid("json"), checkTag }), 200);
  },
);
