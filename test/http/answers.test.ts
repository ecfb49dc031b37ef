import { z } from "@hono/zod-openapi";
import { describe, expect, it } from "vitest";
import { defineRoute } from "../../src/http/route";
import { call, newWorkspace, sampleApp } from "../support";

const everywhere = ["/api/v1/health", "/nowhere", "/api/v1/auth/me", "/openapi.json"];

describe("every answer", () => {
  it.each(everywhere)("E21: %s keeps a sane X-Request-Id and says what it cost", async (path) => {
    await (await call("GET", path)).text(); // health looks at D1 once in five seconds
    const response = await call("GET", path, { headers: { "X-Request-Id": "trace-1.A_b" } });
    expect(response.headers.get("X-Request-Id")).toBe("trace-1.A_b");
    expect(response.headers.get("Server-Timing")).toMatch(
      /^total;dur=\d+\.\d, d1;dur=0\.0;desc="calls=0 rows_read=0"$/,
    );
    await response.text();
  });

  it.each(["", "with space", "a".repeat(129), "<script>", "ä"])(
    "replaces the insane request id %j",
    async (id) => {
      const response = await call("GET", "/api/v1/health", { headers: { "X-Request-Id": id } });
      expect(response.headers.get("X-Request-Id")).toMatch(/^[0-9a-f-]{36}$/);
      await response.text();
    },
  );

  it.each(everywhere)("L7: %s carries security headers", async (path) => {
    const { headers } = await call("GET", path);
    expect(Object.fromEntries(headers)).toMatchObject({
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
      "strict-transport-security": expect.stringContaining("max-age=31536000"),
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "no-referrer",
    });
  });

  it("is for one caller's cache only, unless the route says otherwise", async () => {
    const token = await newWorkspace().token();
    expect((await call("GET", "/api/v1/auth/me", { token })).headers.get("Cache-Control")).toBe(
      "private, no-cache",
    );
    expect((await call("GET", "/openapi.json")).headers.get("Cache-Control")).toBe("public, max-age=60");
  });
});

describe("an answer handed on from elsewhere, with frozen headers", () => {
  const frozen = () => Response.redirect("https://elsewhere.test/", 302);
  const route = (answer: () => Response) =>
    defineRoute(
      {
        method: "get",
        path: "/frozen",
        operationId: "getFrozen",
        summary: "Frozen",
        tags: ["Operations"],
        security: [],
        responses: { 200: { description: "Fine.", content: { "text/plain": { schema: z.string() } } } },
      },
      answer as never,
    );

  it("still carries the shared headers", async () => {
    expect(() => frozen().headers.set("X-Test", "1")).toThrow();
    const response = await sampleApp([route(frozen)])("GET", "/api/v1/frozen");
    expect(response.status).toBe(302);
    expect(response.headers.get("Location")).toBe("https://elsewhere.test/");
    expect(response.headers.get("X-Request-Id")).toMatch(/./);
  });

  it("may be a WebSocket", async () => {
    const upgrade = () => {
      const [client, server] = Object.values(new WebSocketPair()) as [WebSocket, WebSocket];
      server.accept();
      server.send("hello");
      return new Response(null, { status: 101, webSocket: client });
    };
    const response = await sampleApp([route(upgrade)])("GET", "/api/v1/frozen");
    expect(response.status).toBe(101);
    expect(response.headers.get("X-Request-Id")).toMatch(/./);
    const socket = response.webSocket as WebSocket;
    const first = new Promise((resolve) => socket.addEventListener("message", ({ data }) => resolve(data)));
    socket.accept();
    expect(await first).toBe("hello");
    socket.close();
  });

  it("keeps a policy that the route set itself", async () => {
    const own = () =>
      new Response("x", {
        headers: { "Content-Security-Policy": "sandbox", "X-Frame-Options": "SAMEORIGIN" },
      });
    const { headers } = await sampleApp([route(own)])("GET", "/api/v1/frozen");
    expect(headers.get("Content-Security-Policy")).toBe("sandbox");
    expect(headers.get("X-Frame-Options")).toBe("SAMEORIGIN");
  });
});
