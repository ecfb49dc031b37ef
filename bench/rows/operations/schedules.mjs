const DAILY = { frequency: "daily", schedule_time: "09:00", time_zone: "Europe/Berlin" };

export async function* scheduleOperations({ api }, { report }) {
  const call = async (operation, method, path, body) => ({
    operation,
    what: "",
    answer: await api.call(method, `/api/v1/schedules${path}`, { body }),
  });
  const created = await call("createSchedule", "POST", "", { report_id: report.id, ...DAILY });
  const { id } = JSON.parse(created.answer.bytes.toString());
  yield created;
  yield await call("listSchedules", "GET", "");
  const byKey = `/api/v1/reports/${report.id}/schedules/daily`;
  for (const what of ["makes it", "replaces it"])
    yield { operation: "upsertSchedule", what, answer: await api.call("PUT", byKey, { body: DAILY }) };
  yield await call("getSchedule", "GET", `/${id}`);
  yield await call("updateSchedule", "PATCH", `/${id}`, { name: "Renamed" });
  yield await call("replaceSchedule", "PUT", `/${id}`, DAILY);
  yield await call("pauseSchedule", "POST", `/${id}/pause`);
  yield await call("resumeSchedule", "POST", `/${id}/resume`);
  yield await call("pauseSchedules", "POST", "/pause", { ids: [id] });
  yield await call("resumeSchedules", "POST", "/resume", { report_id: report.id });
  yield await call("runSchedule", "POST", `/${id}/run-now`);
  yield await call("listNextRuns", "GET", `/${id}/next-runs`);
  yield await call("listScheduleHistory", "GET", `/${id}/history`);
  yield await call("listScheduleDeliveries", "GET", `/${id}/deliveries`);
  yield await call("deleteSchedule", "DELETE", `/${id}`);
}
