import { z } from "@hono/zod-openapi";
import { describe, expect, it } from "vitest";
import { createApp } from "../../src/app";
import { expectProblem, newWorkspace, sampleApp } from "../support";
import { sampleRoute } from "../support/sample-routes";

const named = (path: string) =>
  sampleRoute((c) => c.text(path), {
    method: "get",
    path,
    operationId: path.replace(/\W+(\w?)/g, (_, l: string) => l.toUpperCase()),
  });

describe("mounted routes", () => {
  it("are found by their fixed words first, in whatever order they are listed", async () => {
    const paths = [
      "/things/{id}",
      "/things/{id}/files/{format}",
      "/things/latest",
      "/things/{id}/files/all",
      "/things/latest/files/{format}",
    ];
    for (const order of [paths, paths.toReversed()]) {
      const app = sampleApp(order.map(named));
      const at = async (path: string) => (await app("GET", `/api/v1${path}`)).text();
      expect(await at("/things/latest")).toBe("/things/latest");
      expect(await at("/things/x")).toBe("/things/{id}");
      expect(await at("/things/x/files/all")).toBe("/things/{id}/files/all");
      expect(await at("/things/x/files/csv")).toBe("/things/{id}/files/{format}");
      expect(await at("/things/latest/files/csv")).toBe("/things/latest/files/{format}");
    }
  });

  it("ask for a token first, then judge size, type, query and body, in this order", async () => {
    const route = sampleRoute((c) => c.json({}), {
      security: undefined,
      request: {
        query: z.object({ q: z.string() }),
        body: { required: true, content: { "application/json": { schema: z.object({ a: z.string() }) } } },
      },
    });
    const app = sampleApp([route], { MAX_JSON_BODY_BYTES: "20" });
    const token = await newWorkspace().token();
    const post = (path: string, body: string, headers: Record<string, string>) =>
      app("POST", path, { body, headers });
    const Authorization = `Bearer ${token}`;
    const large = { "Content-Type": "text/plain", "Content-Length": "30" };
    const json = { Authorization, "Content-Type": "application/json" };
    await expectProblem(await post("/api/v1/sample", "x".repeat(30), large), "unauthorized");
    await expectProblem(
      await post("/api/v1/sample", "x".repeat(30), { ...large, Authorization }),
      "too_large",
    );
    await expectProblem(
      await post("/api/v1/sample", "x", { Authorization, "Content-Type": "text/plain" }),
      "unsupported_media_type",
    );
    const query = await expectProblem(await post("/api/v1/sample", "x", json), "validation_failed");
    expect(query.errors).toEqual({ q: ["is required"] });
    await expectProblem(await post("/api/v1/sample?q=1", "x", json), "malformed_request");
    const body = await expectProblem(await post("/api/v1/sample?q=1", "{}", json), "validation_failed");
    expect(body.errors).toEqual({ a: ["is required"] });
    expect((await post("/api/v1/sample?q=1", '{"a":"b"}', json)).status).toBe(200);
  });

  it("of the API do not hide each other", () => {
    const routes = createApp().routes.filter(
      ({ method, path }) => method !== "ALL" && path.startsWith("/api"),
    );
    const keys = [...new Set(routes.map(({ method, path }) => `${method} ${path}`))];
    const shapes = keys.map((key) => key.replace(/:\w+/g, ":"));
    expect(new Set(shapes).size).toBe(shapes.length);
  });
});
