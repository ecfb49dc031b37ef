import { Buffer } from "node:buffer";
import { execFile } from "node:child_process";
import { createHmac, generateKeyPairSync, sign } from "node:crypto";
import path from "node:path";
import { promisify } from "node:util";
import { describe, expect, inject, it } from "vitest";
import { Caller, expectProblem, expectStatus } from "./harness/client";
import { generateNow, makeReport, startRun, uploadReady } from "./harness/steps";
import { claimsOf, SECRET, signToken } from "./harness/tokens";
import { newWorkspace, stranger } from "./harness/workspace";

const origin = inject("origin");
const claims = () => claimsOf("ws-tricks", "admin", "mallory");
const me = (token: string | null) => new Caller(origin, token).get("/auth/me");
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("H2, G8: every trick with a token is a 401", () => {
  const now = Math.floor(Date.now() / 1000);
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const rs256 = `${part({ alg: "RS256" })}.${part(claims())}`;
  const without = (name: string) =>
    signToken(Object.fromEntries(Object.entries(claims()).filter(([key]) => key !== name)));
  const tricks: Record<string, string> = {
    "no algorithm": `${part({ alg: "none" })}.${part(claims())}.`,
    "no algorithm, other case": `${part({ alg: "nOnE" })}.${part(claims())}.`,
    "the signature left out": signToken(claims()).replace(/[^.]*$/, ""),
    "another algorithm of the family": signToken(claims(), { header: { alg: "HS512" } }),
    "an RSA signature where a secret is set": `${rs256}.${sign("sha256", Buffer.from(rs256), privateKey).toString("base64url")}`,
    "RS256 in the header over an HMAC": `${rs256}.${createHmac("sha256", SECRET).update(rs256).digest("base64url")}`,
    "an empty secret": signToken(claims(), { secret: "" }),
    "another secret": signToken(claims(), { secret: `${SECRET}!` }),
    "a key named in the header": signToken(claims(), {
      header: { alg: "HS256", kid: "../../dev/null" },
      secret: "",
    }),
    "a key brought in the header": signToken(claims(), {
      header: { alg: "HS256", jwk: { kty: "oct", k: part("x") } },
      secret: "x",
    }),
    "a critical extension": signToken(claims(), { header: { alg: "HS256", crit: ["exp"], exp: 1 } }),
    expired: signToken({ ...claims(), exp: now - 1 }),
    "an expiry that is text": signToken({ ...claims(), exp: "tomorrow" }),
    "not yet valid": signToken({ ...claims(), nbf: now + 3600 }),
    "issued in the future": signToken({ ...claims(), iat: now + 3600 }),
    "another audience": signToken({ ...claims(), aud: "other-service" }),
    "no audience": without("aud"),
    "no expiry": without("exp"),
    "no subject": without("sub"),
    "an unknown role": signToken({ ...claims(), role: "root" }),
    "a workspace that is a path": signToken({ ...claims(), workspace_id: "../other" }),
    "a changed payload": signToken(claims()).replace(/\.[^.]+\./, `.${part({ ...claims(), sub: "other" })}.`),
    "two dots too few": "abc",
    "an oversized token": signToken({ ...claims(), padding: "x".repeat(20_000) }),
  };
  for (const [name, token] of Object.entries(tricks)) {
    it(name, async () => {
      const answer = await me(token);
      expectProblem(answer, 401, "unauthorized");
      expect(answer.headers.get("WWW-Authenticate")).toMatch(/^Bearer /);
      expect(answer.text).not.toContain(SECRET);
    });
  }

  it("the same claims, signed right, are let in", async () => {
    expect(expectStatus(await me(signToken(claims())), 200)).toMatchObject({
      id: "mallory",
      role: "admin",
      workspace_id: "ws-tricks",
    });
  });
});

it("no token, an empty one, another scheme: 401 with a challenge; `Token` is a synonym of `Bearer`", async () => {
  const token = signToken(claims());
  const call = (value: string) => stranger().get("/auth/me", { headers: { Authorization: value } });
  expectProblem(await me(null), 401, "unauthorized");
  for (const value of [
    "Bearer",
    "Bearer ",
    `Basic ${token}`,
    `Bearer ${token} x`,
    `Bearer ${token}, Bearer ${token}`,
  ]) {
    expectProblem(await call(value), 401, "unauthorized");
  }
  for (const value of [`Token ${token}`, `bearer ${token}`]) expectStatus(await call(value), 200);
});

it("every route but the open ones wants a token", async () => {
  const document = await stranger().get<{ paths: Record<string, Record<string, { security?: object[] }>> }>(
    `${origin}/openapi.json`,
  );
  const routes = Object.entries(document.body.paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ path, method })),
  );
  const open = new Set([
    "get /api/v1/health",
    "get /d/{token}",
    "get /unsubscribe/{token}",
    "post /unsubscribe/{token}",
  ]);
  expect(routes.length).toBeGreaterThan(20);
  for (const { path, method } of routes) {
    if (open.has(`${method} ${path}`)) continue;
    const upgrade: Record<string, string> = path.endsWith("/live") ? { Accept: "text/event-stream" } : {};
    const address = `${origin}${path.replaceAll(/\{\w+\}/g, "rep_x")}`;
    const answer = await stranger().call(method.toUpperCase(), address, { headers: upgrade });
    expect(answer.status, `${method} ${path}`).toBe(401);
  }
});

