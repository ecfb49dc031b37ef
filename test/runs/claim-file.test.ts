import { eq } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { runs } from "../../src/db/schema";
import { fileKey } from "../../src/files/keys";
import { fileClaims } from "../../src/files/tables";
import { fileClaim } from "../../src/runs/claim-file";
import { renderFormat } from "../../src/runs/render-format";
import { newWorkspace } from "../support";
import { madeReport, succeed } from "../support/product";
import { shop } from "../support/run-rows";

/** A completed run, and what the Generator is asked to make one more file of it. */
async function wanted() {
  const workspace = newWorkspace();
  const token = await workspace.token();
  const report = await madeReport(token);
  const path = `/reports/${report.id}/generate`;
  const { id: runId } = await succeed("POST", path, token, { formats: ["csv"], async: false });
  return { workspaceId: workspace.id, runId, format: "json" as const, asker: null };
}

/** The workshop, which notes the keys that are written, and calls `before` each time. */
function noting(keys: string[], before = async () => {}) {
  const bucket = new Proxy(shop.bucket, {
    get: (target, name) => {
      if (name !== "put") return Reflect.get(target, name).bind(target);
      return async (key: string, ...rest: [ArrayBuffer]) => {
        keys.push(key);
        await before();
        return await target.put(key, ...rest);
      };
    },
  });
  return { ...shop, bucket };
}

const rowOf = async (runId: string) => {
  const [run] = await shop.db.select().from(runs).where(eq(runs.id, runId));
  return run?.files.filter(({ format }) => format === "json");
};

const claimsOf = (runId: string) =>
  shop.db
    .select()
    .from(fileClaims)
    .where(eq(fileClaims.id, `${runId}/json`));

describe("one more format of a run", () => {
  it("X4, E10: is made once by requests at once, and all of them get that file", async () => {
    const asked = await wanted();
    const keys: string[] = [];
    const files = await Promise.all([1, 2, 3].map(() => renderFormat(noting(keys), asked)));
    expect(keys).toEqual([fileKey(asked.workspaceId, asked.runId, "json")]);
    expect(files.map((file) => file?.sha256)).toEqual([1, 2, 3].map(() => files[0]?.sha256));
    expect(await rowOf(asked.runId)).toEqual([files[0]]);
    expect(await claimsOf(asked.runId)).toEqual([]);
  });

  it("X4: is made by the next when the first fails, and when the first died", async () => {
    const asked = await wanted();
    const failing = noting([], async () => {
      throw new Error("R2 is away");
    });
    await expect(renderFormat(failing, asked)).rejects.toThrow();
    expect(await claimsOf(asked.runId)).toEqual([]);
    const died = { id: `${asked.runId}/json`, holder: "died", leaseUntil: "2026-01-01T00:00:00.000Z" };
    await shop.db.insert(fileClaims).values(died);
    expect(await renderFormat(shop, asked)).toMatchObject({ format: "json", rows_written: 4 });
    expect(await claimsOf(asked.runId)).toEqual([]);
  });

  it("X4: made anew, it takes the place of what the row said of the former", async () => {
    const asked = await wanted();
    const former = await renderFormat(shop, asked);
    if (!former) throw new Error("no file");
    await shop.db
      .update(runs)
      .set({ files: [{ ...former, sha256: "00" }] })
      .where(eq(runs.id, asked.runId));
    await renderFormat(shop, asked);
    expect(await rowOf(asked.runId)).toEqual([former]);
  });

  it("a maker whose lease ran out and was taken over stops", async () => {
    const runId = crypto.randomUUID();
    let time = Date.now();
    const late = { ...shop, now: () => new Date(time) };
    const claim = fileClaim(late, runId, "json");
    await shop.db.batch([claim.forget, claim.take]);
    await claim.alive();
    time += (shop.settings.LEASE_SECONDS * 1000) / 2;
    await claim.alive();
    await shop.db.delete(fileClaims).where(eq(fileClaims.id, `${runId}/json`));
    time += (shop.settings.LEASE_SECONDS * 1000) / 2;
    await expect(claim.alive()).rejects.toThrow("Another request");
  });
});
