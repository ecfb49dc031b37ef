import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { describe, expect, it, vi } from "vitest";
import type { Ctx } from "../../src/context";
import { reports } from "../../src/db/schema";
import { platformOf } from "../../src/platform";
import type { UpdateReport } from "../../src/reports/schemas";
import { updateReport } from "../../src/reports/update";
import { call, expectProblem, newWorkspace } from "../support";
import { endedRun, type Made, madeReport, succeed } from "../support/product";
import type { TestWorkspace } from "../support/workspaces";

const platform = platformOf(env);

interface Person {
  readonly id: string;
  readonly token: string;
}

/** Somebody who was seen in the workspace. */
async function person(workspace: TestWorkspace, id: string, role: "admin" | "editor" | "viewer" = "editor") {
  const token = await workspace.token(role, id);
  await succeed("GET", "/auth/me", token);
  await vi.waitFor(async () => {
    const known = env.DB.prepare("SELECT id FROM users WHERE workspace_id = ? AND id = ?");
    expect(await known.bind(workspace.id, id).first()).not.toBeNull();
  });
  return { id, token };
}

async function school() {
  const workspace = newWorkspace();
  const [ann, bob, cy, root] = await Promise.all([
    person(workspace, "ann"),
    person(workspace, "bob"),
    person(workspace, "cy", "viewer"),
    person(workspace, "root", "admin"),
  ]);
  return { workspace, ann, bob, cy, root, report: await madeReport(ann.token) };
}

const share = (by: Person, report: Made, user_ids: unknown) =>
  call("POST", `/api/v1/reports/${report.id}/share`, { token: by.token, body: { user_ids } });
const unshare = (by: Person, report: Made, user_ids: unknown) =>
  call("POST", `/api/v1/reports/${report.id}/unshare`, { token: by.token, body: { user_ids } });
const detailOf = (report: Made, { token }: Person) => succeed("GET", `/reports/${report.id}`, token);

