import { z } from "@hono/zod-openapi";
import type { Ctx } from "../context";
import { reportAccess } from "../identity/policy";
import { type Turn, turnAll } from "./pause";
import { type FoundSchedule, selectNamedSchedules, selectSchedules } from "./store";

/** Schedules at a time. */
const MOST = 100;

const ids = z
  .array(z.string().max(100))
  .min(1, "Name at least one schedule")
  .max(MOST, `At most ${MOST} schedules at once`)
  .transform((named) => [...new Set(named)])
  .openapi({ type: "array", items: { type: "string", maxLength: 100 }, minItems: 1, maxItems: MOST });

/** Either ids, or what the schedules have in common. */
const choices = {
  ids: ids.optional(),
  report_id: z.string().optional().openapi({ description: "All of this report's, instead of `ids`." }),
};
const isOne = (given: object) => Object.keys(given).length === 1;
const ONE = { minProperties: 1, maxProperties: 1 };

export const pauseManySchema = z
  .strictObject(choices)
  .refine(isOne, { path: ["ids"], error: "Give either ids or report_id" })
  .openapi("PauseSchedules", { ...ONE, example: { ids: ["sch_01jd3k8x1n5v7q2w4y6z8b0c2e"] } });

export const resumeManySchema = z
  .strictObject({
    ...choices,
    failed: z
      .literal(true)
      .optional()
      .openapi({ description: "All that were paused because they failed, instead of `ids`." }),
  })
  .refine(isOne, { path: ["ids"], error: "Give one of ids, report_id and failed" })
  .openapi("ResumeSchedules", { ...ONE, example: { failed: true } });
export type Chosen = z.infer<typeof resumeManySchema>;

const OUTCOMES = ["changed", "unchanged", "forbidden", "not_found"] as const;

export const turnedManySchema = z
  .object({
    items: z.array(
      z.object({
        id: z.string(),
        outcome: z.enum(OUTCOMES).openapi({ description: "unchanged: it was so already." }),
        paused: z.boolean().nullable().openapi({ description: "As it is now; null when it cannot be told." }),
        next_run: z.iso.datetime().nullable(),
      }),
    ),
    has_more: z.boolean().openapi({
      description: `true: more than ${MOST} schedules are meant. Repeat the request for the next ones.`,
    }),
  })
  .openapi("TurnedSchedules");
export type TurnedMany = z.infer<typeof turnedManySchema>;

/**
 * Pauses or resumes many, those that the caller may manage, and says of each what came of it. Ids of another
 * workspace are as missing as those of none. Two round trips.
 */
export async function turnSchedules(ctx: Ctx, turn: Turn, chosen: Chosen): Promise<TurnedMany> {
  const found = chosen.ids
    ? await selectNamedSchedules(ctx, chosen.ids)
    : await selectSchedules(
        ctx,
        {
          reportId: chosen.report_id,
          paused: turn.from.paused,
          pausedReason: chosen.failed ? "failing" : undefined,
        },
        { limit: MOST + 1, offset: 0 },
      );
  const meant = found.slice(0, MOST);
  const allowed = new Set(meant.filter((row) => mayManage(ctx, row)).map(({ id }) => id));
  const turned = await turnAll(
    ctx,
    turn,
    meant.filter((row) => allowed.has(row.id) && row.paused === turn.from.paused),
  );
  const changed = new Set(turned.map(({ id }) => id));
  const now = new Map([...meant, ...turned].map((row) => [row.id, row]));
  const items = (chosen.ids ?? meant.map(({ id }) => id)).map((id) => {
    const row = now.get(id);
    if (!row || !allowed.has(id))
      return { id, outcome: row ? ("forbidden" as const) : ("not_found" as const), ...UNTOLD };
    const outcome = changed.has(id) ? ("changed" as const) : ("unchanged" as const);
    return { id, outcome, paused: row.paused, next_run: row.nextRun };
  });
  return { items, has_more: found.length > MOST };
}

const UNTOLD = { paused: null, next_run: null };

const mayManage = (ctx: Ctx, { reportCreatedBy: createdBy, visibility, sharedWithMe }: FoundSchedule) =>
  reportAccess(ctx.actor, { createdBy, visibility, sharedWithMe }).schedule;
