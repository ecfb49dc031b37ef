import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cp, symlink } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Caller, expectProblem, expectStatus } from "./harness/client";
import { isRunning } from "./harness/process-tree";
import { freePort, runStart, type Server, startServer, temporaryStateDir } from "./harness/server";
import type { Dataset, Page, Report, Row, Status } from "./harness/shapes";
import { fileOf, generateNow, makeReport, readData, uploadReady } from "./harness/steps";
import { until } from "./harness/until";
import { newWorkspace } from "./harness/workspace";

const goneOf = (pids: readonly number[]) =>
  until(
    () => pids.filter(isRunning),
    (left) => left.length === 0,
    { deadlineMs: 15_000 },
  );

describe("npm start", () => {
  let stateDir: string;
  let remove: () => Promise<void>;
  let port: string;
  const running: Server[] = [];
  const start = async (env: Record<string, string> = {}) => {
    const server = await startServer({ stateDir, env: { PORT: port, SEED_DEMO: "1", ...env } });
    running.push(server);
    return server;
  };

  beforeAll(async () => {
    ({ stateDir, remove } = await temporaryStateDir());
    port = String(await freePort());
  });
  afterAll(async () => {
    await Promise.all(running.map((server) => server.stop()));
    await remove();
  });

  it("seeds a demo once, prints a call that makes a PDF, keeps all data over restarts, refuses webhooks into its own network, and leaves no process", async () => {
    const first = await start();
    const lines = first.output.stdout.split("\n");
    expect(lines.filter((line) => line === `ready ${first.origin}`)).toHaveLength(1);
    expect(first.output.stdout).toContain(`${first.origin}/docs`);
    const token = /^token +(\S+)$/m.exec(first.output.stdout)?.[1] ?? "";
    const [, header, url] = /^ *curl .*-H "Authorization: ([^"]+)" (\S+)$/m.exec(first.output.stdout) ?? [];
    const pdf = await fetch(url ?? "", { headers: { Authorization: header ?? "" } });
    expect(pdf.status).toBe(200);
    expect(await pdf.text()).toMatch(/^%PDF-1\./);

    const demo = new Caller(first.origin, token);
    const seeded = expectStatus(await demo.get<Page<Report>>("/reports"), 200);
    expect(seeded.total).toBe(1);

    await expectPublicTargetsOnly(newWorkspace(first.origin).as("admin"));

    const caller = newWorkspace(first.origin).as("editor");
    const dataset = await uploadReady(caller, await readData("real/stocks.csv"));
    const report = await makeReport(caller, dataset, { formats: ["csv"] });
    const run = await generateNow(caller, report);
    const file = await fileOf(run, "csv");

    const processes = first.processes();
    expect(processes.length).toBeGreaterThan(3);
    expect(await first.stop()).not.toBeUndefined();
    await goneOf(processes);

    const second = await start();
    expect(expectStatus(await demo.get<Page<Report>>("/reports"), 200)).toEqual(seeded);
    expect((await demo.get<Page<Dataset>>("/datasets")).body.total).toBe(1);
    expect(expectStatus(await caller.get<Dataset>(`/datasets/${dataset.id}`), 200)).toEqual(dataset);
    expect((await caller.get<Page<Row>>(`/datasets/${dataset.id}/rows`)).body.total).toBe(560);
    expect((await caller.get<Status>(`/reports/${report.id}/status`)).body.run?.id).toBe(run.id);
    expect((await fileOf(run, "csv")).equals(file)).toBe(true);
    const again = await generateNow(caller, report);
    expect(again, "the same data: the same run").toMatchObject({ id: run.id, cached: true });

    const left = second.processes();
    process.kill(-Number(second.npm.pid), "SIGINT"); // as Ctrl-C does: to all that the terminal knows
    await goneOf(left);
  });

  it("U7: belongs to one start at a time, comes back after a crash of the runtime, and goes with npm, however that ends", async () => {
    const own = path.join(stateDir, "own");
    const server = await startServer({ stateDir: own });
    running.push(server);
    const second = runStart({ PORT: String(await freePort()), STATE_DIR: own });
    expect(await second.exited).not.toBe(0);
    expectOneLine(second.output.stderr, /STATE_DIR .*own is in use by another start/);

    const caller = newWorkspace(server.origin).as("editor");
    const dataset = await uploadReady(caller, "a\n1\n");
    for (const pid of namedWorkerd(server.processes())) process.kill(pid, "SIGKILL");
    const found = await until(
      () => caller.get<Dataset>(`/datasets/${dataset.id}`).catch(() => null),
      (answer) => answer?.status === 200,
      { everyMs: 500, deadlineMs: 60_000 },
    );
    expect(found?.body).toEqual(dataset);

    const left = server.processes();
    server.npm.kill("SIGKILL"); // its shell lives on, and the shell's child has no other sign
    await goneOf(left);
  });

  it("tells a broken migration in one line, and has applied nothing of it", async () => {
    const copy = await copyOfProduct(path.join(stateDir, "copy"));
    writeFileSync(
      path.join(copy, "migrations/control/0099_broken.sql"),
      "CREATE TABLE fine (a);\nCREATE TBLE broken (a);\n",
    );
    for (const time of ["first", "second"]) {
      const { output, exited } = runStart({ PORT: port, STATE_DIR: path.join(stateDir, "other") }, copy);
      expect(await exited, time).not.toBe(0);
      expectOneLine(output.stderr, /migration 0099_broken\.sql of edge-reports failed: near "TBLE"/);
    }
  });

  it("tells a taken port, on any of its addresses, in one line", async () => {
    for (const host of ["127.0.0.1", "0.0.0.0", "::1"]) {
      const squatter = createServer();
      const taken = await new Promise<boolean>((resolve) => {
        squatter.once("error", () => resolve(false)); // no IPv6 here
        squatter.listen(Number(port), host, () => resolve(true));
      });
      if (!taken) continue;
      const { output, exited } = runStart({ PORT: port, STATE_DIR: path.join(stateDir, "never-made") });
      expect(await exited, host).not.toBe(0);
      expectOneLine(output.stderr, new RegExp(`port ${port} is taken`));
      await new Promise((resolve) => squatter.close(resolve));
    }
  });

  it("tells a state directory that cannot be written, a port that is none, a secret that is too short", async () => {
    const { stateDir: other, remove: clean } = await temporaryStateDir();
    const inTheWay = path.join(other, "file");
    writeFileSync(inTheWay, "");
    const cases: [Record<string, string>, RegExp][] = [
      [{ STATE_DIR: inTheWay }, /STATE_DIR .*file cannot be written/],
      [{ STATE_DIR: path.join(inTheWay, "below") }, /STATE_DIR .* cannot be written/],
      [{ PORT: "99999" }, /PORT 99999/],
      [{ AUTH_SECRET: "short" }, /AUTH_SECRET/],
    ];
    for (const [env, line] of cases) {
      const free = String(await freePort());
      const { output, exited } = runStart({ PORT: free, STATE_DIR: path.join(other, "state"), ...env });
      expect(await exited, JSON.stringify(env)).not.toBe(0);
      expectOneLine(output.stderr, line);
      expect(output.stdout).not.toContain("ready");
    }
    await clean();
  });
});

