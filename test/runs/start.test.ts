import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { runs } from "../../src/db/schema";
import type { Definition } from "../../src/reports/config/definition";
import { frozenOf } from "../../src/runs/frozen";
import { runRowFor } from "../../src/runs/new-run";
import { fingerprintOf } from "../../src/runs/reuse";
import { workshopOf } from "../../src/workshop";
import { call, expectProblem, newWorkspace, ORIGIN } from "../support";
import { endedRun, type Made, madeReport, succeed, uploadedDataset } from "../support/product";

const shop = workshopOf(env as unknown as GeneratorEnv);

type Section = {
  kind: string;
  title: string;
  data: unknown[];
  rows_written: number;
  chart: { type: string } | null;
};
type Run = Made & {
  status: string;
  data: unknown[];
  row_count: number;
  sections: Section[];
  fields: string[];
};

const numbers = (count: number) =>
  `n,kind\n${Array.from({ length: count }, (_, at) => `${at + 1},k${at % 3}`).join("\n")}\n`;

describe("the answer of a generation that is waited for (B27, D4)", () => {
  it("has each section with its rows; data is of the first table", async () => {
    const token = await newWorkspace().token();
    const dataset = (await uploadedDataset(token)).id;
    const config = {
      sections: [
        { title: "Intro", text: "Hello." },
        { title: "Best", figures: [{ field: "grade", aggregate: "max", as: "best" }], dataset },
        { title: "All", dataset, fields: ["student_id", "grade"], chart_type: "bar" },
        { title: "Two", dataset, fields: ["student_name"], limit: 2 },
      ],
    };
    const report = await succeed("POST", "/reports", token, { name: "Four", config });
    const run = await succeed<Run>("POST", `/reports/${report.id}/generate`, token, { async: false });
    expect(run).toMatchObject({
      fields: ["student_id", "grade"],
      row_count: 4,
      rows_returned: 6,
      truncated: true,
      chart: { type: "bar" },
      result_summary: { section_count: 4, field_count: 4, has_chart: true, filter_count: 0 },
      sections: [
        { kind: "text", title: "Intro", text: "Hello." },
        { kind: "figures", figures: [{ name: "best", value: 95.5 }] },
        { kind: "table", rows_written: 4, truncated: false },
        { kind: "table", rows_written: 2, rows_total: 4, truncated: true },
      ],
    });
    expect(run.data).toEqual(run.sections[2]?.data);
    const again = await succeed<Run>("POST", `/reports/${report.id}/generate`, token, { async: false });
    expect(again).toMatchObject({ cached: true, data: run.data, sections: run.sections });
  });

  it("costs no more round trips than one that is not waited for: the Generator hands the run over", async () => {
    const token = await newWorkspace().token();
    const report = await madeReport(token);
    const answer = await call("POST", `/api/v1/reports/${report.id}/generate`, {
      token,
      body: { async: false },
    });
    expect(await answer.json()).toMatchObject({ status: "completed", version_number: 2, cached: false });
    expect(answer.headers.get("Server-Timing")).toMatch(/calls=2 /);
  });

  it("has at most a thousand rows, of all sections together", async () => {
    const token = await newWorkspace().token();
    const dataset = (await uploadedDataset(token, numbers(2_500))).id;
    const sections = [700, 700, 2_500, 10].map((limit) => ({ dataset, fields: ["n"], limit }));
    const report = await succeed("POST", "/reports", token, { name: "Long", config: { sections } });
    const run = await succeed<Run>("POST", `/reports/${report.id}/generate`, token, { async: false });
    expect(run.sections.map(({ data }) => data.length)).toEqual([700, 300, 0, 0]);
    expect(run.sections.map(({ rows_written }) => rows_written)).toEqual([700, 700, 2_500, 10]);
    const one = await madeReport(token, { dataset, fields: ["n"] });
    const long = await succeed<Run>("POST", `/reports/${one.id}/generate`, token, { async: false });
    expect(long).toMatchObject({ row_count: 2_500 });
    expect(long.data.length).toBe(1_000);
    expect(long.data.at(-1)).toEqual({ n: 1_000 });
  });

  it("has subtotals and totals apart from the rows", async () => {
    const token = await newWorkspace().token();
    const dataset = (await uploadedDataset(token, numbers(6))).id;
    const config = { dataset, fields: ["kind", "n"], group_by: "kind", totals: true };
    const report = await succeed("POST", "/reports", token, { name: "Sums", config });
    const run = await succeed<Run>("POST", `/reports/${report.id}/generate`, token, { async: false });
    expect(run.row_count).toBe(6);
    expect(run.sections[0]).toMatchObject({
      data: [1, 4, 2, 5, 3, 6].map((n) => ({ n })),
      summaries: [
        { level: 1, after_row: 2, values: { kind: "k0", n: 5 } },
        { level: 1, after_row: 4, values: { kind: "k1", n: 7 } },
        { level: 1, after_row: 6, values: { kind: "k2", n: 9 } },
        { level: 0, after_row: 6, values: { n: 21 } },
      ],
    });
  });

  it("comes when another consumer has the run, as soon as that has ended it", async () => {
    const token = await newWorkspace().token();
    const report = await madeReport(token);
    const first = await succeed("POST", `/reports/${report.id}/generate`, token, { async: false });
    const busy = { status: "running", leaseUntil: new Date(Date.now() + 60_000).toISOString() } as const;
    await shop.db.update(runs).set(busy).where(eq(runs.id, first.id));
    const waiting = succeed<Run>("POST", `/reports/${report.id}/generate`, token, { async: false });
    await scheduler.wait(300);
    await shop.db.update(runs).set({ status: "completed", leaseUntil: null }).where(eq(runs.id, first.id));
    expect(await waiting).toMatchObject({ id: first.id, status: "completed", coalesced: true, row_count: 4 });
  });

  it("a wait that is over before the run is gives the run under way", async () => {
    const token = await newWorkspace().token();
    const report = await madeReport(token);
    const first = await succeed("POST", `/reports/${report.id}/generate`, token, { async: false });
    const busy = { status: "running", leaseUntil: new Date(Date.now() + 60_000).toISOString() } as const;
    await shop.db.update(runs).set(busy).where(eq(runs.id, first.id));
    const headers = { Prefer: "respond-async, wait=1" };
    const answer = await call("POST", `/api/v1/reports/${report.id}/generate`, { token, body: {}, headers });
    expect(answer.status).toBe(202);
    expect(await answer.json()).toMatchObject({ id: first.id, status: "running", coalesced: true });
  });
});

