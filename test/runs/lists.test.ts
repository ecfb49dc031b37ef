import { env } from "cloudflare:workers";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RUN_STATUSES, runs } from "../../src/db/schema";
import { after, MOVES, type Move } from "../../src/runs/machine";
import { call, newWorkspace } from "../support";
import { type Made, succeed, uploadedDataset } from "../support/product";
import { alone, insertRuns, runRow, shop } from "../support/run-rows";

const PEOPLE = ["root", "ann", "bob", "cy"] as const;
const pick = fc.nat();
const step = fc.oneof(
  fc.record({ kind: fc.constant("create" as const), by: pick, isOpen: fc.boolean() }),
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("run" as const), report: pick }) },
  fc.record({ kind: fc.constant("forget" as const), run: pick }),
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("move" as const),
      run: pick,
      move: fc.constantFrom(...(Object.keys(MOVES) as Move[])),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom("share" as const, "unshare" as const),
      report: pick,
      with: fc.subarray(["ann", "bob", "cy"], { minLength: 1 }),
    }),
  },
  fc.record({
    kind: fc.constantFrom("open", "close", "unshareAll", "rename", "delete", "restore", "purge"),
    report: pick,
  }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

interface ModelReport {
  readonly id: string;
  readonly owner: string;
  readonly sharedWith: Set<string>;
  isOpen: boolean;
  isDeleted: boolean;
}
interface ModelRun {
  readonly id: string;
  readonly report: ModelReport;
  status: (typeof RUN_STATUSES)[number];
}

/** The same things done to the product, over HTTP, and to a plain model. Runs are written and moved by their rows. */
async function world() {
  const workspace = newWorkspace();
  const tokens: Record<string, string> = {};
  for (const name of PEOPLE) {
    tokens[name] = await workspace.token(name === "root" ? "admin" : "editor", name);
    await shop.d1
      .prepare(`INSERT INTO users VALUES (?1, ?2, ?2, NULL, 'editor', '2026', '2026')`)
      .bind(workspace.id, name)
      .run();
  }
  const tokenOf = (name: string) => tokens[name] ?? "";
  const dataset = (await uploadedDataset(tokenOf("root"))).id;
  const state = { reports: [] as ModelReport[], runs: [] as ModelRun[] };

  const ask = async (method: string, report: ModelReport, path = "", body?: unknown) => {
    const response = await call(method, `/api/v1/reports/${report.id}${path}`, {
      token: tokenOf(report.owner),
      body,
    });
    const text = await response.text();
    expect(response.ok, `${method} ${path} ${text}`).toBe(true);
  };
  const forgetReport = (report: ModelReport) => {
    state.reports = state.reports.filter((one) => one !== report);
    state.runs = state.runs.filter((run) => run.report !== report);
  };

  async function change(kind: string, report: ModelReport): Promise<void> {
    if (kind === "purge") {
      forgetReport(report);
      return await ask("DELETE", report, "?permanent=true");
    }
    if (report.isDeleted) {
      if (kind !== "restore") return;
      report.isDeleted = false;
      return await ask("POST", report, "/restore");
    }
    if (kind === "open" || kind === "close") {
      report.isOpen = kind === "open";
      await ask("PATCH", report, "", { visibility: report.isOpen ? "workspace" : "private" });
    }
    if (kind === "unshareAll") {
      report.sharedWith.clear();
      report.isOpen = false;
      report.isOpen = false;
      await ask("PATCH", report, "", { is_shared: false });
    }
    if (kind === "rename") await ask("PATCH", report, "", { name: crypto.randomUUID() });
    if (kind === "delete") {
      report.isDeleted = true;
      await ask("DELETE", report);
    }
  }

  async function changeRun(run: ModelRun, status: ModelRun["status"] | "forgotten" | null): Promise<void> {
    if (status === null) return;
    if (status === "forgotten") {
      state.runs = state.runs.filter((one) => one !== run);
      await shop.d1.prepare("DELETE FROM runs WHERE id = ?").bind(run.id).run();
    } else {
      run.status = status;
      await shop.d1.prepare("UPDATE runs SET status = ? WHERE id = ?").bind(status, run.id).run();
    }
  }

  async function take(wanted: Step): Promise<void> {
    if (wanted.kind === "create") {
      const owner = PEOPLE[wanted.by % PEOPLE.length] ?? "ann";
      const visibility = wanted.isOpen ? "workspace" : "private";
      const config = { dataset, fields: ["grade"] };
      const { id } = await succeed<Made>("POST", "/reports", tokenOf(owner), {
        name: "One of many",
        config,
        visibility,
      });
      state.reports.push({ id, owner, sharedWith: new Set(), isOpen: wanted.isOpen, isDeleted: false });
      return;
    }
    if ("run" in wanted) {
      const run = state.runs[wanted.run % Math.max(state.runs.length, 1)];
      if (run) await changeRun(run, wanted.kind === "move" ? after(wanted.move, run.status) : "forgotten");
      return;
    }
    const report = state.reports[wanted.report % Math.max(state.reports.length, 1)];
    if (!report) return;
    if (wanted.kind === "run") {
      // Its time is far away, so that no consumer and no sweeper touches it.
      const row = runRow({
        workspaceId: workspace.id,
        reportId: report.id,
        availableAt: "2999",
        leaseUntil: "2999",
      });
      await shop.db.insert(runs).values(row);
      state.runs.push({ id: row.id, report, status: "queued" });
    } else if ("with" in wanted) {
      if (report.isDeleted) return;
      for (const name of wanted.with)
        if (wanted.kind === "unshare") report.sharedWith.delete(name);
        else if (name !== report.owner) report.sharedWith.add(name);
      await ask("POST", report, `/${wanted.kind}`, { user_ids: wanted.with });
    } else {
      await change(wanted.kind, report);
    }
  }

  async function check(): Promise<void> {
    for (const name of PEOPLE) {
      const seen = state.runs.filter(
        ({ report }) =>
          !report.isDeleted &&
          (name === "root" || report.isOpen || report.owner === name || report.sharedWith.has(name)),
      );
      const expectList = async (query: string, wanted: readonly ModelRun[]) => {
        const path = `/runs?page_size=100&${query}`;
        const { items, total } = await succeed<{ items: Made[]; total: number }>("GET", path, tokenOf(name));
        const ids = wanted.map(({ id }) => id).toSorted();
        expect([total, ...items.map(({ id }) => id)], `${name} ${query}`).toEqual([
          wanted.length,
          ...ids.toReversed(),
        ]);
      };
      await expectList("", seen);
      for (const status of RUN_STATUSES)
        await expectList(
          `status=${status}`,
          seen.filter((run) => run.status === status),
        );
      for (const report of state.reports)
        await expectList(
          `report_id=${report.id}`,
          seen.filter((run) => run.report === report),
        );
    }
  }

  return { take, check };
}

describe("GET /runs, with lists that are kept by triggers", () => {
  it("shows what a plain model shows, whatever was done to reports and runs", {
    timeout: 120_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60, size: "max" }), async (steps) => {
        const { take, check } = await world();
        await take({ kind: "create", by: 1, isOpen: false });
        for (const [at, one] of steps.entries()) {
          await take(one);
          if (at % 20 === 0) await check();
        }
        await check();
      }),
      { numRuns: 6 },
    );
  });
});

