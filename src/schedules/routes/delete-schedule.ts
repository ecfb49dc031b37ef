import { checkIfMatch } from "../../http/etag";
import { defineRoute } from "../../http/route";
import { deleteSchedule } from "../delete";
import { scheduleIdParam } from "../schemas";

/** `DELETE /schedules/{id}`: its runs stay. */
export const deleteScheduleRoute = defineRoute(
  {
    method: "delete",
    path: "/schedules/{id}",
    operationId: "deleteSchedule",
    tags: ["Schedules"],
    summary: "Delete a schedule",
    conditional: "write",
    request: { params: scheduleIdParam },
    responses: { 204: { description: "It is gone." } },
  },
  async (c) => {
    const checkTag = (tag: string) => checkIfMatch(c, tag);
    await deleteSchedule(c.get("ctx"), { id: c.req.valid("param").id, checkTag });
    return c.body(null, 204);
  },
);
