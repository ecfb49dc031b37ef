import { z } from "@hono/zod-openapi";
import type { Context } from "hono";
import { settingsOf } from "../../env";
import { wholeNumber } from "../../http/paging";
import { Problem } from "../../http/problem";
import { type AppEnv, defineRoute, type Endpoint } from "../../http/route";
import { connect } from "../connect";
import { eventStream } from "../event-stream";
import type { LivePorts } from "../ports";
import { openTicket } from "../ticket";

/** `GET /reports/{id}/live`: what happens to the runs of a report, as it happens. */
export const liveRoute = ({ authorise, recentRuns }: LivePorts): Endpoint =>
  defineRoute(
    {
      method: "get",
      path: "/reports/{id}/live",
      operationId: "watchReport",
      tags: ["Runs"],
      summary: "Watch the runs of a report",
      description:
        "A WebSocket, or server-sent events for `Accept: text/event-stream`. The first message is " +
        '`{"type": "snapshot", "seq", "runs"}`; then `{"type": "queued" | "progress" | "completed" | "failed" | ' +
        '"cancelled", "seq", "run"}` follow in order. `since`, or `Last-Event-ID`, resumes after that `seq`. ' +
        "A WebSocket answers `ping` with `pong`. A user's 21st watch of a report ends the first. Neither ends by itself when a run does: close it when you have " +
        "seen enough. Polling the status gives the same facts.",
      security: [{ bearer: [] }, {}],
      request: {
        params: z.object({ id: z.string() }),
        query: z.object({
          since: wholeNumber({ min: 0, max: Number.MAX_SAFE_INTEGER })
            .optional()
            .openapi({ description: "The last `seq` you have seen." }),
          ticket: z.string().optional().openapi({ description: "From `live_url`, instead of a token." }),
        }),
      },
      responses: {
        101: { description: "The WebSocket is open." },
        200: {
          description: "Server-sent events: `id` is `seq`, `event` is `type`, `data` the message.",
          content: { "text/event-stream": { schema: z.string() } },
        },
      },
      headers: { 200: ["X-Accel-Buffering"] },
      problems: ["workspace_required", "unauthorized", "forbidden", "upgrade_required"],
    },
    async (c) => {
      const { id } = c.req.valid("param");
      const { since, ticket } = c.req.valid("query");
      const transport = transportOf(c.req.raw.headers);
      const holder =
        ticket === undefined ? null : await openTicket(settingsOf(c.env), ticket, id, new Date());
      const watcher = await authorise(c, holder, id);
      const watching = { reportId: id, user: watcher.userId, since: lastSeen(c) ?? since ?? null };
      const socket = await connect(c.env.LIVE, watching, () => recentRuns(c, watcher, id));
      return transport === "events"
        ? eventStream(socket)
        : new Response(null, { status: 101, webSocket: socket });
    },
  );

function transportOf(headers: Headers): "socket" | "events" {
  if (headers.get("Upgrade")?.toLowerCase() === "websocket") return "socket";
  if (/\btext\/event-stream\b/i.test(headers.get("Accept") ?? "")) return "events";
  throw new Problem("upgrade_required", "Open a WebSocket here, or send Accept: text/event-stream.", {
    headers: { Upgrade: "websocket" },
  });
}

/** Where an EventSource that reconnects stopped. */
function lastSeen(c: Context<AppEnv>): number | null {
  const id = c.req.header("Last-Event-ID") ?? "";
  return /^\d{1,15}$/.test(id) ? Number(id) : null;
}
