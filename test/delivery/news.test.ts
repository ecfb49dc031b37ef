import { env } from "cloudflare:workers";
import { eq, sql } from "drizzle-orm";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { controlDatabase } from "../../src/db/client";
import { countedD1, noCost } from "../../src/db/counted";
import { deliveries, runs } from "../../src/db/schema";
import { announce } from "../../src/delivery/announce";
import { forgetDeliveries, wakeDeliveries } from "../../src/delivery/wake";
import { platformOf } from "../../src/platform";
import type { Job } from "../../src/runs/job";
import { call, newWorkspace, ORIGIN } from "../support";
import { announced, delivered, madeDelivery, madeSchedule, madeWebhook } from "../support/news";
import { endedRun, madeReport, succeed, uploadedDataset } from "../support/product";
import { newReceiver } from "../support/receiver";
import type { Seen } from "../support/receiver-service";

const platform = platformOf(env);
const ALL = ["run.completed", "run.failed", "run.cancelled", "dataset.ready", "dataset.failed"];

interface Body {
  readonly type: string;
  readonly data: Record<string, unknown>;
}
const bodyOf = (seen: Seen | undefined) => JSON.parse(seen?.body ?? "null") as Body;

async function subscribed(events: string[] = ALL) {
  const workspace = newWorkspace();
  const token = await workspace.token();
  const receiver = newReceiver();
  const webhook = await madeWebhook(token, receiver.url, { events });
  return { workspace, token, receiver, webhook };
}

describe("news of runs", () => {
  const RUN_EVENTS = ["run.completed", "run.failed", "run.cancelled"];

  it("X14 E15 X16: a completed run, by itself, signed, thin and without secrets", async () => {
    const { token, receiver, webhook } = await subscribed(RUN_EVENTS);
    const report = await madeReport(token);
    const { id } = await succeed("POST", `/reports/${report.id}/generate`, token, { formats: ["csv"] });
    const [seen] = await receiver.got(1);
    if (!seen) throw new Error("nothing came");
    const body = new Webhook(webhook.secret).verify(seen.body, seen.headers);
    expect(body).toEqual({
      type: "run.completed",
      timestamp: expect.any(String),
      data: {
        id,
        run_id: id,
        report_id: report.id,
        schedule_id: null,
        trigger: "manual",
        status: "completed",
        reason: null,
        version_number: 2,
        links: {
          run: `${ORIGIN}/api/v1/runs/${id}`,
          report: `${ORIGIN}/api/v1/reports/${report.id}`,
        },
      },
    });
    expect(seen.body).not.toMatch(/\/d\/|ticket|token|Ann Lee/);
    expect(
      await succeed("GET", new URL(String((body as Body).data.run_id), `${ORIGIN}/runs/`).pathname, token),
    ).toMatchObject({ id });
  });

  it("X14 U13: a failed run, with its reason", async () => {
    const { token, receiver } = await subscribed(RUN_EVENTS);
    const report = await madeReport(token, { limit: 1, on_limit: "fail" });
    const { id } = await succeed("POST", `/reports/${report.id}/generate`, token, {});
    const [seen] = await receiver.got(1);
    expect(bodyOf(seen)).toMatchObject({
      type: "run.failed",
      data: { run_id: id, status: "failed", reason: "limit_exceeded" },
    });
  });

  it("E15: a cancelled run", async () => {
    const { token, receiver } = await subscribed(["run.cancelled"]);
    const report = await madeReport(token);
    const { id } = await succeed("POST", `/reports/${report.id}/generate`, token, {});
    await endedRun(token, id);
    const waiting = { status: "queued", availableAt: new Date(Date.now() + 60_000).toISOString() } as const;
    await platform.db.update(runs).set(waiting).where(eq(runs.id, id));
    await succeed("POST", `/runs/${id}/cancel`, token);
    const [seen] = await receiver.got(1);
    expect(bodyOf(seen)).toMatchObject({ type: "run.cancelled", data: { run_id: id, status: "cancelled" } });
  });

  it("only what it listens to, only while it is enabled, and never another workspace's", async () => {
    const { token, workspace, webhook } = await subscribed(["run.failed"]);
    await subscribed();
    const news = { workspaceId: workspace.id, subjectId: "run_x" };
    expect(await announced({ ...news, event: "run.completed" })).toBe(0);
    await succeed("PATCH", `/webhooks/${webhook.id}`, token, { enabled: false });
    expect(await announced({ ...news, event: "run.failed" })).toBe(0);
    await succeed("PATCH", `/webhooks/${webhook.id}`, token, { enabled: true });
    expect(await announced({ ...news, event: "run.failed", guard: sql`1 = 2` })).toBe(0);
    expect(await announced({ ...news, event: "run.failed" })).toBe(1);
  });
});

