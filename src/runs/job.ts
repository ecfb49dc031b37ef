import { z } from "zod";

/** A queue message is only a wake-up: it names what may be waiting, never what to do with it. */
export const jobSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("run"), run_id: z.string() }),
  z.object({ kind: z.literal("import"), dataset_id: z.string(), revision: z.int() }),
]);
export type Job = z.infer<typeof jobSchema>;
