import { Webhook as Verifier } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { type Caller, expectProblem, expectStatus } from "./harness/client";
import { openReceiver, type Posted, type Receiver } from "./harness/receiver";
import type { Delivery, Run, Webhook } from "./harness/shapes";
import { ended, generateNow, makeReport, startLongRun, startRun, upload, uploadReady } from "./harness/steps";
import { until } from "./harness/until";
import { newWorkspace } from "./harness/workspace";

const EVENTS = ["run.completed", "run.failed", "run.cancelled", "dataset.ready", "dataset.failed"];

/** A webhook that leads to the receiver; its secret is in the answer. */
async function hookTo(admin: Caller, { url }: Receiver, more: Record<string, unknown> = {}) {
  const made = await admin.post<Webhook>("/webhooks", { url, events: EVENTS, ...more });
  const { secret = "", ...webhook } = expectStatus(made, 201);
  return { ...webhook, secret };
}

const got = (receiver: Receiver, count: number) =>
  until(
    () => receiver.posted,
    ({ length }) => length >= count,
  );
const logOf = async (admin: Caller, { id }: Pick<Webhook, "id">) =>
  expectStatus(await admin.get<{ items: Delivery[] }>(`/webhooks/${id}/deliveries`), 200).items;
const logUntil = (admin: Caller, webhook: Pick<Webhook, "id">, done: (items: Delivery[]) => boolean) =>
  until(() => logOf(admin, webhook), done);
/** As somebody who receives it would; throws when the signature is wrong or its time too old. */
const verify = (secret: string, { body, headers }: Posted) => new Verifier(secret).verify(body, headers);

async function reportOf(caller: Caller, csv = "name,a\nSecret name,1\nOther,2\n") {
  return await makeReport(caller, await uploadReady(caller, csv), { limit: 1 });
}

