import { expect, it } from "vitest";
import { type Caller, expectProblem, expectStatus } from "./harness/client";
import type { Generated, Page, Report, Run } from "./harness/shapes";
import { ended, fileOf, generateNow, uploadReady } from "./harness/steps";
import { newWorkspace } from "./harness/workspace";

/** Seed 000, metrics of a workspace: its requests as its schemas document them, `workspace_id` in the query. */

const DAY = 86_400_000;
const day = (ago: number) => new Date(Date.now() - ago * DAY).toISOString().slice(0, 10);
const DAYS = Array.from({ length: 60 }, (_, ago) => ago);

const EXECUTIONS = [
  "date,agent_id,total_executions,successful_executions,failed_executions,success_rate,avg_runtime",
  ...DAYS.map((ago) => `${day(ago)},agent-${ago % 2},${100 + ago},${90 + ago},10,${90 - ago / 10},1.5`),
].join("\n");
const USERS = [
  "date,total_users,active_users,new_users,returning_users,sessions",
  ...DAYS.map((ago) => `${day(ago)},500,${50 + ago},3,4,70`),
].join("\n");
const AGENTS = [
  "date,agent_id,agent_name,total_executions,successful_executions,failed_executions,total_tokens,total_cost",
  ...DAYS.map((ago) => `${day(ago)},agent-${ago % 2},Agent ${ago % 2},${10 + ago},9,1,1000,0.25`),
].join("\n");

interface Metrics {
  readonly caller: Caller;
  readonly at: (path?: string) => string;
}

/** A workspace with a dataset of each kind of metrics, and its addresses. */
async function metrics(): Promise<Metrics> {
  const workspace = newWorkspace();
  const caller = workspace.as("editor", "user-1");
  for (const [name, csv] of Object.entries({ EXECUTIONS, USERS, AGENTS })) {
    const { preset } = (await uploadReady(caller, csv, { name })) as unknown as { preset: unknown };
    expect(JSON.stringify(preset)).toContain(`metrics.${name.toLowerCase()}`);
  }
  return { caller, at: (path = "") => `/reports${path}?workspace_id=${workspace.id}` };
}

const CONFIG = {
  name: "Weekly metrics",
  description: "Executions, users and agents",
  metric_types: ["executions", "users", "agents"],
  time_range: { start_date: day(9), end_date: day(0) },
  filters: {},
  format: "json",
  frequency: "weekly",
  schedule_time: "09:00",
  schedule_day: 1,
};
const BODY = { name: CONFIG.name, description: CONFIG.description, config: CONFIG };

it("A3 B4 E1 E4: create with every field of the config; a report of three sections with its next run", async () => {
  const { caller, at } = await metrics();
  const created = expectStatus(await caller.post<Report & Record<string, unknown>>(at("/"), BODY), 201);
  expect(created).toMatchObject({ ...BODY, status: "draft", created_by: "user-1", last_generated_at: null });
  const next = new Date(String(created.next_scheduled_run));
  expect([next.getUTCDay(), next.getUTCHours(), next > new Date()]).toEqual([1, 9, true]);
  const run = await generateNow(caller, created, { formats: ["json", "csv", "xlsx"] });
  const { sections } = JSON.parse((await fileOf(run, "json")).toString()) as {
    sections: { data: unknown[] }[];
  };
  expect(sections.map(({ data }) => data.length)).toEqual([10, 10, 10]);
  expect((await fileOf(run, "csv")).subarray(0, 2).toString()).toBe("PK"); // one CSV a section, zipped
});

it("B11: without a time range the last 30 days are meant, without metric types all three", async () => {
  const { caller, at } = await metrics();
  const config = { name: "Last days", metric_types: ["executions"] };
  const { id } = expectStatus(await caller.post<Report>(at("/"), { name: "Last days", config }), 201);
  const run = expectStatus(await caller.post<Generated>(at(`/${id}/generate`), { async: false }), 200);
  expect([30, 31]).toContain(run.row_count);
  const all = expectStatus(await caller.post<Report>(at("/"), { name: "All", config: { name: "All" } }), 201);
  const everything = expectStatus(
    await caller.post<Generated>(at(`/${all.id}/generate`), { async: false }),
    200,
  );
  expect(Reflect.get(everything, "result_summary")).toMatchObject({ section_count: 3 });
});

