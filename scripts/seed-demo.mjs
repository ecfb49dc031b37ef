// The demo workspace of a first start: one dataset, one report, made through the API like any client would.
import { existsSync, openAsBlob, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { makeToken } from "./token.mjs";

const DEMO = { workspace: "demo", user: "demo", name: "Demo User", email: "demo@example.com", role: "admin" };
const CSV = path.join(import.meta.dirname, "demo/class-results.csv");
const DEADLINE_MS = 60_000;

/** A token of the demo workspace's admin, good for a week. */
export const demoToken = (secret) => makeToken({ ...DEMO, hours: 168 }, { AUTH_SECRET: secret });

/**
 * Uploads the demo data and defines a report over it, once for each state directory; a start that was broken off
 * half-way is taken up where it was.
 * @returns {Promise<string | null>} the demo report's id, null when it has been deleted since
 */
export async function seedDemo({ origin, secret, stateDir }) {
  const mark = path.join(stateDir, "demo.json");
  const api = client(origin, await demoToken(secret));
  if (existsSync(mark)) {
    const { report_id } = JSON.parse(readFileSync(mark, "utf8"));
    const answer = await api("GET", `/reports/${report_id}`);
    return answer.ok ? report_id : null;
  }
  const report = await made(api("POST", "/reports", reportOver(await uploadedData(api)), "demo-report"));
  await made(api("POST", `/reports/${report.id}/generate`, { async: false }, "demo-run"));
  writeFileSync(mark, `${JSON.stringify({ report_id: report.id, seeded_at: new Date().toISOString() })}\n`);
  return report.id;
}

async function uploadedData(api) {
  const form = new FormData();
  form.set("name", "Class results");
  form.set("file", await openAsBlob(CSV, { type: "text/csv" }), "class-results.csv");
  let dataset = await made(api("POST", "/datasets/upload", form, "demo-data"));
  const deadline = Date.now() + DEADLINE_MS;
  while (!["ready", "failed"].includes(dataset.status)) {
    if (Date.now() > deadline) throw new Error("the demo data were not imported within a minute");
    await pause(100);
    dataset = await made(api("GET", `/datasets/${dataset.id}`));
  }
  if (dataset.status === "failed")
    throw new Error(`the demo data could not be imported: ${dataset.error?.message}`);
  return dataset;
}

const reportOver = (dataset) => ({
  name: "Grade overview",
  description: "Students by grade, with what they handed in",
  status: "active",
  config: {
    dataset: dataset.id,
    fields: ["student_name", "class", "grade", "submission_count", "attendance", "last_submission_date"],
    sort_by: "grade",
    sort_order: "desc",
    chart_type: "bar",
    formats: ["pdf", "xlsx"],
  },
});

function client(origin, token) {
  return (method, route, body, idempotencyKey) => {
    const json = body && !(body instanceof FormData);
    return fetch(`${origin}/api/v1${route}`, {
      method,
      headers: {
        Authorization: `Bearer ${token}`,
        ...(json && { "Content-Type": "application/json" }),
        ...(idempotencyKey && { "Idempotency-Key": idempotencyKey }),
      },
      body: json ? JSON.stringify(body) : body,
    });
  };
}

async function made(answer) {
  const response = await answer;
  const text = await response.text();
  if (!response.ok)
    throw new Error(`the demo could not be set up: ${response.url} answered ${response.status} ${text}`);
  return JSON.parse(text);
}
