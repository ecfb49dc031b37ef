import { expect, it } from "vitest";
import { expectStatus } from "./harness/client";
import { eventsUntil, watch } from "./harness/live";
import { readCsv } from "./harness/readers";
import type { Dataset, Report, Run, Status } from "./harness/shapes";
import { ended, fileOf, imported, makeReport, readData, startRun, uploadReady } from "./harness/steps";
import { until } from "./harness/until";
import { newWorkspace } from "./harness/workspace";

it("A29, D1, D5, D8: a newcomer uploads a real CSV as a form, watches a run, opens its files", async () => {
  const caller = newWorkspace().as("editor", "newcomer");

  const form = new FormData();
  form.set("name", "Stocks");
  form.set("file", new Blob([await readData("real/stocks.csv")], { type: "text/csv" }), "stocks.csv");
  const taken = await caller.post<Dataset>("/datasets/upload", form);
  const dataset = await imported(caller, expectStatus(taken, 202).id);
  expect(taken.headers.get("Location")).toBe(`/api/v1/datasets/${dataset.id}`);
  expect(dataset).toMatchObject({
    name: "Stocks",
    status: "ready",
    row_count: 560,
    rows_ok: 560,
    rows_failed: 0,
  });
  expect(dataset.fields.map(({ name, type }) => [name, type])).toEqual([
    ["symbol", "string"],
    ["date", "date"],
    ["price", "number"],
  ]);

  const report = await makeReport(caller, dataset, {
    filters: { symbol: "MSFT", date: { start: "2008-01-01", end: "2008-12-31" } },
    sort_by: "date",
    chart_type: "line",
  });
  const before = expectStatus(await caller.get<Status>(`/reports/${report.id}/status`), 200);
  expect(before).toMatchObject({ task_id: null, task_state: "PENDING", run: null, download_urls: {} });

  const live = await watch(`${caller.origin}/api/v1/reports/${report.id}/live`, {
    Authorization: `Bearer ${caller.token}`,
  });
  const run = await startRun(caller, report, { formats: ["csv", "pdf", "xlsx"] });
  expect(run).toMatchObject({
    report_id: report.id,
    task_id: run.id,
    trigger: "manual",
    formats: ["csv", "pdf", "xlsx"],
  });

  const status = await until(
    async () => expectStatus(await caller.get<Status>(`/reports/${report.id}/status?task_id=${run.id}`), 200),
    ({ task_state }) => task_state === "SUCCESS" || task_state === "FAILURE",
  );
  expect(status).toMatchObject({ task_id: run.id, task_state: "SUCCESS", html_url: null });
  expect(status.pdf_url).toBe(status.download_urls.pdf);

  await until(
    () => live.messages,
    (messages) => messages.some(({ type }) => type === "completed"),
  );
  live.close();
  expectLiveStory(live.messages, run.id);

  const done = await ended(caller, run.id);
  expect(done).toMatchObject({
    status: "completed",
    reason: null,
    error: null,
    attempt: 1,
    rows_returned: 12,
    rows_total: 12,
  });
  const [header, ...rows] = readCsv(await fileOf(done, "csv"));
  expect(header).toEqual(["symbol", "date", "price"]);
  const source = readCsv(await readData("real/stocks.csv")).filter(
    ([symbol, date]) => symbol === "MSFT" && date?.endsWith(" 2008"),
  );
  expect(rows.map(([, , price]) => price)).toEqual(source.map(([, , price]) => String(Number(price))));
  expect(rows.map(([, date]) => date)).toEqual(
    Array.from({ length: 12 }, (_, month) => `2008-${String(month + 1).padStart(2, "0")}-01`),
  );
});

