import { safeText } from "./filename";

/** `Content-Disposition` of a file to be saved under this name (RFC 6266). */
export function attachment(filename: string): string {
  return `attachment; ${parameters(filename)}`;
}

/** `Content-Disposition` of a file to be shown in place, with the name for saving it. */
export function inline(filename: string): string {
  return `inline; ${parameters(filename)}`;
}

/** An ASCII `filename` for every reader, and `filename*` where that says more. */
function parameters(filename: string): string {
  const name = safeText(filename) || "report";
  const ascii = asciiOf(name);
  return ascii === name ? `filename="${ascii}"` : `filename="${ascii}"; filename*=UTF-8''${extValue(name)}`;
}

/** Letters lose their marks, the rest becomes `_`; `%` too, which some readers decode (RFC 6266 Appendix D). */
function asciiOf(name: string): string {
  const bare = name.normalize("NFKD").replace(/\p{Mark}+/gu, "");
  const ascii = bare.replace(/[^\x20-\x7e]+|["\\%]/g, "_");
  const [, stem = "", extension = ""] = /^(.*?)(\.[^.]*)?$/.exec(ascii) ?? [];
  return /[A-Za-z0-9]/.test(stem) ? ascii : `report${extension}`;
}

/** RFC 8187 §3.2.1: all but attr-char is percent-encoded UTF-8. */
function extValue(name: string): string {
  return encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