describe("sharing", () => {
  it("A38 G2 G3 G4: with users seen here, by name; answers as seed 001 does", async () => {
    const { ann, bob, cy, report } = await school();
    const shared = await share(ann, report, ["bob", "cy"]);
    expect(shared.status).toBe(200);
    expect(await shared.json()).toEqual({
      success: true,
      message: "Report shared with 2 users",
      shared_with: [
        { id: "bob", name: "Test bob", email: null },
        { id: "cy", name: "Test cy", email: null },
      ],
    });
    expect(await detailOf(report, bob)).toMatchObject({
      is_shared: true,
      shared_count: 2,
      shared_with_list: [{ id: "bob" }, { id: "cy" }],
    });
    expect(await succeed("GET", "/reports?is_shared=true", cy.token)).toMatchObject({ total: 1 });
    const removed = await unshare(ann, report, ["cy"]);
    expect(await removed.json()).toEqual({ success: true, message: "Sharing removed for 1 user" });
    expect(await detailOf(report, ann)).toMatchObject({ shared_count: 1, shared_with_list: [{ id: "bob" }] });
    expect(await succeed("GET", "/reports", cy.token)).toMatchObject({ total: 0 });
  });

  it("takes the numbers of older clients for user ids", async () => {
    const { workspace, ann, report } = await school();
    await person(workspace, "3");
    expect(await (await share(ann, report, [3])).json()).toMatchObject({ shared_with: [{ id: "3" }] });
  });

  it("twice is once; the owner's own id is ignored and said so; unsharing somebody without it is harmless", async () => {
    const { ann, report } = await school();
    for (const _ of [1, 2]) await share(ann, report, ["bob", "bob", "ann"]);
    const again = await share(ann, report, ["bob", "ann"]);
    expect(await again.json()).toMatchObject({
      message: "Report shared with 1 user. Its owner has it anyway",
      shared_with: [{ id: "bob" }],
    });
    expect(await detailOf(report, ann)).toMatchObject({ shared_count: 1 });
    const removed = await unshare(ann, report, ["cy", "nobody"]);
    expect(await removed.json()).toMatchObject({ message: "Sharing removed for 0 users" });
  });

  it("names unknown users in a 422 and then shares with nobody", async () => {
    const { ann, bob, report } = await school();
    const other = await person(newWorkspace(), "zoe"); // known, but elsewhere
    const answer = await share(ann, report, ["bob", "dora", other.id]);
    const problem = await expectProblem(answer, "validation_failed");
    expect(problem.errors?.user_ids?.[0]).toMatch(/^Unknown users: dora, zoe\./);
    expect(await detailOf(report, ann)).toMatchObject({ shared_count: 0, shared_with_list: [] });
    await expectProblem(await call("GET", `/api/v1/reports/${report.id}`, { token: bob.token }), "forbidden");
  });

  it.each([
    ["none", []],
    ["no list", "bob"],
    ["an object", [{ id: "bob" }]],
    ["an empty id", [""]],
    ["1001 of them", Array.from({ length: 1001 }, (_, n) => `u${n}`)],
  ])("%s is 422", async (_, user_ids) => {
    const { ann, report } = await school();
    await expectProblem(await share(ann, report, user_ids), "validation_failed");
    await expectProblem(await unshare(ann, report, user_ids), "validation_failed");
  });

  /** A thousand who were seen in a workspace. */
  async function pupils(workspace: TestWorkspace): Promise<string[]> {
    const ids = Array.from({ length: 1000 }, (_, n) => `pupil-${n}`);
    await env.DB.prepare(
      `INSERT INTO users (workspace_id, id, role, first_seen_at, last_seen_at)
       SELECT ?1, value, 'viewer', '', '' FROM json_each(?2)`,
    )
      .bind(workspace.id, JSON.stringify(ids))
      .run();
    return ids;
  }

  it("with a thousand users is one request of two D1 calls", async () => {
    const { workspace, ann, report } = await school();
    const ids = await pupils(workspace);
    const answer = await share(ann, report, ids);
    expect(answer.headers.get("Server-Timing")).toContain("calls=2 ");
    expect(await answer.json()).toMatchObject({ message: "Report shared with 1000 users" });
    expect(await detailOf(report, ann)).toMatchObject({ shared_count: 1000 });
    const last = await workspace.token("viewer", "pupil-999");
    expect(await succeed("GET", "/reports?search=grades", last)).toMatchObject({ total: 1 });
    const removed = await unshare(ann, report, ids);
    expect(await removed.json()).toMatchObject({ message: "Sharing removed for 1000 users" });
    expect(await succeed("GET", "/reports?search=grades", last)).toMatchObject({ total: 0 });
  });

  it("is with a thousand users in all, and 422 beyond, also when several share at once", async () => {
    const { workspace, ann, root, report } = await school();
    const ids = await pupils(workspace);
    await share(ann, report, ids.slice(0, 998));
    const three = await share(ann, report, ["bob", "cy", "root"]);
    const { errors } = await expectProblem(three, "validation_failed");
    expect(errors?.user_ids?.[0]).toContain("would be shared with 1001 users; at most 1000");
    expect(await detailOf(report, ann)).toMatchObject({ shared_count: 998 });
    // Those who have it already count once, the owner not at all.
    expect((await share(ann, report, ["ann", "pupil-0", "pupil-998"])).status).toBe(200);
    const rivals = ["bob", "cy", "root"].map((id, n) => share(n % 2 ? ann : root, report, [id]));
    const answers = (await Promise.all(rivals)).map(({ status }) => status);
    expect(answers.toSorted()).toEqual([200, 422, 422]);
    expect(await detailOf(report, ann)).toMatchObject({ shared_count: 1000 });
  });

  it("counts exactly when many share and unshare at once", async () => {
    const { workspace, ann, root, report } = await school();
    const people = await Promise.all(Array.from({ length: 12 }, (_, n) => person(workspace, `friend-${n}`)));
    await Promise.all(
      people.flatMap(({ id }, n) => [
        share(n % 2 ? ann : root, report, [id]),
        share(ann, report, [id, "bob"]),
        unshare(root, report, n % 3 ? ["cy"] : ["bob"]),
      ]),
    );
    await unshare(ann, report, ["bob"]);
    const { shared_count, shared_with_list } = await detailOf(report, ann);
    expect(shared_with_list).toHaveLength(12);
    expect(shared_count).toBe(12);
  });

  it("ends for everybody with PATCH is_shared false, and means the whole workspace by true", async () => {
    const { ann, bob, cy, report } = await school();
    await share(ann, report, ["bob", "cy"]);
    const patch = (body: object) => call("PATCH", `/api/v1/reports/${report.id}`, { token: ann.token, body });
    const changed = async (is_shared: boolean) => await (await patch({ is_shared })).json();
    expect(await changed(true)).toMatchObject({ is_shared: true, shared_count: 2, visibility: "private" });
    expect(await changed(false)).toMatchObject({ is_shared: false, shared_count: 0, visibility: "private" });
    expect(await detailOf(report, ann)).toMatchObject({ shared_count: 0, shared_with_list: [] });
    const found = async (query: string) => {
      const pages = [ann, bob, cy].map(({ token }) => succeed("GET", `/reports?${query}`, token));
      return (await Promise.all(pages)).map(({ total }) => total);
    };
    expect(await found("search=grades")).toEqual([1, 0, 0]);
    expect(await changed(true)).toMatchObject({ is_shared: true, shared_count: 0, visibility: "workspace" });
    expect(await found("search=grades&is_shared=true")).toEqual([1, 1, 1]);
    expect(await found("is_shared=false")).toEqual([0, 0, 0]);
    expect(await changed(false)).toMatchObject({ is_shared: false, visibility: "private" });
    expect(await found("search=grades")).toEqual([1, 0, 0]);
    for (const body of [
      { is_shared: true, visibility: "private" },
      { is_shared: false, visibility: "workspace" },
    ])
      await expectProblem(await patch(body), "validation_failed");
  });

  it("stays as it is when the change that would end it comes too late, in the same millisecond too", async () => {
    const { workspace, ann, report } = await school();
    await call("PATCH", `/api/v1/reports/${report.id}`, {
      token: ann.token,
      body: { visibility: "workspace" },
    });
    const now = new Date();
    const ctx: Ctx = {
      ...platform,
      now: () => now,
      workspaceId: workspace.id,
      actor: { id: "ann", name: null, email: null, role: "editor" },
      generator: { run: () => Promise.reject(new Error("not used")) } as never,
      requestId: "one",
      origin: "https://reports.test",
      later: () => {},
      cost: { calls: 0, rowsRead: 0, milliseconds: 0 } as never,
    };
    const change = (changes: UpdateReport) =>
      updateReport(ctx, { id: report.id, changes, checkTag: () => {} });
    const [opened, closed] = await Promise.allSettled([
      change({ name: "Open" }),
      change({ is_shared: false }),
    ]);
    expect([opened.status, closed.status]).toEqual(["fulfilled", "rejected"]);
    expect(await detailOf(report, ann)).toMatchObject({ name: "Open", visibility: "workspace" });
    // And a change within the millisecond of another is told from it by whoever read between them.
    const [before] = await platform.db.select().from(reports).where(eq(reports.id, report.id));
    await change({ description: "Another" });
    const [after] = await platform.db.select().from(reports).where(eq(reports.id, report.id));
    expect(after?.updatedAt).not.toBe(before?.updatedAt);
  });

  it("ends without giving the runs of an open report to those whom it was shared with", async () => {
    const { workspace, ann, cy, report } = await school();
    await share(ann, report, (await pupils(workspace)).slice(0, 100));
    const patch = (body: object) => call("PATCH", `/api/v1/reports/${report.id}`, { token: ann.token, body });
    expect(await (await patch({ visibility: "workspace" })).json()).toMatchObject({ shared_count: 100 });
    await env.DB.prepare(
      `WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 100)
       INSERT INTO runs (id, workspace_id, report_id, report_name, "trigger", status, max_attempts, formats, frozen,
         result_summary, generated_by, available_at, created_at)
       SELECT 'run_' || ?1 || printf('%08d', n), ?1, ?2, 'Report', 'manual', 'completed', 4, '[]', '{}',
         '{"field_count":0,"has_chart":false,"filter_count":0,"section_count":0}', 'ann', '2999', '2026'
       FROM numbers`,
    )
      .bind(workspace.id, report.id)
      .run();
    expect(await succeed("GET", "/runs", cy.token)).toMatchObject({ total: 100 });
    const ended = await patch({ is_shared: false });
    const [, rows] = /rows_read=(\d+)/.exec(ended.headers.get("Server-Timing") ?? "") ?? [];
    expect(Number(rows)).toBeLessThan(5_000);
    expect(await ended.json()).toMatchObject({ visibility: "private", shared_count: 0, is_shared: false });
    expect(await succeed("GET", "/runs", cy.token)).toMatchObject({ total: 0 });
    expect(await succeed("GET", "/runs", ann.token)).toMatchObject({ total: 100 });
  });

  it("G7: is for owner and admin alone", async () => {
    const { ann, bob, cy, root, report } = await school();
    await share(ann, report, ["bob"]);
    for (const somebody of [bob, cy]) {
      await expectProblem(await share(somebody, report, ["cy"]), "forbidden");
      await expectProblem(await unshare(somebody, report, ["bob"]), "forbidden");
    }
    expect((await share(root, report, ["cy"])).status).toBe(200);
    await succeed("DELETE", `/reports/${report.id}`, ann.token);
    await expectProblem(await share(ann, report, ["cy"]), "not_found");
  });

  it("G6: a report that PATCH is_shared has opened may be viewed and downloaded by all, and made by nobody more", async () => {
    const { ann, bob, cy, root, report } = await school();
    const patch = (body: object) => call("PATCH", `/api/v1/reports/${report.id}`, { token: ann.token, body });
    await patch({ is_shared: true });
    await succeed("POST", `/reports/${report.id}/generate`, ann.token, { formats: ["csv"], async: false });
    const at = (suffix = "") => `/api/v1/reports/${report.id}${suffix}`;
    const statusOf = async ({ token }: Person, method: string, path: string, body?: unknown) => {
      const answer = await call(method, path, { token, body });
      await answer.body?.cancel();
      return answer.status;
    };
    const views = ["", "/download/csv", "/preview", "/status", "/versions", "/executions"];
    const changes: [string, string, unknown?][] = [
      ["POST", at("/generate"), {}],
      ["PATCH", at(), { name: "Mine" }],
      ["PUT", at("/edit"), { generated_data: [] }],
      ["POST", at("/share"), { user_ids: ["cy"] }],
      ["DELETE", at()],
      ["POST", "/api/v1/schedules", { report_id: report.id, frequency: "daily", time_zone: "UTC" }],
    ];
    for (const who of [bob, cy]) {
      for (const view of views) expect([view, await statusOf(who, "GET", at(view))]).toEqual([view, 200]);
      for (const [method, path, body] of changes)
        expect([path, await statusOf(who, method, path, body)]).toEqual([path, 403]);
      expect(await detailOf(report, who)).toMatchObject({
        is_shared: true,
        shared_count: 0,
        shared_with_list: [],
      });
      expect(await succeed("GET", "/reports?is_shared=true", who.token)).toMatchObject({ total: 1 });
      expect(await succeed("GET", "/runs", who.token)).toMatchObject({ total: 1 });
    }
    // Whom it is shared with besides may make it; it stays theirs when it is closed again.
    await share(ann, report, ["bob"]);
    expect(await statusOf(bob, "POST", at("/generate"), {})).toBe(202);
    await patch({ visibility: "private" });
    expect(await statusOf(bob, "GET", at("/download/csv"))).toBe(200);
    for (const view of views) expect([view, await statusOf(cy, "GET", at(view))]).toEqual([view, 403]);
    expect(await succeed("GET", "/reports?is_shared=true", root.token)).toMatchObject({
      total: 1,
      items: [{ shared_count: 1, visibility: "private" }],
    });
  });

  it("shared with somebody of another workspace who has the same id means nothing", async () => {
    const { ann, cy, report } = await school();
    await share(ann, report, ["bob"]);
    const elsewhere = await person(newWorkspace(), "bob");
    await expectProblem(
      await call("GET", `/api/v1/reports/${report.id}`, { token: elsewhere.token }),
      "not_found",
    );
    await env.DB.prepare(
      "INSERT INTO report_shares (report_id, user_id, workspace_id, shared_by, shared_at) VALUES (?, 'cy', 'ws-other', 'x', '')",
    )
      .bind(report.id)
      .run();
    await expectProblem(await call("GET", `/api/v1/reports/${report.id}`, { token: cy.token }), "forbidden");
    const run = await succeed("POST", `/reports/${report.id}/generate`, ann.token, { async: false });
    await expectProblem(await call("GET", `/api/v1/runs/${run.id}`, { token: cy.token }), "not_found");
    expect(await succeed("GET", "/runs", cy.token)).toMatchObject({ total: 0 });
    await succeed("PATCH", `/reports/${report.id}`, ann.token, { name: "Touched" });
    expect(await succeed("GET", "/reports", cy.token)).toMatchObject({ total: 0 });
  });
});

