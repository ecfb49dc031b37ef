// npm start: both Workers on this machine, with migrations, demo data, the cron tick and the memory limit of the edge.
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { buildAssets } from "./assets.mjs";
import { DEVELOPMENT_SECRET } from "./dev-secret.mjs";
import { migrate } from "./migrate.mjs";
import { demoToken, seedDemo } from "./seed-demo.mjs";
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
stopWithParent();

try {
  await start();
} catch (error) {
  if (!stopping) console.error(`cannot start: ${error.message}`);
  await stop(1);
}

async function start() {
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Error(`PORT ${process.env.PORT} is not a port number`);
  if (Buffer.byteLength(secret) < 32) throw new Error("AUTH_SECRET must have at least 32 bytes");
  await requireFreePort();
  requireWritable(stateDir);
  await buildAssets();
  await migrate(stateDir);
  if (stopping) return;
  workers = startWorkers({ port, stateDir, secret });
  await workers.serving;
  workers.stopped.then((log) => {
    if (stopping) return;
    console.error(`the Workers stopped:\n${log}`);
    void stop(1);
  });
  await tick();
  tickEachMinute();
  const report = process.env.SEED_DEMO === "0" ? null : await seedDemo({ origin, secret, stateDir });
  announce(await demoToken(secret), report);
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

/** Writes for real, since root may write by permission what it cannot write in fact. */
function requireWritable(directory) {
  try {
    for (const place of [directory, path.join(directory, "v3")]) {
      makeDirectory(place);
      const probe = path.join(place, `.probe-${process.pid}`);
      writeFileSync(probe, "");
      rmSync(probe);
    }
  } catch (error) {
    throw new Error(`STATE_DIR ${directory} cannot be written (${error.code})`);
  }
}

/** With those above it. `recursive: true` would never return where the file system takes no directories. */
function makeDirectory(place) {
  if (existsSync(place)) return;
  makeDirectory(path.dirname(place));
  mkdirSync(place);
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

/** npm hands signals on to its shell, which need not; a parent that is gone is as good as a signal. */
function stopWithParent() {
  if (!process.env.npm_lifecycle_event) return;
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && stop(0), 500).unref();
}

/** Leaves nothing running. A second signal does not wait for an orderly end. */
async function stop(code) {
  if (stopping) return workers?.kill();
  stopping = true;
  await workers?.stop();
  process.exit(code);
}
