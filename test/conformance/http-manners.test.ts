import { expect, it } from "vitest";
import { expectProblem, expectStatus } from "./harness/client";
import type { Page, Report } from "./harness/shapes";
import { makeReport, uploadReady } from "./harness/steps";
import { newWorkspace, stranger } from "./harness/workspace";

it("L9: health is open, at its old address too, and shows no tenant facts", async () => {
  const someone = stranger();
  for (const path of ["/health", `${someone.origin}/health`, `${someone.origin}/api/health/`]) {
    const answer = await someone.get<Record<string, unknown>>(path);
    expect(expectStatus(answer, 200)).toMatchObject({ status: "healthy" });
    expect(answer.text).not.toMatch(/ws-|rep_|count/);
  }
});

it("M1, E32: /openapi.json is open, 3.1, and documents every route with unique operation ids", async () => {
  const someone = stranger();
  const answer = await someone.get<{
    openapi: string;
    paths: Record<string, Record<string, { operationId: string; responses: object; tags: string[] }>>;
  }>(`${someone.origin}/openapi.json`);
  const document = expectStatus(answer, 200);
  expect(document.openapi).toMatch(/^3\.1\./);
  const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
  const ids = operations.map(({ operationId }) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const path of [
    "/reports",
    "/reports/{id}",
    "/reports/{id}/generate",
    "/reports/{id}/status",
    "/reports/{id}/live",
    "/datasets/upload",
    "/runs/{id}",
  ]) {
    expect(document.paths, path).toHaveProperty([`/api/v1${path}`]);
  }
  expect(document.paths).toHaveProperty(["/d/{token}"]);
});

it("E21, H12: every answer has a request id, a sane one of the caller's is kept, and problems name it", async () => {
  const caller = newWorkspace().as("editor");
  const own = await caller.get("/reports", { headers: { "X-Request-Id": "trace-42.a_B" } });
  expect(own.headers.get("X-Request-Id")).toBe("trace-42.a_B");
  for (const insane of ["two words", "x".repeat(300), "<script>"]) {
    const answer = await caller.get("/nothing", { headers: { "X-Request-Id": insane } });
    expect(answer.headers.get("X-Request-Id")).toMatch(/^[\w.-]{1,128}$/);
    expectProblem(answer, 404, "not_found");
  }
});

it("L7: security headers are on answers of every kind", async () => {
  const caller = newWorkspace().as("editor");
  for (const path of ["/reports", "/nothing", "/health", `${caller.origin}/openapi.json`]) {
    const { headers } = await caller.get(path);
    expect(headers.get("X-Content-Type-Options"), path).toBe("nosniff");
    expect(headers.get("Content-Security-Policy"), path).toMatch(/default-src 'none'/);
    expect(headers.get("Strict-Transport-Security"), path).toMatch(/max-age=\d{8}/);
    expect(headers.get("X-Frame-Options"), path).toBe("DENY");
    expect(headers.get("Cache-Control"), path).toMatch(/private|no-store|max-age/);
  }
});

it("H3: 404 for an unknown address, 405 with Allow for a known one, OPTIONS tells", async () => {
  const caller = newWorkspace().as("editor");
  expectProblem(await caller.get("/nothing"), 404, "not_found");
  expectProblem(await stranger().get("/nothing"), 404, "not_found");
  const wrong = await caller.delete("/reports");
  expectProblem(wrong, 405, "method_not_allowed");
  expect(wrong.headers.get("Allow")?.split(", ").toSorted()).toEqual(["GET", "HEAD", "OPTIONS", "POST"]);
  const options = await caller.call("OPTIONS", "/runs/run_x");
  expect(options.status).toBe(204);
  expect(options.headers.get("Allow")?.split(", ").toSorted()).toEqual(["GET", "HEAD", "OPTIONS"]);
});