describe("what a generation may ask for beside the config", () => {
  const start = async (body: Record<string, unknown>) => {
    const token = await newWorkspace().token();
    const report = await madeReport(token);
    return await call("POST", `/api/v1/reports/${report.id}/generate`, { token, body });
  };

  it.each([
    ["both", ["html", "pdf"]],
    ["excel", ["xlsx"]],
    [
      ["word", "csv"],
      ["docx", "csv"],
    ],
  ])("A14: format %j is %j", async (format, formats) => {
    expect(await (await start({ format })).json()).toMatchObject({ formats, status: "queued" });
  });

  it("include_charts draws one where none was asked for, and none where one was", async () => {
    const token = await newWorkspace().token();
    const dataset = (await uploadedDataset(token)).id;
    const plain = await madeReport(token, { dataset });
    const drawn = await madeReport(token, { dataset, chart_type: "pie" });
    const chartOf = async (report: Made, include_charts?: boolean) => {
      const body = { async: false, ...(include_charts === undefined ? {} : { include_charts }) };
      const run = await succeed<Run>("POST", `/reports/${report.id}/generate`, token, body);
      return run.sections[0]?.chart?.type ?? null;
    };
    expect([await chartOf(plain), await chartOf(plain, true)]).toEqual([null, "bar"]);
    expect([await chartOf(drawn), await chartOf(drawn, true), await chartOf(drawn, false)]).toEqual([
      "pie",
      "pie",
      null,
    ]);
  });

  it("another language and time zone are in the file", async () => {
    const token = await newWorkspace().token();
    const report = await madeReport(token);
    const body = { formats: ["html"], locale: "de-DE", time_zone: "Europe/Berlin", async: false };
    await succeed("POST", `/reports/${report.id}/generate`, token, body);
    const html = await (await call("GET", `/api/v1/reports/${report.id}/preview`, { token })).text();
    expect(html).toContain('lang="de-DE"');
    expect(html).toContain("95,5");
  });

  it.each([
    [{ template: "business_report" }, "template"],
    [{ locale: "no such locale" }, "locale"],
    [{ time_zone: "Mars/Base" }, "time_zone"],
    [{ max_age_seconds: -1 }, "max_age_seconds"],
    [{ filters: { nope: 1 } }, "filters.nope"],
    [{ format: "pptx" }, "format"],
  ])("%j is 422 and named", async (body, field) => {
    const { errors } = await expectProblem(await start(body), "validation_failed");
    expect(Object.keys(errors ?? {})).toEqual([field]);
  });
});

