import { z } from "zod";

/** A queue message is only a wake-up: it names what may be waiting, never what to do with it. */
export const jobSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("run"), run_id: z.string() }),
  z.object({ kind: z.literal("import"), dataset_id: z.string(), revision: z.int() }),
  /** News of a run, dataset, schedule or webhook waits to be sent. */
  z.object({ kind: z.literal("deliver"), subject_id: z.string() }),
]);
export type Job = z.infer<typeof jobSchema>;
