import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import { type Caller, expectProblem, expectStatus } from "./harness/client";
import { type Email, emailsTo, tick } from "./harness/platform";
import type { Delivery, Report, Run, Schedule } from "./harness/shapes";
import { ended, makeReport, uploadReady } from "./harness/steps";
import { until } from "./harness/until";
import { newWorkspace } from "./harness/workspace";

let caller: Caller;
let report: Report;

beforeAll(async () => {
  caller = newWorkspace().as("editor", "ada");
  report = await makeReport(
    caller,
    await uploadReady(caller, "name,a\nAda,1\nBob,2\n"),
    {},
    { name: "Pupils" },
  );
});

/** An address that no other test writes to. */
const address = (domain = "example.com") => `${randomUUID()}@${domain}`;

async function scheduled(
  to: string[],
  more: Record<string, unknown> = {},
  message: Record<string, unknown> = {},
) {
  const body = {
    report_id: report.id,
    cron: "0 9 1 1 *",
    time_zone: "Europe/Berlin",
    formats: ["csv"],
    deliveries: [{ type: "email", to, ...message }],
    ...more,
  };
  return expectStatus(await caller.post<Schedule>("/schedules", body), 201);
}

async function runNow({ id }: Schedule): Promise<Run> {
  const run = expectStatus(await caller.post<Run>(`/schedules/${id}/run-now`), 202);
  return await ended(caller, run.id);
}

const logOf = async ({ id }: Schedule) =>
  expectStatus(await caller.get<{ items: Delivery[] }>(`/schedules/${id}/deliveries`), 200).items;
/** The log once nothing of this run waits any more. */
const logOfRun = (schedule: Schedule, run: Run, expected = 1) =>
  until(
    async () => (await logOf(schedule)).filter(({ subject_id }) => subject_id === run.id),
    (items) => items.length >= expected && items.every(({ status }) => status !== "pending"),
  );
const emailsUntil = (to: string, atLeast: number) =>
  until(
    () => emailsTo(to),
    ({ length }) => length >= atLeast,
  );
const unsubscribeLink = ({ headers }: Email) =>
  /^<(http[^>]+)>$/.exec(headers?.["List-Unsubscribe"] ?? "")?.[1] ?? "";

