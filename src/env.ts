import { z } from "zod";

/** What both Workers have. The full bindings of each come from `wrangler types` (env.api.d.ts, env.generator.d.ts). */
export type SharedBindings = Pick<
  ApiEnv & GeneratorEnv,
  "DB" | "ROWS_0" | "BUCKET" | "REPORT_JOBS" | "IMPORT_JOBS" | "NEWS_JOBS" | "LIVE"
>;

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
  /** The data database, of ROWS_0 and any more, that the rows of new datasets go to. */
  ROWS_SHARD: z.coerce.number().int().min(0).default(0),
  MAX_ROWS_PER_RUN: z.coerce.number().int().positive().default(5_000_000),
  RUN_MAX_ATTEMPTS: z.coerce.number().int().positive().default(4),
  /** First retry delay; doubles with each attempt. */
  RETRY_BASE_SECONDS: seconds.default(60),
  LEASE_SECONDS: seconds.default(120),
  /** How many runs of one workspace are generated at the same time. */
  RUNS_PER_WORKSPACE: z.coerce.number().int().positive().default(5),
  /**
   * How long a queue consumer lasts: Cloudflare ends it after 15 minutes. An attempt stops itself before, whatever
   * its own limit; give more where consumers last longer. See runs/time-limits.ts.
   */
  CONSUMER_SECONDS: seconds.min(60).default(15 * 60),
  /** An attempt that takes longer stops itself; one that does not is ended at the hard limit. */
  RUN_SOFT_LIMIT_SECONDS: seconds.min(1).default(25 * 60),
  RUN_HARD_LIMIT_SECONDS: seconds.min(1).default(30 * 60),
  LINK_TTL_SECONDS: seconds.default(86_400),
  FILE_RETENTION_DAYS: z.coerce.number().positive().default(30),
  /** How long a deleted report can be restored. */
  TRASH_RETENTION_DAYS: z.coerce.number().positive().default(30),
  FAILED_UPLOAD_RETENTION_DAYS: z.coerce.number().positive().default(7),
  /** After how many seconds a webhook that did not take its delivery is tried again, time by time. */
  WEBHOOK_RETRY_SECONDS: z
    .string()
    .default("60,300,1800,7200,28800")
    .transform((text) => (text.trim() === "" ? [] : text.split(",").map(Number)))
    .pipe(z.array(z.number().int().min(0).max(86_400))),
  WEBHOOK_TIMEOUT_SECONDS: seconds.min(1).max(30).default(10),
  /** A webhook that only failed for this long is disabled. */
  WEBHOOK_DISABLE_AFTER_HOURS: z.coerce.number().positive().default(72),
  /** Outside production only: webhooks may lead to loopback and private addresses. */
  WEBHOOK_ALLOW_PRIVATE: z.stringbool().default(false),
  /** The sender of e-mails; without it none are sent. Its domain must be onboarded to Cloudflare Email Service. */
  EMAIL_FROM: z.email().or(z.literal("")).default(""),
  EMAIL_FROM_NAME: z.string().min(1).default("Edge Reports"),
  /** Domains that e-mails may go to, separated by commas, `*.example.com` for subdomains; empty allows all. */
  EMAIL_ALLOWED_DOMAINS: z.string().default(""),
  /** Files that are larger together are linked. Cloudflare takes 5 MiB a message, as base64 and with its texts. */
  EMAIL_ATTACH_LIMIT_BYTES: z.coerce.number().int().min(0).max(3_800_000).default(3_500_000),
  DELIVERY_RETENTION_DAYS: z.coerce.number().positive().default(30),
});

const checkedSettings = settingsSchema.refine(
  ({ RUN_SOFT_LIMIT_SECONDS: soft, RUN_HARD_LIMIT_SECONDS: hard }) => soft < hard,
  { path: ["RUN_SOFT_LIMIT_SECONDS"], message: "must be below RUN_HARD_LIMIT_SECONDS" },
);

export type Settings = Readonly<z.infer<typeof settingsSchema>>;

const parsed = new WeakMap<object, Settings>();

/** Settings of these bindings, parsed once an isolate. Throws one line that names each bad variable. */
export function settingsOf(env: object): Settings {
  const known = parsed.get(env);
  if (known) return known;
  const result = checkedSettings.safeParse(env);
  if (!result.success) {
    const problems = result.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`Settings are not usable: ${problems.join("; ")}`);
  }
  parsed.set(env, result.data);
  return result.data;
}
