import { env } from "cloudflare:workers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { call, newWorkspace } from "../support";

const MANY = 20_000;
const STATUSES = ["queued", "running", "retrying", "completed", "failed", "cancelled", "expired"] as const;
const workspace = newWorkspace();
const reportId = (n: number) => `rep_${workspace.id.slice(3)}_${n}`;
const runId = (n: number) => `run_${workspace.id.slice(3)}_${String(n).padStart(8, "0")}`;

/**
 * Nearly all runs are of report 1 and completed; each 100th is of another report, each 50th not completed. Report 0 is
 * deleted, 2 is bob's, 3 is shared with him, 4 is open to all, the rest is ann's own.
 */
const reportOf = (n: number) => (n % 100 === 0 ? (n / 100) % 10 : 1);
const statusOf = (n: number): string | undefined => (n % 50 === 0 ? STATUSES[(n / 50) % 7] : "completed");
const SEES: Record<string, (report: number) => boolean> = {
  admin: (n) => n !== 0,
  ann: (n) => n !== 0 && n !== 2,
  bob: (n) => [2, 3, 4].includes(n),
  cy: (n) => n === 4,
};

async function fill(): Promise<void> {
  const time = "2026-01-01T00:00:00.000Z";
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO report_shares (report_id, user_id, workspace_id, shared_by, shared_at)
       VALUES (?1, 'bob', ?2, 'ann', '${time}')`,
    ).bind(reportId(3), workspace.id),
    env.DB.prepare(
      `INSERT INTO reports (id, workspace_id, kind, name, status, visibility, config, shared_count, created_by,
         created_at, updated_at, deleted_at)
       SELECT ?1 || value, ?2, 'built', 'Report', 'draft', iif(value = 4, 'workspace', 'private'), '{}', value = 3,
         iif(value = 2, 'bob', 'ann'), '${time}', '${time}', iif(value = 0, '${time}', NULL)
       FROM json_each('[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]')`,
    ).bind(reportId(0).slice(0, -1), workspace.id),
    // Their time is far away, so that no consumer and no sweeper touches them.
    env.DB.prepare(
      `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ?1)
       INSERT INTO runs (id, workspace_id, report_id, report_name, "trigger", status, max_attempts, formats, frozen,
         result_summary, generated_by, available_at, lease_until, created_at)
       SELECT ?4 || printf('%08d', n), ?2, ?3 || iif(n % 100 = 0, n / 100 % 10, 1), 'Report', 'manual',
         iif(n % 50 = 0, json_extract(?5, '$[' || (n / 50 % 7) || ']'), 'completed'), 4, '[]', '{}',
         '{"field_count":0,"has_chart":false,"filter_count":0,"section_count":0}', 'ann', '2999', '2999', '${time}'
       FROM numbers`,
    ).bind(MANY, workspace.id, reportId(0).slice(0, -1), runId(0).slice(0, -8), JSON.stringify(STATUSES)),
  ]);
}

interface Listed {
  readonly items: readonly { readonly id: string }[];
  readonly total: number;
  readonly next_cursor: string | null;
}

async function get<T>(user: string, path: string) {
  const token = await workspace.token(user === "admin" ? "admin" : "editor", user);
  const response = await call("GET", `/api/v1${path}`, { token });
  expect(response.status).toBe(200);
  const timing = response.headers.get("Server-Timing") ?? "";
  const [, calls, rows] = /calls=(\d+) rows_read=(\d+)/.exec(timing) ?? [];
  return { answer: (await response.json()) as T, calls: Number(calls), rows: Number(rows) };
}

const FILTERS = [
  "",
  ...STATUSES.map((status) => `status=${status}`),
  ...[0, 1, 2, 3, 4].map((n) => `report_id=${reportId(n)}`),
  `report_id=${reportId(1)}&status=failed`,
  `report_id=${reportId(4)}&status=cancelled`,
  "report_id=rep_none",
];

function expected(user: string, query: string): string[] {
  const wanted = new URLSearchParams(query);
  const found: string[] = [];
  for (let n = MANY; n > 0; n -= 1) {
    const [report, status] = [reportOf(n), statusOf(n)];
    const isNamed = [null, reportId(report)].includes(wanted.get("report_id"));
    if (SEES[user]?.(report) && isNamed && [null, status].includes(wanted.get("status")))
      found.push(runId(n));
  }
  return found;
}

beforeAll(fill, 120_000);
afterAll(async () => {
  for (const table of ["reports", "runs", "report_shares"])
    await env.DB.prepare(`DELETE FROM ${table} WHERE workspace_id = ?`).bind(workspace.id).run();
}, 120_000);

describe.each(Object.keys(SEES))("lists of %s among many runs", (user) => {
  it.each(FILTERS)(
    "%s: exact, in one call with at most 200 rows read, by page and by cursor",
    async (query) => {
      const all = expected(user, query);
      const expectCheap = (
        { answer, calls, rows }: Awaited<ReturnType<typeof get<Listed>>>,
        from: number,
      ) => {
        expect(answer.total).toBe(all.length);
        expect(answer.items.map(({ id }) => id)).toEqual(all.slice(from, from + 20));
        expect(calls).toBe(1);
        expect(rows).toBeLessThanOrEqual(200);
      };
      const first = await get<Listed>(user, `/runs?${query}`);
      expectCheap(first, 0);
      expectCheap(await get<Listed>(user, `/runs?${query}&page=5`), 80);
      const { next_cursor } = first.answer;
      expect(next_cursor !== null).toBe(all.length > 20);
      if (next_cursor !== null)
        expectCheap(await get<Listed>(user, `/runs?${query}&cursor=${encodeURIComponent(next_cursor)}`), 20);
    },
  );
});

it("what is told of one report costs the same, however many runs it has", async () => {
  const of = `/reports/${reportId(1)}`;
  const executions = await get<{ total_executions: number }>("ann", `${of}/executions`);
  expect(executions.answer.total_executions).toBe(expected("ann", `report_id=${reportId(1)}`).length);
  expect(executions.rows).toBeLessThanOrEqual(60);
  for (const path of [of, `${of}/status`])
    expect((await get("ann", path)).rows, path).toBeLessThanOrEqual(60);
});

it("a file of a report whose runs have all expired is looked for at the same cost", async () => {
  const stale = newWorkspace();
  await env.DB.batch([
    env.DB.prepare(
      `INSERT INTO reports (id, workspace_id, kind, name, status, visibility, config, created_by, created_at, updated_at)
       VALUES ('rep_' || ?1, ?1, 'built', 'Report', 'draft', 'private', '{}', 'ann', '2026', '2026')`,
    ).bind(stale.id),
    env.DB.prepare(
      `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 2000)
       INSERT INTO runs (id, workspace_id, report_id, report_name, "trigger", status, max_attempts, formats, frozen,
         result_summary, generated_by, available_at, created_at, version_number)
       SELECT printf('run_%s_%04d', ?1, n), ?1, 'rep_' || ?1, 'Report', 'manual', 'expired', 4, '[]', '{}', '{}', 'ann',
         '2026', '2026', n
       FROM numbers`,
    ).bind(stale.id),
  ]);
  const token = await stale.token();
  const response = await call("GET", `/api/v1/reports/rep_${stale.id}/download/csv`, { token });
  await response.arrayBuffer();
  const [, rows] = /rows_read=(\d+)/.exec(response.headers.get("Server-Timing") ?? "") ?? [];
  expect(Number(rows)).toBeLessThanOrEqual(60);
});

it("sharing it with somebody and taking it back read and write a few rows a run", async () => {
  const set = (sql: string) => env.DB.prepare(sql).bind(reportId(1));
  const count = (n: number) => set(`UPDATE reports SET shared_count = ${n} WHERE id = ?`);
  const runs = expected("ann", `report_id=${reportId(1)}`).length;
  const [, shared] = await env.DB.batch([
    set(`INSERT INTO report_shares SELECT id, 'cy', workspace_id, 'ann', '2026' FROM reports WHERE id = ?`),
    count(1),
  ]);
  expect((await get<Listed>("cy", "/runs")).answer.total).toBe(runs + expected("cy", "").length);
  const [, unshared] = await env.DB.batch([set("DELETE FROM report_shares WHERE report_id = ?"), count(0)]);
  expect((await get<Listed>("cy", "/runs")).answer.total).toBe(expected("cy", "").length);
  for (const result of [shared, unshared]) {
    expect(result?.meta.rows_written).toBeLessThan(2.1 * runs);
    expect(result?.meta.rows_read).toBeLessThan(5 * runs);
  }
});

it("a move writes a few rows for each audience of the report", async () => {
  const { meta } = await env.DB.prepare("UPDATE runs SET status = 'expired' WHERE id = ?")
    .bind(runId(1))
    .run();
  expect(meta.rows_written).toBeLessThanOrEqual(20);
  expect(meta.rows_read).toBeLessThanOrEqual(80);
  await env.DB.prepare("UPDATE runs SET status = 'completed' WHERE id = ?").bind(runId(1)).run();
});
