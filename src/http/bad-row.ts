import { z } from "@hono/zod-openapi";

/** A row that was not taken, or a cell of a workbook that was left empty. A row with several faults is named once for each. */
export const badRowSchema = z
  .object({
    row: z.int().openapi({ description: "Number of the data row, from 1; the header is not counted." }),
    line: z.int().openapi({
      description:
        "Physical line where the row starts, from 1; in a workbook the row as its sheet counts it.",
    }),
    column: z.string().nullable(),
    value: z.string().nullable(),
    code: z.string(),
    message: z.string(),
  })
  .openapi("BadRow");
export type BadRowView = z.infer<typeof badRowSchema>;
