import { env } from "cloudflare:workers";
import { and, eq } from "drizzle-orm";
import { sqliteTable, text } from "drizzle-orm/sqlite-core";
import { describe, expect, it } from "vitest";
import { controlDatabase } from "../../src/db/client";
import { users } from "../../src/db/schema";
import { unsubscribeUrl } from "../../src/delivery/email/unsubscribe-link";
import { settingsOf } from "../../src/env";
import { audit } from "../../src/identity/audit";
import { call, newWorkspace } from "../support";
import { type Enrolment, OPERATIONS } from "../support/operations";
import { madeReport, succeed } from "../support/product";
import { securityFixture } from "../support/security-fixture";
import { documentedOperations, performOperation } from "../support/security-suite";
import { waitingRun } from "../support/waiting-run";

/** The actions that a request has put into the audit log. */
async function actionsOf(requestId: string | null): Promise<string[]> {
  const rows = env.DB.prepare("SELECT action FROM audit_log WHERE request_id = ?").bind(requestId);
  return (await rows.all<{ action: string }>()).results.map(({ action }) => action);
}

/** Sends requests at once; gives each answer's status with what it has put into the log. */
const atOnce = (requests: readonly Promise<Response>[]) =>
  Promise.all(
    requests.map(async (request) => {
      const response = await request;
      await response.text();
      return { status: response.status, logged: await actionsOf(response.headers.get("X-Request-Id")) };
    }),
  );

const times = (n: number, request: (i: number) => Promise<Response>) =>
  Array.from({ length: n }, (_, i) => request(i));

const db = controlDatabase(env.DB);
const SEEN = { id: "u", name: null, email: null, role: "viewer" as const, firstSeenAt: "", lastSeenAt: "" };

describe("an audit row behind a write, in one batch", () => {
  const author = () => {
    const { id: workspaceId } = newWorkspace();
    return { db, now: () => new Date(), workspaceId, requestId: crypto.randomUUID(), actor: { id: "ada" } };
  };
  const user = (workspaceId: string) =>
    db
      .insert(users)
      .values({ ...SEEN, workspaceId })
      .onConflictDoNothing()
      .returning({ id: users.id });
  const update = (workspaceId: string, id: string) =>
    db
      .update(users)
      .set({ name: "Eve" })
      .where(and(eq(users.workspaceId, workspaceId), eq(users.id, id)));

  it("is written when that has written, once for each write", async () => {
    const by = author();
    const insert = user(by.workspaceId);
    await db.batch([insert, audit(by, "first", "u"), insert, audit(by, "again", "u")]);
    expect(await actionsOf(by.requestId)).toEqual(["first"]);
  });

  it("does not take the write of an earlier batch, nor what a statement before has read, for its own", async () => {
    const by = author();
    await user(by.workspaceId);
    const read = db.select().from(users).where(eq(users.workspaceId, by.workspaceId));
    await db.batch([read, update(by.workspaceId, "nobody"), audit(by, "missed", "u")]);
    await db.batch([update(by.workspaceId, "u"), audit(by, "hit", "u")]);
    expect(await actionsOf(by.requestId)).toEqual(["hit"]);
  });

  it("does not count what triggers write", async () => {
    const by = author();
    await user(by.workspaceId);
    await env.DB.batch([
      env.DB.prepare("CREATE TABLE traced (workspace_id TEXT)"),
      env.DB.prepare(`CREATE TRIGGER traced_too BEFORE INSERT ON traced BEGIN
        UPDATE users SET name = 'Eve' WHERE workspace_id = new.workspace_id; SELECT RAISE(IGNORE); END`),
    ]);
    const traced = sqliteTable("traced", { workspaceId: text("workspace_id") });
    await db.batch([db.insert(traced).values(by), audit(by, "triggered", "u")]);
    await env.DB.prepare("DROP TABLE traced").run();
    expect(await actionsOf(by.requestId)).toEqual([]);
  });
});

/** Where the enrolled request finds nothing to change any more. */
const OTHERWISE: Record<string, Partial<Enrolment>> = {
  shareReport: { body: () => ({ user_ids: ["bob"] }) },
  unshareReport: { body: () => ({ user_ids: ["bob"] }) },
  generateReport: { body: () => ({ formats: ["csv"], force: true }) },
  makeRunFile: { body: () => ({ format: "json" }) },
  deleteReport: { params: ({ deleted }) => ({ id: deleted }) }, // restored by then
};

describe("each mutation writes one audit row", () => {
  it("all operations that change something, but those by link, which have a test of their own", {
    timeout: 90_000,
  }, async () => {
    const documented = await documentedOperations();
    const { workspace, ids } = await securityFixture();
    const token = await workspace.token();
    await db.insert(users).values({ ...SEEN, workspaceId: workspace.id, id: "bob" });
    const waiting = await waitingRun(token, ids.report);
    OTHERWISE.cancelRun = { params: () => ({ id: waiting.id }) };
    const changing = Object.entries(OPERATIONS).filter(
      ([id, { may }]) => documented.get(id)?.method !== "GET" && may !== "anybody" && id !== "previewConfig",
    );
    const inOrder = changing.toSorted(([a], [b]) => rank(a) - rank(b));
    const logged: Record<string, number> = {};
    for (const [id, enrolment] of inOrder) {
      const wanted = { ...enrolment, ...OTHERWISE[id] };
      const response = await performOperation(documented.get(id), wanted, ids, token);
      expect(response.ok, `${id}: ${response.status} ${await response.text()}`).toBe(true);
      logged[id] = (await actionsOf(response.headers.get("X-Request-Id"))).length;
    }
    expect(logged).toEqual(Object.fromEntries(inOrder.map(([id]) => [id, 1])));
  });
});

