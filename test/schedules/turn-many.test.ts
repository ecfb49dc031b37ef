import { eq } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { type ScheduleRow, schedules } from "../../src/db/schema";
import { call, expectProblem } from "../support";
import { type Made, madeReport, succeed, uploadedDataset } from "../support/product";
import { DAILY, forgetSchedules, platform, scheduled } from "./support";

afterEach(forgetSchedules);

interface Turned {
  readonly items: readonly { id: string; outcome: string; paused: boolean | null; next_run: string | null }[];
  readonly has_more: boolean;
}

const turn = (token: string, verb: "pause" | "resume", body: unknown) =>
  succeed<Turned>("POST", `/schedules/${verb}`, token, body);

const another = (token: string, report: Made) =>
  succeed("POST", "/schedules", token, { report_id: report.id, ...DAILY });

const set = (id: string, values: Partial<ScheduleRow>) =>
  platform.db.update(schedules).set(values).where(eq(schedules.id, id));

describe("X42: many schedules at once", () => {
  it("pauses and resumes those that are named, and says of each what came of it", async () => {
    const { token, report, schedule } = await scheduled();
    const second = await another(token, report);
    const stranger = await scheduled();
    const ids = [second.id, stranger.schedule.id, schedule.id, "sch_none", second.id];
    await succeed("POST", `/schedules/${schedule.id}/pause`, token);
    expect(await turn(token, "pause", { ids })).toEqual({
      items: [
        { id: second.id, outcome: "changed", paused: true, next_run: null },
        { id: stranger.schedule.id, outcome: "not_found", paused: null, next_run: null },
        { id: schedule.id, outcome: "unchanged", paused: true, next_run: null },
        { id: "sch_none", outcome: "not_found", paused: null, next_run: null },
      ],
      has_more: false,
    });
    expect(await succeed("GET", `/schedules/${stranger.schedule.id}`, stranger.token)).toMatchObject({
      paused: false,
    });
    expect(await succeed("GET", `/reports/${report.id}`, token)).toMatchObject({ next_scheduled_run: null });

    const resumed = await turn(token, "resume", { ids });
    expect(resumed.items.map(({ outcome }) => outcome)).toEqual([
      "changed",
      "not_found",
      "changed",
      "not_found",
    ]);
    expect(await succeed("GET", `/reports/${report.id}`, token)).toMatchObject({
      next_scheduled_run: resumed.items[0]?.next_run,
    });
    expect(await succeed("GET", `/schedules/${second.id}`, token)).toMatchObject({
      paused: false,
      paused_reason: null,
      next_run: resumed.items[0]?.next_run,
    });
  });

  it("leaves alone what the caller may not manage, and nobody else's are among those of a filter", async () => {
    const { workspace, token, report, schedule } = await scheduled();
    const eve = await workspace.token("editor", "eve");
    const own = await madeReport(eve, { dataset: (await uploadedDataset(eve)).id });
    const mine = await another(eve, own);
    const { items } = await turn(eve, "pause", { ids: [schedule.id, mine.id] });
    expect(items).toEqual([
      { id: schedule.id, outcome: "forbidden", paused: null, next_run: null },
      { id: mine.id, outcome: "changed", paused: true, next_run: null },
    ]);
    expect(await turn(eve, "pause", { report_id: report.id })).toEqual({ items: [], has_more: false });
    expect(await succeed("GET", `/schedules/${schedule.id}`, token)).toMatchObject({ paused: false });
  });

  it("all of a report, a hundred at a time", async () => {
    const { token, report, schedule } = await scheduled();
    const [row] = await platform.db.select().from(schedules).where(eq(schedules.id, schedule.id));
    if (!row) throw new Error("no schedule");
    const copies = Array.from({ length: 104 }, (_, at) =>
      platform.db.insert(schedules).values({ ...row, id: `${row.id}_${at}` }),
    );
    for (const copy of copies) await copy;
    const wanted = { report_id: report.id };
    const seen = [];
    for (const [size, has_more] of [
      [100, true],
      [5, false],
      [0, false],
    ]) {
      const page = await turn(token, "pause", wanted);
      expect(page).toMatchObject({ has_more });
      expect(page.items).toHaveLength(Number(size));
      seen.push(...page.items.map(({ id }) => id));
    }
    expect(new Set(seen).size).toBe(105);
  });

  it("restarts those that failed, and no others", async () => {
    const { token, report, schedule } = await scheduled();
    const byHand = await another(token, report);
    await set(schedule.id, { paused: true, pausedReason: "failing", failures: 5, nextRun: null });
    await set(byHand.id, { paused: true, pausedReason: "paused_by_user", failures: 2, nextRun: null });
    expect((await turn(token, "resume", { failed: true })).items).toMatchObject([
      { id: schedule.id, outcome: "changed", paused: false },
    ]);
    expect(await succeed("GET", `/schedules/${schedule.id}`, token)).toMatchObject({
      consecutive_failures: 0,
      status: "active",
    });
    expect(await succeed("GET", `/schedules/${byHand.id}`, token)).toMatchObject({ paused: true });
  });

  it("costs two round trips, however many", async () => {
    const { token, report, schedule } = await scheduled();
    const second = await another(token, report);
    for (const verb of ["pause", "resume"]) {
      const body = { ids: [schedule.id, second.id] };
      const response = await call("POST", `/api/v1/schedules/${verb}`, { token, body });
      expect(response.headers.get("Server-Timing")).toContain("calls=2 ");
    }
  });

  it.each([
    ["pause", {}],
    ["pause", { ids: [] }],
    ["pause", { ids: Array.from({ length: 101 }, (_, at) => `sch_${at}`) }],
    ["pause", { failed: true }],
    ["pause", { ids: ["sch_1"], report_id: "rep_1" }],
    ["resume", { failed: false }],
    ["resume", { report_id: "rep_1", failed: true }],
  ])("%s is 422 for %j", async (verb, body) => {
    const { token } = await scheduled();
    const response = await call("POST", `/api/v1/schedules/${verb}`, { token, body });
    await expectProblem(response, "validation_failed");
  });
});