it("G8: npm run token prints a token that the API takes", async () => {
  const { stdout } = await promisify(execFile)(
    "npm",
    [
      "run",
      "--silent",
      "token",
      "--",
      "--workspace",
      "ws-printed",
      "--user",
      "ada",
      "--role",
      "viewer",
      "--name",
      "Ada",
    ],
    { cwd: path.resolve(import.meta.dirname, "../.."), env: { ...process.env, AUTH_SECRET: SECRET } },
  );
  const known = { id: "ada", name: "Ada", role: "viewer", workspace_id: "ws-printed" };
  expect(expectStatus(await me(stdout.trim()), 200)).toMatchObject(known);
});

it("G1: a token of several workspaces names one; a foreign one is 403", async () => {
  const [here, there] = [newWorkspace().id, newWorkspace().id];
  const caller = new Caller(
    origin,
    signToken({
      ...claims(),
      workspace_id: undefined,
      role: undefined,
      workspaces: { [here]: "admin", [there]: "viewer" },
    }),
  );
  expectProblem(await caller.get("/reports"), 400, "workspace_required");
  expect(expectStatus(await caller.get(`/auth/me?workspace_id=${there}`), 200)).toMatchObject({
    workspace_id: there,
    role: "viewer",
  });
  expect(
    expectStatus(await caller.get("/auth/me", { headers: { "X-Workspace-Id": here } }), 200),
  ).toMatchObject({ role: "admin" });
  expectProblem(await caller.get("/auth/me?workspace_id=ws-foreign"), 403, "forbidden");
  expectProblem(
    await caller.get(`/auth/me?workspace_id=${here}`, { headers: { "X-Workspace-Id": there } }),
    400,
    "malformed_request",
  );
});

it("G5, G6: a viewer looks, an editor makes, an owner changes, an admin may all", async () => {
  const workspace = newWorkspace();
  const [viewer, owner, other, admin] = [
    workspace.as("viewer"),
    workspace.as("editor", "owner"),
    workspace.as("editor", "other"),
    workspace.as("admin"),
  ];
  const csv = { headers: { "Content-Type": "text/csv" } };
  expectProblem(await viewer.post("/datasets/upload?name=x", "a\n1\n", csv), 403, "forbidden");
  expectProblem(await viewer.post("/datasets", { name: "x" }), 403, "forbidden");
  const dataset = await uploadReady(owner, "a\n1\n");
  const config = { dataset: dataset.id, fields: ["a"] };
  expectProblem(await viewer.post("/reports", { name: "x", config }), 403, "forbidden");

  const secret = await makeReport(owner, dataset);
  for (const caller of [viewer, other]) {
    expectProblem(await caller.get(`/reports/${secret.id}`), 403, "forbidden");
    expectProblem(await caller.post(`/reports/${secret.id}/generate`, {}), 403, "forbidden");
    expectProblem(await caller.get(`/reports/${secret.id}/status`), 403, "forbidden");
    expectProblem(await caller.get(`/reports/${secret.id}/download/csv`), 403, "forbidden");
    expect((await caller.get<{ total: number }>("/reports")).body.total).toBe(0);
  }
  const run = await generateNow(owner, secret);
  for (const caller of [viewer, other]) {
    expectProblem(await caller.get(`/runs/${run.id}`), 404, "not_found");
    expect((await caller.get<{ total: number }>("/runs")).body.total).toBe(0);
  }
  expectStatus(await admin.get(`/runs/${run.id}`), 200);

  const common = await makeReport(owner, dataset, {}, { visibility: "workspace" });
  await generateNow(owner, common);
  for (const caller of [viewer, other]) {
    expectStatus(await caller.get(`/reports/${common.id}`), 200);
    expectStatus(await caller.get(`/reports/${common.id}/download/json`), 200);
    expectProblem(await caller.post(`/reports/${common.id}/generate`, {}), 403, "forbidden");
    expectProblem(await caller.patch(`/reports/${common.id}`, { name: "Mine" }), 403, "forbidden");
    expectProblem(await caller.delete(`/reports/${common.id}`), 403, "forbidden");
    expectProblem(await caller.post(`/datasets/${dataset.id}/rows`, [{ a: 2 }]), 403, "forbidden");
    expectProblem(await caller.delete(`/datasets/${dataset.id}`), 403, "forbidden");
    expectStatus(await caller.get(`/datasets/${dataset.id}/rows`), 200);
  }
  expectStatus(await admin.patch(`/reports/${secret.id}`, { name: "By the admin" }), 200);
  expectStatus(await admin.post(`/datasets/${dataset.id}/rows`, [{ a: 2 }]), 200);
  expect((await startRun(admin, secret, { force: true })).status).toBe("queued");
});
