import { beforeAll, describe, expect, it } from "vitest";
import { type Caller, expectProblem, expectStatus } from "./harness/client";
import { watch } from "./harness/live";
import type { Dataset, Generated, Page, Report } from "./harness/shapes";
import { generateNow, makeReport, uploadReady } from "./harness/steps";
import { newWorkspace } from "./harness/workspace";

describe("U26, E26: what belongs to another workspace looks exactly like what is not there", () => {
  let ours: Caller;
  let theirs: Caller;
  let dataset: Dataset;
  let report: Report;
  let run: Generated;

  beforeAll(async () => {
    ours = newWorkspace().as("admin", "same-user");
    theirs = newWorkspace().as("admin", "same-user");
    dataset = await uploadReady(ours, "a,b\n1,2\n", { name: "Ours" });
    report = await makeReport(ours, dataset, {}, { visibility: "workspace" });
    run = await generateNow(ours, report);
  });

  /** Every request that names an id, with the ids given. */
  const requests = (ids: { report: string; run: string; dataset: string }): [string, string, unknown?][] => [
    ["GET", `/reports/${ids.report}`],
    ["PUT", `/reports/${ids.report}`, { name: "x", config: { fields: ["a"] } }],
    ["PATCH", `/reports/${ids.report}`, { name: "x" }],
    ["DELETE", `/reports/${ids.report}`],
    ["POST", `/reports/${ids.report}/restore`],
    ["POST", `/reports/${ids.report}/generate`, {}],
    ["POST", `/reports/${ids.report}/generate`, { async: false }],
    ["GET", `/reports/${ids.report}/status`],
    ["GET", `/reports/${ids.report}/status?task_id=${ids.run}`],
    ["GET", `/reports/${ids.report}/executions`],
    ["GET", `/reports/${ids.report}/preview`],
    ["GET", `/reports/${ids.report}/download/json`],
    ["GET", `/reports/${ids.report}/download/pdf?version=1`],
    ["GET", `/runs/${ids.run}`],
    ["GET", `/datasets/${ids.dataset}`],
    ["PATCH", `/datasets/${ids.dataset}`, { name: "x" }],
    ["DELETE", `/datasets/${ids.dataset}`],
    ["GET", `/datasets/${ids.dataset}/rows`],
    ["POST", `/datasets/${ids.dataset}/rows`, [{ a: 1 }]],
    ["PUT", `/datasets/${ids.dataset}/rows`, [{ a: 1 }]],
    ["GET", `/datasets/${ids.dataset}/statistics`],
    ["GET", `/datasets/${ids.dataset}/errors.csv`],
  ];
  const missing = {
    report: "rep_01jd3k8x1n5v7q2w4y6z8b0c2e",
    run: "run_01jd3k8x1n5v7q2w4y6z8b0c2e",
    dataset: "ds_01jd3k8x1n5v7q2w4y6z8b0c2e",
  };

  it("on every route: the same 404, word for word", async () => {
    const foreign = requests({ report: report.id, run: run.id, dataset: dataset.id });
    for (const [index, [method, path, body]] of requests(missing).entries()) {
      const [, foreignPath = ""] = foreign[index] ?? [];
      const [there, nowhere] = [
        await theirs.call(method, foreignPath, { body }),
        await theirs.call(method, path, { body }),
      ];
      const [first, second] = [there, nowhere].map((answer) => ({
        ...expectProblem(answer, 404, "not_found"),
        request_id: "",
      }));
      expect(first, `${method} ${foreignPath}`).toEqual(second);
    }
    expect(expectStatus(await ours.get<Report>(`/reports/${report.id}`), 200).name).toBe(report.name);
    expect(expectStatus(await ours.get<Dataset>(`/datasets/${dataset.id}`), 200)).toMatchObject({
      name: "Ours",
      row_count: 1,
    });
  });

  it("in the body of another request too", async () => {
    const over = { name: "Theirs", config: { dataset: dataset.id, fields: ["a"] } };
    expectProblem(await theirs.post("/reports", over), 422, "validation_failed", ["config.dataset"]);
    const own = await makeReport(theirs, await uploadReady(theirs, "a\n1\n"));
    expectProblem(
      await theirs.patch(`/reports/${own.id}`, { config: over.config }),
      422,
      "validation_failed",
      ["config.dataset"],
    );
  });

  it("G2: a name is that of this workspace's user, though another has the same id", async () => {
    const own = await makeReport(theirs, await uploadReady(theirs, "a\n1\n"));
    for (const [caller, id] of [
      [ours, report.id],
      [theirs, own.id],
    ] as const) {
      const { workspace_id } = expectStatus(await caller.get<{ workspace_id: string }>("/auth/me"), 200);
      const name = `same-user of ${workspace_id}`;
      expect(expectStatus(await caller.get(`/reports/${id}`), 200)).toMatchObject({ created_by_name: name });
      const { items } = expectStatus(await caller.get<Page<Report>>("/reports"), 200);
      expect(items.find((item) => item.id === id)).toMatchObject({ created_by_name: name });
    }
  });

  it("lists show nothing of it", async () => {
    const neighbour = newWorkspace().as("admin");
    for (const path of [
      "/reports",
      "/runs",
      "/datasets",
      `/runs?report_id=${report.id}`,
      "/reports?search=Report",
    ]) {
      expect(expectStatus(await neighbour.get<Page<unknown>>(path), 200), path).toMatchObject({
        total: 0,
        items: [],
      });
    }
  });

  it("nobody watches it, not even by naming the workspace", async () => {
    const live = `${ours.origin}/api/v1/reports/${report.id}/live`;
    const headers = { Authorization: `Bearer ${theirs.token}` };
    await expect(watch(live, headers)).rejects.toThrow("refused by 404");
    await expect(
      watch(
        `${live}?workspace_id=${(await ours.get<{ workspace_id: string }>("/auth/me")).body.workspace_id}`,
        headers,
      ),
    ).rejects.toThrow("refused by 403");
  });

  it("an Idempotency-Key of one workspace says nothing in another", async () => {
    const headers = { "Idempotency-Key": "same-key" };
    const answers = [
      await ours.post<Dataset>("/datasets", { name: "A" }, { headers }),
      await theirs.post<Dataset>("/datasets", { name: "B" }, { headers }),
    ];
    const [a, b] = answers.map((answer) => expectStatus(answer, 201));
    expect([a?.name, b?.name]).toEqual(["A", "B"]);
  });
});
