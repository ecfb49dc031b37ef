import { beforeAll, describe, expect, it } from "vitest";
import { type Caller, expectProblem, expectStatus } from "./harness/client";
import { watch } from "./harness/live";
import type { Dataset, Generated, Page, Report } from "./harness/shapes";
import { generateNow, makeReport, uploadReady } from "./harness/steps";
import { newWorkspace } from "./harness/workspace";

type Kind = "report" | "run" | "dataset" | "schedule" | "webhook" | "template";

const YEARLY = { cron: "0 0 1 1 *", time_zone: "UTC" };

describe("U26, E26: what belongs to another workspace looks exactly like what is not there", () => {
  let ours: Caller;
  let theirs: Caller;
  let dataset: Dataset;
  let report: Report;
  let run: Generated;
  let mine: Record<Kind, string>;

  beforeAll(async () => {
    ours = newWorkspace().as("admin", "same-user");
    theirs = newWorkspace().as("admin", "same-user");
    dataset = await uploadReady(ours, "a,b\n1,2\n", { name: "Ours" });
    report = await makeReport(ours, dataset, {}, { visibility: "workspace" });
    run = await generateNow(ours, report);
    const made = async (path: string, body: object) =>
      expectStatus(await ours.post<{ id: string }>(path, body), 201).id;
    mine = {
      report: report.id,
      run: run.id,
      dataset: dataset.id,
      schedule: await made("/schedules", { report_id: report.id, ...YEARLY }),
      webhook: await made("/webhooks", { url: "https://hooks.example.org/", events: ["run.completed"] }),
      template: await made("/templates", {
        name: "T",
        template_type: "custom",
        base_config: { fields: ["a"] },
      }),
    };
  });

  /** Every request that names an id, with the ids given. */
  const requests = (ids: Record<Kind, string>): [string, string, unknown?][] => [
    ["GET", `/reports/${ids.report}`],
    ["PUT", `/reports/${ids.report}`, { name: "x", config: { fields: ["a"] } }],
    ["PATCH", `/reports/${ids.report}`, { name: "x" }],
    ["DELETE", `/reports/${ids.report}`],
    ["DELETE", `/reports/${ids.report}?permanent=true`],
    ["DELETE", `/reports/${ids.report}/soft-delete`],
    ["POST", `/reports/${ids.report}/restore`],
    ["POST", `/reports/${ids.report}/share`, { user_ids: ["x"] }],
    ["POST", `/reports/${ids.report}/unshare`, { user_ids: ["x"] }],
    ["POST", `/reports/${ids.report}/clone`, { name: "x" }],
    ["PUT", `/reports/${ids.report}/edit`, { generated_data: [] }],
    ["PUT", `/reports/${ids.report}/schedules/yearly`, YEARLY],
    ["GET", `/reports/${ids.report}/versions`],
    ["GET", `/reports/${ids.report}/versions/1`],
    ["GET", `/reports/${ids.report}/versions/1/diff/2`],
    ["POST", `/reports/${ids.report}/versions/1/restore`],
    ["POST", `/reports/${ids.report}/generate`, {}],
    ["POST", `/reports/${ids.report}/generate`, { async: false }],
    ["GET", `/reports/${ids.report}/status`],
    ["GET", `/reports/${ids.report}/status?task_id=${ids.run}`],
    ["GET", `/reports/${ids.report}/executions`],
    ["GET", `/reports/${ids.report}/preview`],
    ["GET", `/reports/${ids.report}/download/json`],
    ["GET", `/reports/${ids.report}/download/pdf?version=1`],
    ["GET", `/runs/${ids.run}`],
    ["POST", `/runs/${ids.run}/cancel`],
    ["POST", `/runs/${ids.run}/retry`],
    ["POST", `/runs/${ids.run}/files`, { format: "csv" }],
    ["POST", `/runs/${ids.run}/files/json/links`, {}],
    ["GET", `/schedules/${ids.schedule}`],
    ["PUT", `/schedules/${ids.schedule}`, YEARLY],
    ["PATCH", `/schedules/${ids.schedule}`, { name: "x" }],
    ["DELETE", `/schedules/${ids.schedule}`],
    ["POST", `/schedules/${ids.schedule}/pause`],
    ["POST", `/schedules/${ids.schedule}/resume`],
    ["POST", `/schedules/${ids.schedule}/run-now`],
    ["GET", `/schedules/${ids.schedule}/next-runs`],
    ["GET", `/schedules/${ids.schedule}/history`],
    ["GET", `/schedules/${ids.schedule}/deliveries`],
    ["GET", `/webhooks/${ids.webhook}`],
    ["PUT", `/webhooks/${ids.webhook}`, { url: "https://hooks.example.org/", events: ["run.failed"] }],
    ["PATCH", `/webhooks/${ids.webhook}`, { enabled: false }],
    ["DELETE", `/webhooks/${ids.webhook}`],
    ["POST", `/webhooks/${ids.webhook}/rotate-secret`],
    ["GET", `/webhooks/${ids.webhook}/deliveries`],
    ["POST", `/webhooks/${ids.webhook}/deliveries/dlv_none/resend`],
    ["GET", `/templates/${ids.template}`],
    [
      "PUT",
      `/templates/${ids.template}`,
      { name: "x", template_type: "custom", base_config: { fields: ["a"] } },
    ],
    ["PATCH", `/templates/${ids.template}`, { name: "x" }],
    ["DELETE", `/templates/${ids.template}`],
    ["POST", `/templates/${ids.template}/clone`, { name: "x" }],
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
    schedule: "sch_01jd3k8x1n5v7q2w4y6z8b0c2e",
    webhook: "whk_01jd3k8x1n5v7q2w4y6z8b0c2e",
    template: "tpl_01jd3k8x1n5v7q2w4y6z8b0c2e",
  };

  it("is asked of every operation that names an id", async () => {
    const document = await ours.get<{ paths: Record<string, object> }>(`${ours.origin}/openapi.json`);
    const asked = requests(missing);
    for (const [path, methods] of Object.entries(document.body.paths)) {
      if (!path.includes("{id}") || path.endsWith("/live")) continue; // watching has its own test below
      const form = new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`);
      for (const method of Object.keys(methods).map((name) => name.toUpperCase())) {
        const isAsked = asked.some(([by, to]) => by === method && form.test(`/api/v1${to.split("?")[0]}`));
        expect(isAsked, `${method} ${path}`).toBe(true);
      }
    }
  });

  it("on every route: the same 404, word for word", async () => {
    const foreign = requests(mine);
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
      "/schedules",
      "/webhooks",
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
