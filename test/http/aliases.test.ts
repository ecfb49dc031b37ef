import { describe, expect, it } from "vitest";
import { successorOf } from "../../src/http/aliases";
import { call, newWorkspace } from "../support";

describe("older addresses", () => {
  it.each([
    ["/api/reports/custom-reports", "/api/v1/reports"],
    ["/api/reports/custom-reports/rep_1/share", "/api/v1/reports/rep_1/share"],
    ["/api/reports/custom-templates/tpl_1/clone", "/api/v1/templates/tpl_1/clone"],
    ["/api/custom-templates/tpl_1/clone", "/api/v1/templates/tpl_1/clone"],
    ["/api/reports/rep_1/download/pdf", "/api/v1/reports/rep_1/download/pdf"],
    ["/api/reports/generate", "/api/v1/reports/generate"],
    ["/api/reports/options/filters", "/api/v1/reports/filters/options"],
    ["/api/v1/reports/options/filters", "/api/v1/reports/filters/options"],
    ["/api/forms/submit", "/api/v1/forms/submit"],
    ["/api/auth/login", "/api/v1/auth/login"],
    ["/api/health", "/api/v1/health"],
    ["/api/health/database", "/api/v1/health/database"],
    ["/api/v1/reports", undefined],
    ["/api/reportsx", undefined],
    ["/api/v1/reports/options/filters2", undefined],
    ["/d/api/reports", undefined],
  ])("A40: %s is now %s", (older, current) => {
    expect(successorOf(older)).toBe(current);
  });

  it("M5: reach the same handler, and say where it is now", async () => {
    const token = await newWorkspace().token();
    const response = await call("GET", "/api/auth/me/?a=%20b", { token });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ role: "admin" });
    expect(response.headers.get("Deprecation")).toMatch(/^@\d{10}$/);
    expect(response.headers.get("Link")).toBe('</api/v1/auth/me?a=%20b>; rel="successor-version"');
  });

  it("say so on failures too", async () => {
    const response = await call("POST", "/api/health");
    expect(response.status).toBe(405);
    expect(response.headers.get("Link")).toBe('</api/v1/health>; rel="successor-version"');
  });
});
