import { eq } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { schedules, unsubscribes } from "../../src/db/schema";
import { unsubscribe } from "../../src/delivery/email/unsubscribe";
import { fireDue } from "../../src/schedules/fire";
import { scheduleRoutes } from "../../src/schedules/routes";
import { call, expectProblem, sampleApp } from "../support";
import { endedRun, type Made, madeReport, succeed, uploadedDataset } from "../support/product";
import { at, DAILY, forgetSchedules, platform, scheduled } from "./support";

afterEach(forgetSchedules);

type Answer = Made & {
  readonly next_run: string;
  readonly next_run_local: string;
  readonly [field: string]: unknown;
};

const unsubscribed = (workspaceId: string, scheduleId: string) => ({
  workspaceId,
  scheduleId,
  recipient: "ada@example.com",
  at: new Date().toISOString(),
});

const create = (token: string, body: Record<string, unknown>) =>
  call("POST", "/api/v1/schedules", { token, body });

describe("POST /schedules", () => {
  it("E1 E2 E4 E5 N7 answers with the next run on the zone's clock, and the report says it too", async () => {
    const { schedule, report, token } = await scheduled({
      ...DAILY,
      name: "Each morning",
      formats: ["pdf", "excel"],
      filters: { grade: { min: 50 } },
      filename_template: "{report} {date}",
      send_if: "if_changed",
      deliveries: [{ type: "email", to: ["ann@example.com", "bob@example.com"] }],
    });
    expect(schedule).toMatchObject({
      id: expect.stringMatching(/^sch_[0-9a-z]{26}$/),
      report_id: report.id,
      report_name: "Grades",
      name: "Each morning",
      frequency: "daily",
      schedule_time: "09:00",
      schedule_day: null,
      cron: null,
      every: null,
      time_zone: "Europe/Berlin",
      formats: ["pdf", "xlsx"],
      filters: { grade: { min: 50 } },
      misfire: "run_once",
      overlap: "skip",
      send_if: "if_changed",
      deliveries: [{ type: "email", to: ["ann@example.com", "bob@example.com"] }],
      status: "active",
      last_run: null,
      paused: false,
      paused_reason: null,
      created_by: "admin",
    });
    expect(schedule.next_run_local).toMatch(/^\d{4}-\d\d-\d\dT09:00:00\+0[12]:00\[Europe\/Berlin\]$/);
    expect(Date.parse(schedule.next_run)).toBeGreaterThan(Date.now());
    expect(await succeed("GET", `/reports/${report.id}`, token)).toMatchObject({
      next_scheduled_run: schedule.next_run,
    });
    const response = await call("GET", `/api/v1/schedules/${schedule.id}`, { token });
    expect(await response.json()).toEqual(schedule);
  });

  it("answers 201 with a Location, and does it once with an Idempotency-Key", async () => {
    const { report, token } = await scheduled();
    const body = { report_id: report.id, ...DAILY };
    const headers = { "Idempotency-Key": "once" };
    const first = await call("POST", "/api/v1/schedules", { token, body, headers });
    const again = await call("POST", "/api/v1/schedules", { token, body, headers });
    expect(first.status).toBe(201);
    const made = (await first.json()) as Made;
    expect(first.headers.get("Location")).toBe(`/api/v1/schedules/${made.id}`);
    expect(again.headers.get("Idempotency-Replayed")).toBe("true");
    expect(await again.json()).toEqual(made);
  });

  it.each([
    ["cron", { cron: "0 9 * * MON#1" }],
    ["an interval", { every: "PT15M" }],
    ["an old name of a zone", { ...DAILY, time_zone: "Asia/Calcutta" }],
    ["the last day of the month", { frequency: "monthly", schedule_time: "23:59", schedule_day: 31 }],
    ["one time", { frequency: "one_time", starts_at: "2099-01-01T00:00:00Z" }],
    ["workdays", { ...DAILY, workdays_only: true, exclude_dates: ["2099-12-24"] }],
    ["relative dates", { ...DAILY, filters: { last_submission_date: { relative: "last_7_days" } } }],
  ])("takes %s", async (_, wished) => {
    expect((await scheduled(wished)).schedule.next_run).toMatch(/Z$/);
  });

  it.each([
    ["N6 no zone", { ...DAILY, time_zone: undefined }, "time_zone"],
    ["N6 EST", { ...DAILY, time_zone: "EST" }, "time_zone"],
    ["N6 an empty zone", { ...DAILY, time_zone: "" }, "time_zone"],
    ["N6 Mars", { ...DAILY, time_zone: "Mars/Base" }, "time_zone"],
    ["no rule", { time_zone: "UTC" }, "frequency"],
    ["two rules", { ...DAILY, cron: "0 9 * * *" }, "cron"],
    ["an unknown frequency", { ...DAILY, frequency: "hourly" }, "frequency"],
    ["a time of day without a clock", { ...DAILY, schedule_time: "9 am" }, "schedule_time"],
    ["24:00", { ...DAILY, schedule_time: "24:00" }, "schedule_time"],
    ["no time", { ...DAILY, schedule_time: undefined }, "schedule_time"],
    ["seconds", { cron: "0 0 9 * * *", time_zone: "UTC" }, "cron"],
    ["a cron that never comes", { cron: "0 0 30 2 *", time_zone: "UTC" }, "cron"],
    ["a day of the week that is none", { ...DAILY, frequency: "weekly", schedule_day: 7 }, "schedule_day"],
    ["an end in the past", { ...DAILY, ends_at: "2020-01-01" }, "ends_at"],
    [
      "a start in the past",
      { frequency: "one_time", starts_at: "2020-01-01", time_zone: "UTC" },
      "starts_at",
    ],
    ["an unknown format", { ...DAILY, formats: ["pptx"] }, "formats.0"],
    ["X46 a filter of no field", { ...DAILY, filters: { colour: "red" } }, "filters.colour"],
    ["X46 a filter of another type", { ...DAILY, filters: { grade: "high" } }, "filters.grade"],
    ["an unknown token", { ...DAILY, filename_template: "{weekday}" }, "filename_template"],
    ["no address", { ...DAILY, deliveries: [{ type: "email", to: ["ann"] }] }, "deliveries.0.to.0"],
    ["no recipient", { ...DAILY, deliveries: [{ type: "email", to: [] }] }, "deliveries.0.to"],
    [
      "no such webhook",
      { ...DAILY, deliveries: [{ type: "webhook", webhook_id: "whk_none" }] },
      "deliveries.0.webhook_id",
    ],
    ["an unknown delivery", { ...DAILY, deliveries: [{ type: "fax" }] }, "deliveries.0.type"],
    ["an unknown key", { ...DAILY, timezone: "UTC" }, "timezone"],
  ])("is 422 for %s, naming the field", async (_, wished, field) => {
    const { report, token } = await scheduled();
    const problem = await expectProblem(
      await create(token, { report_id: report.id, ...wished }),
      "validation_failed",
    );
    expect(Object.keys(problem.errors ?? {})).toContain(field);
    if (field === "time_zone" && wished.time_zone !== undefined)
      expect(problem.errors?.time_zone?.[0]).toContain("Europe/Berlin");
  });

  it("E-mail goes only to allowed domains", async () => {
    const { report, token } = await scheduled();
    const app = sampleApp(scheduleRoutes, { EMAIL_ALLOWED_DOMAINS: "example.org, *.example.com" });
    const send = (to: string[]) =>
      app("POST", "/api/v1/schedules", {
        token,
        body: { report_id: report.id, ...DAILY, deliveries: [{ type: "email", to }] },
      });
    const refused = await send(["ann@example.org", "bob@example.net"]);
    const problem = await expectProblem(refused, "validation_failed");
    expect(Object.keys(problem.errors ?? {})).toEqual(["deliveries.0.to.1"]);
    expect((await send(["ann@example.org", "bob@mail.example.com"])).status).toBe(201);
  });

  it("takes a webhook of the workspace, and none of another", async () => {
    const { report, token } = await scheduled();
    const stranger = await scheduled();
    const hook = { url: "https://hooks.example.com/x", events: ["dataset.ready"] };
    const ids = [];
    for (const owner of [token, stranger.token])
      ids.push((await succeed("POST", "/webhooks", owner, hook)).id);
    const send = (webhook_id: string | undefined) =>
      create(token, { report_id: report.id, ...DAILY, deliveries: [{ type: "webhook", webhook_id }] });
    expect((await send(ids[0])).status).toBe(201);
    await expectProblem(await send(ids[1]), "validation_failed");
  });

  it("shows who gets what, and who does not want it", async () => {
    const { workspace, schedule, token } = await scheduled({
      ...DAILY,
      deliveries: [{ type: "email", to: ["ann@example.com", "bob@example.com"], subject: "{report} {date}" }],
    });
    await platform.db.insert(unsubscribes).values({
      workspaceId: workspace.id,
      scheduleId: schedule.id,
      recipient: "bob@example.com",
      at: new Date().toISOString(),
    });
    expect(await succeed("GET", "/schedules", token)).toMatchObject({
      items: [
        {
          deliveries: [
            { type: "email", to: ["ann@example.com", "bob@example.com"], subject: "{report} {date}" },
          ],
          unsubscribed: ["bob@example.com"],
        },
      ],
    });
  });

  it("E26 only the report's owner or an admin may schedule it", async () => {
    const { workspace, report, token } = await scheduled(DAILY);
    await succeed("PATCH", `/reports/${report.id}`, token, { visibility: "workspace" });
    const body = { report_id: report.id, ...DAILY };
    await expectProblem(await create(await workspace.token("editor"), body), "forbidden");
    const editor = await workspace.token("editor", "eve");
    const dataset = (await uploadedDataset(editor)).id;
    const own = await madeReport(editor, { dataset });
    expect((await create(editor, { ...body, report_id: own.id })).status).toBe(201);
    expect((await create(token, { ...body, report_id: own.id })).status).toBe(201);
    await expectProblem(await create(token, { ...body, report_id: "rep_none" }), "not_found");
  });
});

