import { z } from "@hono/zod-openapi";
import { settingsOf } from "../../env";
import { notFound, Problem } from "../../http/problem";
import { defineRoute, type Endpoint } from "../../http/route";
import { fileKey } from "../keys";
import { type RunState, verifyLink } from "../link";
import { opened } from "../open-once";
import { serveObject } from "../serve";

const file = { "*/*": { schema: { type: "string" as const, format: "binary" } } };

/** `GET /d/{token}`: the file that a signed link opens. The link is the permission; there is no base path. */
export const downloadLink = (runState: RunState): Endpoint =>
  defineRoute(
    {
      method: "get",
      path: "/d/{token}",
      operationId: "downloadByLink",
      tags: ["Files"],
      summary: "Download a file by its signed link",
      description:
        "Streams the file with its type, name, `ETag`, `Last-Modified` and, where known, `Repr-Digest`. " +
        "Until the file is there it answers 409 with `Retry-After`.",
      security: [],
      request: { params: z.object({ token: z.string().openapi({ description: "From `download_url`." }) }) },
      responses: {
        200: { description: "The whole file.", content: file },
      },
      conditional: "file",
      problems: ["not_found", "not_ready", "gone"],
    },
    async (c) => {
      const link = await verifyLink(settingsOf(c.env), c.req.param("token"), new Date());
      const key = fileKey(link.workspaceId, link.runId, link.format);
      const answer = () => serveObject(c.req.raw, c.env.BUCKET, key);
      const found = await answer();
      if (found) return await opened(c, link, found);
      const state = await runState(c, link);
      if (state === "missing") throw notFound("file");
      if (state === "waiting") {
        throw new Problem("not_ready", "The file is still being made.", { headers: { "Retry-After": "1" } });
      }
      // The run may have ended between the two looks; files are stored before a run says that it has.
      const stored = await answer();
      if (!stored) throw new Problem("gone", "The run has ended and this file is not kept.");
      return await opened(c, link, stored);
    },
  );
