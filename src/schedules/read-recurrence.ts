import { type Problems, recurrenceProblems } from "./check-recurrence";
import { normalCron } from "./cron";
import { INSTANT_FORM, readInstant } from "./instants";
import type { Recurrence } from "./recurrence";
import type { UpdateSchedule } from "./schemas";

const NO_RULE = {
  frequency: null,
  schedule_time: null,
  schedule_day: null,
  cron: null,
  every: null,
} as const;

/**
 * The rule that a request asks for, over the one there is (null: none). One of frequency, cron and every takes the
 * place of the others; a schedule_day goes when the frequency changes, as it means another thing then.
 */
export function readRecurrence(
  input: UpdateSchedule & { readonly time_zone?: string | undefined },
  previous: Recurrence | null,
  now: Date,
): { recurrence: Recurrence; problems: Problems } {
  const problems: Problems = {};
  const zone = input.time_zone ?? previous?.time_zone ?? "UTC";
  const instant = (field: "starts_at" | "ends_at") => {
    const text = input[field];
    if (text === undefined || text === null) return text === null ? null : (previous?.[field] ?? null);
    const read = readInstant(text, zone, field === "starts_at" ? "start" : "end");
    if (read === null) problems[field] = [INSTANT_FORM];
    return read;
  };
  const recurrence: Recurrence = {
    ...ruleOf(input, previous),
    time_zone: zone,
    workdays_only: input.workdays_only ?? previous?.workdays_only ?? false,
    exclude_dates: input.exclude_dates ?? previous?.exclude_dates ?? [],
    starts_at: instant("starts_at"),
    ends_at: instant("ends_at"),
    anchor: previous?.anchor ?? now.toISOString(),
  };
  if (Object.keys(problems).length === 0) Object.assign(problems, recurrenceProblems(recurrence));
  const isNew = JSON.stringify(recurrence) !== JSON.stringify(previous);
  return { recurrence: isNew ? { ...recurrence, anchor: now.toISOString() } : recurrence, problems };
}

type Rule = Pick<Recurrence, keyof typeof NO_RULE>;

function ruleOf(input: UpdateSchedule, previous: Recurrence | null): Rule {
  const isGiven = [input.frequency, input.cron, input.every].some((kind) => kind != null);
  const base: Rule = isGiven || !previous ? { ...NO_RULE, ...keptOf(input, previous) } : previous;
  const { frequency, schedule_time, schedule_day, cron, every } = base;
  return {
    frequency: given(input.frequency, frequency),
    schedule_time: given(input.schedule_time, schedule_time),
    schedule_day: given(input.schedule_day, schedule_day),
    cron: input.cron ? normalCron(input.cron) : given(input.cron, cron),
    every: given(input.every, every),
  };
}

/** What stays of a frequency when another takes its place. */
function keptOf({ frequency }: UpdateSchedule, previous: Recurrence | null): Partial<Rule> {
  if (!previous?.frequency || !frequency) return {};
  const { schedule_time, schedule_day } = previous;
  return frequency === previous.frequency ? { schedule_time, schedule_day } : { schedule_time };
}

const given = <T>(value: T | undefined, otherwise: T): T => (value === undefined ? otherwise : value);
