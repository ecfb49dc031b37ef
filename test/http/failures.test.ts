import { DrizzleQueryError } from "drizzle-orm/errors";
import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from "vitest";
import { Problem } from "../../src/http/problem";
import { expectProblem, sampleApp } from "../support";
import { sampleRoute } from "../support/sample-routes";

const MARKER = "marker-that-must-not-leak";

const failing = (thrown: unknown) =>
  sampleApp([
    sampleRoute(() => {
      throw thrown;
    }),
  ]);

describe("an unexpected failure", () => {
  let log: MockInstance<typeof console.error>;
  beforeEach(() => {
    log = vi.spyOn(console, "error").mockImplementation(() => undefined);
  });
  afterEach(() => log.mockRestore());

  it.each([
    ["an Error", new Error(MARKER)],
    ["an Error with a cause", new Error("outer", { cause: new Error(MARKER) })],
    ["a TypeError", new TypeError(MARKER)],
    ["a database error", new Error(`D1_ERROR: near "${MARKER}": syntax error: SQLITE_ERROR`)],
    ["text", MARKER],
    ["an object", { message: MARKER }],
    [
      "an error that brings its own answer",
      Object.assign(new Error(MARKER), { getResponse: () => new Response(MARKER) }),
    ],
  ])("H5: that is %s shows the request id only", async (_, thrown) => {
    const response = await failing(thrown)("POST", "/api/v1/sample", {
      headers: { "X-Request-Id": "find-me" },
    });
    const problem = await expectProblem(response, "internal");
    expect(problem.request_id).toBe("find-me");
    expect(JSON.stringify([problem, ...response.headers])).not.toContain(MARKER);
    expect(log).toHaveBeenCalledOnce();
    const [logged] = log.mock.calls[0] ?? [];
    expect(logged).toMatchObject({ event: "request_failed", request_id: "find-me", route: "/api/v1/sample" });
    expect(JSON.stringify(logged)).toContain(MARKER);
  });

  it("of a database that sheds load asks to try again", async () => {
    const response = await failing(new Error("D1_ERROR: D1 DB is overloaded. Requests queued for too long."))(
      "POST",
      "/api/v1/sample",
    );
    expect(response.headers.get("Retry-After")).toBe("2");
    await expectProblem(response, "unavailable");
  });

  it.each(["D1_ERROR: D1 DB is overloaded.", "D1_ERROR: Network connection lost."])(
    "of a single query says so too: %s",
    async (message) => {
      const thrown = new DrizzleQueryError("select ?", [MARKER], new Error(message));
      await expectProblem(await failing(thrown)("POST", "/api/v1/sample"), "unavailable");
    },
  );

  it("of a query is logged with what the database said, without the values, which may be anybody's", async () => {
    const refused = new Error("D1_ERROR: UNIQUE constraint failed: SQLITE_CONSTRAINT");
    const thrown = new DrizzleQueryError("insert into t values (?)", [MARKER], refused);
    await expectProblem(await failing(thrown)("POST", "/api/v1/sample"), "internal");
    const [logged] = log.mock.calls[0] ?? [];
    expect(logged).toMatchObject({ error: { message: refused.message, query: "insert into t values (?)" } });
    expect(logged.error.stack).toContain("at ");
    expect(JSON.stringify(logged)).not.toContain(MARKER);
  });

  it("of the settings is a problem like any other", async () => {
    const response = await sampleApp([], { AUTH_SECRET: "short" })("GET", "/api/v1/nothing");
    await expectProblem(response, "internal");
    expect(JSON.stringify(log.mock.calls)).toContain("AUTH_SECRET must have at least 32 characters");
  });
});

describe("a problem that a route throws", () => {
  it("H6 H8: is answered as it is, with its fields and headers", async () => {
    const thrown = new Problem("not_ready", "The file is still being made.", {
      errors: { format: ["pdf is not there yet"] },
      headers: { "Retry-After": "2" },
    });
    const response = await failing(thrown)("POST", "/api/v1/sample");
    expect(response.headers.get("Retry-After")).toBe("2");
    expect(await expectProblem(response, "not_ready")).toMatchObject({
      status: 409,
      detail: "The file is still being made.",
      errors: { format: ["pdf is not there yet"] },
    });
  });
});
