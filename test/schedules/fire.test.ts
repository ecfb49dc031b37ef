import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { afterEach, describe, expect, it } from "vitest";
import { auditLog, deliveries, reports, schedules } from "../../src/db/schema";
import { tick } from "../../src/ops/tick";
import { frozenOf } from "../../src/runs/frozen";
import { processRun } from "../../src/runs/process";
import { fireDue } from "../../src/schedules/fire";
import { settleSlots } from "../../src/schedules/settle";
import { workshopOf } from "../../src/workshop";
import { type Made, succeed } from "../support/product";
import {
  at,
  DAILY,
  endRun,
  forgetSchedules,
  knownUser,
  later,
  platform,
  runsOf,
  scheduled,
  setNextRun,
} from "./support";

afterEach(forgetSchedules);

const HOURLY = { cron: "0 * * * *", time_zone: "UTC" };

type Slot = { slot: string; outcome: string; run_id: string | null; note: string | null };
const historyOf = async (id: string, token: string) =>
  (await succeed<{ items: Slot[] }>("GET", `/schedules/${id}/history`, token)).items;

const read = (id: string, token: string) =>
  succeed<Made & { next_run: string | null; last_run: Record<string, unknown> | null }>(
    "GET",
    `/schedules/${id}`,
    token,
  );

describe("a slot", () => {
  it("U7 E24 fires once, however many ticks come at the same time and after", async () => {
    const { schedule, report, token } = await scheduled();
    const now = later(schedule.next_run, 0.5);
    const ticks = Array.from({ length: 5 }, () => fireDue(at(now)));
    await Promise.all(ticks);
    await fireDue(at(later(now, 1)));
    const made = await runsOf(schedule.id);
    expect(made).toHaveLength(1);
    expect(made[0]).toMatchObject({
      status: "queued",
      trigger: "schedule",
      slot: schedule.next_run,
      reportId: report.id,
      generatedBy: "admin",
    });
    const after = await read(schedule.id, token);
    expect(after.next_run).not.toBe(schedule.next_run);
    expect(after).toMatchObject({ status: "active", last_run: { run_id: made[0]?.id, status: "queued" } });
    const [row] = await platform.db.select().from(reports).where(eq(reports.id, report.id));
    expect(row?.nextScheduledRun).toBe(after.next_run);
    const audited = await platform.db.select().from(auditLog).where(eq(auditLog.targetId, schedule.id));
    expect(audited.map(({ action }) => action)).toEqual(["schedule.create", "schedule.fire"]);
  });

  it("E7 fires by the minute tick", async () => {
    const { schedule } = await scheduled(HOURLY);
    await setNextRun(schedule.id, later(new Date().toISOString(), -1));
    await Promise.all([tick(at(new Date())), tick(at(new Date()))]);
    expect(await runsOf(schedule.id)).toHaveLength(1);
  });

  it("does not fire before its time", async () => {
    const { schedule } = await scheduled();
    await fireDue(at(later(schedule.next_run, -0.1)));
    expect(await runsOf(schedule.id)).toEqual([]);
  });

  it("a tick that is cut after its write has fired all the same, and the run is found by the sweeper", async () => {
    const { schedule } = await scheduled();
    const now = later(schedule.next_run, 0.5);
    const jobs = { sendBatch: () => Promise.reject(new Error("queue is away")) } as unknown as Queue<never>;
    await expect(fireDue(at(now, { jobs }))).rejects.toThrow("queue is away");
    await fireDue(at(now));
    expect(await runsOf(schedule.id)).toHaveLength(1);
  });

  it("wakes a consumer for each run", async () => {
    const { schedule } = await scheduled();
    const sent: unknown[] = [];
    const jobs = {
      sendBatch: async (messages: { body: unknown }[]) => {
        sent.push(...messages.map(({ body }) => body));
      },
    } as unknown as Queue<never>;
    await fireDue(at(later(schedule.next_run, 0.5), { jobs }));
    const [run] = await runsOf(schedule.id);
    expect(sent).toContainEqual({ kind: "run", run_id: run?.id });
  });

  it("a paused, changed or deleted schedule does not fire what a tick had read", async () => {
    const { schedule, token } = await scheduled();
    const now = later(schedule.next_run, 0.5);
    let isFirst = true;
    const changing = at(now, {
      // The first batch of a tick reads reports and datasets; the schedule is paused behind its back.
      db: new Proxy(platform.db, {
        get: (target, name) => {
          if (name !== "batch") return Reflect.get(target, name);
          return async (statements: never) => {
            if (isFirst) await succeed("POST", `/schedules/${schedule.id}/pause`, token);
            isFirst = false;
            return await target.batch(statements);
          };
        },
      }),
    });
    await fireDue(changing);
    expect(await runsOf(schedule.id)).toEqual([]);
    expect(await read(schedule.id, token)).toMatchObject({ paused: true });
  });

  it("a slot that has its row already is passed, and the schedule goes on", async () => {
    const { schedule, token } = await scheduled(HOURLY);
    await fireDue(at(later(schedule.next_run, 0.5)));
    await setNextRun(schedule.id, schedule.next_run);
    await fireDue(at(later(schedule.next_run, 1)));
    expect(await runsOf(schedule.id)).toHaveLength(1);
    expect((await read(schedule.id, token)).next_run).toBe(later(schedule.next_run, 60));
  });
});

