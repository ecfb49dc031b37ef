import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { newId } from "../../src/db/ids";
import { type DeliveryRow, deliveries, type ScheduleRow, schedules } from "../../src/db/schema";
import { announce, type News } from "../../src/delivery/announce";
import { deliver } from "../../src/delivery/deliver";
import type { Mailroom } from "../../src/delivery/mailroom";
import { platformOf } from "../../src/platform";
import { type Made, succeed } from "./product";

const platform = platformOf(env);

/** A delivery of a webhook's that has ended, as its log shows it. Gives its id. */
export async function madeDelivery(
  facts: Pick<DeliveryRow, "workspaceId" | "target"> & Partial<DeliveryRow>,
): Promise<string> {
  const now = new Date();
  const id = newId("delivery", now);
  await platform.db.insert(deliveries).values({
    id,
    kind: "webhook",
    event: "run.completed",
    subjectId: newId("run", now),
    payload: "{}",
    status: "delivered",
    createdAt: now.toISOString(),
    updatedAt: now.toISOString(),
    ...facts,
  });
  return facts.id ?? id;
}

/** A webhook of the workspace whose admin this is. */
export const madeWebhook = (token: string, url: string, more: object = {}) =>
  succeed<Made & { secret: string }>("POST", "/webhooks", token, { url, events: ["run.completed"], ...more });

/** Announces news, as the batch that changes a state would. Gives how many deliveries that made. */
export async function announced(news: Omit<News, "guard"> & Partial<Pick<News, "guard">>): Promise<number> {
  const [made] = await platform.db.batch([...announce(platform, { guard: sql`true`, ...news })]);
  return made.length;
}

/** Sends what is due, as a queue message would, with the platform changed as given. */
export const delivered = (subjectId: string, changes: Partial<Mailroom> = {}) =>
  deliver({ ...platform, mail: null, ...changes }, subjectId);

/** A schedule of this report, as its row; nothing fires it. */
export async function madeSchedule(
  facts: Pick<ScheduleRow, "workspaceId" | "reportId"> & Partial<ScheduleRow>,
): Promise<string> {
  const now = new Date();
  const id = `sch_${newId("run", now).slice("run_".length)}`;
  await platform.db.insert(schedules).values({
    id,
    recurrence: { time_zone: "Europe/Berlin" },
    filters: {},
    misfire: "skip",
    overlap: "skip",
    deliveries: [],
    origin: "https://reports.example.com",
    createdBy: "admin",
    createdAt: now.toISOString(),
    updatedAt: now.toISOString(),
    ...facts,
  });
  return id;
}

/** An e-mail binding that keeps what it is given, or fails as told. */
export function postbox(fail?: (recipient: string) => Error | undefined) {
  const sent: SentMail[] = [];
  const mail: SendEmail = {
    send: async (message) => {
      const failure = fail?.(String(message.to));
      if (failure) throw failure;
      sent.push(message as SentMail);
      return { messageId: `<${sent.length}@example.com>` };
    },
  };
  return { mail, sent };
}

export interface SentMail {
  readonly from: { readonly email: string; readonly name: string };
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Record<string, string>;
  readonly attachments?: readonly { filename: string; type: string; content: ArrayBuffer }[];
}