describe("e-mails of a schedule", () => {
  it("N12, N23, U29: one message for each recipient, with the file and its facts; the log says who got what", async () => {
    const [ann, bob] = [address(), address("sub.example.org")];
    const schedule = await scheduled(
      [ann, bob],
      {},
      { subject: "{report} of {year}", message: "As every year." },
    );
    const run = await runNow(schedule);
    const items = await logOfRun(schedule, run, 2);
    expect(items.map(({ target, status, kind }) => [target, status, kind]).toSorted()).toEqual(
      [ann, bob].map((to) => [to, "delivered", "email"]).toSorted(),
    );
    for (const to of [ann, bob]) {
      const [email, ...more] = await emailsUntil(to, 1);
      expect(more, "nobody gets it twice").toEqual([]);
      expect(email?.to, "nobody sees the others").toEqual([to]);
      expect(email?.subject).toBe(`Pupils of ${new Date().getFullYear()}`);
      const [file] = run.files;
      expect(email?.attachments).toMatchObject([
        { filename: file?.filename, contentType: "text/csv", size: file?.size_bytes },
      ]);
      for (const text of [email?.text, email?.html]) {
        expect(text).toContain("As every year.");
        expect(text).toContain("2 rows");
        expect(text).toContain(to);
      }
    }
  });

  it("files over the limit are linked, by links that open without a token", async () => {
    const to = address();
    const schedule = await scheduled([to], { formats: ["pdf", "docx", "html"] });
    const run = await runNow(schedule);
    expect(run.files.reduce((sum, { size_bytes }) => sum + size_bytes, 0)).toBeGreaterThan(20_000);
    const [email] = await emailsUntil(to, 1);
    expect(email?.attachments ?? []).toEqual([]);
    const links = email?.text.match(/http\S+\/d\/\S+/g) ?? [];
    expect(links).toHaveLength(3);
    for (const link of links) expect((await fetch(link)).status).toBe(200);
  });

  it("U28: an unsubscribe link asks first, stops one recipient of one schedule, and says so in the schedule", async () => {
    const [ann, bob] = [address(), address()];
    const schedule = await scheduled([ann, bob]);
    const other = await scheduled([ann]);
    await runNow(schedule);
    const [first] = await emailsUntil(ann, 1);
    if (!first) throw new Error("no e-mail");
    expect(first.headers).toMatchObject({ "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" });
    const link = unsubscribeLink(first);
    expect(first.text).toContain(link);

    const looked = await fetch(link);
    expect(looked.status).toBe(200);
    expect(await looked.text()).toContain("<form");
    expect((await caller.get<Schedule>(`/schedules/${schedule.id}`)).body.unsubscribed).toEqual([]);
    const oneClick = { method: "POST", body: new URLSearchParams({ "List-Unsubscribe": "One-Click" }) };
    for (let times = 0; times < 2; times += 1) expect((await fetch(link, oneClick)).status).toBe(200);
    expect((await caller.get<Schedule>(`/schedules/${schedule.id}`)).body.unsubscribed).toEqual([ann]);
    expect((await fetch(`${link.slice(0, -2)}xx`, oneClick)).status).toBe(404);

    const run = await runNow(schedule);
    const items = await logOfRun(schedule, run, 2);
    expect(Object.fromEntries(items.map(({ target, status }) => [target, status]))).toEqual({
      [ann]: "skipped",
      [bob]: "delivered",
    });
    await emailsUntil(bob, 2);
    expect(await emailsTo(ann)).toHaveLength(1);
    await runNow(other);
    await emailsUntil(ann, 2);
  });

  it("U28: nobody outside the allowed domains, on any way in", async () => {
    const outside = "eve@elsewhere.test";
    const body = { report_id: report.id, cron: "0 9 1 1 *", time_zone: "UTC" };
    const to = (list: string[]) => ({ deliveries: [{ type: "email", to: list }] });
    const field = "deliveries.0.to.1";
    const refused = await caller.post("/schedules", { ...body, ...to([address(), outside]) });
    expect(expectProblem(refused, 422, "validation_failed", [field]).errors?.[field]?.join()).toContain(
      "example.com",
    );
    const schedule = await scheduled([address()]);
    const path = `/schedules/${schedule.id}`;
    expectProblem(await caller.patch(path, to([address(), outside])), 422, "validation_failed", [field]);
    for (const wrong of [
      "example.com",
      "a@b@example.com",
      "a@example.com\r\nBcc: x@example.com",
      "a@notexample.com",
      "a@example.org",
    ])
      expect((await caller.post("/schedules", { ...body, ...to([wrong]) })).status, wrong).toBe(422);
  });

  it("E25, X45: if_rows sends nothing of an empty report, if_changed nothing of the same data; the log says why", async () => {
    const [rows, changed] = [address(), address()];
    const empty = await scheduled([rows], { send_if: "if_rows", filters: { name: "Nobody" } });
    const nothing = await runNow(empty);
    expect(nothing.rows_returned).toBe(0);
    const [skipped] = await logOfRun(empty, nothing);
    expect(skipped).toMatchObject({ status: "skipped", error: expect.stringMatching(/\S/) });

    const same = await scheduled([changed], { send_if: "if_changed" });
    const [first, second] = [await runNow(same), await runNow(same)];
    expect((await logOfRun(same, first)).map(({ status }) => status)).toEqual(["delivered"]);
    expect((await logOfRun(same, second)).map(({ status }) => status)).toEqual(["skipped"]);
    expect(await emailsTo(changed)).toHaveLength(1);
    expect(await emailsTo(rows)).toEqual([]);
  });

  it("U9: when a scheduled run fails its owner is told, once; the recipients are not", async () => {
    const workspace = newWorkspace();
    const owner = `owner-${Date.now()}`;
    const ours = workspace.as("editor", owner);
    const strict = await makeReport(ours, await uploadReady(ours, "a\n1\n2\n"), {
      limit: 1,
      on_limit: "fail",
    });
    const to = address();
    const starts_at = new Date(Math.ceil(Date.now() / 1000) * 1000 + 1_000).toISOString();
    const deliveries = [{ type: "email", to: [to] }];
    const body = { report_id: strict.id, frequency: "one_time", starts_at, time_zone: "UTC", deliveries };
    expectStatus(await ours.post<Schedule>("/schedules", body), 201);
    const [notice] = await until(
      async () => {
        await tick();
        return await emailsTo(`${owner}@example.com`);
      },
      ({ length }) => length > 0,
      { everyMs: 250 },
    );
    expect(notice?.text).toContain("Report");
    expect(notice?.text).toMatch(/2 rows|limit/i);
    for (let ticks = 0; ticks < 3; ticks += 1) await tick();
    expect(await emailsTo(`${owner}@example.com`)).toHaveLength(1);
    expect(await emailsTo(to)).toEqual([]);
  });
});
