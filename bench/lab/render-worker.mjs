// The renderers, and the bare work beside them, in a workerd of their own.
import { buildWorker } from "./build.mjs";
import { median } from "./numbers.mjs";
import { startWorkerd } from "./workerd.mjs";

/** Starts it. `once` does work and gives what it said; `measure` does it several times. */
export async function startRenderWorker() {
  const name = "edge-reports-bench-render";
  const worker = await buildWorker("bench/wrangler.render.toml");
  const workerd = await startWorkerd([{ name, ...worker }]);
  const address = await workerd.address(name);

  const once = async (work, query) => {
    const response = await fetch(`${address}/${work}?${new URLSearchParams(query)}`);
    if (!response.ok) throw new Error(`${work} ${JSON.stringify(query)}: ${await response.text()}`);
    return await response.json();
  };

  return {
    once,
    /**
     * The median milliseconds of some work, and its peak memory in bytes. `net` leaves out the time that making
     * the rows takes; `cpu` is processor time of the whole process, making the rows included.
     */
    async measure(work, query, { repeat = 1 } = {}) {
      const runs = [];
      const making = [];
      const processor = [];
      workerd.resetPeak();
      for (let i = 0; i < repeat; i += 1) {
        making.push((await once("rows", { rows: query.rows })).ms);
        const before = workerd.cpuTime();
        runs.push(await once(work, query));
        processor.push(before === null ? null : workerd.cpuTime() - before);
      }
      const ms = median(runs.map((run) => run.ms));
      return {
        ...runs[0],
        ms,
        net: ms - median(making),
        cpu: processor.includes(null) ? null : median(processor),
        peak: workerd.peakMemory(),
      };
    },
    stop: workerd.stop,
  };
}
