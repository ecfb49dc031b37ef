import { z } from "zod";
import type { DeliveryRow } from "../../db/schema";
import type { Letter } from "./letter";

/** What `announce` was told, as far as a notice shows it. */
const bodySchema = z.object({
  data: z.object({
    report_name: z.string().nullish(),
    reason: z.string().nullish(),
    message: z.string().nullish(),
    slot: z.string().nullish(),
    host: z.string().nullish(),
    links: z.object({ schedule: z.string() }).nullish(),
  }),
});

/** The e-mail that tells of trouble; null for an event that nobody is written to about. */
export function noticeLetter(
  row: Pick<DeliveryRow, "event" | "payload">,
  when: (at: string) => string,
  unsubscribeUrl: string | null,
): Letter | null {
  const { data } = bodySchema.parse(JSON.parse(row.payload));
  const report = data.report_name ?? "A report";
  const why = data.message ?? data.reason ?? "The reason is not known.";
  const facts = data.slot ? [["Due", when(data.slot)] as const] : [];
  const schedule = data.links?.schedule;
  const links = schedule?.startsWith("http") ? [{ label: "The schedule", url: schedule }] : [];
  const common = { locale: "en", facts, links, unsubscribeUrl };
  switch (row.event) {
    case "schedule.failed":
      return {
        ...common,
        subject: `Not generated: ${report}`,
        heading: `${report} was not generated`,
        paragraphs: [why, "Nothing was sent to its recipients."],
        footer: "You get this because the schedule is yours.",
      };
    case "schedule.paused":
      return {
        ...common,
        subject: `Schedule paused: ${report}`,
        heading: `The schedule of ${report} is paused`,
        paragraphs: [why, "It stays so until somebody resumes it."],
        footer: "You get this because the schedule is yours, or because you are an admin of its workspace.",
      };
    case "webhook.disabled":
      return {
        ...common,
        subject: "A webhook was disabled",
        heading: "A webhook was disabled",
        paragraphs: [why, `Nothing more is sent to ${data.host ?? "it"} until it is enabled again.`],
        footer: "You get this because you made the webhook, or because a schedule of yours uses it.",
      };
    default:
      return null;
  }
}
