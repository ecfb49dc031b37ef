import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { runs } from "../../src/db/schema";
import { snapshotPrefix } from "../../src/files/keys";
import { removeUnder } from "../../src/files/remove";
import { expireRuns } from "../../src/runs/expire";
import { processRun } from "../../src/runs/process";
import { call, expectProblem, newWorkspace } from "../support";
import { type Made, madeReport, succeed } from "../support/product";
import { shop } from "../support/run-rows";
import { due, waitingRun } from "../support/waiting-run";

async function completedRun() {
  const workspace = newWorkspace();
  const token = await workspace.token();
  const report = await madeReport(token);
  const run = await succeed("POST", `/reports/${report.id}/generate`, token, {
    formats: ["csv"],
    async: false,
  });
  return { workspace, token, run };
}

const fetched = async (url: string, init?: { method?: string }) => {
  const { pathname } = new URL(url);
  return await call(init?.method ?? "GET", pathname, {});
};

describe("download_urls of a run", () => {
  it("X5, X3: each file can be read as soon as it is made, while the others are still being made", async () => {
    const token = await newWorkspace().token();
    const report = await madeReport(token);
    const run = await waitingRun(token, report.id, { formats: ["csv", "json"] });
    const { download_urls: urls } = run as Made & { download_urls: { csv: string; json: string } };
    await due(run.id);
    const seen: unknown[] = [];
    const bucket = new Proxy(shop.bucket, {
      get: (target, name) => {
        if (name !== "put") return Reflect.get(target, name).bind(target);
        return async (key: string, ...rest: [ArrayBuffer]) => {
          if (key.endsWith("/json")) {
            const answers = await Promise.all([fetched(urls.csv), fetched(urls.json)]);
            const { status } = await succeed<Made>("GET", `/runs/${run.id}`, token);
            seen.push(
              status,
              ...answers.map((answer) => answer.status),
              (await answers[0].text()).length > 0,
            );
            await answers[1].text();
          }
          return await target.put(key, ...rest);
        };
      },
    });
    expect((await processRun({ ...shop, bucket }, run.id)).kind).toBe("completed");
    expect(seen).toEqual(["running", 200, 409, true]);
  });
});

describe("files that have reached their age", () => {
  async function expiredRun() {
    const made = await completedRun();
    const { id } = made.run;
    await shop.db.update(runs).set({ expiresAt: "2000-01-01T00:00:00.000Z" }).where(eq(runs.id, id));
    await expireRuns(shop);
    const rowOf = async () => (await shop.db.select().from(runs).where(eq(runs.id, id)))[0];
    return { ...made, rowOf, path: `/api/v1/reports/${made.run.report_id}/download` };
  }

  it("A19, E10: are made again from the rows of their version when they are downloaded", async () => {
    const { token, run, path, rowOf } = await expiredRun();
    expect(await rowOf()).toMatchObject({ status: "expired", files: [] });
    for (const which of ["/csv", `/csv?version=${run.version_number}`, "/json"]) {
      const answer = await call("GET", `${path}${which}`, { token });
      expect(answer.status).toBe(200);
      expect((await answer.text()).length).toBeGreaterThan(0);
    }
    expect((await rowOf())?.files.map(({ format }) => format)).toEqual(["csv", "json"]);
    await expectProblem(await call("GET", `${path}/csv?version=1`, { token }), "not_found");
  });

  it("E13: what was made again is removed again when it has reached its age", async () => {
    const { token, run, rowOf } = await expiredRun();
    const file = await succeed<Made & { download_url: string; expires_at: string }>(
      "POST",
      `/runs/${run.id}/files`,
      token,
      { format: "csv" },
    );
    const end = (await rowOf())?.expiresAt ?? "";
    expect(Date.parse(end)).toBeGreaterThan(Date.now());
    expect(file.expires_at).toBe(end);
    // A clock that is ahead would reach the files of all other tests too, and a step takes only so many.
    await shop.db.update(runs).set({ expiresAt: "2000-01-02T00:00:00.000Z" }).where(eq(runs.id, run.id));
    await expireRuns(shop);
    expect(await rowOf()).toMatchObject({ status: "expired", files: [] });
    expect((await fetched(file.download_url)).status).toBe(410);
  });

  it("E13: are gone for good with the rows, which is another thing than never made", async () => {
    const { workspace, token, run, path } = await expiredRun();
    await removeUnder(shop.bucket, snapshotPrefix(workspace.id, run.id));
    for (const version of ["", `?version=${run.version_number}`])
      await expectProblem(await call("GET", `${path}/csv${version}`, { token }), "gone");
  });
});

