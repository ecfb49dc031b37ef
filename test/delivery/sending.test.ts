import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { Webhook, WebhookVerificationError } from "standardwebhooks";
import { describe, expect, it, vi } from "vitest";
import { newId } from "../../src/db/ids";
import { deliveries, webhooks } from "../../src/db/schema";
import { settingsOf } from "../../src/env";
import { platformOf } from "../../src/platform";
import { newWorkspace } from "../support";
import { announced, delivered, madeWebhook } from "../support/news";
import { type Made, succeed } from "../support/product";
import { newReceiver } from "../support/receiver";
import type { Seen } from "../support/receiver-service";

const platform = platformOf(env);
const LATER = () => new Date(Date.now() + 24 * 3_600_000);

interface LogEntry extends Made {
  readonly status: string;
  readonly attempts: number;
}

/** A workspace with a webhook that leads to a receiver, and a subject that there is news of. */
async function listening(more: object = {}) {
  const workspace = newWorkspace();
  const token = await workspace.token();
  const receiver = newReceiver();
  const webhook = await madeWebhook(token, receiver.url, { events: ["schedule.failed"], ...more });
  const subjectId = newId("run", new Date());
  const news = {
    workspaceId: workspace.id,
    event: "schedule.failed",
    subjectId,
    facts: { reason: "no_data" },
  } as const;
  const log = async () =>
    (await succeed<{ items: LogEntry[] }>("GET", `/webhooks/${webhook.id}/deliveries`, token)).items;
  return { workspace, token, receiver, webhook, subjectId, news, log };
}

/** As a receiver would: throws unless the signature holds. */
const verified = (secret: string, { body, headers }: Seen) => new Webhook(secret).verify(body, headers);

describe("a delivery to a webhook", () => {
  it("E15 X16: is signed by Standard Webhooks, as its own library finds, and thin", async () => {
    const { receiver, webhook, news, subjectId, log } = await listening({ headers: { "X-Team": "reports" } });
    await announced(news);
    await delivered(subjectId);
    const [seen, ...more] = await receiver.seen();
    if (!seen) throw new Error("nothing came");
    expect(more).toEqual([]);
    expect(seen).toMatchObject({ method: "POST", url: receiver.url });
    expect(seen.headers).toMatchObject({ "content-type": "application/json", "x-team": "reports" });
    expect(verified(webhook.secret, seen)).toEqual({
      type: "schedule.failed",
      timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
      data: { id: subjectId, reason: "no_data" },
    });
    const [entry] = await log();
    expect(entry).toMatchObject({ id: seen.headers["webhook-id"], status: "delivered", attempts: 1 });
    expect(entry).toMatchObject({ response_code: 200, error: null, next_at: null });
    expect(() =>
      verified(webhook.secret, { ...seen, body: seen.body.replace("no_data", "all_well") }),
    ).toThrow(WebhookVerificationError);
    expect(() => verified(`whsec_${btoa("another secret of theirs")}`, seen)).toThrow(
      WebhookVerificationError,
    );
  });

  it("E15: carries both signatures while a secret is rotated, and one a day later", async () => {
    const { receiver, webhook, token, news, subjectId } = await listening();
    const path = `/webhooks/${webhook.id}/rotate-secret`;
    const { secret } = await succeed<Made & { secret: string }>("POST", path, token);
    await announced(news);
    await delivered(subjectId);
    await announced({ ...news, occasion: "later" });
    await delivered(subjectId, { now: LATER });
    const [soon, later] = await receiver.seen();
    if (!soon || !later) throw new Error("two should have come");
    expect(verified(webhook.secret, soon)).toEqual(verified(secret, soon));
    expect(soon.headers["webhook-signature"]?.split(" ")).toHaveLength(2);
    expect(later.headers["webhook-signature"]?.split(" ")).toHaveLength(1);
  });

  it("keeps what it is told of the answer: its code, how long it took, and 1,000 bytes", async () => {
    const { receiver, news, subjectId, log } = await listening();
    await receiver.answers({ status: 422, body: `<script>alert(1)</script>${"é".repeat(5_000)}` });
    await announced(news);
    await delivered(subjectId);
    const [entry] = await log();
    expect(entry).toMatchObject({ status: "pending", response_code: 422, error: "It answered 422." });
    expect(String(entry?.response_body)).toMatch(/^<script>/);
    expect(new TextEncoder().encode(String(entry?.response_body)).byteLength).toBeLessThanOrEqual(1_003);
    expect(Number(entry?.duration_ms)).toBeGreaterThanOrEqual(0);
  });

  it("follows no redirect", async () => {
    const { receiver, news, subjectId, log } = await listening();
    const elsewhere = newReceiver();
    await receiver.answers({ status: 307, headers: { Location: elsewhere.url } });
    await announced(news);
    await delivered(subjectId);
    expect(await elsewhere.seen()).toEqual([]);
    expect(await log()).toMatchObject([
      { status: "pending", response_code: 307, error: "It answered 307: redirects are not followed." },
    ]);
  });

  it("waits no longer than the limit", async () => {
    const { receiver, news, subjectId, log } = await listening();
    await receiver.answers({ status: 200, delayMs: 3_000 });
    await announced(news);
    await delivered(subjectId, { settings: { ...platform.settings, WEBHOOK_TIMEOUT_SECONDS: 1 } });
    expect(await log()).toMatchObject([
      { status: "pending", response_code: null, error: "It did not answer within 1 seconds." },
    ]);
  });

  it("to where nobody is fails without inner texts", async () => {
    const { receiver, news, subjectId, log } = await listening();
    await announced(news);
    const reach = globalThis.fetch;
    const fetched = vi
      .spyOn(globalThis, "fetch")
      .mockImplementation((input, init) =>
        String(input) === receiver.url
          ? Promise.reject(new TypeError("internal error; reference = 0123"))
          : reach(input, init),
      );
    await delivered(subjectId).finally(() => fetched.mockRestore());
    expect(await log()).toMatchObject([{ status: "pending", error: "It could not be reached." }]);
  });

  it("is refused at the time of sending too, when the address has become a private one", async () => {
    const { webhook, token, news, subjectId, log } = await listening();
    await succeed("PATCH", `/webhooks/${webhook.id}`, token, { url: "http://127.0.0.1/" });
    await announced(news);
    await delivered(subjectId, { settings: { ...platform.settings, WEBHOOK_ALLOW_PRIVATE: false } });
    const error = expect.stringContaining("must lead to a public host");
    expect(await log()).toMatchObject([{ status: "failed", attempts: 1, error }]);
  });

  it("cannot be signed under another AUTH_SECRET, and says so", async () => {
    const { receiver, news, subjectId, log } = await listening();
    await announced(news);
    await delivered(subjectId, { settings: { ...platform.settings, AUTH_SECRET: "y".repeat(40) } });
    expect(await receiver.seen()).toEqual([]);
    expect(await log()).toMatchObject([
      { status: "failed", error: "The secret can no longer be read: rotate it." },
    ]);
  });
});