/** Everything that the lists hold, without their numbers, which are given anew. */
async function heldLists() {
  const { results } = await env.DB_ALONE.prepare(
    `SELECT l.workspace_id, l.audience, i.run_id, i.status, c.n FROM run_lists AS l
     JOIN run_list_items AS i ON i.list_id = l.id JOIN run_counts AS c ON c.list_id = l.id AND c.status = i.status
     ORDER BY 1, 2, 3`,
  ).all();
  return results;
}

it("the migration carries over what was there before", async () => {
  const { id: workspaceId } = newWorkspace();
  const time = "2026-01-01T00:00:00.000Z";
  const reports = ["private", "workspace", "deleted"].map((kind) =>
    alone.d1
      .prepare(
        `INSERT INTO reports (id, workspace_id, kind, name, status, visibility, config, created_by, created_at,
           updated_at, deleted_at)
         VALUES (?1, ?2, 'built', 'Report', 'draft', iif(?3 = 'workspace', ?3, 'private'), '{}', 'ann', ?4, ?4,
           iif(?3 = 'deleted', ?4, NULL))`,
      )
      .bind(`rep_${kind}_${workspaceId}`, workspaceId, kind, time),
  );
  const share = alone.d1
    .prepare(`INSERT INTO report_shares VALUES (?1, 'bob', ?2, 'ann', ?3)`)
    .bind(`rep_private_${workspaceId}`, workspaceId, time);
  await alone.d1.batch([share, ...reports]);
  for (const kind of ["private", "workspace", "deleted"])
    await insertRuns(
      RUN_STATUSES.map((status) =>
        runRow({ workspaceId, reportId: `rep_${kind}_${workspaceId}`, status, availableAt: "2999" }),
      ),
    );
  const kept = await heldLists();
  expect(kept.filter((one) => one.workspace_id === workspaceId)).toHaveLength(7 * (4 + 3 + 1));

  const queries = (name: string) =>
    env.TEST_CONTROL_MIGRATIONS.find((one) => one.name.startsWith(name))?.queries ?? [];
  const made = queries("0008").flatMap((sql) => {
    const [, kind, name] = /CREATE (TABLE|VIEW|TRIGGER|INDEX) (\w+)/.exec(sql) ?? [];
    return kind ? [`DROP ${kind} IF EXISTS ${name}`] : [];
  });
  const places = queries("0007").filter((sql) => sql.includes("CREATE VIEW report_places"));
  const again = [...made.toReversed(), ...places, ...queries("0008"), ...queries("0009")];
  await env.DB_ALONE.batch(again.map((sql) => env.DB_ALONE.prepare(sql)));
  expect(await heldLists()).toEqual(kept);
});