describe("GET /schedules", () => {
  it("pages, by number and by cursor, and filters by report and by pause", async () => {
    const { report, token, schedule } = await scheduled();
    const other = await madeReport(token, { dataset: (report.config as { dataset: string }).dataset });
    const ids = [schedule.id];
    for (const report_id of [report.id, other.id])
      ids.unshift((await succeed("POST", "/schedules", token, { report_id, ...DAILY })).id);
    await succeed("POST", `/schedules/${ids[0]}/pause`, token);

    const list = async (query: string) => {
      const page = await succeed<{ items: Made[]; next_cursor: string | null }>(
        "GET",
        `/schedules?${query}`,
        token,
      );
      return { ...page, items: page.items.map(({ id }) => id) };
    };
    expect(await list("")).toMatchObject({ items: ids, total: 3, page: 1, pages: 1, next_cursor: null });
    const first = await list("page_size=2");
    expect(first).toMatchObject({ items: ids.slice(0, 2), total: 3, pages: 2 });
    expect(await list("page_size=2&page=2")).toMatchObject({ items: ids.slice(2) });
    expect(await list(`page_size=2&cursor=${first.next_cursor}`)).toMatchObject({ items: ids.slice(2) });
    expect(await list(`report_id=${report.id}`)).toMatchObject({ items: ids.slice(1), total: 2 });
    expect(await list("paused=true")).toMatchObject({ items: ids.slice(0, 1), total: 1 });
    expect(await list("paused=false")).toMatchObject({ items: ids.slice(1), total: 2 });
  });

  it("shows an editor those of own reports, and an admin all", async () => {
    const { workspace, token } = await scheduled();
    const editor = await workspace.token("editor", "eve");
    const own = await madeReport(editor, { dataset: (await uploadedDataset(editor)).id });
    const mine = await succeed("POST", "/schedules", editor, { report_id: own.id, ...DAILY });
    expect(await succeed("GET", "/schedules", editor)).toMatchObject({ items: [{ id: mine.id }], total: 1 });
    expect(await succeed("GET", "/schedules", token)).toMatchObject({ total: 2 });
  });

  it("K costs one round trip to read and two to write", async () => {
    const { report, token, schedule } = await scheduled();
    const calls = async (method: string, path: string, body?: unknown) => {
      const response = await call(method, `/api/v1${path}`, { token, body });
      await response.arrayBuffer();
      return Number(/calls=(\d+)/.exec(response.headers.get("Server-Timing") ?? "")?.[1]);
    };
    const one = `/schedules/${schedule.id}`;
    expect(await calls("GET", "/schedules")).toBe(1);
    expect(await calls("GET", one)).toBe(1);
    expect(await calls("GET", `${one}/next-runs`)).toBe(1);
    expect(await calls("GET", `${one}/history`)).toBe(1);
    expect(await calls("POST", "/schedules", { report_id: report.id, ...DAILY })).toBe(2);
    expect(await calls("PATCH", one, { name: "x" })).toBe(2);
    expect(await calls("PUT", one, DAILY)).toBe(2);
    expect(await calls("POST", `${one}/run-now`)).toBe(2);
    expect(await calls("POST", `${one}/pause`)).toBe(2);
    expect(await calls("POST", `${one}/resume`)).toBe(2);
    expect(await calls("DELETE", one)).toBe(2);
  });
});

