import { z } from "@hono/zod-openapi";
import { jsonAnswer, jsonBody } from "../../http/json-content";
import { defineRoute } from "../../http/route";
import { makeFile } from "../make-file";
import { fileSchema } from "../schemas";
import { formatSchema } from "./format-param";
import { runIdParam } from "./run-param";

const makeFileSchema = z.strictObject({ format: formatSchema }).openapi("MakeFile");

/** `POST /runs/{id}/files`: one more format from the same rows (E10, X4). */
export const makeFileRoute = defineRoute(
  {
    method: "post",
    path: "/runs/{id}/files",
    operationId: "makeRunFile",
    tags: ["Runs"],
    summary: "Make one more format of a run",
    problems: ["not_ready", "conflict", "gone"],
    request: { params: runIdParam, body: jsonBody(makeFileSchema, "Which format.") },
    responses: { 201: jsonAnswer(fileSchema, "The file.") },
  },
  async (c) => {
    const file = await makeFile(c.get("ctx"), { ...c.req.valid("param"), ...c.req.valid("json") });
    return c.json(file, 201, { Location: file.download_url });
  },
);