it("B5 B9: executions per day by the seed's names, of one agent by a filter", async () => {
  const { caller, at } = await metrics();
  const config = {
    ...CONFIG,
    metric_types: ["executions"],
    filters: { agent_id: "agent-1" },
    frequency: "one_time",
  };
  const { id } = expectStatus(await caller.post<Report>(at("/"), { name: "One agent", config }), 201);
  const run = expectStatus(await caller.post<Generated>(at(`/${id}/generate`), { async: false }), 200);
  expect(run.row_count).toBe(5);
  expect(Object.keys(run.data[0] ?? {})).toEqual(
    expect.arrayContaining([
      "date",
      "total_executions",
      "successful_executions",
      "failed_executions",
      "success_rate",
      "avg_runtime",
    ]),
  );
});

it("F1: list with skip, limit and status; get; generate; delete", async () => {
  const { caller, at } = await metrics();
  const made: Report[] = [];
  for (const name of ["First", "Second", "Third"])
    made.push(expectStatus(await caller.post<Report>(at("/"), { ...BODY, name }), 201));
  const list = async (query: string) =>
    expectStatus(await caller.get<Page<Report>>(`${at("/")}&${query}`), 200);
  expect(await list("skip=1&limit=1&status=draft")).toMatchObject({ total: 3, items: [{ name: "Second" }] });
  expect((await list("limit=1000")).items).toHaveLength(3);
  expect(await list("status=active")).toMatchObject({ total: 0, items: [] });
  const [first] = made;
  if (!first) throw new Error("nothing was made");
  expect(expectStatus(await caller.get<Report>(at(`/${first.id}`)), 200)).toMatchObject({ name: "First" });

  const run = expectStatus(await caller.post<Run>(at(`/${first.id}/generate`)), 202);
  await ended(caller, run.id);
  expect(expectStatus(await caller.get(at(`/${first.id}`)), 200)).toMatchObject({
    last_generated_by: "user-1",
    last_generated_at: expect.stringMatching(/Z$/),
  });
  expectStatus(await caller.delete(at(`/${first.id}`)), 204);
  expectProblem(await caller.get(at(`/${first.id}`)), 404, "not_found");
});

it("A5: update the whole definition by PUT", async () => {
  const { caller, at } = await metrics();
  const { id } = expectStatus(await caller.post<Report>(at("/"), BODY), 201);
  const changed = {
    name: "Monthly metrics",
    description: null,
    config: { ...CONFIG, frequency: "monthly", schedule_day: 31 },
  };
  const updated = expectStatus(await caller.put<Report>(at(`/${id}`), changed), 200);
  expect(updated).toMatchObject(changed);
});

it.each([
  ["metric_types", { metric_types: ["executions", "weather"] }],
  ["format", { format: "pptx" }],
  ["frequency", { frequency: "hourly" }],
  ["schedule_time", { schedule_time: "25:00" }],
  ["schedule_day", { schedule_day: 32 }],
  ["time_range", { time_range: { start_date: "2025-02-01", end_date: "2025-01-01" } }],
])("B26: a config whose %s is not valid is 422 and names it", async (field, wrong) => {
  const { caller, at } = await metrics();
  const answer = await caller.post<{ errors: object }>(at("/"), { ...BODY, config: { ...CONFIG, ...wrong } });
  expect(answer.status, answer.text).toBe(422);
  expect(Object.keys(answer.body.errors).join()).toContain(`config.${field}`);
});

it("G1: a workspace that is not the caller's is 403", async () => {
  const { caller } = await metrics();
  expectProblem(await caller.get("/reports/?workspace_id=another"), 403, "forbidden");
});
