// workerd started by Miniflare directly: no `wrangler dev` and no proxy in between, and the edge's 128 MB for the heap.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(createRequire(import.meta.url).resolve("wrangler/package.json"));
const { Miniflare, convertV4MiniflareOptions } = require("miniflare");
process.env.MINIFLARE_WORKERD_V8_FLAGS = "--max-old-space-size=128";

const running = new Set();

/** Ends every workerd that is still running, with what it kept on disk. */
export const stopAll = () => Promise.allSettled([...running].map((miniflare) => miniflare.dispose()));

/**
 * Starts Workers in one workerd. Each has an address of its own, which leads straight to it.
 * @param {{ name: string, code: string, options: object }[]} workers
 */
export async function startWorkerd(workers) {
  const before = new Set(workerds());
  const logged = [];
  const options = convertV4MiniflareOptions({
    handleStructuredLogs: ({ level, message }) => {
      if (level === "error" || level === "warn") logged.push(message);
    },
    workers: workers.map(({ name, code, options }) => ({
      ...options,
      name,
      modules: [{ type: "ESModule", path: `${name}.js`, contents: code }],
      unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
    })),
  });
  const miniflare = new Miniflare(options);
  running.add(miniflare);
  await miniflare.ready;
  const pid = workerds().find((each) => !before.has(each));
  return {
    miniflare,
    /** What the Workers logged as warnings and errors. */
    logged,
    address: async (name) => (await miniflare.unsafeGetDirectURL(name)).origin,
    /** The most memory the process ever held since it was last reset, in bytes; null where there is no /proc. */
    peakMemory: () => peakMemory(pid),
    resetPeak: () => resetPeak(pid),
    /** Milliseconds of processor time that the process took so far, all its threads together; null likewise. */
    cpuTime: () => cpuTime(pid),
    stop: () => {
      running.delete(miniflare);
      return miniflare.dispose();
    },
  };
}

/** Ids of this process's workerd children. */
function workerds() {
  try {
    return readdirSync("/proc").filter((id) => /^\d+$/.test(id) && isOurs(id));
  } catch {
    return [];
  }
}

function isOurs(id) {
  try {
    const [, name, parent] = /^\d+ \((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${id}/stat`, "utf8")) ?? [];
    return name === "workerd" && Number(parent) === process.pid;
  } catch {
    return false; // it ended meanwhile
  }
}

/** Fields 14 and 15 of proc(5) stat, in ticks of 10 ms. */
function cpuTime(pid) {
  if (pid === undefined) return null;
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

function peakMemory(pid) {
  if (pid === undefined) return null;
  const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) * 1024;
}

/** proc(5): writing 5 sets the peak back to what is resident now. */
function resetPeak(pid) {
  if (pid !== undefined) writeFileSync(`/proc/${pid}/clear_refs`, "5");
}
