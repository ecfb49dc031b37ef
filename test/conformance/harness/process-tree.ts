import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

interface Process {
  readonly pid: number;
  readonly parent: number;
}

/** A process and all that it started, itself first. */
export function processTree(pid: number): number[] {
  const all = listProcesses();
  const under = (parent: number): number[] =>
    all
      .filter((candidate) => candidate.parent === parent)
      .flatMap((child) => [child.pid, ...under(child.pid)]);
  return [pid, ...under(pid)];
}

/** Whether it still runs; one that only waits for its parent to take note does not. */
export function isRunning(pid: number): boolean {
  return listProcesses().some((candidate) => candidate.pid === pid);
}

/** From /proc, so that a machine without `ps` will do; with `ps` where there is no /proc. */
function listProcesses(): Process[] {
  if (!existsSync("/proc/self/stat")) {
    const lines = execFileSync("ps", ["-A", "-o", "pid=,ppid=,state="], { encoding: "utf8" })
      .trim()
      .split("\n");
    return lines.flatMap((line) => read(line.trim().split(/\s+/)));
  }
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, "utf8");
        const [state = "", parent = ""] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
        return read([name, parent, state]);
      } catch {
        return []; // it ended meanwhile
      }
    });
}

const read = ([pid = "", parent = "", state = ""]: string[]): Process[] =>
  state.startsWith("Z") ? [] : [{ pid: Number(pid), parent: Number(parent) }];
