import { addProblem, type ConfigErrors } from "./errors";
import type { ScheduleChoice } from "./normal";
import type { ReportPart } from "./shapes";

/** When the report is to be made again; null when the config does not say. */
export function scheduleOf(read: ReportPart, path: string, errors: ConfigErrors): ScheduleChoice | null {
  const { frequency, schedule_time = null, schedule_day = null } = read;
  if (frequency === undefined && schedule_time === null && schedule_day === null) return null;
  if (schedule_day !== null && frequency === "weekly" && schedule_day > 6)
    addProblem(errors, `${path}.schedule_day`, "A day of the week is 0 to 6");
  if (schedule_day !== null && frequency === "monthly" && schedule_day < 1)
    addProblem(errors, `${path}.schedule_day`, "A day of the month is 1 to 31");
  return { frequency: frequency ?? "one_time", schedule_time, schedule_day };
}