describe("news of datasets", () => {
  it("E8: ready, for each revision", async () => {
    const { token, receiver } = await subscribed(["dataset.ready"]);
    const dataset = await uploadedDataset(token);
    await succeed("PUT", `/datasets/${dataset.id}/rows`, token, [
      { student_id: "1", student_name: "x", grade: 1, passed: null, last_submission: null },
    ]);
    const bodies = (await receiver.got(2)).map(bodyOf);
    expect(bodies.map(({ data }) => [data.revision, data.row_count]).toSorted()).toEqual([
      [1, 4],
      [2, 1],
    ]);
    expect(bodies[0]).toMatchObject({
      type: "dataset.ready",
      data: {
        id: dataset.id,
        dataset_id: dataset.id,
        status: "ready",
        links: { dataset: expect.any(String) },
      },
    });
  });

  it("failed", async () => {
    const { token, receiver } = await subscribed(["dataset.failed"]);
    const dataset = await uploadedDataset(token, "%PDF-1.7\n%\u0001\u0002\n");
    expect(dataset.status).toBe("failed");
    const [seen] = await receiver.got(1);
    expect(bodyOf(seen)).toMatchObject({
      type: "dataset.failed",
      data: { dataset_id: dataset.id, status: "failed" },
    });
  });
});

describe("a schedule's own webhooks", () => {
  it("hear of its runs though they listen to nothing, once, and by its send condition", async () => {
    const { token, workspace, receiver, webhook } = await subscribed(["dataset.failed"]);
    const listening = newReceiver();
    const other = await madeWebhook(token, listening.url, { events: ["run.completed"] });
    const report = await madeReport(token);
    const scheduleId = await madeSchedule({
      workspaceId: workspace.id,
      reportId: report.id,
      sendIf: "if_no_rows",
      deliveries: [webhook.id, other.id].map((webhook_id) => ({ type: "webhook" as const, webhook_id })),
    });
    const run = await succeed("POST", `/reports/${report.id}/generate`, token, {});
    await endedRun(token, run.id);
    await listening.got(1);
    await platform.db.update(runs).set({ scheduleId }).where(eq(runs.id, run.id));
    const news = { workspaceId: workspace.id, subjectId: run.id, scheduleId };
    // The one that listens had it already; the other is held and then skipped.
    expect(await announced({ ...news, event: "run.completed" })).toBe(1);
    await delivered(run.id);
    const { items } = await succeed<{ items: object[] }>("GET", `/webhooks/${webhook.id}/deliveries`, token);
    expect(items).toMatchObject([
      { status: "skipped", error: "The report has rows.", schedule_id: scheduleId },
    ]);
    expect(await announced({ ...news, event: "run.failed" })).toBe(2);
    await delivered(run.id);
    const types = async (of: typeof receiver) => (await of.seen()).map((seen) => bodyOf(seen).type);
    expect(await types(receiver)).toEqual(["run.failed"]);
    expect(await types(listening)).toEqual(["run.completed", "run.failed"]);
  });
});

describe("a schedule, from its slot to whom it is for", () => {
  it("E24 U29: run now, it reaches each of them once, and says so", async () => {
    const { token, receiver, webhook } = await subscribed(["dataset.failed"]);
    const report = await madeReport(token);
    const schedule = await succeed("POST", "/schedules", token, {
      report_id: report.id,
      frequency: "daily",
      schedule_time: "09:00",
      time_zone: "Europe/Berlin",
      deliveries: [
        { type: "email", to: ["ada@example.com", "bob@example.com"], subject: "{report} of {date}" },
        { type: "webhook", webhook_id: webhook.id },
      ],
    });
    const run = await succeed("POST", `/schedules/${schedule.id}/run-now`, token);
    const log = () =>
      succeed<{ items: { kind: string; status: string }[] }>(
        "GET",
        `/schedules/${schedule.id}/deliveries`,
        token,
      );
    await expect
      .poll(async () => (await log()).items.filter(({ status }) => status === "delivered").length, {
        timeout: 15_000,
      })
      .toBe(3);
    const { items, ...rest } = await log();
    expect(items.map(({ kind }) => kind).toSorted()).toEqual(["email", "email", "webhook"]);
    for (const item of items)
      expect(item).toMatchObject({ subject_id: run.id, schedule_id: schedule.id, attempts: 1, error: null });
    expect(rest).toEqual({ unsubscribed: [] });
    expect((await receiver.seen()).map((seen) => bodyOf(seen).data.schedule_id)).toEqual([schedule.id]);
  });
});

