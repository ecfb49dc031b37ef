import { answerWithEtag } from "../../../http/etag";
import { jsonAnswer } from "../../../http/json-content";
import { defineRoute } from "../../../http/route";
import { getTemplate } from "../get";
import { templateIdParam, templateSchema } from "../schemas";
import { templateTag } from "../view";

/** `GET /templates/{id}`: by id, or a system template by its type (B21). */
export const getTemplateRoute = defineRoute(
  {
    method: "get",
    path: "/templates/{id}",
    operationId: "getTemplate",
    tags: ["Templates"],
    summary: "Get a template",
    conditional: "read",
    request: { params: templateIdParam },
    responses: { 200: jsonAnswer(templateSchema, "The template.") },
  },
  async (c) => {
    const template = await getTemplate(c.get("ctx"), c.req.valid("param").id);
    return answerWithEtag(c, template, templateTag(template));
  },
);
