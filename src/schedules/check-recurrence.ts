import { cronProblem } from "./cron";
import { EVERY_FORM, readEvery } from "./every";
import { nextSlot, type Recurrence } from "./recurrence";

/** What to change, by field. */
export type Problems = Record<string, string[]>;

/** What keeps a rule from being a schedule: `{field: [what to change]}`, empty when it is one. Pure. */
export function recurrenceProblems(recurrence: Recurrence): Problems {
  const { frequency, cron, every, schedule_time, schedule_day, starts_at, ends_at } = recurrence;
  const kinds = Object.entries({ frequency, cron, every }).filter(([, value]) => value !== null);
  const [kind] = kinds[0] ?? [];
  if (kind === undefined) return { frequency: ["is required, or else cron or every"] };
  if (kinds.length > 1) return { [kinds[1]?.[0] ?? kind]: [`cannot be given beside ${kind}`] };
  const problems: Problems = {};
  if (frequency !== null) Object.assign(problems, frequencyProblems(recurrence));
  else {
    if (schedule_time !== null) problems.schedule_time = ["goes with frequency only"];
    if (schedule_day !== null) problems.schedule_day = ["goes with frequency only"];
  }
  const cronFault = cron === null ? null : cronProblem(cron);
  if (cronFault) problems.cron = [cronFault];
  if (every !== null && !readEvery(every)) problems.every = [EVERY_FORM];
  if (starts_at && ends_at && ends_at <= starts_at) problems.ends_at = ["must be after starts_at"];
  return problems;
}

function frequencyProblems(recurrence: Recurrence): Problems {
  const { frequency, schedule_time: time, schedule_day: day, workdays_only, starts_at } = recurrence;
  const problems: Problems = {};
  const isOnce = frequency === "one_time";
  if (time === null && !(isOnce && starts_at !== null && day === null))
    problems.schedule_time = [`is required: HH:MM in the time zone${isOnce ? ", or else starts_at" : ""}`];
  if (frequency === "weekly") {
    if (day === null || day < 0 || day > 6)
      problems.schedule_day = ["must be 0 to 6 for a weekly schedule, where 0 is Sunday"];
    else if (workdays_only && (day === 0 || day === 6))
      problems.schedule_day = ["is no workday; leave workdays_only out or give 1 to 5"];
  } else if (frequency === "daily" && day !== null) {
    problems.schedule_day = ["goes with weekly, monthly and one_time only"];
  } else if ((frequency === "monthly" && day === null) || (day !== null && (day < 1 || day > 31))) {
    problems.schedule_day = ["must be 1 to 31; a day that a month lacks is its last one"];
  }
  return problems;
}

/** The same for a rule that is one, but will never come after `now`. */
export function neverProblems(recurrence: Recurrence, now: Date): Problems {
  if (nextSlot(recurrence, now)) return {};
  const { frequency, cron, starts_at, ends_at, schedule_time } = recurrence;
  if (frequency === "one_time" && starts_at && schedule_time === null)
    return { starts_at: ["lies in the past"] };
  if (ends_at && nextSlot({ ...recurrence, ends_at: null }, now))
    return { ends_at: ["lies before the first run"] };
  const field = cron === null ? "exclude_dates" : "cron";
  return { [field]: ["leaves no date on which it would run"] };
}
