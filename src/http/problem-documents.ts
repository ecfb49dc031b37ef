import { z } from "@hono/zod-openapi";
import { badRowSchema } from "./bad-row";
import { PROBLEMS, type ProblemCode } from "./codes";
import { problemHeaders } from "./header-documents";
import { Problem, problemBody } from "./problem";

const CODES = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]];

export const problemSchema = z
  .object({
    type: z.string().openapi({
      format: "uri-reference",
      description: "Where this kind of problem is explained.",
      example: "/docs/problems#validation_failed",
    }),
    title: z.string(),
    status: z.int().openapi({ example: 422 }),
    code: z.enum(CODES),
    detail: z.string().openapi({ description: "What is wrong in this request, and what to change." }),
    errors: z
      .record(z.string(), z.array(z.string()))
      .optional()
      .openapi({ description: "Per field, paths joined by dots: what to change." }),
    rows: z.array(badRowSchema).optional().openapi({
      description: "Rows of the body that cannot be taken, with everything that is wrong in each.",
    }),
    request_id: z.string(),
  })
  .openapi("Problem");

/** A response that lives under `components.responses`; one for each set of codes that share a status. */
export interface ProblemResponse {
  readonly status: number;
  readonly name: string;
  readonly component: ReturnType<typeof describe>;
}

/** The documented responses for these codes, in order of status. */
export function problemResponses(codes: Iterable<ProblemCode>): ProblemResponse[] {
  const byStatus = Map.groupBy(new Set(codes), (code) => PROBLEMS[code].status);
  return [...byStatus]
    .toSorted(([a], [b]) => a - b)
    .map(([status, same]) => {
      const sorted = same.toSorted();
      return { status, name: sorted.map(pascalCase).join("Or"), component: describe(sorted) };
    });
}

function describe(codes: readonly ProblemCode[]) {
  const examples = Object.fromEntries(codes.map((code) => [code, { value: example(code) }]));
  return {
    description: codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}.`).join(" "),
    headers: problemHeaders(codes),
    content: {
      "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" }, examples },
    },
  };
}

function example(code: ProblemCode) {
  const errors = code === "validation_failed" ? { page_size: ["must be at least 1"] } : undefined;
  return problemBody(
    new Problem(code, errors ? "page_size: must be at least 1" : `${PROBLEMS[code].title}.`, { errors }),
    "0192e4a1-7c1e-7b3a-9f51-3c1f6a2b9d10",
  );
}

const pascalCase = (code: string) =>
  code.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
