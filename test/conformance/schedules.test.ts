import { beforeAll, describe, expect, it } from "vitest";
import { type Caller, expectProblem, expectStatus } from "./harness/client";
import { tick } from "./harness/platform";
import type { Dataset, Page, Report, Run, Schedule } from "./harness/shapes";
import { ended, makeReport, uploadReady } from "./harness/steps";
import { until } from "./harness/until";
import { newWorkspace, type Workspace } from "./harness/workspace";

interface Slot {
  readonly slot: string;
  readonly outcome: string;
  readonly run_id: string | null;
}

let workspace: Workspace;
let caller: Caller;
let dataset: Dataset;
let report: Report;

beforeAll(async () => {
  workspace = newWorkspace();
  caller = workspace.as("editor", "ada");
  dataset = await uploadReady(caller, "day,value\n2026-01-01,1\n2026-02-01,2\n");
  report = await makeReport(caller, dataset, { formats: ["csv"] });
});

const DAILY = { frequency: "daily", schedule_time: "09:00" };
const NOT_DAILY = { frequency: undefined, schedule_time: undefined };
const ONCE = { frequency: "one_time" };
const create = (body: Record<string, unknown>) =>
  caller.post<Schedule>("/schedules", { report_id: report.id, time_zone: "UTC", ...body });
const created = async (body: Record<string, unknown>) => expectStatus(await create(body), 201);
const read = async ({ id }: Schedule) => expectStatus(await caller.get<Schedule>(`/schedules/${id}`), 200);
const runsOf = async ({ id }: Schedule) =>
  (await caller.get<Page<Run>>("/runs?page_size=100")).body.items.filter(
    ({ schedule_id }) => schedule_id === id,
  );
const historyOf = async ({ id }: Schedule) =>
  expectStatus(await caller.get<{ items: Slot[] }>(`/schedules/${id}/history`), 200).items;
/** A moment that comes while the test runs; slots are told to the second. */
const soon = () => new Date(Math.ceil(Date.now() / 1000) * 1000 + 1_000).toISOString();

