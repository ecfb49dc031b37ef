import { expect, vi } from "vitest";
import { call } from "./call";

export interface Made {
  readonly id: string;
  readonly [field: string]: unknown;
}

const GRADES = `Student ID,Student Name,Grade,Passed,Last Submission
007,Ann Lee,95.5,true,2026-03-01
008,李小明,61,true,2026-04-15
009,Bob "B" Ray,,false,
010,"Young, Zoë",48.25,false,2026-02-11
`;

/** Calls the API and gives the body of a success; fails the test with the answer otherwise. */
export async function succeed<T = Made>(
  method: string,
  path: string,
  token: string,
  body?: unknown,
  headers?: Record<string, string>,
): Promise<T> {
  const response = await call(method, `/api/v1${path}`, { token, body, ...(headers && { headers }) });
  const text = await response.text();
  expect(response.ok, `${method} ${path}: ${response.status} ${text}`).toBe(true);
  return (text === "" ? null : JSON.parse(text)) as T;
}

/** A dataset of this CSV (a small class by default), once it is ready or failed. */
export async function uploadedDataset(token: string, csv = GRADES, query = "name=Grades"): Promise<Made> {
  const uploaded = await succeed("POST", `/datasets/upload?${query}`, token, csv, {
    "Content-Type": "text/csv",
  });
  return await vi.waitFor(
    async () => {
      const dataset = await succeed("GET", `/datasets/${uploaded.id}`, token);
      expect(["ready", "failed"]).toContain(dataset.status);
      return dataset;
    },
    { timeout: 20_000, interval: 50 },
  );
}

/** A report over the small class, or with the config given. */
export async function madeReport(token: string, config: Record<string, unknown> = {}): Promise<Made> {
  const dataset = config.dataset ?? (await uploadedDataset(token)).id;
  return await succeed("POST", "/reports", token, {
    name: "Grades",
    config: { dataset, fields: ["student_id", "student_name", "grade"], ...config },
  });
}

/** Waits until a run has ended. */
export async function endedRun(token: string, id: string): Promise<Made & { status: string }> {
  return await vi.waitFor(
    async () => {
      const run = await succeed<Made & { status: string }>("GET", `/runs/${id}`, token);
      expect(["completed", "failed", "cancelled"]).toContain(run.status);
      return run;
    },
    { timeout: 20_000, interval: 50 },
  );
}
