// npm start: both Workers on this machine, with migrations, demo data, the cron tick and the memory limit of the edge.
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { buildAssets } from "./assets.mjs";
import { DEVELOPMENT_SECRET } from "./dev-secret.mjs";
import { migrate } from "./migrate.mjs";
import { demoToken, seedDemo } from "./seed-demo.mjs";
import { takeStateDir, whyNotWritable } from "./state-dir.mjs";
import { startWorkers } from "./workers.mjs";

const root = path.resolve(import.meta.dirname, "..");
const port = Number(process.env.PORT || 8787);
const stateDir = path.resolve(process.env.STATE_DIR || path.join(root, ".state"));
const secret = process.env.AUTH_SECRET || DEVELOPMENT_SECRET;
const origin = `http://localhost:${port}`;
const TICK_MS = 60_000;
/** A timer may be a little early. */
const TICK_DELAY_MS = 100;

let workers;
let stopping = false;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => stop(0));
process.stderr.on("error", () => {}); // whoever read it has gone, which is no reason to stop
stopWithParents();

try {
  await start();
} catch (error) {
  await giveUp(error);
}

async function start() {
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`PORT ${process.env.PORT} is not a port number`);
  if (Buffer.byteLength(secret) < 32) throw new Error("AUTH_SECRET must have at least 32 bytes");
  await requireFreePort();
  await takeStateDir(stateDir);
  const code = whyNotWritable(path.join(root, ".wrangler/tmp")); // where wrangler puts the Workers that it has built
  if (code) throw new Error(`the project's own directory ${root} cannot be written (${code})`);
  await buildAssets();
  await migrate(stateDir);
  if (stopping) return;
  await serve();
  await tick();
  tickEachMinute();
  const report = process.env.SEED_DEMO === "0" ? null : await seedDemo({ origin, secret, stateDir });
  announce(await demoToken(secret), report);
}

async function giveUp(error) {
  if (!stopping) console.error(`cannot start: ${error.message}`);
  await stop(1);
}

/** Starts the Workers, and again when they have crashed and not come back; anything else that ends them ends all. */
async function serve() {
  const mine = startWorkers({ port, stateDir, secret });
  workers = mine;
  await mine.serving;
  mine.stopped.then((log) => {
    if (stopping || workers !== mine) return;
    console.error(`the Workers stopped:\n${log}`);
    void stop(1);
  });
  mine.hung
    .then(async () => {
      if (stopping) return;
      console.error("the Workers crashed and do not answer: they are started again");
      workers = null;
      await mine.stop();
      if (!stopping) await serve();
    })
    .catch(giveUp);
}

function announce(token, report) {
  console.log(
    `\ndocs   ${origin}/docs\ntoken  ${token}\nmail   ${origin}/cdn-cgi/local/explorer shows e-mails; none leaves this machine\n`,
  );
  if (report) {
    console.log(`A first PDF:
  curl -sSf -o report.pdf -H "Authorization: Bearer ${token}" ${origin}/api/v1/reports/${report}/download/pdf\n`);
  }
  console.log(`ready ${origin}`);
}

/** Tries every loopback and wildcard address: a port may be taken on one of them only. */
async function requireFreePort() {
  for (const host of ["127.0.0.1", "::1", "0.0.0.0", "::"]) {
    const error = await new Promise((resolve) => {
      const probe = createServer();
      probe.once("error", resolve);
      probe.listen({ port, host, ipv6Only: host === "::" }, () => probe.close(() => resolve(null)));
    });
    if (error?.code === "EADDRINUSE") throw new Error(`port ${port} is taken; set PORT to another`);
    if (error?.code === "EACCES")
      throw new Error(`port ${port} may not be used by this user; set PORT to another`);
  }
}

/** One beat of the cron. The simulator has no clock of its own for it. */
async function tick() {
  try {
    const address = `http://127.0.0.1:${port}/cdn-cgi/local/scheduled?cron=*+*+*+*+*`;
    const response = await fetch(address, { signal: AbortSignal.timeout(TICK_MS) });
    if (!response.ok) throw new Error(`it answered ${response.status}`);
  } catch (error) {
    if (!stopping) console.error(`the cron tick failed: ${error.message}`);
  }
}

/** At each full minute, as the cron does, so that what is planned for a minute is not left for almost another one. */
function tickEachMinute() {
  const untilNext = TICK_MS - (Date.now() % TICK_MS);
  setTimeout(() => {
    void tick();
    tickEachMinute();
  }, untilNext + TICK_DELAY_MS);
}

/** npm hands signals on to its shell, which need not; a parent that is gone, or npm above it, is as good as a signal. */
function stopWithParents() {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  const npm = aboveShell(parent);
  setInterval(() => {
    if (process.ppid !== parent || aboveShell(parent) !== npm) void stop(0);
  }, 500).unref();
}

/** The parent of a process that is a shell; null of any other, and where the system does not tell. */
function aboveShell(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return /^Name:\s*(?:\w*sh|busybox)$/m.test(status) ? /^PPid:\s*(\d+)$/m.exec(status)?.[1] : null;
  } catch {
    return null;
  }
}

/** Leaves nothing running. A second signal does not wait for an orderly end. */
async function stop(code) {
  if (stopping) return workers?.kill();
  stopping = true;
  await workers?.stop();
  process.exit(code);
}
