import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { OpenAPIHono } from "@hono/zod-openapi";
import { beforeEach, describe, expect, it } from "vitest";
import { settingsOf } from "../../src/env";
import { answerError } from "../../src/http/answer-problem";
import { mount } from "../../src/http/mount";
import { notFound, Problem } from "../../src/http/problem";
import type { AppEnv } from "../../src/http/route";
import { signToken } from "../../src/http/signed-token";
import type { LivePorts } from "../../src/live/ports";
import type { RunView } from "../../src/live/protocol";
import { liveRoute } from "../../src/live/routes/live";
import { openTicket, signTicket, ticketUrl } from "../../src/live/ticket";
import { runOf, Watch } from "./watch";

const bindings = { ...env, AUTH_SECRET: "a secret of thirty-two characters" } as ApiEnv;
const settings = settingsOf(bindings);
const socketHeaders = { Upgrade: "websocket" };
const eventHeaders = { Accept: "text/event-stream" };
const ann = { workspaceId: "acme", userId: "usr_ann", role: "editor" } as const;

let report: string;
let runs: RunView[];
beforeEach(() => {
  report = `rep_${crypto.randomUUID()}`;
  runs = [runOf("run_1", "running", 10)];
});

/** Reports of `acme` only; the header says who it is. */
const ports: LivePorts = {
  authorise: async (c, ticket, reportId) => {
    const user = c.req.header("Authorization");
    if (!ticket && !user) throw new Problem("unauthorized", "Send a token.");
    const watcher = ticket ?? { ...ann, workspaceId: user === "Bearer ann" ? "acme" : "beta" };
    if (watcher.workspaceId !== "acme") throw notFound("report");
    expect(reportId).toBe(report);
    return watcher;
  },
  recentRuns: async () => runs,
};

function appWith(given: LivePorts = ports) {
  const app = new OpenAPIHono<AppEnv>();
  app.onError(answerError);
  const authenticate = () => {
    throw new Error("this route authenticates by itself");
  };
  mount(app, [liveRoute(given)], { base: "/api/v1", authenticate });
  return app;
}

const get = (path: string, headers: Record<string, string>, given?: LivePorts) =>
  appWith(given).request(
    new Request(new URL(path, "https://reports.example.com"), { headers }),
    undefined,
    bindings,
  );

const ticketFor = (reportId: string, more: object = {}) =>
  signTicket(settings, { reportId, ...ann, expiresAt: new Date(Date.now() + 60_000), ...more });

const publish = (type: "queued" | "progress" | "completed", run: RunView) =>
  env.LIVE.getByName(report).publish(type, run);

/** Reads a stream of server-sent events text by text. */
function eventsOf(response: Response) {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) throw new Error("no body");
  let buffer = "";
  return {
    reader,
    /** The next block, up to its blank line. */
    async next(): Promise<string> {
      while (!buffer.includes("\n\n")) {
        const { value, done } = await reader.read();
        if (done) throw new Error("the stream has ended");
        buffer += value;
      }
      const end = buffer.indexOf("\n\n");
      const block = buffer.slice(0, end);
      buffer = buffer.slice(end + 2);
      return block;
    },
  };
}

describe("D8: GET /reports/{id}/live as WebSocket", () => {
  it("opens for a caller with a token", async () => {
    const response = await get(`/api/v1/reports/${report}/live`, {
      ...socketHeaders,
      Authorization: "Bearer ann",
    });
    expect(response.status).toBe(101);
    if (!response.webSocket) throw new Error("no socket");
    const watcher = new Watch(response.webSocket);
    expect(await watcher.snapshot()).toEqual({ type: "snapshot", seq: 0, runs });
    await publish("completed", runOf("run_1", "completed", 100));
    expect(await watcher.event()).toMatchObject({ type: "completed", seq: 1 });
    watcher.socket.send("ping");
    expect(await watcher.text()).toBe("pong");
  });

  it("opens for whoever holds live_url", async () => {
    const url = await ticketUrl({ settings, now: () => new Date() }, "https://reports.example.com", {
      reportId: report,
      ...ann,
    });
    expect(url).toMatch(
      /^https:\/\/reports\.example\.com\/api\/v1\/reports\/rep_[\w-]+\/live\?ticket=[\w.-]+$/,
    );
    const response = await get(url, socketHeaders);
    expect(response.status).toBe(101);
    response.webSocket?.accept();
    response.webSocket?.close();
  });

  it("N18: resumes after ?since", async () => {
    await publish("queued", runOf("run_1", "queued"));
    await publish("progress", runOf("run_1", "running", 10));
    const response = await get(
      `/api/v1/reports/${report}/live?since=1&ticket=${await ticketFor(report)}`,
      socketHeaders,
    );
    if (!response.webSocket) throw new Error("no socket");
    const watcher = new Watch(response.webSocket);
    expect(await watcher.snapshot()).toMatchObject({ seq: 1, runs: [runOf("run_1", "queued")] });
    expect(await watcher.event()).toMatchObject({ seq: 2, type: "progress" });
  });

  it("hands the ticket's holder, with the role at the time, to the permission check", async () => {
    const seen: unknown[] = [];
    const noting: LivePorts = {
      authorise: async (c, ticket, id) => {
        seen.push(ticket);
        return ports.authorise(c, ticket, id);
      },
      recentRuns: async (_, watcher) => {
        seen.push(watcher);
        return [];
      },
    };
    const response = await get(
      `/api/v1/reports/${report}/live?ticket=${await ticketFor(report)}`,
      socketHeaders,
      noting,
    );
    response.webSocket?.accept();
    response.webSocket?.close();
    expect(seen).toEqual([ann, ann]);
    expect(
      await openTicket(settings, await ticketFor(report, { role: undefined }), report, new Date()),
    ).toEqual({
      ...ann,
      role: "viewer",
    });
  });

  it("leaves no socket behind when the runs cannot be read", async () => {
    const failing = {
      ...ports,
      recentRuns: () => Promise.reject(new Problem("unavailable", "The database is busy.")),
    };
    const response = await get(
      `/api/v1/reports/${report}/live?ticket=${await ticketFor(report)}`,
      socketHeaders,
      failing,
    );
    expect(response.status).toBe(503);
    const open = () =>
      runInDurableObject(env.LIVE.getByName(report), (_, state) => state.getWebSockets().length);
    await expect.poll(open).toBe(0);
  });
});

