import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { users } from "../../src/db/schema";
import { processRun } from "../../src/runs/process";
import { newWorkspace } from "../support";
import { madeReport, succeed } from "../support/product";
import { shop } from "../support/run-rows";
import { due, waitingRun } from "../support/waiting-run";

/** Waits until the user is recorded, which happens beside the request. */
const recorded = (workspace: { readonly id: string }, user: string, role: string) =>
  expect
    .poll(async () => {
      const known = await shop.db.select().from(users).where(eq(users.workspaceId, workspace.id));
      return known.find(({ id }) => id === user)?.role;
    })
    .toBe(role);

async function sharedReport() {
  const workspace = newWorkspace();
  const owner = await workspace.token();
  const report = await madeReport(owner);
  await succeed("GET", "/reports", await workspace.token("editor", "ed"));
  await recorded(workspace, "ed", "editor");
  await succeed("POST", `/reports/${report.id}/share`, owner, { user_ids: ["ed"] });
  return { workspace, owner, report };
}

describe("E26 permission is asked again when a run begins", () => {
  it("a run of somebody who the report is no longer shared with ends, with its reason and nothing made", async () => {
    const { workspace, owner, report } = await sharedReport();
    const { id } = await waitingRun(await workspace.token("editor", "ed"), report.id);
    await succeed("POST", `/reports/${report.id}/unshare`, owner, { user_ids: ["ed"] });
    await due(id);
    expect((await processRun(shop, id)).kind).toBe("failed");
    expect(await succeed("GET", `/runs/${id}`, owner)).toMatchObject({
      status: "failed",
      reason: "permission_lost",
      attempt: 1,
      version_number: null,
      files: [],
      error: { code: "permission_lost", retryable: false },
    });
  });

  it("so does one of an admin who is no longer one", async () => {
    const workspace = newWorkspace();
    const owner = await workspace.token("editor", "owner");
    const report = await madeReport(owner);
    const { id } = await waitingRun(await workspace.token("admin", "boss"), report.id);
    await succeed("GET", "/reports", await workspace.token("viewer", "boss"));
    await recorded(workspace, "boss", "viewer");
    await due(id);
    await processRun(shop, id);
    expect(await succeed("GET", `/runs/${id}`, owner)).toMatchObject({ reason: "permission_lost" });
  });

  it("one of somebody who still may completes: shared, own, or of a user that was never recorded", async () => {
    const { workspace, owner, report } = await sharedReport();
    const shared = await waitingRun(await workspace.token("editor", "ed"), report.id);
    const own = await waitingRun(owner, report.id);
    const unknown = await waitingRun(await workspace.token("admin", "boss"), report.id);
    await recorded(workspace, "boss", "admin");
    await shop.db.delete(users).where(eq(users.workspaceId, workspace.id));
    for (const { id } of [shared, own, unknown]) {
      await due(id);
      expect((await processRun(shop, id)).kind).toBe("completed");
    }
  });
});
