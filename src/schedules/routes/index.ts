import { createScheduleRoute } from "./create-schedule";
import { deleteScheduleRoute } from "./delete-schedule";
import { getScheduleRoute } from "./get-schedule";
import { listNextRunsRoute } from "./list-next-runs";
import { listSchedulesRoute } from "./list-schedules";
import { listSlotsRoute } from "./list-slots";
import { pauseScheduleRoute } from "./pause-schedule";
import { pauseSchedulesRoute } from "./pause-schedules";
import { replaceScheduleRoute } from "./replace-schedule";
import { resumeScheduleRoute } from "./resume-schedule";
import { resumeSchedulesRoute } from "./resume-schedules";
import { runScheduleRoute } from "./run-schedule";
import { updateScheduleRoute } from "./update-schedule";
import { upsertScheduleRoute } from "./upsert-schedule";

export const scheduleRoutes = [
  listSchedulesRoute,
  createScheduleRoute,
  upsertScheduleRoute,
  pauseSchedulesRoute,
  resumeSchedulesRoute,
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