describe("what a run is made of", () => {
  it("X46 N5 the schedule's filters with relative dates of its zone, frozen, and its file names", async () => {
    const { schedule } = await scheduled({
      frequency: "daily",
      schedule_time: "00:30",
      time_zone: "Pacific/Auckland",
      formats: ["csv"],
      filters: { last_submission_date: { relative: "yesterday" }, grade: { min: 50 } },
      filename_template: "{report} {date} {time_zone}",
    });
    await setNextRun(schedule.id, "2026-06-30T12:30:00.000Z");
    await fireDue(at("2026-06-30T12:31:00Z"));
    const [run] = await runsOf(schedule.id);
    if (!run) throw new Error("it did not fire");
    const frozen = frozenOf(run);
    expect(frozen.filename).toBe("Grades 2026-07-01 Pacific-Auckland");
    expect(run.formats).toEqual(["csv"]);
    expect(JSON.stringify(frozen.definition.sections)).toContain('"2026-06-30"');
    expect(frozen.definition.filters.map(({ label }) => label)).toEqual(
      expect.arrayContaining(["Last Submission", "Grade"]),
    );
  });

  it("is done like any other, and the schedule shows its result", async () => {
    const { schedule, token } = await scheduled({ ...DAILY, formats: ["csv"] });
    const now = later(schedule.next_run, 0.5);
    await fireDue(at(now));
    const [run] = await runsOf(schedule.id);
    const shop = { ...workshopOf(env as unknown as GeneratorEnv), now: () => new Date(now) };
    expect((await processRun(shop, run?.id ?? "")).kind).toBe("completed");
    expect((await read(schedule.id, token)).last_run).toMatchObject({
      run_id: run?.id,
      status: "completed",
      reason: null,
    });
    expect(await historyOf(schedule.id, token)).toMatchObject([
      { slot: schedule.next_run, outcome: "fired", run_id: run?.id, run_status: "completed", note: null },
    ]);
  });

  it("E1 a one-time schedule ends by firing", async () => {
    const { schedule, report, token } = await scheduled({
      frequency: "one_time",
      starts_at: "2090-01-01T00:00:00Z",
    });
    await setNextRun(schedule.id, "2026-01-01T00:00:00.000Z");
    await platform.db
      .update(schedules)
      .set({
        recurrence: {
          ...((await rowOf(schedule.id))?.recurrence as object),
          starts_at: "2026-01-01T00:00:00.000Z",
        },
      })
      .where(eq(schedules.id, schedule.id));
    await fireDue(at("2026-01-01T00:00:30Z"));
    expect(await runsOf(schedule.id)).toHaveLength(1);
    expect(await read(schedule.id, token)).toMatchObject({ status: "ended", next_run: null, paused: false });
    expect(await succeed("GET", `/reports/${report.id}`, token)).toMatchObject({ next_scheduled_run: null });
  });
});

const rowOf = async (id: string) =>
  (await platform.db.select().from(schedules).where(eq(schedules.id, id)))[0];

