import { z } from "zod";

/** What both Workers have. The full bindings of each come from `wrangler types` (env.d.ts). */
export type SharedBindings = Pick<ApiEnv & GeneratorEnv, "DB" | "ROWS_0" | "BUCKET" | "REPORT_JOBS" | "LIVE">;

const seconds = z.coerce.number().int().min(0);
const bytes = z.coerce.number().int().positive();

/** Settings come as text variables and secrets; this is the only place that reads and defaults them. */
const settingsSchema = z.object({
  ENVIRONMENT: z.enum(["production", "development", "test"]).default("production"),
  /** HS256 secret for tokens, at least 32 bytes; also the root of the link and ticket keys. */
  AUTH_SECRET: z.string().min(32, "AUTH_SECRET must have at least 32 characters"),
  AUTH_JWKS_URL: z.url().optional(),
  AUTH_ISSUER: z.string().min(1).optional(),
  AUTH_AUDIENCE: z.string().min(1).default("edge-reports"),
  /** Origins allowed to call from a browser, separated by commas; `*` allows all. */
  CORS_ORIGINS: z.string().default(""),
  /** Where clients reach the API, for links made outside a request. */
  PUBLIC_URL: z.url().optional(),
  MAX_UPLOAD_BYTES: bytes.default(100_000_000),
  MAX_ROWS_BODY_BYTES: bytes.default(5_000_000),
  MAX_JSON_BODY_BYTES: bytes.default(1_000_000),
  MAX_ROWS_PER_RUN: z.coerce.number().int().positive().default(5_000_000),
  RUN_MAX_ATTEMPTS: z.coerce.number().int().positive().default(4),
  /** First retry delay; doubles with each attempt. */
  RETRY_BASE_SECONDS: seconds.default(60),
  LEASE_SECONDS: seconds.default(120),
  LINK_TTL_SECONDS: seconds.default(86_400),
  FILE_RETENTION_DAYS: z.coerce.number().positive().default(30),
});

export type Settings = Readonly<z.infer<typeof settingsSchema>>;

const parsed = new WeakMap<object, Settings>();

/** Settings of these bindings, parsed once an isolate. Throws one line that names each bad variable. */
export function settingsOf(env: object): Settings {
  const known = parsed.get(env);
  if (known) return known;
  const result = settingsSchema.safeParse(env);
  if (!result.success) {
    const problems = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`Settings are not usable: ${problems.join("; ")}`);
  }
  parsed.set(env, result.data);
  return result.data;
}