describe("what the log costs", () => {
  it("reads what it shows, however long it is", async () => {
    const { token, workspace, webhook } = await subscribed();
    const facts = { workspaceId: workspace.id, target: webhook.id };
    for (let i = 0; i < 60; i += 1) await madeDelivery({ ...facts, subjectId: `run_${i}` });
    const path = `/api/v1/webhooks/${webhook.id}/deliveries?limit=5`;
    const response = await call("GET", path, { token });
    expect((await response.json<{ items: unknown[] }>()).items).toHaveLength(5);
    const [, calls, rows] =
      /calls=(\d+) rows_read=(\d+)/.exec(response.headers.get("Server-Timing") ?? "") ?? [];
    expect(Number(calls)).toBe(1);
    expect(Number(rows)).toBeLessThanOrEqual(15);
  });
});

describe("what announcing costs", () => {
  it("reads few rows when nobody listens, however many webhooks others have", async () => {
    const other = newWorkspace();
    const token = await other.token();
    await Promise.all(Array.from({ length: 30 }, () => madeWebhook(token, "https://hooks.example.com/")));
    const cost = noCost();
    const db = controlDatabase(countedD1(env.DB, cost));
    const news = {
      workspaceId: newWorkspace().id,
      event: "run.completed",
      subjectId: "run_x",
      guard: sql`true`,
    };
    await db.batch([...announce({ db, now: () => new Date() }, { ...news, event: "run.completed" })]);
    expect(cost).toMatchObject({ calls: 1, rowsWritten: 0 });
    expect(cost.rowsRead).toBeLessThanOrEqual(2);
  });
});

describe("the tick", () => {
  const woken = async () => {
    const sent: Job[] = [];
    const jobs = {
      sendBatch: async (messages: Iterable<MessageSendRequest<Job>>) => {
        const batch = [...messages];
        expect(batch.length, "what a queue takes").toBeLessThanOrEqual(100);
        sent.push(...batch.map(({ body }) => body));
      },
    } as unknown as Queue<Job>;
    await wakeDeliveries({ ...platform, jobs });
    return sent.flatMap((job) => (job.kind === "deliver" ? [job.subject_id] : []));
  };

  it("wakes a sender for what is overdue: lost messages, and senders that are gone", async () => {
    const facts = { workspaceId: newWorkspace().id, target: "whk_1" };
    const long = "2000-01-01T00:00:00.000Z";
    const soon = new Date(Date.now() + 60_000).toISOString();
    const fresh = new Date().toISOString();
    await madeDelivery({ ...facts, subjectId: "run_lost", status: "pending", nextAt: long });
    await madeDelivery({ ...facts, subjectId: "run_held", status: "held", nextAt: long });
    await madeDelivery({ ...facts, subjectId: "run_orphan", status: "sending", nextAt: long });
    await madeDelivery({ ...facts, subjectId: "run_later", status: "pending", nextAt: soon });
    await madeDelivery({ ...facts, subjectId: "run_fresh", status: "pending", nextAt: fresh });
    await madeDelivery({ ...facts, subjectId: "run_done", status: "delivered", nextAt: null });
    const subjects = await woken();
    expect(subjects).toEqual(expect.arrayContaining(["run_lost", "run_held", "run_orphan"]));
    for (const subject of ["run_later", "run_fresh", "run_done"]) expect(subjects).not.toContain(subject);
    await platform.db.delete(deliveries).where(eq(deliveries.workspaceId, facts.workspaceId));
  });

  it("U7: an outage that left more than one batch of messages takes is woken for in one tick", async () => {
    const workspaceId = newWorkspace().id;
    const overdue = {
      workspaceId,
      target: "whk_1",
      status: "pending",
      nextAt: "2000-01-01T00:00:00.000Z",
    } as const;
    const subjects = Array.from({ length: 120 }, (_, n) => `run_left_${n}`);
    for (const subjectId of subjects) await madeDelivery({ ...overdue, subjectId });
    expect(await woken()).toEqual(expect.arrayContaining(subjects));
    await platform.db.delete(deliveries).where(eq(deliveries.workspaceId, workspaceId));
  });

  it("forgets deliveries that ended long ago, and no others", async () => {
    const facts = { workspaceId: newWorkspace().id, target: "whk_1" };
    const long = "2000-01-01T00:00:00.000Z";
    const old = await madeDelivery({ ...facts, id: "dlv_0000000001", subjectId: "run_1", createdAt: long });
    const waiting = { id: "dlv_0000000002", subjectId: "run_2", createdAt: long, nextAt: long };
    const due = await madeDelivery({ ...facts, ...waiting, status: "pending" });
    const young = await madeDelivery({ ...facts, subjectId: "run_3" });
    await forgetDeliveries(platform);
    const left = await platform.db
      .select({ id: deliveries.id })
      .from(deliveries)
      .where(eq(deliveries.workspaceId, facts.workspaceId));
    expect(left.map(({ id }) => id).toSorted()).toEqual([due, young].toSorted());
    expect(left).not.toContainEqual({ id: old });
    await platform.db.delete(deliveries).where(eq(deliveries.workspaceId, facts.workspaceId));
  });
});