describe("X41 after an outage of hours", () => {
  it("run_once makes one run for all slots that were missed, and says so", async () => {
    const { schedule, token } = await scheduled(HOURLY);
    await fireDue(at(later(schedule.next_run, 5 * 60 + 20)));
    const made = await runsOf(schedule.id);
    expect(made.map(({ slot }) => slot)).toEqual([later(schedule.next_run, 300)]);
    expect((await historyOf(schedule.id, token))[0]?.note).toContain("5 slots since");
    expect((await read(schedule.id, token)).next_run).toBe(later(schedule.next_run, 360));
  });

  it("skip makes none, and goes on with the next", async () => {
    const { schedule, token } = await scheduled({ ...HOURLY, misfire: "skip" });
    await fireDue(at(later(schedule.next_run, 5 * 60 + 20)));
    expect(await runsOf(schedule.id)).toEqual([]);
    expect(await historyOf(schedule.id, token)).toMatchObject([{ outcome: "missed", run_id: null }]);
    await fireDue(at(later(schedule.next_run, 6 * 60 + 1)));
    expect(await runsOf(schedule.id)).toHaveLength(1);
  });
});

describe("E23 while the run before has not ended", () => {
  it("skip leaves the slot out and notes it", async () => {
    const { schedule, token } = await scheduled(HOURLY);
    await fireDue(at(later(schedule.next_run, 1)));
    await fireDue(at(later(schedule.next_run, 61)));
    expect(await runsOf(schedule.id)).toHaveLength(1);
    expect((await historyOf(schedule.id, token)).map(({ outcome }) => outcome)).toEqual(["overlap", "fired"]);
    const [run] = await runsOf(schedule.id);
    await endRun(run?.id ?? "", "completed", later(schedule.next_run, 90));
    await fireDue(at(later(schedule.next_run, 121)));
    expect(await runsOf(schedule.id)).toHaveLength(2);
  });

  it("queue lets each slot wait for the run before it", async () => {
    const { schedule } = await scheduled({ ...HOURLY, overlap: "queue", misfire: "skip" });
    await fireDue(at(later(schedule.next_run, 1)));
    await fireDue(at(later(schedule.next_run, 61)));
    await fireDue(at(later(schedule.next_run, 121)));
    const [first] = await runsOf(schedule.id);
    expect(await runsOf(schedule.id)).toHaveLength(1);
    await endRun(first?.id ?? "", "completed", later(schedule.next_run, 150));
    await fireDue(at(later(schedule.next_run, 151)));
    await fireDue(at(later(schedule.next_run, 152)));
    const made = await runsOf(schedule.id);
    expect(made.map(({ slot }) => slot)).toEqual([schedule.next_run, later(schedule.next_run, 60)]);
    await endRun(made[1]?.id ?? "", "completed", later(schedule.next_run, 155));
    await fireDue(at(later(schedule.next_run, 156)));
    expect((await runsOf(schedule.id)).map(({ slot }) => slot)[2]).toBe(later(schedule.next_run, 120));
  });
});

