import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { auditLog, NEWS_EVENTS, webhooks } from "../../src/db/schema";
import { deliveryRoutes } from "../../src/delivery/routes";
import { settingsOf } from "../../src/env";
import { seal, unseal } from "../../src/http/sealed";
import { platformOf } from "../../src/platform";
import { call, expectProblem, newWorkspace, sampleApp } from "../support";
import { madeDelivery, madeWebhook } from "../support/news";
import { type Made, succeed } from "../support/product";

const platform = platformOf(env);
const PUBLIC = "https://hooks.example.com/in";
const path = "/api/v1/webhooks";

const storedWebhook = async (id: string) =>
  (await platform.db.select().from(webhooks).where(eq(webhooks.id, id)))[0];

describe("a webhook", () => {
  it("E15: shows its secret when it is made, and never again", async () => {
    const token = await newWorkspace().token();
    const made = await madeWebhook(token, PUBLIC, { description: "Ours" });
    expect(made).toMatchObject({
      url: PUBLIC,
      description: "Ours",
      events: ["run.completed"],
      headers: {},
      enabled: true,
      disabled_reason: null,
      failing_since: null,
    });
    expect(made.id).toMatch(/^whk_[0-9a-z]{26}$/);
    expect(atob(made.secret.replace(/^whsec_/, ""))).toHaveLength(32);
    const { secret, ...rest } = made;
    expect(await succeed("GET", `/webhooks/${made.id}`, token)).toEqual(rest);
    expect(await succeed("GET", "/webhooks", token)).toMatchObject({ items: [rest], total: 1 });
    const changed = await succeed("PATCH", `/webhooks/${made.id}`, token, { description: null });
    expect(JSON.stringify(changed)).not.toContain(secret.slice(6));
  });

  it("keeps neither secret nor header values in the clear", async () => {
    const token = await newWorkspace().token();
    const headers = { Authorization: "Bearer of-the-receiver" };
    const made = await madeWebhook(token, PUBLIC, { headers });
    const row = JSON.stringify(await storedWebhook(made.id));
    expect(row).not.toContain(made.secret.slice(6));
    expect(row).not.toContain("of-the-receiver");
    expect(await succeed("GET", `/webhooks/${made.id}`, token)).toMatchObject({ headers });
  });

  it("the ETag follows what is shown; a failed delivery makes no change stale", async () => {
    const token = await newWorkspace().token();
    const { id } = await madeWebhook(token, PUBLIC, {});
    const tag = async () => (await call("GET", `${path}/${id}`, { token })).headers.get("ETag") ?? "";
    const before = await tag();
    await env.DB.prepare("UPDATE webhooks SET failing_since = '2026-11-01T00:00:00.000Z' WHERE id = ?")
      .bind(id)
      .run();
    expect(await tag()).not.toBe(before);
    const change = { token, body: { description: "Ours" }, headers: { "If-Match": before } };
    expect((await call("PATCH", `${path}/${id}`, change)).status).toBe(200);
    await expectProblem(await call("PATCH", `${path}/${id}`, change), "precondition_failed");
  });

  it.each(["before=zzz", "before=dlv_1", "limit=1e1", "limit=", "limit=101", "status=held"])(
    "its log is 422 for ?%s",
    async (query) => {
      const token = await newWorkspace().token();
      const { id } = await madeWebhook(token, PUBLIC, {});
      await expectProblem(
        await call("GET", `${path}/${id}/deliveries?${query}`, { token }),
        "validation_failed",
      );
    },
  );

  it("can be changed and replaced, with If-Match", async () => {
    const token = await newWorkspace().token();
    const { id } = await madeWebhook(token, PUBLIC, { headers: { "X-Team": "a" }, description: "Ours" });
    const read = await call("GET", `${path}/${id}`, { token });
    const etag = read.headers.get("ETag") ?? "";
    expect((await call("GET", `${path}/${id}`, { token, headers: { "If-None-Match": etag } })).status).toBe(
      304,
    );
    const change = {
      url: "https://other.example.com/",
      events: ["run.failed", "run.failed", "dataset.ready"],
    };
    expect(await succeed("PATCH", `/webhooks/${id}`, token, change, { "If-Match": etag })).toMatchObject({
      url: "https://other.example.com/",
      events: ["run.failed", "dataset.ready"],
      headers: { "X-Team": "a" },
      description: "Ours",
    });
    const stale = { token, body: { enabled: false }, headers: { "If-Match": etag } };
    await expectProblem(await call("PATCH", `${path}/${id}`, stale), "precondition_failed");
    await expectProblem(
      await call("DELETE", `${path}/${id}`, { token, headers: { "If-Match": etag } }),
      "precondition_failed",
    );
    expect(
      await succeed("PUT", `/webhooks/${id}`, token, { url: PUBLIC, events: ["run.cancelled"] }),
    ).toMatchObject({
      url: PUBLIC,
      events: ["run.cancelled"],
      headers: {},
      description: null,
      enabled: true,
    });
  });

  it("is gone once it is deleted, and what waited for it is not sent", async () => {
    const workspace = newWorkspace();
    const token = await workspace.token();
    const { id } = await madeWebhook(token, PUBLIC);
    const at = new Date(Date.now() + 60_000).toISOString();
    const waiting = await madeDelivery({
      workspaceId: workspace.id,
      target: id,
      status: "pending",
      nextAt: at,
    });
    expect((await call("DELETE", `${path}/${id}`, { token })).status).toBe(204);
    await expectProblem(await call("GET", `${path}/${id}`, { token }), "not_found");
    await expectProblem(await call("GET", `${path}/${id}/deliveries`, { token }), "not_found");
    const { results } = await env.DB.prepare("SELECT status, next_at FROM deliveries WHERE id = ?")
      .bind(waiting)
      .all();
    expect(results).toEqual([{ status: "skipped", next_at: null }]);
  });

  it("leaves a row in the audit log for each change", async () => {
    const workspace = newWorkspace();
    const token = await workspace.token();
    const { id } = await madeWebhook(token, PUBLIC);
    await succeed("PATCH", `/webhooks/${id}`, token, { enabled: false });
    await succeed("POST", `/webhooks/${id}/rotate-secret`, token);
    await succeed("DELETE", `/webhooks/${id}`, token);
    const rows = await platform.db.select().from(auditLog).where(eq(auditLog.targetId, id));
    expect(rows.map(({ action }) => action).toSorted()).toEqual([
      "webhook.create",
      "webhook.delete",
      "webhook.rotate_secret",
      "webhook.update",
    ]);
  });

  it("E8: is made once for the same Idempotency-Key", async () => {
    const token = await newWorkspace().token();
    const headers = { "Idempotency-Key": "k1" };
    const body = { url: PUBLIC, events: ["run.completed"] };
    const [first, second] = [
      await succeed("POST", "/webhooks", token, body, headers),
      await succeed("POST", "/webhooks", token, body, headers),
    ];
    expect(second).toEqual(first);
    expect(await succeed("GET", "/webhooks", token)).toMatchObject({ total: 1 });
  });

  it("a workspace has at most fifty", async () => {
    const token = await newWorkspace().token();
    const made = Array.from({ length: 50 }, () => madeWebhook(token, PUBLIC));
    await Promise.all(made);
    const body = { url: PUBLIC, events: ["run.completed"] };
    await expectProblem(await call("POST", path, { token, body }), "conflict");
    const page = await succeed<{ items: Made[]; next_cursor: string }>(
      "GET",
      "/webhooks?page_size=30",
      token,
    );
    const rest = await succeed<{ items: Made[] }>(
      "GET",
      `/webhooks?page_size=30&cursor=${page.next_cursor}`,
      token,
    );
    expect(new Set([...page.items, ...rest.items].map(({ id }) => id)).size).toBe(50);
  });
});

