import { afterEach, describe, expect, it } from "vitest";
import { call, expectProblem } from "../support";
import { type Made, succeed } from "../support/product";
import { DAILY, forgetSchedules, ownWorkspace, platform, runsOf, scheduled, setNextRun } from "./support";

afterEach(forgetSchedules);

const put = (token: string, reportId: unknown, key: string, body: unknown = DAILY) =>
  call("PUT", `/api/v1/reports/${reportId}/schedules/${key}`, { token, body });

const listed = async (token: string, query: string) =>
  (await succeed<{ items: Made[]; total: number }>("GET", `/schedules?${query}`, token)).items;

describe("X43: PUT /reports/{id}/schedules/{key}", () => {
  it("makes the schedule, then replaces it: the same however often it is sent", async () => {
    const { report, token } = await scheduled();
    const body = { ...DAILY, name: "Each morning", filters: { grade: { min: 50 } } };
    const first = await put(token, report.id, "daily:v1", body);
    expect(first.status).toBe(201);
    const made = (await first.json()) as Made;
    expect(first.headers.get("Location")).toBe(`/api/v1/schedules/${made.id}`);
    expect(made).toMatchObject({
      key: "daily:v1",
      name: "Each morning",
      report_id: report.id,
      paused: false,
    });
    expect(await succeed("GET", `/schedules/${made.id}`, token)).toEqual(made);

    const again = await put(token, report.id, "daily:v1", body);
    expect(again.status).toBe(200);
    expect(await again.json()).toEqual({ ...made, updated_at: expect.any(String) });

    const other = await put(token, report.id, "daily:v1", { cron: "0 6 * * *", time_zone: "UTC" });
    expect(await other.json()).toMatchObject({ id: made.id, cron: "0 6 * * *", name: null, filters: {} });
    expect(await listed(token, `report_id=${report.id}&key=daily:v1`)).toMatchObject([{ id: made.id }]);
    expect(await listed(token, `report_id=${report.id}`)).toHaveLength(2);
  });

  it("a key stands for a schedule of its report alone", async () => {
    const { report, token } = await scheduled();
    const clone = await succeed("POST", `/reports/${report.id}/clone`, token, { name: "Another" });
    const ids = [];
    for (const id of [report.id, clone.id])
      ids.push(((await (await put(token, id, "daily")).json()) as Made).id);
    expect(new Set(ids).size).toBe(2);
  });

  it("at once from many: one makes it, all agree", async () => {
    const { report, token } = await scheduled();
    const answers = await Promise.all(Array.from({ length: 8 }, () => put(token, report.id, "daily")));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array(7).fill(200), 201]);
    const ids = await Promise.all(answers.map(async (answer) => ((await answer.json()) as Made).id));
    expect(new Set(ids).size).toBe(1);
    expect(await listed(token, `report_id=${report.id}&key=daily`)).toHaveLength(1);
    const { results } = await platform.d1
      .prepare("SELECT DISTINCT target_id FROM audit_log WHERE action = 'schedule.upsert' AND target_id = ?")
      .bind(ids[0])
      .all();
    expect(results).toHaveLength(1);
  });

  it("a paused one stays paused; a slot that has come is not lost by the same rule", async () => {
    const { report, token } = await scheduled();
    const { id } = (await (await put(token, report.id, "daily")).json()) as Made;
    const due = "2026-01-01T08:00:00.000Z";
    await setNextRun(id, due);
    expect(await (await put(token, report.id, "daily", { ...DAILY, name: "New" })).json()).toMatchObject({
      next_run: due,
    });
    await succeed("POST", `/schedules/${id}/pause`, token);
    const changed = await put(token, report.id, "daily", { ...DAILY, schedule_time: "10:00" });
    expect(await changed.json()).toMatchObject({ paused: true, next_run: null, schedule_time: "10:00" });
    expect(await succeed("POST", `/schedules/${id}/resume`, token)).toMatchObject({
      next_run_local: expect.stringContaining("T10:00:00"),
    });
    expect(await runsOf(id)).toEqual([]);
  });

  it.each([
    ["a key with a space", "a%20b", DAILY, "key"],
    ["a key that is too long", "x".repeat(101), DAILY, "key"],
    ["no rule", "daily", { time_zone: "UTC" }, "frequency"],
    ["another report in the body", "daily", { ...DAILY, report_id: "rep_other" }, "report_id"],
  ])("is 422 for %s", async (_, key, body, field) => {
    const { report, token } = await scheduled();
    const problem = await expectProblem(await put(token, report.id, key, body), "validation_failed");
    expect(Object.keys(problem.errors ?? {})).toEqual([field]);
  });

  it("costs two round trips, is for the report's owner, and shows no other workspace's report", async () => {
    const { workspace, report, token } = await scheduled();
    for (const _ of ["made", "replaced"]) {
      const timing = (await put(token, report.id, "daily")).headers.get("Server-Timing");
      expect(timing).toContain("calls=2 ");
    }
    await succeed("PATCH", `/reports/${report.id}`, token, { visibility: "workspace" });
    await expectProblem(await put(await workspace.token("editor"), report.id, "daily"), "forbidden");
    await expectProblem(await put(await ownWorkspace().token(), report.id, "daily"), "not_found");
  });
});