describe("N9: who may watch", () => {
  it("nobody without a token or a ticket", async () => {
    expect((await get(`/api/v1/reports/${report}/live`, socketHeaders)).status).toBe(401);
  });

  it("nobody with a ticket that is forged, over, or for something else", async () => {
    const others = settingsOf({ AUTH_SECRET: "another secret of the same length" });
    const expiresAt = new Date(Date.now() + 60_000);
    const refused = {
      forged: await signTicket(others, { reportId: report, ...ann, expiresAt }),
      over: await ticketFor(report, { expiresAt: new Date(Date.now() - 1_000) }),
      "of another report": await ticketFor("rep_other"),
      "a download link": await signToken(settings, "download-link", expiresAt, ["acme", "run_1", "pdf"]),
      "too short": await signToken(settings, "live-ticket", expiresAt, [report, "acme"]),
      empty: "",
      nonsense: "x.y",
    };
    for (const [what, ticket] of Object.entries(refused)) {
      for (const headers of [socketHeaders, eventHeaders]) {
        const response = await get(`/api/v1/reports/${report}/live?ticket=${ticket}`, headers);
        expect([what, response.status]).toEqual([what, 401]);
        expect(response.headers.get("WWW-Authenticate")).toMatch(/^Bearer/);
      }
    }
  });

  it("nobody of another workspace: to them there is no such report", async () => {
    const ticket = await ticketFor(report, { workspaceId: "beta" });
    expect((await get(`/api/v1/reports/${report}/live?ticket=${ticket}`, socketHeaders)).status).toBe(404);
    expect(
      (await get(`/api/v1/reports/${report}/live`, { ...eventHeaders, Authorization: "Bearer bob" })).status,
    ).toBe(404);
  });
});

describe("the address asked for in another way", () => {
  it("is 426 with the way that works", async () => {
    const others = [
      ["Accept", "*/*"],
      ["Accept", "application/json"],
      ["Upgrade", "h2c"],
      ["X-None", ""],
    ] as const;
    for (const [name, value] of others) {
      const response = await get(`/api/v1/reports/${report}/live`, {
        Authorization: "Bearer ann",
        [name]: value,
      });
      expect(response.status).toBe(426);
      expect(response.headers.get("Upgrade")).toBe("websocket");
      expect(await response.json()).toMatchObject({ code: "upgrade_required" });
    }
  });
});

describe("N18, E7: GET /reports/{id}/live as server-sent events", () => {
  it("gives the same messages with id, event and data", async () => {
    const response = await get(
      `/api/v1/reports/${report}/live?ticket=${await ticketFor(report)}`,
      eventHeaders,
    );
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-transform",
      "content-encoding": "identity",
      "x-accel-buffering": "no",
    });
    const events = eventsOf(response);
    expect(await events.next()).toBe("retry: 2000");
    expect(await events.next()).toBe(
      `id: 0\nevent: snapshot\ndata: ${JSON.stringify({ type: "snapshot", seq: 0, runs })}`,
    );
    const done = runOf("run_1", "completed", 100, { title: "two\nlines" });
    await publish("completed", done);
    expect(await events.next()).toBe(
      `id: 1\nevent: completed\ndata: ${JSON.stringify({ type: "completed", seq: 1, run: done })}`,
    );
    await publish("queued", runOf("run_2", "queued")); // a run that ends does not end the stream
    expect(await events.next()).toMatch(/^id: 2\nevent: queued\n/);
    await events.reader.cancel();
  });

  it("resumes after Last-Event-ID, which goes before ?since", async () => {
    for (const id of ["run_1", "run_2", "run_3"]) await publish("queued", runOf(id, "queued"));
    const response = await get(`/api/v1/reports/${report}/live?since=0&ticket=${await ticketFor(report)}`, {
      ...eventHeaders,
      "Last-Event-ID": "2",
    });
    const events = eventsOf(response);
    await events.next();
    expect(await events.next()).toMatch(/^id: 2\nevent: snapshot\n/);
    expect(await events.next()).toMatch(/^id: 3\nevent: queued\n/);
    await events.reader.cancel();
  });

  it("ignores a Last-Event-ID that is not ours", async () => {
    const response = await get(`/api/v1/reports/${report}/live?ticket=${await ticketFor(report)}`, {
      ...eventHeaders,
      "Last-Event-ID": "abc",
    });
    const events = eventsOf(response);
    await events.next();
    expect(await events.next()).toMatch(/^id: 0\nevent: snapshot\n/);
    await events.reader.cancel();
  });
});