describe("N8 U9 E26 the owner's access is asked again", () => {
  const news = async (id: string) =>
    (await platform.db.select().from(deliveries).where(eq(deliveries.subjectId, id))).map(
      ({ event }) => event,
    );

  it("an owner who left: the schedule pauses, says why and tells who listens", async () => {
    const { workspace, schedule, token, report } = await scheduled();
    const hook = { url: "https://hooks.example.com/x", events: ["schedule.paused"] };
    await succeed("POST", "/webhooks", token, hook);
    await knownUser(workspace.id, "admin", null);
    const sent: unknown[] = [];
    const jobs = {
      send: async (job: unknown) => void sent.push(job),
      sendBatch: async () => {},
    } as unknown as Queue<never>;
    await Promise.all([
      fireDue(at(later(schedule.next_run, 0.5), { jobs })),
      fireDue(at(later(schedule.next_run, 0.5), { jobs })),
    ]);
    expect(await runsOf(schedule.id)).toEqual([]);
    const paused = await read(schedule.id, token);
    expect(paused).toMatchObject({ paused: true, paused_reason: "permission_lost", next_run: null });
    expect(paused.paused_message).toContain("no longer in the workspace");
    expect(await historyOf(schedule.id, token)).toMatchObject([{ outcome: "permission_lost" }]);
    expect(await news(schedule.id)).toEqual(["schedule.paused"]);
    expect(sent).toEqual([{ kind: "deliver", subject_id: schedule.id }]);
    expect(await succeed("GET", `/reports/${report.id}`, token)).toMatchObject({ next_scheduled_run: null });
  });

  it("an admin who is no longer one may not run another's report; whoever resumes it takes it over", async () => {
    const { workspace, schedule, token, report } = await scheduled();
    const boss = await workspace.token("admin", "boss");
    await knownUser(workspace.id, "boss", "admin");
    const theirs = await succeed("POST", "/schedules", boss, { report_id: report.id, ...DAILY });
    await knownUser(workspace.id, "boss", "editor");
    await fireDue(at(later(schedule.next_run, 0.5)));
    expect(await runsOf(schedule.id)).toHaveLength(1);
    expect(await runsOf(theirs.id)).toEqual([]);
    expect(await read(theirs.id, token)).toMatchObject({
      paused_reason: "permission_lost",
      created_by: "boss",
    });
    const resumed = await succeed("POST", `/schedules/${theirs.id}/resume`, token);
    expect(resumed).toMatchObject({ paused: false, paused_reason: null, created_by: "admin" });
    await fireDue(at(later(schedule.next_run, 24 * 60 + 0.5)));
    expect((await runsOf(theirs.id)).map(({ generatedBy }) => generatedBy)).toEqual(["admin"]);
  });

  it("an owner who became a viewer keeps what is theirs, a deleted report is not run", async () => {
    const { workspace, schedule, token, report } = await scheduled();
    await knownUser(workspace.id, "admin", "viewer");
    await fireDue(at(later(schedule.next_run, 0.5)));
    expect(await runsOf(schedule.id)).toHaveLength(1);
    await succeed("DELETE", `/reports/${report.id}`, token);
    await fireDue(at(later(schedule.next_run, 24 * 60 + 0.5)));
    expect(await runsOf(schedule.id)).toHaveLength(1);
  });

  it("goes on with a report that is restored, from then on; what somebody paused stays so", async () => {
    const { schedule, token, report } = await scheduled();
    const theirs = await succeed("POST", "/schedules", token, { report_id: report.id, ...DAILY });
    await succeed("POST", `/schedules/${theirs.id}/pause`, token);
    await succeed("DELETE", `/reports/${report.id}`, token);
    await fireDue(at(later(schedule.next_run, 0.5)));
    const [stopped] = await platform.db.select().from(schedules).where(eq(schedules.id, schedule.id));
    expect(stopped).toMatchObject({ paused: true, pausedReason: "report_deleted", nextRun: null });
    const restored = await succeed("POST", `/reports/${report.id}/restore`, token);
    const next = schedule.next_run; // the clock of the request still stands before it
    expect(restored).toMatchObject({ next_scheduled_run: next });
    expect(await read(schedule.id, token)).toMatchObject({
      paused: false,
      paused_reason: null,
      next_run: next,
    });
    expect(await read(theirs.id, token)).toMatchObject({ paused: true, paused_reason: "paused_by_user" });
  });
});

