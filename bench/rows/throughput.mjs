// Answers a second on 16 connections, of routes of the product and of a bare route that makes the same D1 call.
import { throughput as load } from "../lab/client.mjs";
import { library } from "../lab/library.mjs";
import { count, median, millis, percent } from "../lab/numbers.mjs";

const CONNECTIONS = 16;
const SHARE = 0.6;
export const REPORTS = { full: 100_000, quick: 20_000 };

export async function throughput({ report, product, quick }) {
  const shop = await product();
  const filled = await library(shop, quick ? REPORTS.quick : REPORTS.full);
  const [rounds, seconds] = quick ? [1, 1] : [3, 1];
  const shown = [];
  for (const route of routesOf(filled).slice(0, quick ? 3 : undefined)) {
    await record(shop, route);
    const bare = (index) => `/bare/${route.name}?id=${idOf(filled, route, index)}`;
    const ours = (index) => route.path(idOf(filled, route, index));
    const result = await inTurn(shop, { bare, ours }, rounds, seconds);
    shown.push([route.what, ...line(result)]);
    // The bare route has no asset server before it either.
    const share = result.alone.perSecond / result.bare.perSecond;
    report.target({
      what: `${route.what}: answers a second against the bare route`,
      measured: percent(share),
      target: `>= ${SHARE * 100} %`,
      met: share >= SHARE,
    });
  }
  const nothing = await inTurn(shop, { bare: () => "/hello", ours: () => "/api/v1/health" }, 1, seconds);
  shown.push(["health, and a bare hello", ...line(nothing)]);
  report.table(
    `Throughput among ${count(filled.ids.length)} reports, ${CONNECTIONS} connections, straight to workerd; CPU is of one answer. ` +
      "Alone: without the asset server before the Worker",
    [
      "route",
      "a second",
      "p50",
      "p99",
      "CPU",
      "answer",
      "alone",
      "CPU",
      "bare",
      "CPU",
      "answer",
      "share",
      "alone",
    ],
    shown,
  );
}

function line({ ours, alone, bare }) {
  return [
    count(ours.perSecond),
    millis(ours.p50),
    millis(ours.p99),
    millis(ours.cpu),
    `${(ours.bytes / 1000).toFixed(1)} kB`,
    count(alone.perSecond),
    millis(alone.cpu),
    count(bare.perSecond),
    millis(bare.cpu),
    `${(bare.bytes / 1000).toFixed(1)} kB`,
    percent(ours.perSecond / bare.perSecond),
    percent(alone.perSecond / bare.perSecond),
  ];
}

/** All contenders once per round, after a warm-up, and of each the medians. */
async function inTurn({ origin, aloneOrigin, bareOrigin, tokens, workerd }, paths, rounds, seconds) {
  const token = tokens.admin;
  const contenders = {
    bare: [bareOrigin, paths.bare, {}],
    ours: [origin, paths.ours, { token }],
    alone: [aloneOrigin, paths.ours, { token }],
  };
  const results = { bare: [], ours: [], alone: [] };
  for (let round = -1; round < rounds; round += 1) {
    for (const [name, [address, path, options]] of Object.entries(contenders)) {
      const before = workerd.cpuTime();
      const result = await load(address, path, {
        ...options,
        connections: CONNECTIONS,
        seconds: round < 0 ? 0.3 : seconds,
      });
      if (round >= 0) results[name].push({ ...result, cpu: (workerd.cpuTime() - before) / result.answers });
    }
  }
  const medians = (list) =>
    Object.fromEntries(Object.keys(list[0]).map((key) => [key, median(list.map((result) => result[key]))]));
  return Object.fromEntries(Object.entries(results).map(([name, list]) => [name, medians(list)]));
}

function routesOf({ report, dataset, run }) {
  return [
    { name: "list", what: "list of 20 reports", path: () => "/api/v1/reports?page_size=20", sample: "" },
    { name: "detail", what: "detail of a report", path: (id) => `/api/v1/reports/${id}`, sample: null },
    {
      name: "status",
      what: "status of a report",
      path: (id) => `/api/v1/reports/${id}/status`,
      sample: report.id,
    },
    { name: "run", what: "a run", path: (id) => `/api/v1/runs/${id}`, sample: run.id },
    {
      name: "rows",
      what: "20 rows of a dataset",
      path: (id) => `/api/v1/datasets/${id}/rows?page_size=20`,
      sample: dataset.id,
    },
    { name: "dataset", what: "a dataset", path: (id) => `/api/v1/datasets/${id}`, sample: dataset.id },
  ];
}

/** All over the library where the route is about any report, else the one that the route is about. */
const idOf = ({ ids }, { sample }, index) => sample ?? ids[(index * 7_919) % ids.length];

async function record({ bareOrigin, tokens }, route) {
  const id = route.sample ?? `rep_${"0".repeat(26)}`;
  const response = await fetch(`${bareOrigin}/record/${route.name}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ path: route.path(id), id, authorization: `Bearer ${tokens.admin}` }),
  });
  const { status } = await response.json();
  if (status !== 200) throw new Error(`${route.path(id)} answered ${status} to the bare Worker`);
}
