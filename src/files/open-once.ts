import type { Context } from "hono";
import { controlDatabase } from "../db/client";
import { countedD1 } from "../db/counted";
import { Problem } from "../http/problem";
import type { AppEnv } from "../http/route";
import type { FileLink } from "./link";
import { useLink } from "./used-links";

/** The answer, unless the link opens once and was opened. What gives no byte of the file does not open it. */
export async function opened(c: Context<AppEnv>, { once }: FileLink, answer: Response): Promise<Response> {
  if (once === undefined || c.req.method === "HEAD" || !answer.ok) return answer;
  const db = controlDatabase(countedD1(c.env.DB, c.get("cost")));
  if (await useLink(db, once, new Date())) return answer;
  await answer.body?.cancel();
  throw new Problem("gone", "This link opens once, and it was opened. Ask for a new one.");
}
