import { jsonAnswer, jsonBody } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { linkSchema, makeLink, makeLinkSchema } from "../make-link";
import { formatParam } from "./format-param";
import { runIdParam } from "./run-param";

/** `POST /runs/{id}/files/{format}/links`: a link with a life of its own (E13, E14). */
export const makeLinkRoute = defineRoute(
  {
    method: "post",
    path: "/runs/{id}/files/{format}/links",
    operationId: "makeFileLink",
    tags: ["Files"],
    summary: "Make a link to a file",
    problems: ["not_ready", "conflict"],
    request: {
      params: runIdParam.extend(formatParam.shape),
      body: jsonBody(makeLinkSchema, "How long it lives, and whether it opens once."),
    },
    responses: { 201: jsonAnswer(linkSchema, "The link.") },
  },
  async (c) => {
    const { id, format } = c.req.valid("param");
    const link = await makeLink(c.get("ctx"), { id, format, ...c.req.valid("json") });
    return c.json(link, 201, { Location: link.url });
  },
);
