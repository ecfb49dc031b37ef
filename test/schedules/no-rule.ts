import type { Recurrence } from "../../src/schedules/recurrence";

/** What a schedule is before it says when. */
export const NO_RULE: Recurrence = {
  frequency: null,
  schedule_time: null,
  schedule_day: null,
  cron: null,
  every: null,
  time_zone: "UTC",
  workdays_only: false,
  exclude_dates: [],
  starts_at: null,
  ends_at: null,
  anchor: "2026-01-01T00:00:00.000Z",
};
