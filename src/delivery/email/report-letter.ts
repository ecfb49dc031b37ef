import type { RunRow, ScheduleRow } from "../../db/schema";
import { filtersText, generatedAtText, rowsText } from "../../render/values/words";
import { wordsOf } from "../../render/words";
import { frozenOf } from "../../runs/frozen";
import { withTokens } from "../../schedules/tokens";
import type { Letter } from "./letter";
import { mailWordsOf } from "./words";

export interface ReportLetter {
  readonly run: RunRow;
  readonly schedule: ScheduleRow;
  readonly timeZone: string;
  readonly recipient: string;
  /** Signed links to the files that are not attached, and until when they open them. */
  readonly links: Letter["links"];
  readonly linksEnd: Date;
  readonly attached: readonly string[];
  readonly unsubscribeUrl: string;
}

/** The e-mail with a scheduled report. Dates and counts are written as the report itself writes them. */
export function reportLetter(parts: ReportLetter): Letter {
  const { run, schedule, links, attached } = parts;
  const { definition } = frozenOf(run);
  const { locale } = definition;
  const when = (at: string) => generatedAtText({ generated_at: at, time_zone: parts.timeZone, locale });
  const made = run.completedAt ?? run.createdAt;
  const counted = {
    rows_written: run.rowsReturned ?? 0,
    rows_total: run.rowsTotal ?? 0,
    truncated: run.truncated,
  };
  const filters = filtersText(definition.filters);
  const [words, mailWords] = [wordsOf(locale), mailWordsOf(locale)];
  const { subject, message } = entryOf(schedule, parts.recipient) ?? {};
  return {
    subject: filled(subject ?? "{report}, {date}", parts),
    locale,
    heading: definition.title,
    paragraphs: [message, definition.description].filter(isSaid),
    facts: [
      [words.generated, when(made)],
      [mailWords.content, rowsText(counted, locale)],
      ...(filters === "" ? [] : [[words.filters, filters] as const]),
      ...(attached.length > 0 ? [[mailWords.attached, ...attached] as const] : []),
      ...(links.length > 0 ? [[mailWords.links_until, when(parts.linksEnd.toISOString())] as const] : []),
    ],
    links,
    footer: mailWords.why.replace("{recipient}", () => parts.recipient),
    unsubscribeUrl: parts.unsubscribeUrl,
  };
}

const isSaid = (text: string | null | undefined): text is string => (text ?? "") !== "";

function filled(template: string, { run, schedule, timeZone }: ReportLetter): string {
  const slot = new Date(run.slot ?? run.createdAt);
  const report = run.reportName;
  return withTokens(template, { report, schedule: schedule.name ?? report, slot, timeZone });
}

/** What the schedule says of this recipient; undefined when it does not name them any more. */
export function entryOf(schedule: Pick<ScheduleRow, "deliveries">, recipient: string) {
  return schedule.deliveries
    .filter((delivery) => delivery.type === "email")
    .find(({ to }) => to.some((address) => address.toLowerCase() === recipient.toLowerCase()));
}