describe("G6: who a report is shared with", () => {
  it("may view, generate, download, watch and preview it, and nothing else; afterwards nothing at all", async () => {
    const { ann, bob, report } = await school();
    await share(ann, report, ["bob"]);
    const at = (suffix = "") => `/api/v1/reports/${report.id}${suffix}`;
    const run = await succeed<Made>("POST", `/reports/${report.id}/generate`, bob.token, {
      formats: ["csv", "html"],
      async: false,
    });
    const etag = (await call("GET", at(), { token: ann.token })).headers.get("ETag") ?? "";
    const uses: [string, string, unknown?][] = [
      ["GET", at()],
      ["POST", at("/generate"), {}],
      ["GET", at("/download/csv")],
      ["GET", at("/preview")],
      ["GET", at("/status")],
      ["GET", at("/executions")],
      ["GET", at("/versions")],
      ["GET", at("/versions/1")],
      ["GET", at("/versions/1/diff/2")],
      ["GET", `/api/v1/runs/${run.id}`],
      ["GET", at("/live")],
    ];
    const refused: [string, string, unknown?][] = [
      ["PATCH", at(), { name: "Mine" }],
      ["PUT", at(), { name: "Mine", config: { fields: ["grade"] } }],
      ["PUT", at("/edit"), { generated_data: [] }],
      ["DELETE", at()],
      ["DELETE", at("?permanent=true")],
      ["DELETE", at("/soft-delete")],
      ["POST", at("/restore")],
      ["POST", at("/share"), { user_ids: ["cy"] }],
      ["POST", at("/unshare"), { user_ids: ["bob"] }],
      ["POST", at("/versions/1/restore")],
    ];
    const ask = async (method: string, path: string, body: unknown) => {
      const headers = path.endsWith("/live") ? { Accept: "text/event-stream" } : undefined;
      const answer = await call(method, path, { token: bob.token, body, ...(headers && { headers }) });
      await answer.body?.cancel();
      return answer.status;
    };
    for (const [method, path, body] of uses)
      expect([path, (await ask(method, path, body)) < 300]).toEqual([path, true]);
    for (const [method, path, body] of refused)
      expect([method, path, await ask(method, path, body)]).toEqual([method, path, 403]);
    for (const { id } of (await succeed<{ items: Made[] }>("GET", `/runs?report_id=${report.id}`, bob.token))
      .items)
      await endedRun(ann.token, id);
    const stillTheSame = await call("GET", at(), { token: ann.token });
    expect(stillTheSame.headers.get("ETag")).not.toBe(etag); // bob has generated

    await unshare(ann, report, ["bob"]);
    for (const [method, path, body] of [...uses, ...refused]) {
      expect([path, await ask(method, path, body)]).toEqual([path, path.includes("/runs/") ? 404 : 403]);
    }
  });
});

describe("E27: entity tags", () => {
  it("change when shares do, and those before do not make a change of the definition stale", async () => {
    const { ann, report } = await school();
    const path = `/api/v1/reports/${report.id}`;
    const tag = async () => (await call("GET", path, { token: ann.token })).headers.get("ETag") ?? "";
    const first = await tag();
    await share(ann, report, ["bob"]);
    const second = await tag();
    expect(second).not.toBe(first);
    const stale = await call("GET", path, { token: ann.token, headers: { "If-None-Match": first } });
    expect(stale.status).toBe(200);
    await stale.body?.cancel();
    const same = await call("GET", path, { token: ann.token, headers: { "If-None-Match": second } });
    expect(same.status).toBe(304);
    await unshare(ann, report, ["bob"]);
    const patch = await call("PATCH", path, {
      token: ann.token,
      body: { name: "Mine" },
      headers: { "If-Match": second },
    });
    expect(patch.status).toBe(200);
    const late = await call("PATCH", path, {
      token: ann.token,
      body: { name: "Yours" },
      headers: { "If-Match": second },
    });
    await expectProblem(late, "precondition_failed");
  });
});