describe("what a webhook may not have", () => {
  const refused = async (body: object) => {
    const token = await newWorkspace().token();
    const problem = await expectProblem(
      await call("POST", path, { token, body: { url: PUBLIC, events: ["run.completed"], ...body } }),
      "validation_failed",
    );
    return problem.errors ?? {};
  };

  it("unknown events, with what is known", async () => {
    const errors = await refused({ events: ["run.completed", "run.done"] });
    for (const event of NEWS_EVENTS) expect(errors["events.1"]?.[0]).toContain(event);
    expect(await refused({ events: [] })).toHaveProperty("events");
    expect(await refused({ events: ["webhook.disabled"] })).toHaveProperty(["events.0"]);
  });

  it("an address that is none, or none to post to", async () => {
    expect(await refused({ url: "hooks.example.com" })).toEqual({ url: ["must be an absolute URL"] });
    expect(await refused({ url: "ftp://hooks.example.com" })).toHaveProperty("url");
    expect(await refused({ url: "https://user:pw@hooks.example.com" })).toHaveProperty("url");
    expect(await refused({ url: `https://hooks.example.com/${"x".repeat(2_000)}` })).toHaveProperty("url");
  });

  it("in production: private places and plain http, at save and at change", async () => {
    const production = sampleApp(deliveryRoutes, { ENVIRONMENT: "production" });
    const token = await newWorkspace().token();
    const body = { url: "https://169.254.169.254/latest/meta-data/", events: ["run.completed"] };
    await expectProblem(await production("POST", path, { token, body }), "validation_failed");
    const http = { token, body: { ...body, url: "http://hooks.example.com/" } };
    await expectProblem(await production("POST", path, http), "validation_failed");
    const { id } = await madeWebhook(token, PUBLIC);
    const change = { token, body: { url: "https://[::ffff:10.0.0.1]/" } };
    await expectProblem(await production("PATCH", `${path}/${id}`, change), "validation_failed");
    expect((await production("PATCH", `${path}/${id}`, { token, body: { url: PUBLIC } })).status).toBe(200);
  });

  it.each([
    ["webhook-signature", "x"],
    ["Webhook-Id", "x"],
    ["Host", "internal"],
    ["Content-Length", "0"],
    ["Transfer-Encoding", "chunked"],
    ["Connection", "close"],
    ["Upgrade", "websocket"],
    ["X-Forwarded-For", "127.0.0.1"],
    ["CF-Connecting-IP", "127.0.0.1"],
    ["bad name", "x"],
    ["X-Bad", "two\r\nSet-Cookie: a=b"],
    ["X-Bad", "two\nlines"],
    ["X-Bad", "ünicode"],
    ["X-Bad", ""],
    ["X-Bad", " padded"],
    ["X-Bad", "x".repeat(1_001)],
  ])("X15: the header %j: %j", async (name, value) => {
    expect(await refused({ headers: { [name]: value } })).toHaveProperty([`headers.${name}`]);
  });

  it("X15: too many headers, or one twice in other letters", async () => {
    const many = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`X-${i}`, "x"]));
    expect(await refused({ headers: many })).toHaveProperty("headers");
    expect(await refused({ headers: { "X-A": "1", "x-a": "2" } })).toHaveProperty("headers");
  });

  it("fields that are not known", async () => {
    expect(await refused({ secret: "whsec_mine" })).toHaveProperty("secret");
  });
});

