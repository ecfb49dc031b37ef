import { beforeAll, describe, expect, it } from "vitest";
import { version } from "../../package.json";
import { call } from "../support";

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly tags: string[];
  readonly security?: unknown[];
  readonly parameters?: { $ref?: string; name?: string; in?: string }[];
  readonly responses: Record<string, { $ref?: string }>;
}
interface Document {
  readonly openapi: string;
  readonly info: { version: string };
  readonly servers: { url: string }[];
  readonly tags: { name: string; description: string }[];
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: Record<string, Record<string, unknown>>;
}

interface Schema {
  readonly properties?: Record<string, unknown>;
  readonly allOf?: Schema[];
  readonly $ref?: string;
}

let response: Response;
let text: string;
let document: Document;
let operations: [string, Operation][];
beforeAll(async () => {
  response = await call("GET", "/openapi.json");
  text = await response.text();
  document = JSON.parse(text) as Document;
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [
      `${method} ${path}`,
      operation,
    ]),
  );
});

describe("M1 E32: GET /openapi.json", () => {
  it("is OpenAPI 3.1, open, and cached by ETag", async () => {
    expect(response.headers.get("Content-Type")).toBe("application/json");
    expect(document).toMatchObject({ openapi: "3.1.0", servers: [{ url: "/" }] });
    const headers = { "If-None-Match": response.headers.get("ETag") ?? "" };
    expect((await call("GET", "/openapi.json", { headers })).status).toBe(304);
  });

  it("shows the version that the health check and the package have", async () => {
    const health = await (await call("GET", "/health")).json<{ version: string }>();
    expect(document.info.version).toBe(health.version);
    expect(health.version).toBe(version);
  });

  it("promises no refusal that nothing gives: there is no limit of requests", () => {
    expect(operations.filter(([, { responses }]) => "429" in responses)).toEqual([]);
    expect(text).not.toContain("too_many_requests");
  });

  it("names each operation once and says what it does", () => {
    const ids = operations.map(([, { operationId }]) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const tags = document.tags.map(({ name }) => name);
    for (const [where, { operationId, summary, description, tags: own }] of operations) {
      expect(operationId, where).toMatch(/^[a-z][A-Za-z0-9]+$/);
      expect(summary.length, where).toBeGreaterThan(3);
      expect(description.length, where).toBeGreaterThan(3);
      expect(tags, where).toEqual(expect.arrayContaining(own));
    }
    expect(tags.every((tag) => operations.some(([, { tags: own }]) => own.includes(tag)))).toBe(true);
  });

  /** A service that is not well answers its health check with 503, and with the same body as ever. */
  const tellsHealth = (where: string, status: string) => where.includes("/health") && status === "503";

  it("documents its failures: each as one shared response, at least one 4xx everywhere", () => {
    for (const [where, { responses }] of operations) {
      const failures = Object.entries(responses).filter(([status]) => Number(status) >= 400);
      expect(
        failures.some(([status]) => Number(status) < 500),
        where,
      ).toBe(true);
      for (const [status, { $ref }] of failures.filter(([status]) => !tellsHealth(where, status)))
        expect($ref, `${where} ${status}`).toMatch(/^#\/components\/responses\//);
    }
  });

  it("says on each guarded operation that a token and a workspace are meant", () => {
    const guarded = operations.filter(([, { security }]) => JSON.stringify(security) === '[{"bearer":[]}]');
    expect(guarded.length).toBeGreaterThan(0);
    for (const [where, { parameters = [], responses }] of guarded) {
      const refs = parameters.map(({ $ref }) => $ref);
      expect(refs, where).toContain("#/components/parameters/WorkspaceId");
      expect(responses["401"], where).toEqual({ $ref: "#/components/responses/Unauthorized" });
    }
  });

  it("declares every parameter of a path", () => {
    for (const [where, { parameters = [] }] of operations) {
      const inPath = parameters.filter((parameter) => parameter.in === "path").map(({ name }) => name);
      const named = [...where.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(inPath.toSorted(), where).toEqual(named.toSorted());
    }
  });

  it("holds no component that nothing refers to, and no reference to nothing", () => {
    const references = new Set(
      Array.from(text.matchAll(/"#\/components\/(\w+)\/(\w+)"/g), ([, kind, name]) => `${kind}/${name}`),
    );
    const defined = Object.entries(document.components)
      .filter(([kind]) => kind !== "securitySchemes")
      .flatMap(([kind, components]) => Object.keys(components).map((name) => `${kind}/${name}`));
    expect([...references].toSorted()).toEqual(defined.toSorted());
  });

  it("gives every schema its own name: none was dropped for another of the same name", () => {
    expect(document.components.schemas).toHaveProperty("Problem");
    expect(text).not.toContain('"schema":{}');
  });

  it("E32: names the headers of each answer: the request's id everywhere, and what else it carries", () => {
    const headersOf = (where: string, status: string) => {
      const response = operations.find(([name]) => name === where)?.[1].responses[status];
      const name = response?.$ref?.split("/").at(-1);
      const shown = (name ? document.components.responses?.[name] : response) as
        | { headers?: Record<string, unknown> }
        | undefined;
      return Object.keys(shown?.headers ?? {});
    };
    for (const [where, { responses }] of operations)
      for (const status of Object.keys(responses).filter((code) => !tellsHealth(where, code)))
        expect(headersOf(where, status), `${where} ${status}`).toContain("X-Request-Id");
    expect(headersOf("post /api/v1/reports", "201")).toEqual(
      expect.arrayContaining(["Location", "Idempotency-Replayed"]),
    );
    expect(headersOf("post /api/v1/reports/{id}/generate", "202")).toContain("Retry-After");
    expect(headersOf("get /api/v1/reports/{id}", "304")).toContain("ETag");
    expect(headersOf("get /api/v1/reports", "401")).toContain("WWW-Authenticate");
    expect(headersOf("get /d/{token}", "206")).toEqual(expect.arrayContaining(["Content-Range", "ETag"]));
    expect(headersOf("get /d/{token}", "416")).toContain("Content-Range");
  });

  it("never extends a schema by a property that the extended one has: both would have to hold", () => {
    const schemas = document.components.schemas as Record<string, Schema>;
    const own = ({ properties = {}, allOf = [], $ref }: Schema): string[] => [
      ...Object.keys(properties),
      ...allOf.flatMap(own),
      ...($ref ? own(schemas[$ref.split("/").at(-1) ?? ""] ?? {}) : []),
    ];
    for (const [name, schema] of Object.entries(schemas)) {
      const names = own(schema);
      expect(names.length, name).toBe(new Set(names).size);
    }
  });

  it("lists routes that exist: each answers something else than 404 without a token, or is open", async () => {
    for (const [where, { security }] of operations) {
      const [method = "", path = ""] = where.split(" ");
      if (security?.length === 0) continue;
      const { status } = await call(method.toUpperCase(), path.replace(/\{\w+\}/g, "x"), {
        headers: { Accept: "text/event-stream" },
      });
      expect(status, where).toBe(401);
    }
  });
});
