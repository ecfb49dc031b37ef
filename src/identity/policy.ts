import type { Actor, Role } from "../context";
import { Problem } from "../http/problem";

/**
 * Who may do what: the whole of it, as pure functions. Callers look the facts up and ask here, at create,
 * at run and at download.
 */

/** Create reports, datasets and forms; clone; write clients. */
export const mayCreate = (role: Role): boolean => role !== "viewer";

/** Members, API keys, webhooks, audit log, system settings. */
export const mayAdminister = (role: Role): boolean => role === "admin";

/** Change or delete what everyone in the workspace sees: datasets, forms, templates. */
export const mayChangeOwned = (actor: Actor, createdBy: string): boolean =>
  actor.role === "admin" || actor.id === createdBy;

export interface ReportFacts {
  readonly createdBy: string;
  readonly visibility: "private" | "workspace";
  readonly sharedWithMe: boolean;
}

const REPORT_ACTIONS = [
  "view",
  "generate",
  "download",
  "watch",
  "update",
  "edit",
  "delete",
  "restore",
  "share",
  "schedule",
] as const;
export type ReportAction = (typeof REPORT_ACTIONS)[number];
export type ReportAccess = Readonly<Record<ReportAction, boolean>>;

/** What this actor may do with a report of the actor's own workspace. */
export function reportAccess(actor: Actor, facts: ReportFacts): ReportAccess {
  const manages = mayChangeOwned(actor, facts.createdBy);
  const uses = manages || facts.sharedWithMe;
  const sees = uses || facts.visibility === "workspace";
  return {
    view: sees,
    download: sees,
    watch: sees,
    generate: uses,
    update: manages,
    edit: manages,
    delete: manages,
    restore: manages,
    share: manages,
    schedule: manages,
  };
}

/** 403 unless the role may create. */
export function requireCreate(role: Role): void {
  if (!mayCreate(role)) throw forbidden("Viewers may not create: ask for the editor role.");
}

/** 403 unless the role is admin. */
export function requireAdminister(role: Role): void {
  if (!mayAdminister(role)) throw forbidden("Only an admin of the workspace may do this.");
}

/** 403 unless the actor made it or is an admin. */
export function requireChangeOwned(actor: Actor, createdBy: string): void {
  if (!mayChangeOwned(actor, createdBy)) throw forbidden("Only its owner or an admin may change it.");
}

/** 403 unless this actor may do that with the report. One of another workspace is never seen here: it is 404. */
export function requireReport(action: ReportAction, actor: Actor, facts: ReportFacts): void {
  if (reportAccess(actor, facts)[action]) return;
  const who = reportAccess(actor, facts).view ? `You may view this report but not ${action} it.` : "";
  throw forbidden(who || "You do not have permission to view this report: ask its owner to share it.");
}

const forbidden = (detail: string) => new Problem("forbidden", detail);