describe("rotating a secret", () => {
  it("E15: gives another, and says how long the one before holds", async () => {
    const token = await newWorkspace().token();
    const made = await madeWebhook(token, PUBLIC);
    const rotated = await succeed<Made & { secret: string; previous_secret_valid_until: string }>(
      "POST",
      `/webhooks/${made.id}/rotate-secret`,
      token,
    );
    expect(rotated.secret).not.toBe(made.secret);
    const hours = (Date.parse(rotated.previous_secret_valid_until) - Date.now()) / 3_600_000;
    expect(Math.round(hours)).toBe(24);
    expect(await succeed("GET", `/webhooks/${made.id}`, token)).toMatchObject({
      previous_secret_valid_until: rotated.previous_secret_valid_until,
    });
  });
});

describe("sealed texts", () => {
  const settings = settingsOf(env);

  it("open for the row that they were sealed for, and look different each time", async () => {
    const [one, two] = [await seal(settings, "whk_1", "secret"), await seal(settings, "whk_1", "secret")];
    expect(one).not.toBe(two);
    expect(await unseal(settings, "whk_1", one)).toBe("secret");
    expect(await unseal(settings, "whk_1", two)).toBe("secret");
  });

  it("do not open for another row, another AUTH_SECRET, or when a bit was changed", async () => {
    const sealed = await seal(settings, "whk_1", "secret");
    expect(await unseal(settings, "whk_2", sealed)).toBeNull();
    expect(await unseal({ ...settings, AUTH_SECRET: "x".repeat(40) }, "whk_1", sealed)).toBeNull();
    const flipped = `${sealed.slice(0, -2)}${sealed.at(-2) === "A" ? "B" : "A"}${sealed.slice(-1)}`;
    expect(await unseal(settings, "whk_1", flipped)).toBeNull();
    expect(await unseal(settings, "whk_1", "")).toBeNull();
  });
});
