import { beforeAll, describe, expect, it } from "vitest";
import { call } from "./call";
import type { Enrolment } from "./operations";
import { expectProblem, type ProblemBody } from "./problems";
import { absentIds, type Fixture, type Ids, securityFixture } from "./security-fixture";
import { claimsFor, signed } from "./tokens";
import { newWorkspace } from "./workspaces";

export interface Operation {
  readonly method: string;
  readonly path: string;
}

/** The operations of the API's own document, by operationId. */
export async function documentedOperations(): Promise<Map<string, Operation>> {
  const response = await call("GET", "/openapi.json");
  const { paths } = (await response.json()) as {
    paths: Record<string, Record<string, { operationId: string }>>;
  };
  return new Map(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { operationId }]) => [
        operationId,
        { method: method.toUpperCase(), path },
      ]),
    ),
  );
}

/** Calls an operation as it is enrolled; one that is not documented is a 404. */
export function performOperation(
  { method, path }: Operation = { method: "GET", path: "/not-documented" },
  enrolment: Enrolment,
  ids: Ids,
  token: string | undefined,
): Promise<Response> {
  const params = enrolment.params?.(ids) ?? {};
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? `no-${name}-enrolled`);
  const query = enrolment.query ? `?${enrolment.query(ids)}` : "";
  return call(method, filled + query, { token, body: enrolment.body?.(ids), headers: enrolment.headers });
}

const hour = 3600;
const now = () => Math.floor(Date.now() / 1000);

/** Tokens for the fixture's admin that must not open anything. */
const BAD_TOKENS: Record<string, (workspace: string) => Promise<string> | string | undefined> = {
  "no token": () => undefined,
  "no real token": () => "a.b.c",
  "a token of another secret": (workspace) => signed(claimsFor({ workspace }), "x".repeat(32)),
  "an expired token": (workspace) => signed({ ...claimsFor({ workspace }), exp: now() - hour }),
  "a token for another audience": (workspace) => signed({ ...claimsFor({ workspace }), aud: "another" }),
};

/** Runs the checks that hold for every operation. `operations` says how each is called. */
export function securitySuite(operations: Readonly<Record<string, Enrolment>>): void {
  let documented: Map<string, Operation>;
  let mine: Fixture;
  beforeAll(async () => {
    documented = await documentedOperations();
    mine = await securityFixture();
  }, 60_000);

  const perform = (id: string, enrolment: Enrolment, ids: Ids, token: string | undefined) =>
    performOperation(documented.get(id), enrolment, ids, token);

  const entries = Object.entries(operations);
  const guarded = entries.filter(([, { may }]) => may !== "anybody");

  describe.each(guarded)("%s", (id, enrolment) => {
    it.each(Object.keys(BAD_TOKENS))("is 401 with %s", async (what) => {
      const token = await BAD_TOKENS[what]?.(mine.workspace.id);
      await expectProblem(await perform(id, enrolment, mine.ids, token), "unauthorized");
    });

    it("is 403 in a workspace that the token does not open", async () => {
      const query = (ids: Ids) =>
        `${enrolment.query ? `${enrolment.query(ids)}&` : ""}workspace_id=${mine.workspace.id}`;
      const token = await newWorkspace().token();
      await expectProblem(await perform(id, { ...enrolment, query }, mine.ids, token), "forbidden");
    });

    it("G1 U26: shows another workspace's ids exactly as missing ones", async () => {
      const token = await newWorkspace().token();
      const [foreign, absent] = await Promise.all(
        [mine.ids, absentIds(mine.ids)].map(async (ids) =>
          anonymous(await perform(id, enrolment, ids, token), ids),
        ),
      );
      expect(foreign).toEqual(absent);
      if (enrolment.params) expect(foreign).toMatchObject({ status: 404, body: { code: "not_found" } });
    });

    it.each(refusedRoles(enrolment))("G10: is 403 for the role %s", async (role) => {
      const token = await mine.workspace.token(role);
      await expectProblem(await perform(id, enrolment, mine.ids, token), "forbidden");
    });

    it("is done for those who may, so that the checks above mean something", {
      timeout: 60_000,
    }, async () => {
      const { workspace, ids } = enrolment.destroys ? await securityFixture() : mine;
      const token = await workspace.token(allowedRole(enrolment));
      const response = await perform(id, enrolment, ids, token);
      expect(response.ok, `${response.status} ${response.ok ? "" : await response.text()}`).toBe(true);
      await finish(response);
    });
  });

  it.each(entries.filter(([, { may }]) => may === "anybody"))("%s needs no token", async (id, enrolment) => {
    const response = await perform(id, enrolment, mine.ids, undefined);
    expect(response.ok).toBe(true);
    await finish(response);
  });

  it("holds for every operation of the document", () => {
    expect(Object.keys(operations).toSorted()).toEqual([...documented.keys()].toSorted());
  });
}

function refusedRoles({ may }: Enrolment): ("viewer" | "editor")[] {
  if (may === "viewer") return [];
  return may === "editor" ? ["viewer"] : ["viewer", "editor"];
}

/** The least role that may; what the admin made, only the admin may change. */
const allowedRole = ({ may }: Enrolment) => (may === "viewer" || may === "editor" ? may : "admin");

/** Reads an answer to its end, unless it has none. */
async function finish(response: Response): Promise<void> {
  const isEndless = response.headers.get("Content-Type")?.startsWith("text/event-stream");
  await (isEndless ? response.body?.cancel() : response.arrayBuffer());
}

/** An answer without what differs by the ids that were asked for, and by the request. */
async function anonymous(response: Response, ids: Ids) {
  const { status } = response;
  let text = await response.text();
  for (const id of Object.values(ids)) text = text.replaceAll(id, "ID");
  const body = JSON.parse(text.replace(/"(ds|rep|run)_[0-9a-z]{26}"/g, '"NEW"')) as Partial<ProblemBody>;
  const { request_id: _, ...same } = body;
  return { status, body: status < 400 ? "done" : same };
}
