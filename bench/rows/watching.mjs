// How soon everybody who watches a report knows that a run has ended.

import { setTimeout as pause } from "node:timers/promises";
import WebSocket from "ws";
import { sampleDataset } from "../lab/datasets.mjs";
import { median, millis, percentile } from "../lab/numbers.mjs";

const ROWS = 100;

export async function watching({ report, product, quick }) {
  const shop = await product();
  const { api } = shop;
  const dataset = await sampleDataset(api, ROWS);
  const config = { dataset: dataset.id, fields: dataset.fields.map(({ name }) => name) };
  const { id } = await api.json("POST", "/api/v1/reports", { body: { name: "Watched", config } });
  const rows = [];
  for (const sockets of quick ? [1, 20] : [1, 100]) {
    const watchers = await Promise.all(Array.from({ length: sockets }, () => watch(shop, id)));
    const lags = [];
    for (let turn = 0; turn < (quick ? 3 : 10); turn += 1) lags.push(await lagOf(api, id, watchers));
    for (const { socket } of watchers) socket.close();
    rows.push([sockets, ...[median(lags), percentile(lags, 0.95)].map(millis)]);
  }
  report.table(
    "From a run's end in D1 to the last watcher, live messages over WebSocket",
    ["sockets", "p50", "p95"],
    rows,
  );
}

/** Milliseconds from `completed_at`, which is the moment of the write to D1, to the last socket's message. */
async function lagOf(api, reportId, watchers) {
  const { id } = await api.json("POST", `/api/v1/reports/${reportId}/generate`, {
    body: { formats: ["csv"], force: true },
  });
  const heard = watchers.map((watcher) => watcher.completion(id));
  const messages = await Promise.race([
    Promise.all(heard),
    pause(30_000).then(() => {
      throw new Error("a watcher heard nothing for 30 s");
    }),
  ]);
  const written = Date.parse(messages[0].run.completed_at);
  return Math.max(...messages.map(({ at }) => at)) - written;
}

/** A socket that notes when it hears of each run's end. */
async function watch(shop, reportId) {
  const socket = new WebSocket(`${shop.origin.replace("http", "ws")}/api/v1/reports/${reportId}/live`, {
    headers: { authorization: `Bearer ${shop.tokens.admin}` },
  });
  const heard = new Map();
  const waiting = new Map();
  socket.on("message", (data) => {
    const message = JSON.parse(data.toString());
    if (message.type !== "completed") return;
    const event = { at: Date.now(), run: message.run };
    heard.set(message.run.id, event);
    waiting.get(message.run.id)?.(event);
  });
  await new Promise((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
  return {
    socket,
    completion: (runId) =>
      new Promise((resolve) => {
        if (heard.has(runId)) resolve(heard.get(runId));
        else waiting.set(runId, resolve);
      }),
  };
}
