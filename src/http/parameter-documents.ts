import { type Contract, isIdempotent, isPublic } from "./route";

/** Header and query parameters that many operations share, by component name. */
export const SHARED_PARAMETERS = {
  WorkspaceId: {
    name: "workspace_id",
    in: "query",
    description: "The workspace to work in, when the token names several.",
    schema: { type: "string" },
  },
  WorkspaceHeader: {
    name: "X-Workspace-Id",
    in: "header",
    description: "The same as `workspace_id`.",
    schema: { type: "string" },
  },
  IdempotencyKey: {
    name: "Idempotency-Key",
    in: "header",
    description:
      "Any text of up to 255 characters. The same request sent again with it is done once; kept 24 hours.",
    schema: { type: "string", maxLength: 255 },
  },
  IfMatch: {
    name: "If-Match",
    in: "header",
    description: "The ETag that was read: 412 if it has changed since.",
    schema: { type: "string" },
  },
  IfNoneMatch: {
    name: "If-None-Match",
    in: "header",
    description: "The ETag that is already held: 304 if it has not changed.",
    schema: { type: "string" },
  },
  Range: {
    name: "Range",
    in: "header",
    description: "One range of bytes, such as `bytes=0-499` or `bytes=-500`: 206 with that part.",
    schema: { type: "string" },
  },
  IfRange: {
    name: "If-Range",
    in: "header",
    description: "The ETag of the part that is already held: the whole file if it has changed.",
    schema: { type: "string" },
  },
  Prefer: {
    name: "Prefer",
    in: "header",
    description: "`wait=10` waits up to so many seconds for the end (RFC 7240).",
    schema: { type: "string" },
  },
} as const;

export type SharedParameter = keyof typeof SHARED_PARAMETERS;

/** Names of the shared parameters that a route takes. */
export function sharedParameters(contract: Contract): SharedParameter[] {
  const names: SharedParameter[] = [];
  if (!isPublic(contract)) names.push("WorkspaceId", "WorkspaceHeader");
  if (isIdempotent(contract)) names.push("IdempotencyKey");
  if (contract.conditional === "read") names.push("IfNoneMatch");
  if (contract.conditional === "write") names.push("IfMatch");
  if (contract.conditional === "file") names.push("Range", "IfRange", "IfMatch", "IfNoneMatch");
  return [...names, ...(contract.takes ?? [])];
}