it("a trailing slash is accepted everywhere", async () => {
  const caller = newWorkspace().as("editor");
  const report = await makeReport(caller, await uploadReady(caller, "a\n1\n"));
  for (const path of [
    "/reports/",
    `/reports/${report.id}/`,
    `/reports/${report.id}/status/`,
    "/runs/",
    "/datasets/",
    "/auth/me/",
  ]) {
    expectStatus(await caller.get(path), 200);
  }
  expectStatus(await caller.post(`/reports/${report.id}/generate/`, {}), 202);
});

it("A28, E22: older addresses work and say what they are called now", async () => {
  const caller = newWorkspace().as("editor");
  const report = await makeReport(caller, await uploadReady(caller, "a\n1\n"));
  const older = await caller.get<Report>(`${caller.origin}/api/reports/custom-reports/${report.id}/?x=1`);
  expect(expectStatus(older, 200).id).toBe(report.id);
  expect(older.headers.get("Deprecation")).toMatch(/^@\d{10}$/);
  expect(older.headers.get("Link")).toContain(`</api/v1/reports/${report.id}?x=1>; rel="successor-version"`);
  expectStatus(await caller.get(`${caller.origin}/api/auth/me`), 200);
  expectStatus(await caller.get(`${caller.origin}/api/reports/`), 200);
  const current = await caller.get(`/reports/${report.id}`);
  expect(current.headers.get("Deprecation")).toBeNull();
});

it("H1, H13: a body that is no JSON is 400, a wrong type 415, an unknown member 422 that names it", async () => {
  const caller = newWorkspace().as("editor");
  const json = { "Content-Type": "application/json" };
  for (const body of ['{"name": ', "", "{'name': 1}", "\u0000", `${"[".repeat(5_000)}`]) {
    expectProblem(await caller.post("/reports", body, { headers: json }), 400, "malformed_request");
  }
  expectProblem(
    await caller.post("/reports", Uint8Array.from([0x22, 0xff, 0x22]), { headers: json }),
    400,
    "malformed_request",
  );
  expectProblem(
    await caller.post("/reports", "<report/>", { headers: { "Content-Type": "text/xml" } }),
    415,
    "unsupported_media_type",
  );
  expectProblem(await caller.post("/reports", "[]", { headers: json }), 422, "validation_failed", ["body"]);
  const unknown = await caller.post("/datasets", { name: "Fine", colour: "red" });
  expectProblem(unknown, 422, "validation_failed", ["colour"]);
});

it("F3, F4, F5: pages count from 1, clamp at 100, are empty past the end, and refuse what is no number", async () => {
  const caller = newWorkspace().as("editor");
  const dataset = await uploadReady(caller, "a\n1\n");
  for (let n = 1; n <= 3; n += 1) await makeReport(caller, dataset, {}, { name: `Report ${n}` });
  const list = async (query: string) =>
    expectStatus(await caller.get<Page<Report>>(`/reports?${query}`), 200);
  expect(await list("page_size=2")).toMatchObject({
    total: 3,
    page: 1,
    page_size: 2,
    pages: 2,
    items: [{ name: "Report 3" }, { name: "Report 2" }],
  });
  expect(await list("page_size=2&page=2")).toMatchObject({
    page: 2,
    items: [{ name: "Report 1" }],
    next_cursor: null,
  });
  expect(await list("page=9")).toMatchObject({ total: 3, page: 9, items: [] });
  expect(await list("page_size=500")).toMatchObject({ page_size: 100 });
  expect(await list("skip=2&limit=2")).toMatchObject({ page_size: 2, items: [{ name: "Report 1" }] });
  for (const [query, field] of [
    ["page=0", "page"],
    ["page=-1", "page"],
    ["page=one", "page"],
    ["page_size=0", "page_size"],
    ["page_size=1.5", "page_size"],
    ["page_size=", "page_size"],
    ["cursor=abc", "cursor"],
    ["ordering=size", "ordering"],
    ["status=lost", "status"],
  ]) {
    expectProblem(await caller.get(`/reports?${query}`), 422, "validation_failed", [String(field)]);
  }
});

