import { describe, expect, it } from "vitest";
import { defineRoute } from "../../src/http/route";
import { sampleApp } from "../support";

const route = defineRoute(
  {
    method: "post",
    path: "/sample",
    operationId: "sample",
    summary: "A sample",
    tags: ["Operations"],
    responses: { 200: { description: "Fine." } },
  },
  (c) => c.body(null, 200),
);
const PREFLIGHT = {
  Origin: "https://app.test",
  "Access-Control-Request-Method": "POST",
  "Access-Control-Request-Headers": "authorization,content-type,idempotency-key",
};

describe("L3: CORS", () => {
  it("is off unless origins are set", async () => {
    const response = await sampleApp([route])("OPTIONS", "/api/v1/sample", { headers: PREFLIGHT });
    expect(response.status).toBe(204);
    expect([...response.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
  });

  const some = sampleApp([route], { CORS_ORIGINS: "https://app.test/, https://other.test" });

  it("answers a preflight without a token", async () => {
    const response = await some("OPTIONS", "/api/v1/sample", { headers: PREFLIGHT });
    expect(response.status).toBe(204);
    const { headers } = response;
    expect(headers.get("Access-Control-Allow-Origin")).toBe("https://app.test");
    expect(headers.get("Access-Control-Allow-Headers")).toBe("authorization,content-type,idempotency-key");
    expect(headers.get("Access-Control-Allow-Methods")?.split(",")).toEqual(
      expect.arrayContaining(["GET", "POST", "PUT", "PATCH", "DELETE"]),
    );
    expect(headers.get("Access-Control-Max-Age")).toBe("86400");
    expect(headers.get("Access-Control-Allow-Credentials")).toBeNull();
    expect(headers.get("Vary")).toContain("Origin");
  });

  it("lets a page read failures and the headers that clients need", async () => {
    const { status, headers } = await some("POST", "/api/v1/sample", {
      headers: { Origin: "https://other.test" },
    });
    expect(status).toBe(401);
    expect(headers.get("Access-Control-Allow-Origin")).toBe("https://other.test");
    expect(headers.get("Access-Control-Expose-Headers")?.split(",")).toEqual(
      expect.arrayContaining(["ETag", "Location", "Retry-After", "X-Request-Id", "Idempotency-Replayed"]),
    );
  });

  it.each(["https://evil.test", "https://app.test.evil.test", "null"])(
    "does not open to %s",
    async (Origin) => {
      const { headers } = await some("OPTIONS", "/api/v1/sample", { headers: { ...PREFLIGHT, Origin } });
      expect(headers.get("Access-Control-Allow-Origin")).toBeNull();
    },
  );

  it("opens to all by *", async () => {
    const all = sampleApp([route], { CORS_ORIGINS: "*" });
    const { headers } = await all("OPTIONS", "/api/v1/sample", { headers: PREFLIGHT });
    expect(headers.get("Access-Control-Allow-Origin")).toBe("*");
  });

  it("leaves an OPTIONS that is no preflight alone", async () => {
    const response = await some("OPTIONS", "/api/v1/sample", { headers: { Origin: "https://app.test" } });
    expect(response.headers.get("Allow")).toBe("OPTIONS, POST");
  });
});