describe("changing a schedule", () => {
  it("U6 another zone is another next run, at once", async () => {
    const { schedule, token, report } = await scheduled();
    const path = `/schedules/${schedule.id}`;
    const changed = await succeed<Answer>("PATCH", path, token, { time_zone: "Asia/Kolkata" });
    expect(changed.next_run_local).toMatch(/T09:00:00\+05:30\[Asia\/Kolkata\]$/);
    expect(changed.schedule_time).toBe("09:00");
    expect(await succeed("GET", `/reports/${report.id}`, token)).toMatchObject({
      next_scheduled_run: changed.next_run,
    });
  });

  it("one kind of rule takes the place of another, and PUT forgets what it does not name", async () => {
    const { schedule, token } = await scheduled({ ...DAILY, filters: { grade: { min: 50 } }, name: "Old" });
    const path = `/schedules/${schedule.id}`;
    expect(await succeed("PATCH", path, token, { cron: "0  6 * * *" })).toMatchObject({
      frequency: null,
      schedule_time: null,
      cron: "0 6 * * *",
      name: "Old",
    });
    expect(
      await succeed("PATCH", path, token, { frequency: "weekly", schedule_day: 1, schedule_time: "07:00" }),
    ).toMatchObject({
      cron: null,
      frequency: "weekly",
      schedule_day: 1,
    });
    expect(await succeed("PATCH", path, token, { frequency: "daily" })).toMatchObject({
      frequency: "daily",
      schedule_day: null,
      schedule_time: "07:00",
    });
    expect(await succeed("PUT", path, token, { every: "PT2H", time_zone: "UTC" })).toMatchObject({
      every: "PT2H",
      frequency: null,
      schedule_time: null,
      filters: {},
      name: null,
    });
    await expectProblem(
      await call("PUT", `/api/v1${path}`, { token, body: { time_zone: "UTC" } }),
      "validation_failed",
    );
    const elsewhere = { token, body: { ...DAILY, report_id: "rep_other" } };
    await expectProblem(await call("PUT", `/api/v1${path}`, elsewhere), "validation_failed");
  });

  it("ETag and If-Match: 304 for what is known, 412 for what has changed", async () => {
    const { schedule, token } = await scheduled();
    const path = `/api/v1/schedules/${schedule.id}`;
    const tag = (await call("GET", path, { token })).headers.get("ETag") ?? "";
    const known = await call("GET", path, { token, headers: { "If-None-Match": tag } });
    expect(known.status).toBe(304);
    const change = (method: string, body?: unknown) =>
      call(method, path, { token, body, headers: { "If-Match": tag } });
    expect((await change("PATCH", { name: "New" })).status).toBe(200);
    await expectProblem(await change("PATCH", { name: "Newer" }), "precondition_failed");
    await expectProblem(await change("PUT", DAILY), "precondition_failed");
    await expectProblem(await change("DELETE"), "precondition_failed");
  });

  it("the ETag follows everything that is shown, If-Match only what a client changes", async () => {
    const { workspace, schedule, report, token } = await scheduled();
    const path = `/api/v1/schedules/${schedule.id}`;
    const tag = async () => (await call("GET", path, { token })).headers.get("ETag") ?? "";
    const first = await tag();
    const later = [
      () => platform.db.insert(unsubscribes).values(unsubscribed(workspace.id, schedule.id)),
      () => succeed("PATCH", `/reports/${report.id}`, token, { name: "Renamed" }),
      () => platform.db.update(schedules).set({ failures: 2 }).where(eq(schedules.id, schedule.id)),
      () => fireDue(at(schedule.next_run)),
    ];
    const tags = [first];
    for (const happen of later) {
      await happen();
      tags.push(await tag());
    }
    expect(new Set(tags).size).toBe(tags.length);
    const stale = { token, body: { name: "New" }, headers: { "If-Match": first } };
    expect((await call("PATCH", path, stale)).status).toBe(200);
    await expectProblem(await call("PATCH", path, stale), "precondition_failed");
  });

  it("pausing or resuming what somebody else has just paused or resumed is no error", async () => {
    const { schedule, token } = await scheduled();
    for (const verb of ["pause", "resume"]) {
      const all = Array.from({ length: 4 }, () =>
        call("POST", `/api/v1/schedules/${schedule.id}/${verb}`, { token }),
      );
      expect((await Promise.all(all)).map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    }
  });

  it("who unsubscribed goes with the schedule, or with its report; a link of then leaves nothing", async () => {
    for (const remove of ["schedule", "report"] as const) {
      const { workspace, schedule, report, token } = await scheduled();
      const who = unsubscribed(workspace.id, schedule.id);
      await platform.db.insert(unsubscribes).values(who);
      if (remove === "schedule") await succeed("DELETE", `/schedules/${schedule.id}`, token);
      else await succeed("DELETE", `/reports/${report.id}?permanent=true`, token);
      await unsubscribe(platform, who, "test");
      const left = platform.db.select().from(unsubscribes).where(eq(unsubscribes.scheduleId, schedule.id));
      expect(await left).toEqual([]);
    }
  });

  it("X42 pause and resume: nothing comes next while it is paused, and then from now", async () => {
    const { schedule, report, token } = await scheduled();
    const path = `/schedules/${schedule.id}`;
    const paused = await succeed("POST", `${path}/pause`, token);
    expect(paused).toMatchObject({
      paused: true,
      status: "paused",
      paused_reason: "paused_by_user",
      next_run: null,
      next_run_local: null,
    });
    expect(await succeed("POST", `${path}/pause`, token)).toEqual(paused);
    expect(await succeed("GET", `/reports/${report.id}`, token)).toMatchObject({ next_scheduled_run: null });
    expect(await succeed("PATCH", path, token, { schedule_time: "10:00" })).toMatchObject({ next_run: null });
    const resumed = await succeed<Answer>("POST", `${path}/resume`, token);
    expect(resumed).toMatchObject({ paused: false, status: "active", paused_reason: null });
    expect(resumed.next_run_local).toContain("T10:00:00");
    expect(await succeed("GET", `/reports/${report.id}`, token)).toMatchObject({
      next_scheduled_run: resumed.next_run,
    });
  });

  it("the report says the earliest of its schedules, and none when they are gone", async () => {
    const { schedule, report, token } = await scheduled();
    const sooner = await succeed<Answer>("POST", "/schedules", token, {
      report_id: report.id,
      every: "PT1M",
      time_zone: "UTC",
    });
    const next = async () =>
      (await succeed<Answer>("GET", `/reports/${report.id}`, token)).next_scheduled_run;
    expect(await next()).toBe(sooner.next_run);
    await succeed("DELETE", `/schedules/${sooner.id}`, token);
    expect(await next()).toBe(schedule.next_run);
    await succeed("DELETE", `/schedules/${schedule.id}`, token);
    expect(await next()).toBeNull();
    await expectProblem(await call("GET", `/api/v1/schedules/${schedule.id}`, { token }), "not_found");
  });
});

describe("GET /schedules/{id}/next-runs", () => {
  it("N7 gives instants with the zone's clock, from anywhere, and fewer when the schedule ends", async () => {
    const { schedule, token } = await scheduled({ ...DAILY, ends_at: "2099-10-27" });
    const runs = (query: string) =>
      succeed<{ items: unknown[] }>("GET", `/schedules/${schedule.id}/next-runs${query}`, token);
    expect((await runs("")).items.length).toBe(5);
    expect((await runs("?count=12")).items.length).toBe(12);
    expect(await runs("?from=2099-10-24T12:00:00%2B02:00&count=9")).toEqual({
      items: [
        { at: "2099-10-25T08:00:00.000Z", local: "2099-10-25T09:00:00+01:00[Europe/Berlin]" },
        { at: "2099-10-26T08:00:00.000Z", local: "2099-10-26T09:00:00+01:00[Europe/Berlin]" },
        { at: "2099-10-27T08:00:00.000Z", local: "2099-10-27T09:00:00+01:00[Europe/Berlin]" },
      ],
    });
    await expectProblem(
      await call("GET", `/api/v1/schedules/${schedule.id}/next-runs?count=0`, { token }),
      "validation_failed",
    );
  });
});

describe("POST /schedules/{id}/run-now", () => {
  it("X44 makes a run with the schedule's filters, formats and file names", async () => {
    const { schedule, token } = await scheduled({
      ...DAILY,
      name: "Best",
      formats: ["csv", "json"],
      filters: { grade: { min: 60 } },
      filename_template: "{schedule} {year}",
    });
    const response = await call("POST", `/api/v1/schedules/${schedule.id}/run-now`, { token });
    expect(response.status).toBe(202);
    const run = (await response.json()) as Made;
    expect(response.headers.get("Location")).toBe(`/api/v1/runs/${run.id}`);
    expect(run).toMatchObject({ trigger: "schedule", formats: ["csv", "json"] });
    const ended = await endedRun(token, run.id);
    expect(ended).toMatchObject({ status: "completed", rows_returned: 2 });
    const year = new Date().getFullYear();
    expect((ended.files as Made[]).map(({ filename }) => filename)).toEqual([
      `Best ${year}.csv`,
      `Best ${year}.json`,
    ]);
    expect(await succeed("GET", `/schedules/${schedule.id}`, token)).toMatchObject({
      last_run: { run_id: run.id, status: "completed", at: ended.completed_at },
    });
  });
});
