import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { processTree } from "./process-tree";
import { SECRET } from "./tokens";

const root = path.resolve(import.meta.dirname, "../../..");

/** A running product, started like any newcomer starts it: `npm start`. */
export interface Server {
  readonly origin: string;
  readonly stateDir: string;
  readonly npm: ChildProcess;
  /** What it wrote so far. */
  readonly output: { stdout: string; stderr: string };
  /** Every process of it, npm first. */
  processes(): number[];
  /** Ends it in order and gives npm's exit code. The state directory stays. */
  stop(): Promise<number | null>;
  /** Pulls the plug: SIGKILL to every process of it at once. */
  kill(): Promise<void>;
}

export interface ServerOptions {
  readonly stateDir: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A directory of this suite's own, and how to remove it. */
export async function temporaryStateDir() {
  const stateDir = await mkdtemp(path.join(tmpdir(), "edge-reports-conformance-"));
  return { stateDir, remove: () => rm(stateDir, { recursive: true, force: true, maxRetries: 5 }) };
}

/** Runs `npm start` without waiting for anything. */
export function runStart(env: Readonly<Record<string, string>>, cwd = root) {
  const npm = spawn("npm", ["start", "--silent"], {
    cwd,
    env: { ...process.env, NODE_ENV: "", SEED_DEMO: "0", AUTH_SECRET: SECRET, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true, // signals of this suite's terminal are its own
  });
  const output = { stdout: "", stderr: "" };
  npm.stdout.on("data", (chunk) => {
    output.stdout += chunk;
  });
  npm.stderr.on("data", (chunk) => {
    output.stderr += chunk;
  });
  const exited = new Promise<number | null>((resolve) => npm.once("close", resolve));
  return { npm, output, exited };
}

/** Starts the product on a free port and waits for its `ready` line. */
export async function startServer({ stateDir, env = {} }: ServerOptions): Promise<Server> {
  const port = env.PORT ?? String(await freePort());
  const { npm, output, exited } = runStart({ PORT: port, STATE_DIR: stateDir, ...env });
  const origin = `http://localhost:${port}`;
  const ready = new Promise<void>((resolve) => {
    npm.stdout?.on("data", () => output.stdout.split("\n").includes(`ready ${origin}`) && resolve());
  });
  const ended = exited.then((code) => {
    throw new Error(`npm start ended (exit ${code}) before it was ready:\n${output.stderr}`);
  });
  await Promise.race([ready, ended]);
  ended.catch(() => {}); // it ends some time
  return {
    origin,
    stateDir,
    npm,
    output,
    processes: () => processTree(Number(npm.pid)),
    async stop() {
      if (npm.exitCode === null) npm.kill("SIGTERM");
      return await exited;
    },
    async kill() {
      for (const pid of processTree(Number(npm.pid))) {
        try {
          process.kill(pid, "SIGKILL");
        } catch {
          // it went with its parent
        }
      }
      await exited;
    },
  };
}

/** A port that nobody had a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