describe("the row of a new run", () => {
  const definition: Definition = {
    title: "T",
    description: null,
    time_zone: "UTC",
    locale: "en-US",
    filters: [],
    sections: [{ kind: "text", name: "a", title: "A", description: null, text: "x" }],
  };
  const wanted = {
    workspaceId: "ws",
    report: { id: "rep_1", name: "T" },
    definition,
    config: { sections: [] },
    formats: ["csv", "pdf"],
    trigger: "schedule",
    requester: { id: "u", name: "U" },
    origin: ORIGIN,
    now: new Date("2026-11-21T10:00:00Z"),
    settings: { RUN_MAX_ATTEMPTS: 4 },
  } as const;

  it("waits, and keeps a frozen copy of what was asked for", () => {
    const row = runRowFor({
      ...wanted,
      scheduleId: "sch_1",
      slot: "2026-11-21T10:00:00.000Z",
      filename: "sales",
    });
    expect(row).toMatchObject({
      status: "queued",
      trigger: "schedule",
      scheduleId: "sch_1",
      slot: "2026-11-21T10:00:00.000Z",
      fingerprint: null,
    });
    expect(frozenOf(row)).toEqual({
      definition,
      config: { sections: [] },
      terms: {},
      requester: { id: "u", name: "U" },
      origin: ORIGIN,
      change: { type: "generate", description: "Report generated" },
      filename: "sales",
      data_key: null,
    });
    expect(JSON.parse(JSON.stringify(row.frozen))).toEqual(row.frozen);
  });

  it("is refused when it is more than D1 takes in one value", () => {
    const text = "李".repeat(50_000); // 3 bytes each
    const sections = Array.from({ length: 13 }, (_, at) => ({
      ...definition.sections[0],
      name: String(at),
      text,
    }));
    expect(() => runRowFor({ ...wanted, definition: { ...definition, sections } as Definition })).toThrow(
      /too many sections/,
    );
  });

  it("has the same fingerprint when the same is asked of the same data, and only then", () => {
    const datasets = [{ rowCount: 3, updatedAt: "2026-11-21T09:00:00.000Z" }, null];
    const of = (change: object) => runRowFor({ ...wanted, datasets, ...change }).fingerprint;
    const same = of({});
    expect(of({ now: new Date(), requester: { id: "v", name: null }, formats: ["pdf", "csv"] })).toBe(same);
    const others = [
      of({ formats: ["csv"] }),
      of({ filename: "x" }),
      of({ report: { id: "rep_2", name: "T" } }),
      of({ definition: { ...definition, locale: "de-DE" } }),
      of({ datasets: [{ rowCount: 4, updatedAt: "2026-11-21T09:00:00.000Z" }, null] }),
      of({ datasets: [{ rowCount: 3, updatedAt: "2026-11-21T09:00:00.001Z" }, null] }),
    ];
    const newer = fingerprintOf("rep_1", wanted, datasets, 2);
    expect(fingerprintOf("rep_1", wanted, datasets), "of the program as it is").toBe(same);
    expect(new Set([same, newer, ...others]).size).toBe(others.length + 2);
  });
});

it("F26: a run that was reused is in the history once", async () => {
  const token = await newWorkspace().token();
  const report = await madeReport(token);
  const run = await succeed("POST", `/reports/${report.id}/generate`, token, {});
  await endedRun(token, run.id);
  await succeed("POST", `/reports/${report.id}/generate`, token, {});
  const history = await succeed<{ total_executions: number; executions: Made[] }>(
    "GET",
    `/reports/${report.id}/executions`,
    token,
  );
  expect(history).toMatchObject({ total_executions: 1, executions: [{ id: run.id }] });
});