/** A snapshot first; then numbered events without gaps, percent never going back, and one end. */
function expectLiveStory(messages: Awaited<ReturnType<typeof watch>>["messages"], runId: string) {
  const [snapshot, ...events] = messages;
  expect(snapshot).toMatchObject({ type: "snapshot" });
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => (snapshot?.seq ?? 0) + 1 + index));
  const runs = events.flatMap((event) => ("run" in event ? [event.run] : []));
  expect(new Set(runs.map(({ id }) => id))).toEqual(new Set([runId]));
  const percents = runs.map(({ progress }) => progress.percent);
  expect(percents).toEqual(percents.toSorted((a, b) => a - b));
  expect(events.at(-1)).toMatchObject({ type: "completed", run: { status: "completed" } });
  expect(events.filter(({ type }) => type === "completed")).toHaveLength(1);
}

it("I1: the same by a raw upload, options in the query, watched by server-sent events with the ticket", async () => {
  const caller = newWorkspace().as("editor");
  const dataset = await uploadReady(caller, await readData("real/sample_small.csv"), { name: "Advisor" });
  expect(dataset).toMatchObject({ name: "Advisor", row_count: 50, rows_failed: 0 });
  const report = await makeReport(caller, dataset, {
    fields: ["category", "business_impact", "potential_annual_cost_savings"],
  });
  const run = await startRun(caller, report, { formats: ["json"] });

  const stream = await fetch(run.live_url, { headers: { Accept: "text/event-stream" } });
  expect(stream.status).toBe(200);
  expect(stream.headers.get("Content-Type")).toMatch(/^text\/event-stream/);
  const over = (text: string) => /"status":"completed"/.test(text);
  const events = await eventsUntil(stream, ({ data }) => over(data));
  expect(events[0]?.event).toBe("snapshot");
  expect(events.map(({ id, data }) => [id, (JSON.parse(data) as { seq: number }).seq])).toEqual(
    events.map(({ id }) => [id, Number(id)]),
  );

  const seen = Number(events[0]?.id);
  const again = await fetch(`${run.live_url}&since=${seen}`, { headers: { Accept: "text/event-stream" } });
  const resumed = await eventsUntil(again, ({ data }) => over(data));
  expect(resumed[0]).toMatchObject({ event: "snapshot" });
});

it("A15, X3: the 202 says where to look and when; live_url needs no header; ping is answered", async () => {
  const caller = newWorkspace().as("editor");
  const report = await makeReport(caller, await uploadReady(caller, "a\n1\n"));
  const started = await caller.post<Run>(`/reports/${report.id}/generate`);
  const run = expectStatus(started, 202);
  expect(started.headers.get("Location")).toBe(`/api/v1/runs/${run.id}`);
  expect(Number(started.headers.get("Retry-After"))).toBeGreaterThan(0);
  for (const url of [run.status_url, run.live_url, ...Object.values(run.download_urls)]) {
    expect(url).toMatch(new RegExp(`^${caller.origin}/`));
  }
  const live = await watch(run.live_url);
  live.send("ping");
  await until(
    () => live.texts,
    (texts) => texts.includes("pong"),
  );
  live.close();
  await ended(caller, run.id);
  const polled = await caller.get<Status>(run.status_url);
  expect(expectStatus(polled, 200).run?.id).toBe(run.id);
  expect(polled.headers.get("Retry-After")).toBeNull();
});

it("H2: nobody watches with a wrong ticket, another report's ticket, or none", async () => {
  const caller = newWorkspace().as("editor");
  const dataset = await uploadReady(caller, "a\n1\n");
  const [mine, other] = [await makeReport(caller, dataset), await makeReport(caller, dataset)];
  const { live_url } = await startRun(caller, mine);
  const ticket = new URL(live_url).searchParams.get("ticket") ?? "";
  const liveAt = (report: Report, query: string) =>
    `${caller.origin}/api/v1/reports/${report.id}/live${query}`;
  for (const url of [
    liveAt(mine, ""),
    liveAt(mine, `?ticket=${ticket}x`),
    liveAt(other, `?ticket=${ticket}`),
  ]) {
    await expect(watch(url)).rejects.toThrow("refused by 401");
  }
  const plain = await caller.get(`/reports/${mine.id}/live`);
  expect(plain.status).toBe(426);
});