/** What has to come before the others, in this order; and what has to come behind them. */
const FIRST = ["cancelRun", "pauseSchedules", "resumeSchedules", "pauseSchedule", "resumeSchedule"];
const LAST = [
  "deleteDataset",
  "deleteSchedule",
  "deleteTemplate",
  "deleteWebhook",
  "restoreReport",
  "deleteReport",
  "softDeleteReport",
];
const rank = (id: string) => (FIRST.includes(id) ? FIRST.indexOf(id) - FIRST.length : LAST.indexOf(id) + 1);

describe("what did not happen is not in the audit log", () => {
  it("412: a change of what somebody else has changed", async () => {
    const token = await newWorkspace().token();
    const report = await madeReport(token);
    const headers = { "If-Match": '"stale"' };
    const path = `/api/v1/reports/${report.id}`;
    const body = { name: "New" };
    expect(await atOnce([call("PATCH", path, { token, body, headers })])).toEqual([
      { status: 412, logged: [] },
    ]);
  });

  it("409: of changes of one report at once, only those that were made", async () => {
    const token = await newWorkspace().token();
    const report = await madeReport(token);
    const answers = await atOnce(
      times(6, (i) => call("PATCH", `/api/v1/reports/${report.id}`, { token, body: { name: `Name ${i}` } })),
    );
    expect(answers.filter(({ status }) => status === 409)).not.toHaveLength(0);
    for (const { status, logged } of answers) expect(logged).toEqual(status === 200 ? ["report.update"] : []);
  });

  it.each([
    ["DELETE", (made: Made) => `/schedules/${made.schedule}`, "schedule.delete"],
    ["POST", (made: Made) => `/schedules/${made.schedule}/pause`, "schedule.pause"],
    ["DELETE", (made: Made) => `/webhooks/${made.webhook}`, "webhook.delete"],
    ["POST", (made: Made) => `/webhooks/${made.webhook}/rotate-secret`, "webhook.rotate_secret"],
    ["DELETE", (made: Made) => `/datasets/${made.spare}`, "dataset.delete"],
    ["DELETE", (made: Made) => `/templates/${made.template}`, "template.delete"],
    ["POST", (made: Made) => `/reports/${made.deleted}/restore`, "report.restore"],
    ["POST", (made: Made) => `/runs/${made.failedRun}/retry`, "run.retry"],
    ["DELETE", (made: Made) => `/reports/${made.report}`, "report.delete"],
  ] as const)(
    "%s at once, four times: once, whatever the others were answered (%o)",
    async (method, pathOf, action) => {
      const { workspace, ids } = await securityFixture();
      const token = await workspace.token();
      const path = `/api/v1${pathOf(ids)}`;
      const answers = await atOnce(times(4, () => call(method, path, { token })));
      const logged = answers.flatMap((answer) => answer.logged);
      const done = action === "schedule.pause" ? 1 : answers.filter(({ status }) => status < 300).length;
      expect(logged).toEqual(Array.from({ length: done }, () => action));
    },
  );

  it("a run that was there already was not generated", async () => {
    const { workspace, ids } = await securityFixture();
    const token = await workspace.token();
    const report = await madeReport(token, { dataset: ids.dataset, fields: ["grade"] });
    const generate = () =>
      call("POST", `/api/v1/reports/${report.id}/generate`, { token, body: { formats: ["csv"] } });
    const answers = await atOnce(times(4, generate));
    expect(answers.flatMap(({ logged }) => logged)).toEqual(["report.generate"]);
  });

  it("a file that was there already was not made; one that was made is there once", async () => {
    const token = await newWorkspace().token();
    const report = await madeReport(token);
    const run = await succeed("POST", `/reports/${report.id}/generate`, token, {
      formats: ["csv"],
      async: false,
    });
    const make = (format: string) =>
      call("POST", `/api/v1/runs/${run.id}/files`, { token, body: { format } });
    expect(await atOnce([make("csv")])).toEqual([{ status: 201, logged: [] }]);
    expect(await atOnce([make("json")])).toEqual([{ status: 201, logged: ["run.file"] }]);
    const both = await atOnce([make("html"), make("html")]);
    expect(both.flatMap(({ logged }) => logged)).toEqual(["run.file"]);
  });

  it("X39: unsubscribing is, once, and without the address", async () => {
    const { workspace, ids } = await securityFixture();
    const schedule = await succeed("POST", "/schedules", await workspace.token(), {
      report_id: (await madeReport(await workspace.token(), { dataset: ids.dataset, fields: ["grade"] })).id,
      frequency: "daily",
      schedule_time: "09:00",
      time_zone: "Europe/Berlin",
    });
    const who = { workspaceId: workspace.id, scheduleId: schedule.id, recipient: "ada@example.com" };
    const path = await unsubscribeUrl(settingsOf(env), "", who, new Date());
    const stop = () => call("POST", path);
    expect(await atOnce([stop()])).toEqual([{ status: 200, logged: ["schedule.unsubscribe"] }]);
    expect(await atOnce([stop()])).toEqual([{ status: 200, logged: [] }]);
  });
});

type Made = Awaited<ReturnType<typeof securityFixture>>["ids"];
