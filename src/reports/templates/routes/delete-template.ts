import { checkIfMatch } from "../../../http/etag";
import { defineRoute } from "../../../http/route";
import { deleteTemplate } from "../delete";
import { templateIdParam } from "../schemas";

/** `DELETE /templates/{id}`: reports made from it stay. */
export const deleteTemplateRoute = defineRoute(
  {
    method: "delete",
    path: "/templates/{id}",
    operationId: "deleteTemplate",
    tags: ["Templates"],
    summary: "Delete a template",
    conditional: "write",
    request: { params: templateIdParam },
    responses: { 204: { description: "It is gone." } },
  },
  async (c) => {
    const checkTag = (tag: string) => checkIfMatch(c, tag);
    await deleteTemplate(c.get("ctx"), { id: c.req.valid("param").id, checkTag });
    return c.body(null, 204);
  },
);