describe("trying again", () => {
  it("E15: after 1, 5, 30 minutes, 2 and 8 hours, with the same id and body, and then no more", async () => {
    const { receiver, webhook, news, subjectId, log } = await listening();
    await receiver.answers({ status: 500 });
    await announced(news);
    let time = Date.now();
    const sent: { delaySeconds?: number }[] = [];
    const room = {
      now: () => new Date(time),
      settings: settingsOf({ ...env, WEBHOOK_RETRY_SECONDS: undefined }),
      jobs: {
        send: async (_: unknown, options: { delaySeconds?: number }) => void sent.push(options),
      } as unknown as typeof platform.jobs,
    };
    for (const seconds of [60, 300, 1_800, 7_200, 28_800]) {
      await delivered(subjectId, room);
      const before = (await receiver.seen()).length;
      time += seconds * 1000 - 2_000;
      await delivered(subjectId, room); // too early
      expect((await receiver.seen()).length).toBe(before);
      time += 2_000;
    }
    await delivered(subjectId, room);
    time += 1_000_000_000;
    await delivered(subjectId, room);
    expect(sent.map(({ delaySeconds }) => delaySeconds)).toEqual([60, 300, 1_800, 7_200, 28_800]);
    const seen = await receiver.seen();
    expect(seen).toHaveLength(6);
    expect(new Set(seen.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(new Set(seen.map(({ body }) => body)).size).toBe(1);
    expect(new Set(seen.map(({ headers }) => headers["webhook-timestamp"])).size).toBe(6);
    expect(seen.every(({ headers }) => headers["webhook-signature"]?.startsWith("v1,"))).toBe(true);
    expect(await log()).toMatchObject([{ status: "failed", attempts: 6, next_at: null }]);
    expect(webhook.enabled).toBe(true);
  });

  it("not before the time that the receiver asks for (Retry-After)", async () => {
    const { receiver, news, subjectId, log } = await listening();
    await receiver.answers({ status: 429, headers: { "Retry-After": "100000" } });
    await announced(news);
    const sent: { delaySeconds?: number }[] = [];
    const jobs = {
      send: async (_: unknown, options: { delaySeconds?: number }) => void sent.push(options),
    } as unknown as typeof platform.jobs;
    await delivered(subjectId, { jobs });
    const [{ next_at = "" } = {}] = (await log()) as (LogEntry & { next_at: string })[];
    expect(Date.parse(next_at) - Date.now()).toBeGreaterThan(23 * 3_600_000);
    expect(sent).toEqual([{ delaySeconds: 12 * 3_600 }]); // the queue's longest; the tick does the rest
  });

  it("by the queue itself, until it is taken", async () => {
    const { receiver, news, subjectId, log } = await listening();
    await receiver.answers({ status: 503 }, { status: 302 }, { status: 200 });
    await announced(news);
    await platform.jobs.send({ kind: "deliver", subject_id: subjectId });
    await receiver.got(3);
    await expect.poll(log, { timeout: 5_000 }).toMatchObject([{ status: "delivered", attempts: 3 }]);
  });

  it("a success ends the time of failing", async () => {
    const { receiver, webhook, token, news, subjectId } = await listening();
    await receiver.answers({ status: 500 }, { status: 204 });
    await announced(news);
    await delivered(subjectId);
    const failing = await succeed("GET", `/webhooks/${webhook.id}`, token);
    expect(failing.failing_since).not.toBeNull();
    await delivered(subjectId, { now: LATER });
    expect(await succeed("GET", `/webhooks/${webhook.id}`, token)).toMatchObject({ failing_since: null });
  });
});

describe("exactly once", () => {
  it("E24 U7: one delivery for news announced often, sent once by senders at the same time", async () => {
    const { receiver, news, subjectId, log } = await listening();
    const made = await Promise.all([announced(news), announced(news), announced(news)]);
    expect(made.reduce((sum, count) => sum + count, 0)).toBe(1);
    await Promise.all([
      delivered(subjectId),
      delivered(subjectId),
      delivered(subjectId),
      delivered(subjectId),
    ]);
    expect(await receiver.seen()).toHaveLength(1);
    await delivered(subjectId);
    expect(await announced(news)).toBe(0);
    expect(await receiver.seen()).toHaveLength(1);
    expect(await log()).toHaveLength(1);
  });

  it("a sender that dies in the middle is followed by another, with the same webhook-id", async () => {
    const { receiver, news, subjectId, log } = await listening();
    await announced(news);
    const [begin, gone] = [platform.db.batch.bind(platform.db), new Error("the isolate is gone")];
    let batches = 0;
    const dying = {
      ...platform.db,
      update: platform.db.update.bind(platform.db),
      select: platform.db.select.bind(platform.db),
      // The second would note what came of the try.
      batch: (statements: Parameters<typeof begin>[0]) =>
        ++batches === 1 ? begin(statements) : Promise.reject(gone),
    } as unknown as typeof platform.db;
    await expect(delivered(subjectId, { db: dying })).rejects.toThrow("gone");
    await delivered(subjectId); // the lease has not ended
    expect(await receiver.seen()).toHaveLength(1);
    await delivered(subjectId, { now: () => new Date(Date.now() + 180_000) });
    const seen = await receiver.seen();
    expect(seen).toHaveLength(2);
    expect(seen[0]?.headers["webhook-id"]).toBe(seen[1]?.headers["webhook-id"]);
    expect(await log()).toMatchObject([{ status: "delivered", attempts: 2 }]);
  });

  it("a sender that lost its lease does not overwrite what came of the one after it", async () => {
    const { receiver, news, subjectId, log } = await listening();
    await receiver.answers({ status: 500, delayMs: 1_000 }, { status: 200 });
    await announced(news);
    const slow = delivered(subjectId);
    await receiver.got(1);
    await delivered(subjectId, { now: () => new Date(Date.now() + 180_000) });
    await slow;
    expect(await log()).toMatchObject([{ status: "delivered", attempts: 2 }]);
  });
});

describe("disabling", () => {
  it("E15: at once when it answers 410, and its other deliveries are not sent", async () => {
    const { receiver, webhook, token, news, subjectId, log } = await listening();
    await receiver.answers({ status: 410 });
    await announced(news);
    await delivered(subjectId);
    expect(await succeed("GET", `/webhooks/${webhook.id}`, token)).toMatchObject({
      enabled: false,
      disabled_reason: "It answered 410 Gone.",
    });
    expect(await announced({ ...news, occasion: "next" })).toBe(0);
    await platform.db
      .update(deliveries)
      .set({ status: "pending", nextAt: "2000" })
      .where(eq(deliveries.target, webhook.id));
    await delivered(subjectId);
    expect(await receiver.seen()).toHaveLength(1);
    expect(await log()).toMatchObject([{ status: "skipped", error: "The webhook is disabled." }]);
  });

  it("E15: after three days of failures only; the audit log says so and its maker is told, once", async () => {
    const { workspace, receiver, webhook, token, news, subjectId } = await listening();
    await env.DB.prepare("UPDATE users SET email = 'ada@example.com' WHERE workspace_id = ?")
      .bind(workspace.id)
      .run();
    await receiver.answers({ status: 500 });
    const settings = { ...platform.settings, WEBHOOK_RETRY_SECONDS: [] };
    const failed = async (occasion: string, days: number) => {
      await announced({ ...news, occasion });
      await delivered(subjectId, { settings, now: () => new Date(Date.now() + days * 86_400_000) });
      return await succeed("GET", `/webhooks/${webhook.id}`, token);
    };
    expect(await failed("first", 0)).toMatchObject({ enabled: true });
    expect(await failed("second", 2.9)).toMatchObject({ enabled: true });
    expect(await failed("third", 3.1)).toMatchObject({
      enabled: false,
      disabled_reason: "No delivery succeeded for 72 hours.",
    });
    const { results: told } = await env.DB.prepare(
      "SELECT target, event, payload FROM deliveries WHERE workspace_id = ? AND kind = 'email'",
    )
      .bind(workspace.id)
      .all<{ payload: string }>();
    expect(told).toMatchObject([{ target: "ada@example.com", event: "webhook.disabled" }]);
    expect(JSON.parse(told[0]?.payload ?? "")).toMatchObject({ data: { webhook_id: webhook.id } });
    const { results: audited } = await env.DB.prepare(
      "SELECT actor_id FROM audit_log WHERE target_id = ? AND action = 'webhook.disable'",
    )
      .bind(webhook.id)
      .all();
    expect(audited).toEqual([{ actor_id: "system" }]);
    const enabled = await succeed("PATCH", `/webhooks/${webhook.id}`, token, { enabled: true });
    expect(enabled).toMatchObject({ enabled: true, disabled_reason: null, failing_since: null });
  });

  it("not for a failure of long ago while tries are left", async () => {
    const { receiver, webhook, token, news, subjectId } = await listening();
    await receiver.answers({ status: 500 });
    await announced(news);
    await platform.db
      .update(webhooks)
      .set({ failingSince: "2000-01-01T00:00:00.000Z" })
      .where(eq(webhooks.id, webhook.id));
    await delivered(subjectId);
    expect(await succeed("GET", `/webhooks/${webhook.id}`, token)).toMatchObject({ enabled: true });
  });
});

describe("the log", () => {
  it("E15: shows the newest first, by status and from a delivery on", async () => {
    const { token, webhook, news, subjectId, receiver } = await listening();
    await receiver.answers({ status: 200 }, { status: 500 });
    for (const occasion of ["1", "2", "3"]) {
      await announced({ ...news, occasion });
      await delivered(subjectId);
    }
    const list = (query = "") =>
      succeed<{ items: LogEntry[] }>("GET", `/webhooks/${webhook.id}/deliveries${query}`, token);
    const { items } = await list();
    expect(items.map(({ status }) => status)).toEqual(["pending", "pending", "delivered"]);
    expect(items.map(({ id }) => id)).toEqual(
      items
        .map(({ id }) => id)
        .toSorted()
        .toReversed(),
    );
    expect((await list("?status=delivered")).items).toEqual([items[2]]);
    expect((await list("?limit=1")).items).toEqual([items[0]]);
    expect((await list(`?before=${items[0]?.id}`)).items).toEqual(items.slice(1));
  });

  it("E15: a delivery can be sent again, with the same id", async () => {
    const { token, webhook, news, subjectId, receiver, log } = await listening();
    await announced(news);
    await delivered(subjectId);
    const [entry] = await log();
    const path = `/webhooks/${webhook.id}/deliveries/${entry?.id}/resend`;
    expect(await succeed("POST", path, token)).toMatchObject({
      id: entry?.id,
      status: "pending",
      attempts: 0,
    });
    const [first, second] = await receiver.got(2);
    expect(second?.headers["webhook-id"]).toBe(first?.headers["webhook-id"]);
    expect(second?.body).toBe(first?.body);
    await expect.poll(log, { timeout: 5_000 }).toMatchObject([{ status: "delivered", attempts: 1 }]);
  });
});