describe("when", () => {
  const nextOf = async (schedule: Schedule, from: string, count = 3) => {
    const query = new URLSearchParams({ from, count: String(count) });
    const answer = await caller.get<{ items: { at: string; local: string }[] }>(
      `/schedules/${schedule.id}/next-runs?${query}`,
    );
    return expectStatus(answer, 200).items;
  };

  it("E1, E2, E3, E5, N5, N7, U6: days keep the local time over the changes of the clock, with the zone named", async () => {
    const daily = await created({ frequency: "daily", schedule_time: "02:30", time_zone: "Europe/Berlin" });
    expect(daily).toMatchObject({ status: "active", paused: false, last_run: null, created_by: "ada" });
    expect(daily.next_run_local).toMatch(/T02:30:00\+0[12]:00\[Europe\/Berlin\]$/);
    // 28 March 2027: two o'clock is three. 31 October 2027: half past two comes twice.
    expect(await nextOf(daily, "2027-03-26T12:00:00Z")).toEqual([
      { at: "2027-03-27T01:30:00.000Z", local: "2027-03-27T02:30:00+01:00[Europe/Berlin]" },
      { at: "2027-03-28T01:00:00.000Z", local: "2027-03-28T03:00:00+02:00[Europe/Berlin]" },
      { at: "2027-03-29T00:30:00.000Z", local: "2027-03-29T02:30:00+02:00[Europe/Berlin]" },
    ]);
    expect((await nextOf(daily, "2027-10-30T12:00:00Z")).map(({ local }) => local)).toEqual([
      "2027-10-31T02:30:00+02:00[Europe/Berlin]",
      "2027-11-01T02:30:00+01:00[Europe/Berlin]",
      "2027-11-02T02:30:00+01:00[Europe/Berlin]",
    ]);
  });

  it("E1, E3, U32, X36, X37, X38, X39: weeks, last days of months, cron, intervals, bounds", async () => {
    const cases: [Record<string, unknown>, string[]][] = [
      [
        { frequency: "weekly", schedule_day: 0, schedule_time: "09:00" },
        ["2027-01-03T09:00", "2027-01-10T09:00"],
      ],
      [
        { frequency: "monthly", schedule_day: 31, schedule_time: "23:59" },
        ["2027-01-31T23:59", "2027-02-28T23:59"],
      ],
      [{ cron: "0 9 * * MON#1" }, ["2027-01-04T09:00", "2027-02-01T09:00"]],
      [{ cron: "30 6 L * *" }, ["2027-01-31T06:30", "2027-02-28T06:30"]],
      [{ every: "PT45M", starts_at: "2027-01-01T00:10:00Z" }, ["2027-01-01T00:10", "2027-01-01T00:55"]],
      [
        { frequency: "daily", schedule_time: "08:00", workdays_only: true, exclude_dates: ["2027-01-01"] },
        ["2027-01-04T08:00", "2027-01-05T08:00"],
      ],
      [
        { frequency: "daily", schedule_time: "08:00", starts_at: "2027-01-05", ends_at: "2027-01-05" },
        ["2027-01-05T08:00"],
      ],
    ];
    for (const [rule, expected] of cases) {
      const items = await nextOf(await created(rule), "2027-01-01T00:00:00Z", expected.length);
      expect(
        items.map(({ at }) => at.slice(0, 16)),
        JSON.stringify(rule),
      ).toEqual(expected);
    }
  });

  it("N6: what no clock can keep is 422, by its field", async () => {
    const cases: [Record<string, unknown>, string][] = [
      [{ time_zone: "EST" }, "time_zone"],
      [{ time_zone: "Mars/Olympus" }, "time_zone"],
      [{ time_zone: "+02:00" }, "time_zone"],
      [{ time_zone: "" }, "time_zone"],
      [{ schedule_time: "24:00" }, "schedule_time"],
      [{ schedule_time: "9am" }, "schedule_time"],
      [{ frequency: "hourly" }, "frequency"],
      [{ frequency: "weekly", schedule_day: 7 }, "schedule_day"],
      [{ frequency: "weekly" }, "schedule_day"],
      [{ frequency: "monthly", schedule_day: 0 }, "schedule_day"],
      [{ schedule_time: undefined }, "schedule_time"],
      [{ ...NOT_DAILY, cron: "61 * * * *" }, "cron"],
      [{ ...NOT_DAILY, cron: "* * * *" }, "cron"],
      [{ ...NOT_DAILY, every: "PT1S" }, "every"],
      [{ filters: { nobody: 1 } }, "filters.nobody"],
      [{ formats: ["rtf"] }, "formats.0"],
      [{ deliveries: [{ type: "webhook", webhook_id: "whk_none" }] }, "deliveries.0.webhook_id"],
    ];
    for (const [wrong, field] of cases) {
      const answer = await create({ ...DAILY, ...wrong });
      expect(
        expectProblem(answer, 422, "validation_failed", [field]).errors?.[field]?.join(""),
        field,
      ).toMatch(/\S/);
    }
    const noZone = await create({ ...DAILY, time_zone: undefined });
    expectProblem(noZone, 422, "validation_failed", ["time_zone"]);
    expectProblem(await create({ ...DAILY, cron: "* * * * *" }), 422, "validation_failed", ["cron"]);
  });
});

it("E4: a report whose config has seed 000's frequency has a schedule, and its next run is shown", async () => {
  const config = {
    dataset: dataset.id,
    fields: ["value"],
    time_zone: "America/New_York",
    frequency: "weekly",
    schedule_time: "09:00",
    schedule_day: 1,
  };
  const own = expectStatus(
    await caller.post<Report & { next_scheduled_run: string | null }>("/reports", { name: "Weekly", config }),
    201,
  );
  const list = expectStatus(await caller.get<Page<Schedule>>(`/schedules?report_id=${own.id}`), 200);
  expect(list).toMatchObject({
    total: 1,
    items: [{ time_zone: "America/New_York", next_run: own.next_scheduled_run }],
  });
  expect(list.items[0]?.next_run_local).toMatch(/T09:00:00-0[45]:00\[America\/New_York\]$/);
  expect(new Date(own.next_scheduled_run ?? "").getUTCDay(), "a Monday").toBe(1);
  const changed = { config: { ...config, schedule_time: "10:15" } };
  expectStatus(await caller.patch(`/reports/${own.id}`, changed), 200);
  const [moved] = (await caller.get<Page<Schedule>>(`/schedules?report_id=${own.id}`)).body.items;
  expect(moved?.next_run_local).toContain("T10:15:00");
});

