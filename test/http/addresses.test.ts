import { describe, expect, it } from "vitest";
import { call, expectProblem, newWorkspace } from "../support";

describe("addresses", () => {
  it.each(["/api/v1/health/", "/api/v1/health", "/health", "/health/"])("%s answers", async (path) => {
    const response = await call("GET", path);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ service: "edge-reports" });
    expect(response.headers.get("Deprecation")).toBeNull();
  });

  it("takes HEAD where it takes GET", async () => {
    const response = await call("HEAD", "/api/v1/health");
    expect(response.status).toBe(200);
    expect(await response.text()).toBe("");
    expect(response.headers.get("X-Request-Id")).toMatch(/./);
  });

  it.each([
    "/nothing",
    "/api/v1",
    "/api/v1/nothing",
    "/api/v2/health",
    "/api/v1/health/x",
    "/api/v1//health",
  ])("%s is 404 without a token", async (path) => {
    await expectProblem(await call("GET", path), "not_found");
  });

  it.each(["POST", "PUT", "PATCH", "DELETE", "PROPFIND"])(
    "%s on a known address is 405 with Allow",
    async (method) => {
      const response = await call(method, "/api/v1/auth/me/");
      expect(response.headers.get("Allow")).toBe("GET, HEAD, OPTIONS");
      await expectProblem(response, "method_not_allowed");
    },
  );

  it("OPTIONS tells the methods, and is 404 where nothing is", async () => {
    const response = await call("OPTIONS", "/api/v1/auth/me");
    expect(response.status).toBe(204);
    expect(response.headers.get("Allow")).toBe("GET, HEAD, OPTIONS");
    await expectProblem(await call("OPTIONS", "/api/v1/nothing"), "not_found");
  });

  it.each([
    "/api/v1/reports/%",
    "/api/v1/reports/%E0%A4%A",
    "/api/v1/%ff",
    "/api/v1/x%00y",
    "/api/v1/health?q=%00",
    "/api/v1/health?q=%zz",
  ])("%s is 400, never 500", async (path) => {
    await expectProblem(await call("GET", path), "malformed_request");
  });

  it("an overlong address is 414", async () => {
    const token = await newWorkspace().token();
    await expectProblem(
      await call("GET", `/api/v1/auth/me?x=${"a".repeat(8_000)}`, { token }),
      "uri_too_long",
    );
  });
});
