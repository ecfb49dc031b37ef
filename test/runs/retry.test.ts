import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { afterEach, expect, it } from "vitest";
import { deliveries } from "../../src/db/schema";
import { frozenOf } from "../../src/runs/frozen";
import { processRun } from "../../src/runs/process";
import { fireDue } from "../../src/schedules/fire";
import { workshopOf } from "../../src/workshop";
import { at, endRun, forgetSchedules, platform, runsOf, scheduled, setNextRun } from "../schedules/support";
import { newWorkspace } from "../support";
import { type Made, madeReport, succeed, uploadedDataset } from "../support/product";

const shop = workshopOf(env as unknown as GeneratorEnv);
const failed = (id: string) => endRun(id, "failed", new Date().toISOString());

afterEach(forgetSchedules);

it("D14: what is tried again has the charts that were asked for", async () => {
  const token = await newWorkspace().token();
  const { id: dataset } = await uploadedDataset(token);
  const chartOf = async (config: object, include_charts: boolean) => {
    const report = await madeReport(token, { dataset, ...config });
    const run = await succeed("POST", `/reports/${report.id}/generate`, token, {
      async: false,
      include_charts,
    });
    await failed(run.id);
    const again = await succeed<Made & { result_summary: { has_chart: boolean } }>(
      "POST",
      `/runs/${run.id}/retry`,
      token,
    );
    return again.result_summary.has_chart;
  };
  expect(await chartOf({}, true)).toBe(true);
  expect(await chartOf({ chart_type: "pie" }, false)).toBe(false);
});

it("D14, N5, L3: a scheduled run that is tried again is of its own day and zone, and reaches its recipients", async () => {
  const { schedule, token } = await scheduled({
    frequency: "daily",
    schedule_time: "00:30",
    time_zone: "Pacific/Auckland",
    formats: ["csv"],
    filters: { last_submission_date: { relative: "yesterday" } },
    deliveries: [{ type: "email", to: ["ann@example.com"] }],
  });
  await setNextRun(schedule.id, "2026-06-30T12:30:00.000Z");
  await fireDue(at("2026-06-30T12:31:00Z"));
  const [first] = await runsOf(schedule.id);
  if (!first) throw new Error("it did not fire");
  await failed(first.id);

  const again = await succeed("POST", `/runs/${first.id}/retry`, token);
  expect(again).toMatchObject({ trigger: "retry", retry_of: first.id, schedule_id: schedule.id });
  await processRun(shop, again.id);
  const [, row] = await runsOf(schedule.id);
  if (!row) throw new Error("it is no run of the schedule");
  expect(row).toMatchObject({ id: again.id, slot: first.slot });
  const conditionsOf = (run: typeof row) =>
    frozenOf(run).definition.sections.map((section) => section.kind === "table" && section.conditions);
  expect(conditionsOf(row)).toEqual(conditionsOf(first));
  await expect
    .poll(() => platform.db.select().from(deliveries).where(eq(deliveries.subjectId, again.id)))
    .toMatchObject([{ target: "ann@example.com" }]);
});