describe("firing", () => {
  it("E7, E24, U7: a slot that comes is fired once, however many ticks there are at once and after", async () => {
    const schedule = await created({ ...ONCE, starts_at: soon(), filters: { value: 2 } });
    const [run] = await until(
      async () => {
        await Promise.all([tick(), tick(), tick()]);
        return await runsOf(schedule);
      },
      (runs) => runs.length > 0,
      { everyMs: 250 },
    );
    const done = await ended(caller, run?.id ?? "");
    expect(done).toMatchObject({
      status: "completed",
      trigger: "schedule",
      rows_returned: 1,
      formats: ["csv"],
    });
    for (let count = 0; count < 3; count += 1) await tick();
    expect(await runsOf(schedule)).toHaveLength(1);
    expect(await read(schedule)).toMatchObject({
      status: "ended",
      next_run: null,
      last_run: { run_id: done.id, status: "completed" },
      consecutive_failures: 0,
    });
    expect(await historyOf(schedule)).toMatchObject([
      { slot: schedule.next_run, outcome: "fired", run_id: done.id },
    ]);
  });

  it("X42: a paused schedule fires nothing, says so, and goes on when it is resumed; pausing twice is fine", async () => {
    const schedule = await created({ frequency: "one_time", starts_at: soon() });
    const act = (verb: string) => caller.post<Schedule>(`/schedules/${schedule.id}/${verb}`);
    for (let count = 0; count < 2; count += 1)
      expect(expectStatus(await act("pause"), 200)).toMatchObject({
        status: "paused",
        paused: true,
        paused_reason: "paused_by_user",
      });
    await until(
      () => Date.now(),
      (now) => now > Date.parse(schedule.next_run ?? ""),
    );
    await tick();
    expect(await runsOf(schedule)).toHaveLength(0);
    const daily = await created({ frequency: "daily", schedule_time: "05:00" });
    expectStatus(await caller.post(`/schedules/${daily.id}/pause`), 200);
    const resumed = expectStatus(await caller.post<Schedule>(`/schedules/${daily.id}/resume`), 200);
    expect(resumed).toMatchObject({
      status: "active",
      paused: false,
      paused_reason: null,
      next_run: daily.next_run,
    });
  });

  it("X44, E26: run-now makes a run of the schedule, even of a paused one; others may not", async () => {
    const schedule = await created({
      ...DAILY,
      formats: ["html", "csv"],
      filename_template: "{report} {date}",
    });
    await caller.post(`/schedules/${schedule.id}/pause`);
    const run = expectStatus(await caller.post<Run>(`/schedules/${schedule.id}/run-now`), 202);
    expect(run).toMatchObject({ trigger: "schedule", schedule_id: schedule.id, formats: ["html", "csv"] });
    const done = await ended(caller, run.id);
    expect(done.status).toBe("completed");
    const today = new Date().toISOString().slice(0, 10);
    expect(done.files.map(({ filename }) => filename)).toEqual([
      `Report ${today}.html`,
      `Report ${today}.csv`,
    ]);
    expect(await read(schedule)).toMatchObject({ paused: true, last_run: { run_id: run.id } });
    const path = `/schedules/${schedule.id}`;
    for (const verb of ["pause", "resume", "run-now"]) {
      expectProblem(await workspace.as("editor", "bob").post(`${path}/${verb}`), 403, "forbidden");
      expectProblem(await newWorkspace().as("admin").post(`${path}/${verb}`), 404, "not_found");
    }
    expectStatus(await caller.delete(path), 204);
    expectProblem(await caller.get(path), 404, "not_found");
  });

  it("N8, U9: an owner who has lost the right pauses it, with words; who resumes it becomes its owner", async () => {
    const body = { ...ONCE, report_id: report.id, starts_at: soon(), time_zone: "UTC" };
    const eve = workspace.as("admin", "eve");
    const schedule = expectStatus(await eve.post<Schedule>("/schedules", body), 201);
    await workspace.as("editor", "eve").get("/auth/me"); // her next token says that she is no admin any more
    const admin = workspace.as("admin");
    const paused = await until(
      async () => {
        await tick();
        return expectStatus(await admin.get<Schedule>(`/schedules/${schedule.id}`), 200);
      },
      ({ status }) => status !== "active",
      { everyMs: 250 },
    );
    expect(paused).toMatchObject({ status: "paused", paused_reason: "permission_lost" });
    expect(paused.paused_message).toContain("eve");
    expect(await runsOf(schedule)).toHaveLength(0);
    expect(expectStatus(await admin.post<Schedule>(`/schedules/${schedule.id}/resume`), 200).created_by).toBe(
      "admin",
    );
  });

  it("U9, N11: a run that fails is the schedule's last result, with its reason", async () => {
    const strict = await makeReport(caller, dataset, { limit: 1, on_limit: "fail" });
    const schedule = await created({ ...DAILY, report_id: strict.id });
    const run = expectStatus(await caller.post<Run>(`/schedules/${schedule.id}/run-now`), 202);
    expect((await ended(caller, run.id)).status).toBe("failed");
    const last = { run_id: run.id, status: "failed", reason: "limit_exceeded" };
    expect((await read(schedule)).last_run).toMatchObject(last);
    const list = await caller.get<Page<Schedule>>("/schedules?page_size=100");
    expect(list.body.items.find(({ id }) => id === schedule.id)?.last_run).toMatchObject(last);
  });
});