describe("U9 failures", () => {
  const fail = async (id: string, minutes: string) => {
    const made = await runsOf(id);
    await endRun(made.at(-1)?.id ?? "", "failed", minutes);
  };

  it("are counted and shown; a success begins again; five in a row pause it and tell its owner", async () => {
    const { workspace, schedule, token } = await scheduled(HOURLY);
    await platform.d1
      .prepare("UPDATE users SET email = 'ada@example.com' WHERE workspace_id = ? AND id = 'admin'")
      .bind(workspace.id)
      .run();
    const outcomes = ["failed", "completed", "failed", "failed", "failed", "failed", "failed"] as const;
    const counts: unknown[] = [];
    for (const [index, outcome] of outcomes.entries()) {
      const slot = later(schedule.next_run, index * 60);
      await fireDue(at(later(slot, 0.5)));
      const made = await runsOf(schedule.id);
      expect(made).toHaveLength(index + 1);
      await endRun(made.at(-1)?.id ?? "", outcome, later(slot, 2));
      await Promise.all([settleSlots(at(later(slot, 3))), settleSlots(at(later(slot, 3)))]);
      const shown = await read(schedule.id, token);
      counts.push(shown.consecutive_failures);
      expect(shown.last_run).toMatchObject(
        outcome === "failed"
          ? { status: "failed", reason: "no_data", message: "There is nothing." }
          : { status: outcome },
      );
    }
    expect(counts).toEqual([1, 0, 1, 2, 3, 4, 5]);
    const paused = await read(schedule.id, token);
    expect(paused).toMatchObject({ paused: true, paused_reason: "failing", next_run: null });
    expect(paused.paused_message).toContain("There is nothing.");
    const told = await platform.db.select().from(deliveries).where(eq(deliveries.scheduleId, schedule.id));
    const events = told.map(({ event, target }) => `${event} ${target}`);
    expect(events.filter((event) => event === "schedule.failed ada@example.com")).toHaveLength(6);
    expect(events.filter((event) => event === "schedule.paused ada@example.com")).toHaveLength(1);
    expect(await succeed("POST", `/schedules/${schedule.id}/resume`, token)).toMatchObject({
      consecutive_failures: 0,
      status: "active",
    });
  });

  it("are counted in the order of their slots, also when several are settled at once", async () => {
    const { schedule, token } = await scheduled(HOURLY);
    const outcomes = ["failed", "completed", "failed", "failed", "completed", "failed"] as const;
    for (const [index, outcome] of outcomes.entries()) {
      const slot = later(schedule.next_run, index * 60);
      await fireDue(at(later(slot, 0.5)));
      await endRun((await runsOf(schedule.id)).at(-1)?.id ?? "", outcome, later(slot, 2));
      if (index === 4) {
        await settleSlots(at(later(slot, 3)));
        expect(await read(schedule.id, token)).toMatchObject({ consecutive_failures: 0 });
      }
    }
    await settleSlots(at(later(schedule.next_run, 400)));
    expect(await read(schedule.id, token)).toMatchObject({ consecutive_failures: 1 });
  });

  it("a cancelled run counts neither way", async () => {
    const { schedule, token } = await scheduled(HOURLY);
    await fireDue(at(later(schedule.next_run, 0.5)));
    await fail(schedule.id, later(schedule.next_run, 2));
    await settleSlots(at(later(schedule.next_run, 3)));
    await fireDue(at(later(schedule.next_run, 60.5)));
    const [, second] = await runsOf(schedule.id);
    await endRun(second?.id ?? "", "cancelled", later(schedule.next_run, 62));
    await settleSlots(at(later(schedule.next_run, 63)));
    expect(await read(schedule.id, token)).toMatchObject({ consecutive_failures: 1 });
  });

  it("a report that no longer fits its data makes no run, but is shown, counted and told", async () => {
    const { schedule, token, report } = await scheduled({ ...HOURLY, filters: { grade: { min: 1 } } });
    await platform.db
      .update(reports)
      .set({ config: { ...(report.config as object), fields: ["gone"] } })
      .where(eq(reports.id, report.id));
    await fireDue(at(later(schedule.next_run, 0.5)));
    expect(await runsOf(schedule.id)).toEqual([]);
    const shown = await read(schedule.id, token);
    expect(shown).toMatchObject({
      consecutive_failures: 1,
      next_run: later(schedule.next_run, 60),
      last_run: { run_id: null, status: "failed", reason: "bad_config" },
    });
    expect(shown.last_run?.message).toContain("gone");
    expect(await historyOf(schedule.id, token)).toMatchObject([{ outcome: "refused" }]);
  });

  it("U9 a slot that cannot be started is tried by the next ticks, and after its time is over counted and told", async () => {
    const { schedule, token, report } = await scheduled(HOURLY);
    const { dataset } = report.config as { dataset: string };
    await platform.db
      .update(reports)
      .set({ datasetIds: { broken: dataset } as unknown as string[] })
      .where(eq(reports.id, report.id));
    await fireDue(at(later(schedule.next_run, 4)));
    expect(await read(schedule.id, token)).toMatchObject({
      next_run: schedule.next_run,
      consecutive_failures: 0,
    });
    await fireDue(at(later(schedule.next_run, 6)));
    expect(await read(schedule.id, token)).toMatchObject({
      next_run: later(schedule.next_run, 60),
      consecutive_failures: 1,
      last_run: { run_id: null, status: "failed", message: expect.stringContaining("internal error") },
    });
    expect(await historyOf(schedule.id, token)).toMatchObject([{ outcome: "refused" }]);
  });

  it("one schedule that cannot be read does not keep the others from firing", async () => {
    const broken = await scheduled(HOURLY);
    const fine = await scheduled(HOURLY);
    await platform.db
      .update(schedules)
      .set({ recurrence: { time_zone: "No/Such" } })
      .where(eq(schedules.id, broken.schedule.id));
    await fireDue(at(later(fine.schedule.next_run, 0.5)));
    expect(await runsOf(fine.schedule.id)).toHaveLength(1);
    await platform.db.delete(schedules).where(eq(schedules.id, broken.schedule.id));
  });
});
