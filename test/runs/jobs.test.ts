import { expect, it } from "vitest";
import type { Job } from "../../src/runs/job";
import { jobsOf } from "../../src/runs/jobs";

const run: Job = { kind: "run", run_id: "run_1" };
const load: Job = { kind: "import", dataset_id: "ds_1", revision: 1 };
const news: Job = { kind: "deliver", subject_id: "run_1" };

/** A queue that only remembers. */
function noted() {
  const sent: unknown[] = [];
  const queue = {
    send: async (body: unknown) => void sent.push(body),
    sendBatch: async (messages: Iterable<{ body: unknown }>) =>
      void sent.push(...[...messages].map(({ body }) => body)),
  } as unknown as Queue;
  return { queue, sent };
}

it("D2, D3: imports and news have queues of their own: no report is before them, nor one before the other", async () => {
  const [reports, imports, newsJobs] = [noted(), noted(), noted()];
  const queues = { REPORT_JOBS: reports.queue, IMPORT_JOBS: imports.queue, NEWS_JOBS: newsJobs.queue };
  const jobs = jobsOf(queues);
  await jobs.send(load);
  await jobs.sendBatch([run, news, load].map((body) => ({ body })));
  await jobs.sendBatch([]);
  expect(reports.sent).toEqual([run]);
  expect(imports.sent).toEqual([load, load]);
  expect(newsJobs.sent).toEqual([news]);
});
