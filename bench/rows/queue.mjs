// Many runs at once: how long one takes behind others, and whether every workspace gets its share.
import { setTimeout as pause } from "node:timers/promises";
import { makeToken } from "../../scripts/token.mjs";
import { httpClient } from "../lab/client.mjs";
import { median, millis, percentile, seconds } from "../lab/numbers.mjs";
import { AUTH_SECRET } from "../lab/product.mjs";

const POLL_EVERY_MS = 5;
const CSV = `name,grade\n${Array.from({ length: 100 }, (_, n) => `Student ${n},${n / 2}`).join("\n")}\n`;

export async function queue({ report, product, quick }) {
  const shop = await product();
  await behindOthers(report, shop, quick ? [1, 10] : [1, 10, 100], quick ? 3 : 10);
  await manyWorkspaces(report, shop, quick ? 10 : 50, 10);
}

/** A run of one workspace while another has so many waiting. */
async function behindOthers(report, shop, sizes, repeats) {
  const [crowd, single] = [await tenant(shop, "crowd"), await tenant(shop, "single")];
  const rows = [];
  for (const waiting of sizes) {
    const times = [];
    for (let turn = 0; turn < repeats; turn += 1) {
      const ahead = await Promise.all(Array.from({ length: waiting }, () => generate(crowd)));
      const begin = performance.now();
      const run = await ended(single, (await generate(single)).id);
      times.push(performance.now() - begin);
      if (run.status !== "completed") throw new Error(`run ${run.status}`);
      for (const { id } of ahead) await ended(crowd, id);
    }
    rows.push([waiting, ...[median(times), percentile(times, 0.95)].map(millis)]);
  }
  report.table(
    "Generate to completed, 100 rows to CSV, while another workspace has runs waiting",
    ["waiting", "completed p50", "p95"],
    rows,
  );
}

/** So many small runs by each of many workspaces at once. */
async function manyWorkspaces(report, shop, workspaces, each) {
  const tenants = await Promise.all(
    Array.from({ length: workspaces }, (_, n) => tenant(shop, `shared-${n}`)),
  );
  const begin = performance.now();
  const started = [];
  for (const one of tenants)
    started.push(
      ...(await Promise.all(Array.from({ length: each }, async () => ({ one, ...(await generate(one)) })))),
    );
  const runs = [];
  for (const { one, id } of started) runs.push({ one, ...(await ended(one, id)) });
  const took = (performance.now() - begin) / 1000;
  const counts = { completed: 0, again: 0 };
  for (const { status, attempt } of runs) {
    counts.completed += status === "completed" ? 1 : 0;
    counts.again += attempt > 1 ? 1 : 0;
  }
  const versions = await Promise.all(
    tenants.map(async (one) => (await one.api.json("GET", `/api/v1/reports/${one.id}`)).version_number),
  );
  const doubled = versions.filter((version) => version !== each + 1).length;
  const waits = tenants.map((one) =>
    median(
      runs
        .filter((run) => run.one === one)
        .map((run) => Date.parse(run.started_at) - Date.parse(run.created_at)),
    ),
  );
  report.table(
    `${workspaces * each} runs of 100 rows by ${workspaces} workspaces at once`,
    [
      "all completed after",
      "runs/s",
      "completed",
      "in a second attempt",
      "workspaces with a run too many",
      "fairness",
    ],
    [
      [
        seconds(took * 1000),
        (runs.length / took).toFixed(0),
        counts.completed,
        counts.again,
        doubled,
        fairness(waits).toFixed(2),
      ],
    ],
  );
  report.target({
    what: `${runs.length} runs by ${workspaces} workspaces: all complete, none twice`,
    measured: `${counts.completed} complete, ${doubled} twice`,
    target: "all, none",
    met: counts.completed === runs.length && doubled === 0,
  });
}

/** Jain's index of the workspaces' median waits: 1 when all waited alike, 1/n when one waited for all. */
function fairness(waits) {
  const values = waits.map((wait) => wait + 1);
  const sum = values.reduce((total, value) => total + value, 0);
  return sum ** 2 / (values.length * values.reduce((total, value) => total + value ** 2, 0));
}

/** A workspace of its own with a report over 100 rows. */
async function tenant(shop, name) {
  const token = await makeToken({ workspace: `bench-${name}`, user: "u", role: "admin" }, { AUTH_SECRET });
  const api = httpClient(shop.origin, { token, connections: 8 });
  const upload = await api.json("POST", "/api/v1/datasets/upload?name=Grades", {
    body: CSV,
    headers: { "content-type": "text/csv" },
  });
  for (let status = ""; status !== "ready"; await pause(POLL_EVERY_MS))
    ({ status } = await api.json("GET", `/api/v1/datasets/${upload.id}`));
  const config = { dataset: upload.id, fields: ["name", "grade"] };
  const { id } = await api.json("POST", "/api/v1/reports", { body: { name: "Grades", config } });
  return { api, id };
}

const generate = ({ api, id }) =>
  api.json("POST", `/api/v1/reports/${id}/generate`, { body: { formats: ["csv"], force: true } });

async function ended({ api }, id) {
  for (;;) {
    const run = await api.json("GET", `/api/v1/runs/${id}`);
    if (["completed", "failed", "cancelled"].includes(run.status)) return run;
    await pause(POLL_EVERY_MS);
  }
}