describe("webhooks", () => {
  it("E8, E15, X14, X15, X16, U13, D9: completed, failed and cancelled, signed as Standard Webhooks says, with ids only", async () => {
    const admin = newWorkspace().as("admin");
    const report = await reportOf(admin);
    const receiver = await openReceiver();
    const webhook = await hookTo(admin, receiver, { headers: { "X-Team": "reports" } });
    expect(webhook.secret).toMatch(/^whsec_[\w+/=]{32,}$/);

    const completed = await generateNow(admin, report);
    const strict = await makeReport(admin, await uploadReady(admin, "a\n1\n2\n"), {
      limit: 1,
      on_limit: "fail",
    });
    const failed = await ended(admin, (await startRun(admin, strict)).id);
    const { run: long } = await startLongRun(admin);
    const cancelled = expectStatus(await admin.post<Run>(`/runs/${long.id}/cancel`), 200);
    const told = await until(
      () => new Map(receiver.events().map((event) => [event.data.id, event])),
      (events) => [completed, failed, cancelled].every(({ id }) => events.has(id)),
    );
    expect(told.get(completed.id)).toMatchObject({
      type: "run.completed",
      data: { run_id: completed.id, report_id: report.id, status: "completed", reason: null },
    });
    expect(told.get(failed.id)).toMatchObject({
      type: "run.failed",
      data: { status: "failed", reason: "limit_exceeded" },
    });
    expect(told.get(cancelled.id)).toMatchObject({
      type: "run.cancelled",
      data: { status: "cancelled", reason: "cancelled_by_user" },
    });
    expect(receiver.events().map(({ type }) => type)).toContain("dataset.ready");
    for (const posted of receiver.posted) {
      expect(verify(webhook.secret, posted)).toEqual(JSON.parse(posted.body));
      expect(() => verify(webhook.secret, { ...posted, body: posted.body.replace("{", "{ ") })).toThrow();
      expect(posted.headers).toMatchObject({ "content-type": "application/json", "x-team": "reports" });
      expect(posted.body, "no rows, no names, no links that open by themselves").not.toMatch(
        /Secret name|Report|\/d\//,
      );
    }
    expect(new Set(receiver.posted.map(({ headers }) => headers["webhook-id"])).size).toBe(
      receiver.posted.length,
    );
    const log = await logUntil(admin, webhook, (items) =>
      items.every(({ status }) => status === "delivered"),
    );
    expect(log.map(({ id }) => id).toSorted()).toEqual(
      receiver.posted.map(({ headers }) => headers["webhook-id"]).toSorted(),
    );
    expect(log[0]).toMatchObject({
      kind: "webhook",
      target: webhook.id,
      attempts: 1,
      response_code: 200,
      next_at: null,
    });
  });

  it("what it listens to is what it gets; a disabled or deleted one gets nothing more", async () => {
    const admin = newWorkspace().as("admin");
    const [choosy, off] = [await openReceiver(), await openReceiver()];
    const webhook = await hookTo(admin, choosy, { events: ["dataset.failed"] });
    const disabled = await hookTo(admin, off);
    expectStatus(await admin.patch(`/webhooks/${disabled.id}`, { enabled: false }), 200);
    await generateNow(admin, await reportOf(admin));
    expect((await upload(admin, 'a,b\n"never closed')).status).toBe("failed");
    await got(choosy, 1);
    expect(choosy.events().map(({ type }) => type)).toEqual(["dataset.failed"]);
    expectStatus(await admin.delete(`/webhooks/${webhook.id}`), 204);
    expectProblem(await admin.get(`/webhooks/${webhook.id}`), 404, "not_found");
    expect(off.posted).toEqual([]);
  });

  it("E15: after errors it is tried again with the same id and body, until it is taken", async () => {
    const admin = newWorkspace().as("admin");
    const report = await reportOf(admin);
    const receiver = await openReceiver((_, count) => [count < 2 ? 500 : 204]);
    const webhook = await hookTo(admin, receiver);
    const run = await generateNow(admin, report);
    await got(receiver, 3);
    const log = await logUntil(admin, webhook, ([first]) => first?.status !== "pending");
    expect(log).toMatchObject([{ subject_id: run.id, status: "delivered", attempts: 3, response_code: 204 }]);
    const { posted } = receiver;
    expect(new Set(posted.map(({ headers }) => headers["webhook-id"]))).toEqual(new Set([log[0]?.id]));
    expect(new Set(posted.map(({ body }) => body)).size).toBe(1);
    for (const one of posted) verify(webhook.secret, one);
  });

  it("E15: what is refused to the end is failed in the log, and is sent again by hand", async () => {
    const admin = newWorkspace().as("admin");
    const report = await reportOf(admin);
    let status = 500;
    const receiver = await openReceiver(() => [status]);
    const webhook = await hookTo(admin, receiver);
    await generateNow(admin, report);
    const [failed] = await logUntil(admin, webhook, ([first]) => first?.status === "failed");
    expect(failed).toMatchObject({ attempts: 4, response_code: 500, next_at: null });
    expect(failed?.error).toMatch(/500/);
    expect(receiver.posted, "as often as the setting says").toHaveLength(4);

    status = 200;
    const resend = `/webhooks/${webhook.id}/deliveries/${failed?.id}/resend`;
    expect(expectStatus(await admin.post<Delivery>(resend), 202).status).toBe("pending");
    await logUntil(admin, webhook, ([first]) => first?.status === "delivered");
    expect(receiver.posted).toHaveLength(5);
    expect(receiver.posted.at(-1)?.headers["webhook-id"]).toBe(failed?.id);
    expectProblem(await admin.post(resend.replace(/dlv_\w+/, "dlv_none")), 404, "not_found");
  });

  it("E15: a rotated secret signs beside the one before", async () => {
    const admin = newWorkspace().as("admin");
    const report = await reportOf(admin);
    const receiver = await openReceiver();
    const webhook = await hookTo(admin, receiver);
    const rotated = expectStatus(
      await admin.post<{ secret: string; previous_secret_valid_until: string }>(
        `/webhooks/${webhook.id}/rotate-secret`,
      ),
      200,
    );
    expect(rotated.secret).not.toBe(webhook.secret);
    expect(Date.parse(rotated.previous_secret_valid_until)).toBeGreaterThan(Date.now());
    await generateNow(admin, report);
    const [posted] = await got(receiver, 1);
    if (!posted) throw new Error("nothing came");
    for (const secret of [webhook.secret, rotated.secret]) verify(secret, posted);
    expect(() => verify(`whsec_${btoa("another secret of somebody else")}`, posted)).toThrow();
    for (const path of [`/webhooks/${webhook.id}`, "/webhooks"])
      expect((await admin.get(path)).text, "shown once").not.toContain("whsec_");
  });

  it("redirects are not followed, wherever they lead", async () => {
    const admin = newWorkspace().as("admin");
    const report = await reportOf(admin);
    const inside = await openReceiver();
    const receiver = await openReceiver(() => [307, { Location: inside.url }]);
    const webhook = await hookTo(admin, receiver);
    await generateNow(admin, report);
    const [failed] = await logUntil(admin, webhook, ([first]) => first?.status === "failed");
    expect(failed).toMatchObject({ response_code: 307 });
    expect(inside.posted).toEqual([]);
  });

  it("G5, E26: for admins only; 422 says what a webhook may not be", async () => {
    const workspace = newWorkspace();
    const admin = workspace.as("admin");
    const good = { url: "https://hooks.example.org/in", events: ["run.completed"] };
    for (const role of ["editor", "viewer"] as const) {
      expectProblem(await workspace.as(role).post("/webhooks", good), 403, "forbidden");
      expectProblem(await workspace.as(role).get("/webhooks"), 403, "forbidden");
    }
    const cases: [Record<string, unknown>, string][] = [
      [{ url: "ftp://example.org/" }, "url"],
      [{ url: "hooks.example.org" }, "url"],
      [{ url: "https://user:pass@example.org/" }, "url"],
      [{ events: [] }, "events"],
      [{ events: ["run.started"] }, "events.0"],
      [{ headers: { Host: "example.org" } }, "headers.Host"],
      [{ headers: { "X-A": "a\r\nX-B: b" } }, "headers.X-A"],
    ];
    for (const [wrong, field] of cases)
      expectProblem(await admin.post("/webhooks", { ...good, ...wrong }), 422, "validation_failed", [field]);
    const webhook = expectStatus(await admin.post<Webhook>("/webhooks", good), 201);
    for (const path of [`/webhooks/${webhook.id}`, `/webhooks/${webhook.id}/deliveries`]) {
      expectProblem(await newWorkspace().as("admin").get(path), 404, "not_found");
      expectProblem(await workspace.as("editor").get(path), 403, "forbidden");
    }
  });
});
