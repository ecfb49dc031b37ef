import { env } from "cloudflare:workers";
import { expect, it } from "vitest";
import { call, newWorkspace } from "../support";

const MANY = 20_000;

/** Fills a workspace with reports: every fifth is open to the workspace, ann has every hundredth. */
async function fill(workspace: string): Promise<void> {
  await env.DB.prepare(
    `WITH RECURSIVE numbers (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers WHERE i < ?1)
     INSERT INTO reports (id, workspace_id, kind, name, status, visibility, config, created_by, created_at, updated_at)
     SELECT printf('rep_%s_%08d', substr(?2, 4), i), ?2, 'built', 'report ' || i,
       CASE i % 3 WHEN 0 THEN 'active' ELSE 'draft' END, CASE i % 5 WHEN 0 THEN 'workspace' ELSE 'private' END,
       '{"fields":["a"]}', CASE i % 100 WHEN 1 THEN 'ann' ELSE 'user-' || (i % 50) END,
       '2026-01-01T00:00:00.000Z', printf('2026-01-01T00:00:00.%03dZ', i % 1000)
     FROM numbers`,
  )
    .bind(MANY, workspace)
    .run();
}

it("a page of 20 among many reports reads at most 200 rows, whoever asks and however it is ordered", async () => {
  const workspace = newWorkspace();
  await fill(workspace.id);
  const admin = await workspace.token();
  const ann = await workspace.token("editor", "ann");
  const list = async (token: string, query: string) => {
    const response = await call("GET", `/api/v1/reports?${query}`, { token });
    const { items, total, next_cursor } = (await response.json()) as {
      items: unknown[];
      total: number;
      next_cursor: string;
    };
    const [, calls, rows] =
      /calls=(\d+) rows_read=(\d+)/.exec(response.headers.get("Server-Timing") ?? "") ?? [];
    expect(items.length, query).toBe(20);
    expect(Number(calls), query).toBe(1);
    expect(Number(rows), query).toBeLessThanOrEqual(200);
    return { total, next_cursor };
  };
  expect((await list(admin, "")).total).toBe(MANY);
  expect((await list(admin, "status=active")).total).toBe(Math.floor(MANY / 3));
  expect((await list(admin, "created_by=ann")).total).toBe(MANY / 100);
  await list(admin, "ordering=name");
  await list(admin, "ordering=-updated_at");
  const first = await list(ann, "");
  expect(first.total).toBe(MANY / 5 + MANY / 100);
  await list(ann, `cursor=${first.next_cursor}`);
  await list(ann, "ordering=updated_at");
}, 60_000);