/** Unless a setting says otherwise; the suite's own server has that setting. */
async function expectPublicTargetsOnly(admin: Caller) {
  const events = ["run.completed"];
  for (const url of [
    "http://127.0.0.1:8787/",
    "http://localhost/hook",
    "http://[::1]/",
    "http://[::ffff:10.0.0.1]/",
    "http://10.1.2.3/",
    "http://192.168.0.1/",
    "http://172.16.0.1/",
    "http://169.254.169.254/latest/meta-data/",
    "http://2130706433/",
    "http://0x7f.1/",
    "http://0/",
    "http://metadata.internal/",
    "http://printer.local/",
  ]) {
    const refused = expectProblem(await admin.post("/webhooks", { url, events }), 422, "validation_failed", [
      "url",
    ]);
    expect(refused.errors?.url?.join(), url).toMatch(/public|decimal/);
  }
  expectStatus(await admin.post("/webhooks", { url: "https://hooks.example.org/in", events }), 201);
}

/** Those that run the Workers; elsewhere than on Linux none are found, and nothing crashes. */
const namedWorkerd = (pids: readonly number[]) =>
  pids.filter((pid) => {
    const file = `/proc/${pid}/cmdline`;
    return existsSync(file) && readFileSync(file, "utf8").includes("workerd\0serve");
  });

/** npm's own remarks aside. */
function expectOneLine(stderr: string, line: RegExp) {
  const lines = stderr.split("\n").filter((text) => text !== "" && !text.startsWith("npm "));
  expect(lines, stderr).toHaveLength(1);
  expect(lines[0]).toMatch(line);
}

/** What `npm start` needs, to be spoilt. */
async function copyOfProduct(target: string): Promise<string> {
  const root = path.resolve(import.meta.dirname, "../..");
  for (const part of [
    "package.json",
    "package-lock.json",
    "scripts",
    "src",
    "migrations",
    "wrangler.toml",
    "wrangler.generator.toml",
  ]) {
    await cp(path.join(root, part), path.join(target, part), { recursive: true });
  }
  for (const part of ["node_modules", ".assets"])
    await symlink(path.join(root, part), path.join(target, part));
  return target;
}
