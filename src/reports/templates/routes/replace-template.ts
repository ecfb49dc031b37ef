import { checkIfMatch } from "../../../http/etag";
import { jsonAnswer, jsonBody } from "../../../http/json-content";
import { defineRoute } from "../../../http/route";
import { createTemplateSchema, templateIdParam, templateSchema } from "../schemas";
import { updateTemplate } from "../update";

/** `PUT /templates/{id}`: the whole template; what is left out takes its default. */
export const replaceTemplateRoute = defineRoute(
  {
    method: "put",
    path: "/templates/{id}",
    operationId: "replaceTemplate",
    tags: ["Templates"],
    summary: "Replace a template",
    conditional: "write",
    problems: ["conflict"],
    request: { params: templateIdParam, body: jsonBody(createTemplateSchema, "The whole template.") },
    responses: { 200: jsonAnswer(templateSchema, "The changed template.") },
  },
  async (c) => {
    const { id } = c.req.valid("param");
    const changes = { description: null, template_type: "custom", ...c.req.valid("json") };
    const checkTag = (tag: string) => checkIfMatch(c, tag);
    return c.json(await updateTemplate(c.get("ctx"), { id, changes, checkTag }), 200);
  },
);
