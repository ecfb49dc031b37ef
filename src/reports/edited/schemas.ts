import { z } from "@hono/zod-openapi";
import { formatsSchema } from "../config/formats";

export const editReportSchema = z
  .strictObject({
    generated_data: z.unknown().openapi({
      description:
        "The rows of the only table, `{sections: {name: rows}}`, or the report's JSON file with changes. Any JSON for a report whose data came with it.",
      example: [{ student_name: "Ann Lee", grade: 97 }],
    }),
    formats: formatsSchema.optional().openapi({ description: "Those of the former version if left out." }),
    format: formatsSchema.optional().openapi({ description: "Same as `formats`." }),
    async: z.boolean().optional().openapi({ description: "false waits for the end and answers with rows." }),
  })
  .openapi("EditReport");
export type EditReport = z.infer<typeof editReportSchema>;
