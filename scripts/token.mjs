// Prints a development token: npm run token -- --workspace W --user U --role admin [--name N] [--email E] [--hours 12]
import { parseArgs } from "node:util";
import { SignJWT } from "jose";
import { DEVELOPMENT_SECRET } from "./dev-secret.mjs";

const ROLES = ["admin", "editor", "viewer"];

/**
 * An HS256 token as the API takes it, signed with AUTH_SECRET or the development secret.
 * @param {{ workspace: string, user: string, role: string, name?: string, email?: string, hours?: number }} identity
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Promise<string>}
 */
export async function makeToken(
  { workspace, user, role, name, email, hours = 12 },
  environment = process.env,
) {
  const secret = new TextEncoder().encode(environment.AUTH_SECRET || DEVELOPMENT_SECRET);
  const now = Math.floor(Date.now() / 1000);
  const issuer = environment.AUTH_ISSUER ? { iss: environment.AUTH_ISSUER } : {};
  return new SignJWT({ workspace_id: workspace, role, name, email, ...issuer })
    .setProtectedHeader({ alg: "HS256", typ: "JWT" })
    .setSubject(user)
    .setAudience(environment.AUTH_AUDIENCE || "edge-reports")
    .setIssuedAt(now)
    .setExpirationTime(now + Math.round(hours * 3600))
    .sign(secret);
}

function readOptions() {
  const text = { type: "string" };
  const { values } = parseArgs({
    options: { workspace: text, user: text, role: text, name: text, email: text, hours: text },
  });
  const { workspace, user, role = "admin", name, email, hours = "12" } = values;
  if (!workspace || !user) throw new Error("Name a --workspace and a --user.");
  if (!ROLES.includes(role)) throw new Error(`--role must be one of ${ROLES.join(", ")}.`);
  if (!(Number(hours) > 0)) throw new Error("--hours must be a number above 0.");
  return { workspace, user, role, name, email, hours: Number(hours) };
}

if (import.meta.main) {
  try {
    console.log(await makeToken(readOptions()));
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
