import { describe, expect, it } from "vitest";
import { call, expectProblem, newWorkspace } from "../support";
import { type Made, madeReport, succeed } from "../support/product";

async function completedRun() {
  const workspace = newWorkspace();
  const token = await workspace.token();
  const report = await madeReport(token);
  const run = await succeed("POST", `/reports/${report.id}/generate`, token, {
    formats: ["csv"],
    async: false,
  });
  return { workspace, token, run };
}

const fetched = async (url: string, init?: { method?: string }) => {
  const { pathname } = new URL(url);
  return await call(init?.method ?? "GET", pathname, {});
};

describe("POST /runs/{id}/files", () => {
  it("X4, E10: makes one more format from the same rows, once", async () => {
    const { token, run } = await completedRun();
    const answer = await call("POST", `/api/v1/runs/${run.id}/files`, { token, body: { format: "json" } });
    expect(answer.status).toBe(201);
    const file = await answer.json<Made & { download_url: string; sha256: string }>();
    expect(file).toMatchObject({ format: "json", rows_written: 4, rows_total: 4, truncated: false });
    expect((await fetched(file.download_url)).status).toBe(200);
    const again = await succeed<Made & { sha256: string }>("POST", `/runs/${run.id}/files`, token, {
      format: "json",
    });
    expect(again.sha256).toBe(file.sha256);
    const after = await succeed<{ files: Made[] }>("GET", `/runs/${run.id}`, token);
    expect(after.files.map(({ format }) => format)).toEqual(["csv", "json"]);
    const older = await succeed<Made>("POST", `/runs/${run.id}/files`, token, { format: "excel" });
    expect(older.format, "by its older name").toBe("xlsx");
  });

  it("says which formats there are, and refuses a run without rows", async () => {
    const { token, run } = await completedRun();
    const unknown = await call("POST", `/api/v1/runs/${run.id}/files`, { token, body: { format: "gif" } });
    await expectProblem(unknown, "validation_failed");
    const report = await madeReport(token, { limit: 1, on_limit: "fail" });
    const failed = await succeed("POST", `/reports/${report.id}/generate`, token, { async: false });
    const refused = await call("POST", `/api/v1/runs/${failed.id}/files`, { token, body: { format: "csv" } });
    await expectProblem(refused, "conflict");
  });
});

describe("POST /runs/{id}/files/{format}/links", () => {
  const link = (token: string, id: string, body: unknown) =>
    succeed<Made & { url: string; expires_at: string }>("POST", `/runs/${id}/files/csv/links`, token, body);

  it("E13, E14: a link lives as long as was asked", async () => {
    const { token, run } = await completedRun();
    const made = await link(token, run.id, { expires_in: 60 });
    const seconds = (Date.parse(made.expires_at) - Date.now()) / 1000;
    expect(seconds).toBeGreaterThan(50);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(made).toMatchObject({ format: "csv", single_use: false });
    for (let time = 0; time < 2; time += 1) expect((await fetched(made.url)).status).toBe(200);
  });

  it("E14: a link for a single use opens once; looking at its head is no use", async () => {
    const { token, run } = await completedRun();
    const made = await link(token, run.id, { single_use: true });
    expect((await fetched(made.url, { method: "HEAD" })).status).toBe(200);
    const opened = await Promise.all(Array.from({ length: 4 }, () => fetched(made.url)));
    expect(opened.map(({ status }) => status).sort()).toEqual([200, 410, 410, 410]);
    expect((await fetched(made.url)).status).toBe(410);
  });

  it("refuses lives that are too long or none, and files that are not there", async () => {
    const { token, run } = await completedRun();
    for (const expires_in of [0, -5, 604_801, 1.5, "60"]) {
      const answer = await call("POST", `/api/v1/runs/${run.id}/files/csv/links`, {
        token,
        body: { expires_in },
      });
      await expectProblem(answer, "validation_failed");
    }
    const none = await call("POST", `/api/v1/runs/${run.id}/files/pdf/links`, { token, body: {} });
    await expectProblem(none, "not_found");
  });
});