describe("POST /runs/{id}/files", () => {
  it("X4, E10: makes one more format from the same rows, once", async () => {
    const { token, run } = await completedRun();
    const answer = await call("POST", `/api/v1/runs/${run.id}/files`, { token, body: { format: "json" } });
    expect(answer.status).toBe(201);
    const file = await answer.json<Made & { download_url: string; sha256: string }>();
    expect(file).toMatchObject({ format: "json", rows_written: 4, rows_total: 4, truncated: false });
    expect((await fetched(file.download_url)).status).toBe(200);
    const again = await succeed<Made & { sha256: string }>("POST", `/runs/${run.id}/files`, token, {
      format: "json",
    });
    expect(again.sha256).toBe(file.sha256);
    const after = await succeed<{ files: Made[] }>("GET", `/runs/${run.id}`, token);
    expect(after.files.map(({ format }) => format)).toEqual(["csv", "json"]);
    const older = await succeed<Made>("POST", `/runs/${run.id}/files`, token, { format: "excel" });
    expect(older.format, "by its older name").toBe("xlsx");
  });

  it("says which formats there are, and refuses a run without rows", async () => {
    const { token, run } = await completedRun();
    const unknown = await call("POST", `/api/v1/runs/${run.id}/files`, { token, body: { format: "gif" } });
    await expectProblem(unknown, "validation_failed");
    const report = await madeReport(token, { limit: 1, on_limit: "fail" });
    const failed = await succeed("POST", `/reports/${report.id}/generate`, token, { async: false });
    const refused = await call("POST", `/api/v1/runs/${failed.id}/files`, { token, body: { format: "csv" } });
    await expectProblem(refused, "conflict");
  });
});

describe("POST /runs/{id}/files/{format}/links", () => {
  const link = (token: string, id: string, body: unknown) =>
    succeed<Made & { url: string; expires_at: string }>("POST", `/runs/${id}/files/csv/links`, token, body);

  it("E13, E14: a link lives as long as was asked", async () => {
    const { token, run } = await completedRun();
    const made = await link(token, run.id, { expires_in: 60 });
    const seconds = (Date.parse(made.expires_at) - Date.now()) / 1000;
    expect(seconds).toBeGreaterThan(50);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(made).toMatchObject({ format: "csv", single_use: false });
    for (let time = 0; time < 2; time += 1) expect((await fetched(made.url)).status).toBe(200);
  });

  it("E14: a link for a single use opens once; looking at its head is no use", async () => {
    const { token, run } = await completedRun();
    const made = await link(token, run.id, { single_use: true });
    expect((await fetched(made.url, { method: "HEAD" })).status).toBe(200);
    const opened = await Promise.all(Array.from({ length: 4 }, () => fetched(made.url)));
    expect(opened.map(({ status }) => status).sort()).toEqual([200, 410, 410, 410]);
    expect((await fetched(made.url)).status).toBe(410);
  });

  it("refuses lives that are too long or none, and files that are not there", async () => {
    const { token, run } = await completedRun();
    for (const expires_in of [0, -5, 604_801, 1.5, "60"]) {
      const answer = await call("POST", `/api/v1/runs/${run.id}/files/csv/links`, {
        token,
        body: { expires_in },
      });
      await expectProblem(answer, "validation_failed");
    }
    const none = await call("POST", `/api/v1/runs/${run.id}/files/pdf/links`, { token, body: {} });
    await expectProblem(none, "not_found");
  });
});
