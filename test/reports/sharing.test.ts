import { env } from "cloudflare:workers";
import { describe, expect, it, vi } from "vitest";
import { call, expectProblem, newWorkspace } from "../support";
import { endedRun, type Made, madeReport, succeed } from "../support/product";
import type { TestWorkspace } from "../support/workspaces";

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

  it("with a thousand users is one request of two D1 calls", async () => {
    const { workspace, ann, report } = await school();
    const ids = Array.from({ length: 1000 }, (_, n) => `pupil-${n}`);
    await env.DB.prepare(
      `INSERT INTO users (workspace_id, id, role, first_seen_at, last_seen_at)
       SELECT ?1, value, 'viewer', '', '' FROM json_each(?2)`,
    )
      .bind(workspace.id, JSON.stringify(ids))
      .run();
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

  it("ends for everybody with PATCH is_shared false, and begins with nobody by true", async () => {
    const { ann, bob, cy, report } = await school();
    await share(ann, report, ["bob", "cy"]);
    const patch = (is_shared: boolean) =>
      call("PATCH", `/api/v1/reports/${report.id}`, { token: ann.token, body: { is_shared } });
    expect(await (await patch(true)).json()).toMatchObject({ is_shared: true, shared_count: 2 });
    expect(await (await patch(false)).json()).toMatchObject({ is_shared: false, shared_count: 0 });
    expect(await detailOf(report, ann)).toMatchObject({ shared_count: 0, shared_with_list: [] });
    for (const { token } of [bob, cy])
      expect(await succeed("GET", "/reports?search=grades", token)).toMatchObject({ total: 0 });
    await expectProblem(await patch(true), "validation_failed");
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
    for (const [method, path, body] of refused) {
      const expected = path.endsWith("/restore") && !path.includes("versions") ? 404 : 403;
      expect([method, path, await ask(method, path, body)]).toEqual([method, path, expected]);
    }
    for (const { id } of (await succeed<{ items: Made[] }>("GET", `/runs?report_id=${report.id}`, bob.token))
      .items)
      await endedRun(ann.token, id);
    const stillTheSame = await call("GET", at(), { token: ann.token });
    expect(stillTheSame.headers.get("ETag")).not.toBe(etag); // bob has generated

    await unshare(ann, report, ["bob"]);
    for (const [method, path, body] of [...uses, ...refused]) {
      const hidden = path.includes("/runs/") || path.endsWith(`${report.id}/restore`);
      expect([path, await ask(method, path, body)]).toEqual([path, hidden ? 404 : 403]);
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
