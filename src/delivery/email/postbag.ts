import { and, eq } from "drizzle-orm";
import { type DeliveryRow, type RunRow, runs, type ScheduleRow, schedules } from "../../db/schema";
import { generatedAtText } from "../../render/values/words";
import type { Recurrence } from "../../schedules/recurrence";
import type { Mailroom } from "../mailroom";
import { type Enclosed, enclose, linked } from "./attachments";
import { noticeLetter } from "./notices";
import { selectUnsubscribed } from "./recipients";
import { entryOf, reportLetter } from "./report-letter";
import type { Enveloped } from "./send";
import { unsubscribeUrl } from "./unsubscribe-link";

type Prepared = Enveloped | { readonly skip: string };

interface Facts {
  readonly run: RunRow | undefined;
  readonly schedule: ScheduleRow | undefined;
  readonly unsubscribed: ReadonlySet<string>;
}

/** Writes the e-mails of one subject. What all of them share is read once, when the first is written. */
export function postbagOf(room: Mailroom, subjectId: string) {
  let facts: Promise<Facts> | undefined;
  let files: Promise<Enclosed> | undefined;

  const letterFor = async (row: DeliveryRow): Promise<Prepared> => {
    facts ??= readFacts(room, subjectId, row);
    const { run, schedule, unsubscribed } = await facts;
    if (unsubscribed.has(row.target.toLowerCase())) return { skip: "The recipient has unsubscribed." };
    if (row.event !== "run.completed") return await notice(room, row, schedule);
    if (run?.status !== "completed") return { skip: "The run has no files to send." };
    if (!schedule) return { skip: "The schedule was deleted." };
    if (!entryOf(schedule, row.target)) return { skip: "The recipient was taken off the schedule." };
    files ??= enclose(room, run, schedule.origin);
    return await scheduled(room, row, run, schedule, await files);
  };
  return { letterFor };
}

async function readFacts(room: Mailroom, subjectId: string, row: DeliveryRow): Promise<Facts> {
  const scheduleId = row.scheduleId ?? "";
  const [[run], [schedule], unsubscribed] = await room.db.batch([
    room.db
      .select()
      .from(runs)
      .where(and(eq(runs.id, subjectId), eq(runs.workspaceId, row.workspaceId))),
    room.db
      .select()
      .from(schedules)
      .where(and(eq(schedules.id, scheduleId), eq(schedules.workspaceId, row.workspaceId))),
    selectUnsubscribed(room, row.workspaceId, scheduleId),
  ]);
  return {
    run,
    schedule,
    unsubscribed: new Set(unsubscribed.map(({ recipient }) => recipient.toLowerCase())),
  };
}

async function scheduled(
  room: Mailroom,
  row: DeliveryRow,
  run: RunRow,
  schedule: ScheduleRow,
  enclosed: Enclosed,
): Promise<Enveloped> {
  const url = await stopUrl(room, row, schedule);
  const write = ({ attachments, links, linksEnd }: Enclosed) =>
    reportLetter({
      run,
      schedule,
      timeZone: zoneOf(schedule),
      recipient: row.target,
      links,
      linksEnd,
      attached: attachments.map(({ filename }) => filename),
      unsubscribeUrl: url,
    });
  return {
    letter: write(enclosed),
    attachments: enclosed.attachments,
    lighter:
      enclosed.attachments.length === 0 ? null : async () => write(await linked(room, run, schedule.origin)),
  };
}

async function notice(
  room: Mailroom,
  row: DeliveryRow,
  schedule: ScheduleRow | undefined,
): Promise<Prepared> {
  const url = schedule ? await stopUrl(room, row, schedule) : null;
  const time_zone = schedule ? zoneOf(schedule) : "UTC";
  const when = (at: string) => generatedAtText({ generated_at: at, time_zone, locale: "en" });
  const letter = noticeLetter(row, when, url);
  return letter ? { letter, attachments: [], lighter: null } : { skip: "Nobody is written to about this." };
}

const stopUrl = ({ settings, now }: Mailroom, row: DeliveryRow, schedule: ScheduleRow) =>
  unsubscribeUrl(
    settings,
    schedule.origin,
    { workspaceId: row.workspaceId, scheduleId: schedule.id, recipient: row.target },
    now(),
  );

const zoneOf = (schedule: ScheduleRow) => (schedule.recurrence as Recurrence).time_zone;
