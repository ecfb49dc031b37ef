// Both Workers under one `wrangler dev`, with the memory limit of the edge.
import { spawn } from "node:child_process";
import { homedir, tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";

const root = path.resolve(import.meta.dirname, "..");
const START_DEADLINE_MS = 120_000;
const STOP_DEADLINE_MS = 5_000;
/** After a crash wrangler starts the runtime again, but its own proxy then waits for ever. */
const CRASH = "runtime crashed unexpectedly";
const RECOVERY_MS = 8_000;
const KEPT_LOG = 8_000;
/** What a Worker logs comes later than its answer. */
const LOG_DELAY_MS = 1_000;

/**
 * Starts them.
 * @param {{ port: number, stateDir: string, secret: string }} options
 * @returns `serving` resolves when the API answers and rejects when it never will; `stopped` resolves with the
 *   last of the log when they ended; `hung` resolves when they crashed and do not answer again; `stop` ends all that was started, in order; `kill` does so at once.
 */
export function startWorkers({ port, stateDir, secret }) {
  const args = ["dev", "-c", "wrangler.toml", "-c", "wrangler.generator.toml"];
  args.push(
    "--port",
    String(port),
    "--inspector-port",
    "0",
    "--persist-to",
    stateDir,
    "--show-interactive-dev-session=false",
  );
  const wrangler = spawn(
    process.execPath,
    [
      `--import=${pathToFileURL(path.join(import.meta.dirname, "end-with-parent.mjs"))}`,
      path.join(root, "node_modules/wrangler/bin/wrangler.js"),
      ...args,
    ],
    {
      cwd: root,
      detached: true, // a process group of its own, so that all it starts can be stopped
      env: environment(stateDir, secret),
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  const group = {
    signal(name) {
      try {
        return process.kill(-wrangler.pid, name);
      } catch {
        return false; // nobody is left
      }
    },
  };

  let log = "";
  let served = false;
  let tellHung;
  const hung = new Promise((resolve) => {
    tellHung = resolve;
  });
  const keep = (shown) => (chunk) => {
    log = (log + chunk).slice(-KEPT_LOG);
    if (served && String(chunk).includes(CRASH))
      void answering(port, RECOVERY_MS).then((answer) => answer === "silent" && tellHung());
    if (process.env.VERBOSE || (shown && served)) process.stderr.write(chunk);
  };
  wrangler.stdout.on("data", keep(false));
  wrangler.stderr.on("data", keep(true));
  const stopped = new Promise((resolve) => {
    wrangler.once("error", (error) => resolve(error.message));
    wrangler.once("close", () => resolve(log));
  });

  return {
    stopped,
    hung,
    serving: Promise.race([
      answering(port, START_DEADLINE_MS).then(async (answer) => {
        if (answer === "failing") {
          await pause(LOG_DELAY_MS);
          throw new Error(complaint(log));
        }
        if (answer === "silent") throw new Error(`the Workers did not answer within two minutes:\n${log}`);
        served = true;
      }),
      stopped.then((last) => {
        throw new Error(`the Workers stopped:\n${last}`);
      }),
    ]),
    kill: () => group.signal("SIGKILL"),
    async stop() {
      for (const signal of ["SIGTERM", "SIGKILL"]) {
        group.signal(signal);
        const deadline = Date.now() + STOP_DEADLINE_MS;
        while (group.signal(0) && Date.now() < deadline) await pause(20);
      }
    },
  };
}

/** Waits for an answer of our own: "healthy", "failing" when it is a problem, "silent" when there is none in time. */
async function answering(port, withinMs) {
  const deadline = Date.now() + withinMs;
  while (Date.now() < deadline) {
    try {
      const signal = AbortSignal.timeout(5_000);
      const response = await fetch(`http://127.0.0.1:${port}/api/v1/health`, { signal });
      if (response.ok) return "healthy";
      if (response.headers.get("Content-Type") === "application/problem+json") return "failing";
    } catch {
      // not yet
    }
    await pause(50);
  }
  return "silent";
}

/** What the Workers say of their settings, or else all that they say. */
function complaint(log) {
  const settings = /Settings are not usable: [^'\n]*/.exec(log)?.[0];
  return settings ?? `the Workers fail:\n${log}`;
}

/** Only what the Workers may see: their settings, by name, and what wrangler itself needs. */
function environment(stateDir, secret) {
  const settings = Object.entries(process.env).filter(([name]) =>
    /^(AUTH_|CORS_|CONSUMER_|MAX_|RUNS?_|RETRY_|LEASE_|LINK_|FILE_|PUBLIC_URL|EMAIL_|WEBHOOK_|DELIVERY_|TRASH_|FAILED_UPLOAD_)/.test(
      name,
    ),
  );
  return {
    EMAIL_FROM: "reports@example.com", // nothing leaves this machine: the simulator writes e-mails to files
    CONSUMER_SECONDS: "3600", // nothing cuts them here
    ...Object.fromEntries(settings),
    ENVIRONMENT: "development",
    AUTH_SECRET: secret,
    CLOUDFLARE_INCLUDE_PROCESS_ENV: "true",
    MINIFLARE_WORKERD_V8_FLAGS: "--max-old-space-size=128",
    PATH: process.env.PATH,
    HOME: homedir(),
    TMPDIR: tmpdir(),
    // What wrangler would keep in the home directory, where another start would find it.
    XDG_CONFIG_HOME: path.join(stateDir, "wrangler"),
    WRANGLER_REGISTRY_PATH: path.join(stateDir, "wrangler/registry"),
    WRANGLER_WRITE_LOGS: "false",
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_HIDE_BANNER: "true",
    CLOUDFLARE_CF_FETCH_ENABLED: "false",
    NO_COLOR: "1",
    CI: "1",
  };
}
