import { createScheduleRoute } from "./create-schedule";
import { deleteScheduleRoute } from "./delete-schedule";
import { getScheduleRoute } from "./get-schedule";
import { listNextRunsRoute } from "./list-next-runs";
import { listSchedulesRoute } from "./list-schedules";
import { listSlotsRoute } from "./list-slots";
import { pauseScheduleRoute } from "./pause-schedule";
import { replaceScheduleRoute } from "./replace-schedule";
import { resumeScheduleRoute } from "./resume-schedule";
import { runScheduleRoute } from "./run-schedule";
import { updateScheduleRoute } from "./update-schedule";

export const scheduleRoutes = [
  listSchedulesRoute,
  createScheduleRoute,
  getScheduleRoute,
  updateScheduleRoute,
  replaceScheduleRoute,
  deleteScheduleRoute,
  pauseScheduleRoute,
  resumeScheduleRoute,
  runScheduleRoute,
  listNextRunsRoute,
  listSlotsRoute,
] as const;
