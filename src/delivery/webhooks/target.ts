import type { Settings } from "../../env";
import { isPublicIPv4, isPublicIPv6 } from "./address-ranges";

export type TargetRules = Pick<Settings, "ENVIRONMENT" | "WEBHOOK_ALLOW_PRIVATE">;

/** Names that lead inside a network, by their last label or labels. */
const INNER_NAMES =
  /(^|\.)(localhost|localdomain|local|internal|intranet|private|corp|home|lan|svc|arpa|test|invalid|example|onion)$/;

/**
 * Why a webhook may not lead there, in words that follow "url:"; null when it may. Asked when it is saved and
 * again before each delivery. In production: https at port 443 of a public name or address. Elsewhere http and
 * any port too, and private places when the setting says so.
 */
export function refusalOf(address: string, rules: TargetRules): string | null {
  if (!URL.canParse(address)) return "must be an absolute URL";
  const url = new URL(address);
  const isProduction = rules.ENVIRONMENT === "production";
  if (url.protocol !== "https:" && (isProduction || url.protocol !== "http:"))
    return "must begin with https://";
  if (url.username !== "" || url.password !== "") return "must not hold a user name or password";
  if (isProduction && url.port !== "") return "must use port 443";
  if (!isProduction && rules.WEBHOOK_ALLOW_PRIVATE) return null;
  return hostRefusal(url, writtenHost(address));
}

function hostRefusal({ hostname }: URL, written: string): string | null {
  const inside = "must lead to a public host: private, loopback and link-local places are refused";
  if (hostname.startsWith("[")) return isPublicIPv6(hostname.slice(1, -1)) ? null : inside;
  if (/^\d+(\.\d+){3}$/.test(hostname)) {
    // `URL` reads 2130706433, 0x7f.1 and 0177.0.0.1 as 127.0.0.1; nobody writes a public address so.
    if (written !== hostname) return "must spell an IPv4 address as four decimal numbers";
    return isPublicIPv4(hostname) ? null : inside;
  }
  const name = hostname.replace(/\.$/, "");
  if (name.split(".").includes("")) return "must name a host";
  return !name.includes(".") || INNER_NAMES.test(name) ? inside : null;
}

/** The host as it was written, before `URL` made it canonical. */
const writtenHost = (address: string) => /^\s*[^:]+:[\\/]*([^:/\\?#]*)/.exec(address)?.[1] ?? "";
