import { describe, expect, it } from "vitest";
import { ROLES, type Role } from "../../src/context";
import {
  mayAdminister,
  mayChangeOwned,
  mayCreate,
  type ReportAction,
  reportAccess,
  requireAdminister,
  requireChangeOwned,
  requireCreate,
  requireReport,
} from "../../src/identity/policy";

const actor = (role: Role, id = "me") => ({ id, name: null, email: null, role });
const refused = expect.objectContaining({ code: "forbidden" });

describe("G10: roles", () => {
  it.each([
    ["admin", true, true],
    ["editor", true, false],
    ["viewer", false, false],
  ] as const)("%s: creates %s, administers %s", (role, creates, administers) => {
    expect([mayCreate(role), mayAdminister(role)]).toEqual([creates, administers]);
    if (creates) requireCreate(role);
    else expect(() => requireCreate(role)).toThrow(refused);
    if (administers) requireAdminister(role);
    else expect(() => requireAdminister(role)).toThrow(refused);
  });

  it.each([
    ["admin", "other", true],
    ["editor", "other", false],
    ["viewer", "other", false],
    ["editor", "me", true],
    ["viewer", "me", true],
  ] as const)("%s changes what %s made: %s", (role, createdBy, allowed) => {
    expect(mayChangeOwned(actor(role), createdBy)).toBe(allowed);
    if (allowed) requireChangeOwned(actor(role), createdBy);
    else expect(() => requireChangeOwned(actor(role), createdBy)).toThrow(refused);
  });
});

const ALL: ReportAction[] = [
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
];
const USE: ReportAction[] = ["view", "generate", "download", "watch"];
const SEE: ReportAction[] = ["view", "download", "watch"];

type Case = readonly [role: Role, createdBy: string, visibility: "private" | "workspace", shared: boolean];
const VISIBILITIES = ["private", "workspace"] as const;

/** Every role as owner and as somebody else, with every visibility, shared with or not. */
const CASES: readonly Case[] = ROLES.flatMap((role) =>
  ["me", "other"].flatMap((createdBy) =>
    VISIBILITIES.flatMap((visibility) =>
      [false, true].map((shared): Case => [role, createdBy, visibility, shared]),
    ),
  ),
);

/** What somebody who is neither owner nor admin may do, by visibility and whether it is shared with them. */
const OTHERS = {
  "private false": [],
  "private true": USE,
  "workspace false": SEE,
  "workspace true": USE,
};

describe("G5 G6 G7: a report", () => {
  it.each(CASES)("for %s, made by %s, %s, shared %s", (role, createdBy, visibility, sharedWithMe) => {
    const facts = { createdBy, visibility, sharedWithMe };
    const manages = role === "admin" || createdBy === "me";
    const expected: readonly ReportAction[] = manages ? ALL : OTHERS[`${visibility} ${sharedWithMe}`];
    const access = reportAccess(actor(role), facts);
    expect(ALL.filter((action) => access[action])).toEqual(expected);
    expect(Object.keys(access).toSorted()).toEqual(ALL.toSorted());
    for (const action of ALL) {
      if (access[action]) requireReport(action, actor(role), facts);
      else expect(() => requireReport(action, actor(role), facts)).toThrow(refused);
    }
  });

  it("that is refused says what is missing", () => {
    const facts = { createdBy: "other", visibility: "workspace", sharedWithMe: false } as const;
    expect(() => requireReport("update", actor("editor"), facts)).toThrow(
      "You may view this report but not update it.",
    );
    expect(() => requireReport("view", actor("editor"), { ...facts, visibility: "private" })).toThrow(
      "You do not have permission to view this report",
    );
  });

  it("gives every role of the system some answer", () => {
    for (const role of ROLES) expect(typeof mayCreate(role)).toBe("boolean");
  });
});
