import { env } from "cloudflare:workers";
import { unsubscribeUrl } from "../../src/delivery/email/unsubscribe-link";
import { settingsOf } from "../../src/env";
import { madeDelivery } from "./news";
import { type Made, succeed, uploadedDataset } from "./product";
import { newWorkspace } from "./workspaces";

/** Ids of one of each, all of one workspace and made by its admin. */
export interface Ids {
  /** One with a bad row, which the report is over. */
  readonly dataset: string;
  /** One that nothing depends on. */
  readonly spare: string;
  /** One that everyone in the workspace may view. */
  readonly report: string;
  /** One that was deleted and may be restored. */
  readonly deleted: string;
  readonly run: string;
  /** One that failed. */
  readonly failedRun: string;
  readonly template: string;
  /** Of the report. */
  readonly schedule: string;
  readonly webhook: string;
  /** A delivery of the webhook's. */
  readonly delivery: string;
  /** The token of an unsubscribe link. */
  readonly unsubscribe: string;
  /** The token of a signed download link. */
  readonly link: string;
}

export interface Fixture {
  readonly workspace: ReturnType<typeof newWorkspace>;
  readonly ids: Ids;
}

const WITH_A_BAD_ROW = "student_id,grade\n007,95.5\n008,61,what is this\n009,12\n";

/** A workspace with one of each: datasets, a report and a completed run of it. */
export async function securityFixture(): Promise<Fixture> {
  const workspace = newWorkspace();
  const token = await workspace.token();
  const [dataset, spare] = await Promise.all([
    uploadedDataset(token, WITH_A_BAD_ROW),
    succeed("POST", "/datasets", token, { name: "Spare" }),
  ]);
  const config = { dataset: dataset.id, fields: ["student_id", "grade"] };
  const definition = { name: "Grades", visibility: "workspace", config };
  const report = await succeed("POST", "/reports", token, definition);
  const deleted = await succeed("POST", "/reports", token, definition);
  await succeed("DELETE", `/reports/${deleted.id}`, token);
  const generate = { formats: ["csv"], async: false };
  const run = await succeed<Run>("POST", `/reports/${report.id}/generate`, token, generate);
  const strict = { ...definition, config: { ...config, limit: 1, on_limit: "fail" } };
  const failing = await succeed("POST", "/reports", token, strict);
  const failed = await succeed<Run>("POST", `/reports/${failing.id}/generate`, token, generate);
  const link = new URL(run.download_urls.csv).pathname.replace("/d/", "");
  const ids = { dataset: dataset.id, spare: spare.id, report: report.id, deleted: deleted.id, run: run.id };
  const webhook = await succeed("POST", "/webhooks", token, {
    url: "https://hooks.example.com/reports",
    events: ["schedule.paused"],
  });
  const daily = { frequency: "daily", schedule_time: "09:00", time_zone: "Europe/Berlin" };
  const schedule = await succeed("POST", "/schedules", token, { report_id: report.id, ...daily });
  const template = await succeed("POST", "/templates", token, { name: "Mine", base_config: config });
  const delivery = await madeDelivery({ workspaceId: workspace.id, target: webhook.id });
  const who = { workspaceId: workspace.id, scheduleId: "sch_1", recipient: "ada@example.com" };
  const stop = await unsubscribeUrl(settingsOf(env), "", who, new Date());
  const more = {
    failedRun: failed.id,
    template: template.id,
    schedule: schedule.id,
    webhook: webhook.id,
    delivery,
    unsubscribe: stop.replace("/unsubscribe/", ""),
  };
  return { workspace, ids: { ...ids, ...more, link } };
}

type Run = Made & { download_urls: { csv: string } };

/** Ids of the same form that nothing has. The links stay: they are permissions by themselves. */
export function absentIds({ link, unsubscribe, ...ids }: Ids): Ids {
  const { dataset, spare, report, deleted, run, failedRun, template, schedule, webhook, delivery } = ids;
  return {
    dataset: absent(dataset),
    spare: absent(spare),
    report: absent(report),
    deleted: absent(deleted),
    run: absent(run),
    failedRun: absent(failedRun),
    template: absent(template),
    schedule: absent(schedule),
    webhook: absent(webhook),
    delivery: absent(delivery),
    unsubscribe,
    link,
  };
}

const absent = (id: string) => id.replace(/_.*/, (rest) => `_${"0".repeat(rest.length - 1)}`);
