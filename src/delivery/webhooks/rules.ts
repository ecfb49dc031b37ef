import type { Settings } from "../../env";
import { invalid } from "../../http/problem";
import { headerProblems } from "./custom-headers";
import { refusalOf } from "./target";

/** 422 that names what a webhook may not have; what is left out is not looked at. */
export function requireAllowed(
  settings: Settings,
  { url, headers }: { url?: string | undefined; headers?: Readonly<Record<string, string>> | undefined },
): void {
  const errors = headers ? headerProblems(headers) : {};
  const refusal = url === undefined ? null : refusalOf(url, settings);
  if (refusal) errors.url = [refusal];
  if (Object.keys(errors).length > 0) throw invalid(errors);
}
