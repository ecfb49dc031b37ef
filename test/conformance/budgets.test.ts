import { expect, it } from "vitest";
import { type Answer, type Caller, expectStatus } from "./harness/client";
import type { Dataset, Page } from "./harness/shapes";
import { ended, generateNow, makeReport, startRun, uploadReady } from "./harness/steps";
import { newWorkspace } from "./harness/workspace";

/** D1 round trips as `Server-Timing` tells them. */
function d1Calls(answer: Answer<unknown>): number {
  const timing = answer.headers.get("Server-Timing") ?? "";
  expect(timing).toMatch(/^total;dur=[\d.]+, d1;dur=[\d.]+;desc="calls=\d+ rows_read=\d+"$/);
  return Number(/calls=(\d+)/.exec(timing)?.[1]);
}

it("DESIGN 1: a read route makes one D1 round trip at most", async () => {
  const caller = newWorkspace().as("editor");
  const dataset = await uploadReady(caller, "a,b\n1,2\n");
  const report = await makeReport(caller, dataset, { formats: ["html"] });
  const run = await generateNow(caller, report);
  const template = expectStatus(
    await caller.post<{ id: string }>("/templates", { name: "Mine", base_config: { fields: ["a"] } }),
    201,
  );
  const [system] = expectStatus(
    await caller.get<Page<{ id: string }>>("/templates?is_system=true"),
    200,
  ).items;
  for (const path of [
    "/health",
    "/auth/me",
    "/reports",
    "/reports?search=rep&ordering=name",
    "/reports?deleted=true&status=draft&kind=built&is_shared=false&created_by=editor",
    `/reports/${report.id}`,
    `/reports/${report.id}/status`,
    `/reports/${report.id}/executions`,
    `/reports/${report.id}/versions`,
    `/reports/${report.id}/versions/2`,
    `/reports/${report.id}/versions/1/diff/2`,
    `/reports/${report.id}/preview`,
    `/reports/${report.id}/download/html`,
    "/runs",
    `/runs/${run.id}`,
    "/datasets",
    `/datasets/${dataset.id}`,
    `/datasets/${dataset.id}/statistics`,
    run.download_urls.html ?? "",
    "/presets",
    "/templates?search=grade",
    `/templates/${template.id}`,
    `/templates/${system?.id}`,
    "/schedules",
    "/webhooks",
    "/nothing",
  ]) {
    const answer = await caller.get(path);
    expect(d1Calls(answer), path).toBeLessThanOrEqual(1);
  }
  // Two databases: where the dataset is, then its rows.
  expect(d1Calls(await caller.get(`/datasets/${dataset.id}/rows`))).toBeLessThanOrEqual(2);
});

it("DESIGN 1: a write route makes two at most", async () => {
  const caller = newWorkspace().as("editor");
  const budget = (name: string, answer: Answer<unknown>, status: number) => {
    expectStatus(answer, status);
    expect(d1Calls(answer), name).toBeLessThanOrEqual(2);
    return answer;
  };
  const csv = { headers: { "Content-Type": "text/csv" } };
  budget("upload", await caller.post("/datasets/upload?name=x", "a\n1\n", csv), 202);
  const dataset = await uploadReady(caller, "a,b\n1,2\n");
  const config = { dataset: dataset.id, fields: ["a"] };
  const created = budget("create", await caller.post("/reports", { name: "One", config }), 201) as Answer<{
    id: string;
  }>;
  const { id } = created.body;
  budget("create dataset", await caller.post("/datasets", { name: "Empty" }), 201);
  budget("patch", await caller.patch(`/reports/${id}`, { name: "Two" }), 200);
  budget("put", await caller.put(`/reports/${id}`, { name: "Three", config }), 200);
  const started = budget("generate", await caller.post(`/reports/${id}/generate`, {}), 202) as Answer<{
    id: string;
  }>;
  await ended(caller, started.body.id);
  budget("delete", await caller.delete(`/reports/${id}`), 204);
  budget("restore", await caller.post(`/reports/${id}/restore`), 200);
  const at = `/reports/${id}`;
  await caller.put(at, { name: "Four", config: { ...config, limit: 1 } }); // its second version
  budget("share", await caller.post(`${at}/share`, { user_ids: ["editor"] }), 200);
  budget("unshare", await caller.post(`${at}/unshare`, { user_ids: ["editor"] }), 200);
  budget("restore version", await caller.post(`${at}/versions/1/restore`), 200);
  budget("clone", await caller.post(`${at}/clone`, { name: "Clone" }), 201);
  const edited = { generated_data: [{ a: 7 }] };
  const edit = budget("edit", await caller.put(`${at}/edit`, edited), 202) as Answer<{ id: string }>;
  await ended(caller, edit.body.id);
  const inline = { title: "Inline", data: { rows: [{ a: 1 }] }, config: { format: ["json"] } };
  budget("generate inline", await caller.post("/reports/generate", inline), 202);
  const base = { name: "Mine", base_config: config };
  const template = budget("create template", await caller.post("/templates", base), 201) as Answer<{
    id: string;
  }>;
  const made = `/templates/${template.body.id}`;
  budget("patch template", await caller.patch(made, { name: "New" }), 200);
  budget("put template", await caller.put(made, base), 200);
  budget("clone template", await caller.post(`${made}/clone`, { name: "Clone" }), 201);
  budget("delete template", await caller.delete(made), 204);
  budget("soft delete", await caller.delete(`${at}/soft-delete`), 200);
  budget("delete for good", await caller.delete(`${at}?permanent=true`), 204);
  budget("rename dataset", await caller.patch(`/datasets/${dataset.id}`, { name: "New" }), 200);
});

it("DESIGN 1: a dry run reads one database for the definition and one for the rows", async () => {
  const caller = newWorkspace().as("editor");
  const dataset = await uploadReady(caller, "a,b\n1,2\n");
  const config = { dataset: dataset.id, fields: ["a"] };
  const answer = await caller.post("/reports/preview", { config });
  expectStatus(answer, 200);
  expect(d1Calls(answer)).toBeLessThanOrEqual(2);
});

it("DESIGN 9: a list reads no more rows when there are more reports", async () => {
  const workspace = newWorkspace();
  const caller = workspace.as("admin");
  const dataset = await uploadReady(caller, "a\n1\n");
  const rowsRead = async () => {
    const timing = (await caller.get("/reports?page_size=5")).headers.get("Server-Timing") ?? "";
    return Number(/rows_read=(\d+)/.exec(timing)?.[1]);
  };
  await addReports(caller, dataset, 10);
  const few = await rowsRead();
  await addReports(caller, dataset, 40);
  expect((await rowsRead()) - few).toBeLessThanOrEqual(60);
});

async function addReports(caller: Caller, dataset: Dataset, count: number) {
  for (let n = 0; n < count; n += 1) await makeReport(caller, dataset);
}

it("verifying a token makes no D1 call", async () => {
  expect(d1Calls(await newWorkspace().as("viewer").get("/auth/me"))).toBe(0);
});

it("a run that is watched and polled costs a poll one call each", async () => {
  const caller = newWorkspace().as("editor");
  const report = await makeReport(caller, await uploadReady(caller, "a\n1\n"));
  const run = await startRun(caller, report);
  const poll = await caller.get(`/reports/${report.id}/status?task_id=${run.id}`);
  expect(d1Calls(poll)).toBe(1);
  await ended(caller, run.id);
});
