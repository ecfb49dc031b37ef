import { eq } from "drizzle-orm";
import { afterEach, expect, it } from "vitest";
import { schedules } from "../../src/db/schema";
import { type Made, madeReport, succeed } from "../support/product";
import { DAILY, forgetSchedules, ownWorkspace, platform } from "./support";

afterEach(forgetSchedules);

const FIELDS = ["student_id", "grade"];

interface Listed extends Made {
  readonly next_run: string;
  readonly frequency: string;
}

/** A report with this in its config, and what its schedules are. */
async function reported(config: Record<string, unknown>) {
  const token = await ownWorkspace().token();
  const report = await madeReport(token, config);
  const { dataset } = report.config as { dataset: string };
  const list = async () =>
    (await succeed<{ items: Listed[] }>("GET", `/schedules?report_id=${report.id}`, token)).items;
  const patch = (change: Record<string, unknown>) =>
    succeed("PATCH", `/reports/${report.id}`, token, { config: { dataset, fields: FIELDS, ...change } });
  return { token, report, list, patch };
}

it("E1 E2 E4 a config with a frequency makes the schedule as well", async () => {
  const { report, list } = await reported({
    frequency: "daily",
    schedule_time: "08:15",
    time_zone: "Europe/Berlin",
  });
  const [schedule, ...others] = await list();
  expect(others).toEqual([]);
  expect(schedule).toMatchObject({
    frequency: "daily",
    schedule_time: "08:15",
    schedule_day: null,
    time_zone: "Europe/Berlin",
    formats: null,
    deliveries: [],
    status: "active",
  });
  expect(report.next_scheduled_run).toBe(schedule?.next_run);
});

it.each([
  [{ frequency: "weekly" }, { schedule_time: "00:00", schedule_day: 1 }],
  [
    { frequency: "weekly", schedule_day: 0, schedule_time: "07:00" },
    { schedule_time: "07:00", schedule_day: 0 },
  ],
  [
    { frequency: "monthly", schedule_time: "06:00" },
    { schedule_day: 1, time_zone: "UTC" },
  ],
  [{ frequency: "monthly", schedule_day: 31 }, { schedule_day: 31 }],
  [{ frequency: "daily", schedule_day: 5 }, { schedule_day: null }],
  [{ frequency: "one_time", schedule_time: "12:00" }, { frequency: "one_time" }],
])("E3 %j", async (config, expected) => {
  const { list } = await reported(config);
  expect(await list()).toMatchObject([expected]);
});

it("one time without a time is a report made on demand", async () => {
  const { report, list } = await reported({ frequency: "one_time" });
  expect(await list()).toEqual([]);
  expect(report.next_scheduled_run).toBeNull();
});

it("follows the config when that changes, and leaves what somebody made otherwise", async () => {
  const { token, report, list, patch } = await reported({ frequency: "daily", schedule_time: "08:00" });
  const own = await succeed("POST", "/schedules", token, { report_id: report.id, ...DAILY });
  const its = (await list()).find(({ id }) => id !== own.id);
  const rowOf = async () =>
    (
      await platform.db
        .select()
        .from(schedules)
        .where(eq(schedules.id, its?.id ?? ""))
    )[0];
  const before = await rowOf();

  await patch({ frequency: "daily", schedule_time: "08:00", limit: 3 });
  expect(await rowOf()).toEqual(before);

  const changed = await patch({ frequency: "weekly", schedule_time: "23:00", schedule_day: 3 });
  expect(await list()).toMatchObject([
    { id: own.id, schedule_time: "09:00" },
    { id: its?.id, frequency: "weekly", schedule_day: 3 },
  ]);
  const soonest = (await list()).map(({ next_run }) => next_run).toSorted()[0];
  expect(changed.next_scheduled_run).toBe(soonest);

  await patch({});
  expect(await list()).toHaveLength(2);

  await succeed("POST", `/schedules/${its?.id}/pause`, token);
  await patch({ frequency: "daily", schedule_time: "05:00" });
  expect(await list()).toMatchObject([
    { id: own.id },
    { schedule_time: "05:00", paused: true, next_run: null },
  ]);

  await patch({ frequency: "one_time" });
  expect(await list()).toMatchObject([{ id: own.id }]);
});