it("E18: a cursor walks a list once, while it grows at its head", async () => {
  const caller = newWorkspace().as("editor");
  const dataset = await uploadReady(caller, "a\n1\n");
  const names = Array.from({ length: 5 }, (_, n) => `Report ${n}`);
  for (const name of names) await makeReport(caller, dataset, {}, { name });
  const seen: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const page: Page<Report> = expectStatus(
      await caller.get<Page<Report>>(
        `/reports?page_size=2${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      ),
      200,
    );
    seen.push(...page.items.map(({ name }) => name));
    cursor = page.next_cursor;
    if (seen.length === 2) await makeReport(caller, dataset, {}, { name: "Newcomer" });
  }
  expect(seen).toEqual(names.toReversed());
});

it("X9: an Idempotency-Key is done once, refuses another body, and belongs to its user", async () => {
  const workspace = newWorkspace();
  const [ada, bob] = [workspace.as("editor", "ada"), workspace.as("editor", "bob")];
  const headers = { "Idempotency-Key": "make-it-once" };
  const create = (caller = ada, name = "Once") =>
    caller.post<{ id: string }>("/datasets", { name }, { headers });
  const first = await create();
  const again = await create();
  expect(again.body.id).toBe(expectStatus(first, 201).id);
  expect([first, again].map((answer) => answer.headers.get("Idempotency-Replayed"))).toEqual([null, "true"]);
  expectProblem(await create(ada, "Another"), 422, "idempotency_key_reused");
  expect((await create(bob)).body.id).not.toBe(first.body.id);
  const together = await Promise.all(
    Array.from({ length: 5 }, () =>
      ada.post<{ id: string }>("/datasets", { name: "Race" }, { headers: { "Idempotency-Key": "race" } }),
    ),
  );
  for (const answer of together) expect([201, 409]).toContain(answer.status);
  expect(new Set(together.flatMap(({ status, body }) => (status === 201 ? [body.id] : []))).size).toBe(1);
});

it("L3: CORS answers the origins of the setting and no others", async () => {
  const caller = newWorkspace().as("editor");
  const preflight = (origin: string) =>
    stranger().call("OPTIONS", "/reports", {
      headers: {
        Origin: origin,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization,content-type",
      },
    });
  const allowed = await preflight("https://app.example.com");
  expect(allowed.status).toBe(204);
  expect(allowed.headers.get("Access-Control-Allow-Origin")).toBe("https://app.example.com");
  expect(allowed.headers.get("Access-Control-Allow-Headers")).toMatch(/authorization/i);
  expect(allowed.headers.get("Access-Control-Allow-Credentials")).toBeNull();
  const read = await caller.get("/reports", { headers: { Origin: "https://app.example.com" } });
  expect(read.headers.get("Access-Control-Allow-Origin")).toBe("https://app.example.com");
  expect(read.headers.get("Access-Control-Expose-Headers")).toMatch(/ETag/);
  for (const other of ["https://evil.example", "https://app.example.com.evil.example", "null"]) {
    expect((await preflight(other)).headers.get("Access-Control-Allow-Origin"), other).toBeNull();
    expect(
      (await caller.get("/reports", { headers: { Origin: other } })).headers.get(
        "Access-Control-Allow-Origin",
      ),
    ).toBeNull();
  }
});

it("strange addresses are refused in words", async () => {
  const caller = newWorkspace().as("editor");
  expectProblem(await caller.get(`/reports?search=${"x".repeat(9_000)}`), 414, "uri_too_long");
  expectProblem(await caller.get("/reports/%ZZ"), 400, "malformed_request");
  expectProblem(await caller.get("/reports/%00"), 400, "malformed_request");
  expectProblem(await caller.get("/reports/..%2f..%2fetc"), 404, "not_found");
});
