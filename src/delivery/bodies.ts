import { type SQL, sql } from "drizzle-orm";
import type { NEWS_EVENTS } from "../db/schema";
import type { News } from "./announce";

/** What there is news of; the last is for those who own the webhook and is not to be listened to. */
export type NewsEvent = (typeof NEWS_EVENTS)[number] | "webhook.disabled";

/**
 * What a webhook is sent: thin, so that the receiver asks for the present state with its own token, and without
 * secrets (Standard Webhooks, "payload structure"). An SQL expression over `origin`, where the API is.
 */
export const bodyOf = (news: News, at: string): SQL =>
  sql`json_object('type', ${news.event}, 'timestamp', ${at}, 'data', ${dataOf(news)})`;

function dataOf(news: News): SQL {
  const { event, subjectId } = news;
  if (event.startsWith("run.")) return runData(subjectId);
  if (event.startsWith("dataset.")) return datasetData(subjectId, event);
  const facts = JSON.stringify({ id: news.scheduleId ?? subjectId, ...news.facts });
  return news.scheduleId
    ? sql`json_set(${facts}, '$.schedule_id', ${news.scheduleId},
        '$.links', json_object('schedule', origin || '/api/v1/schedules/' || ${news.scheduleId}))`
    : sql`json(${facts})`;
}

const runData = (id: string) => sql`(SELECT json_object(
    'id', r.id, 'run_id', r.id, 'report_id', r.report_id, 'schedule_id', r.schedule_id, 'trigger', r."trigger",
    'status', r.status, 'reason', r.reason, 'version_number', r.version_number,
    'links', json_object('run', origin || '/api/v1/runs/' || r.id, 'report', origin || '/api/v1/reports/' || r.report_id))
  FROM runs r WHERE r.id = ${id})`;

const datasetData = (id: string, event: string) => sql`(SELECT json_object(
    'id', d.id, 'dataset_id', d.id, 'status', ${event.slice("dataset.".length)}, 'revision', d.revision,
    'row_count', d.row_count, 'links', json_object('dataset', origin || '/api/v1/datasets/' || d.id))
  FROM datasets d WHERE d.id = ${id})`;
