import { tablesOf } from "../../src/render/document";
import { renderers } from "../../src/render/registry";
import { FORMATS, type Format } from "../../src/render/renderer";
import { sampleBatches } from "../data/sample-table";
import { deflateSheet } from "./bare-deflate";
import { writeBare } from "./bare-writers";
import { benchDocument } from "./bench-document";
import { compareGroups, manyGroups, storeBoth } from "./group-queries";
import { importStages } from "./import-stages";
import { compareLayouts } from "./row-layouts";

interface BenchEnv {
  readonly ASSETS: Fetcher;
  readonly LAYOUTS: D1Database;
}

/** What one measured piece of work gives back: milliseconds inside the isolate, and bytes made. */
interface Measured {
  readonly ms: number;
  readonly bytes: number;
  readonly [more: string]: unknown;
}

type Work = (query: URLSearchParams, env: BenchEnv) => Promise<Measured>;

const WORK: Readonly<Record<string, Work>> = {
  /** One of the product's renderers. */
  "/render": (query, env) =>
    measured(async (sink) => {
      await renderers[formatOf(query)].render(benchDocument(rowsOf(query)), sink, {
        font: (name) => readFont(env.ASSETS, name),
      });
    }),
  /** Making the rows alone, to be taken off what includes it. */
  "/rows": (query) =>
    measured(async () => {
      for await (const _ of tablesOf(benchDocument(rowsOf(query)))[0]?.rows() ?? []);
    }),
  "/bare": (query) => measured((sink) => writeBare(query.get("format") ?? "", rowsOf(query), sink)),
  "/deflate": async (query) => {
    let bytes = 0;
    const { bytesIn, begin } = await deflateSheet(rowsOf(query), {
      write: async (piece) => {
        bytes += piece.length;
      },
    });
    return { ms: performance.now() - begin, bytes, bytesIn };
  },
  "/layouts": async (query, { LAYOUTS }) => ({
    ms: 0,
    bytes: 0,
    layouts: await compareLayouts(LAYOUTS, [...sampleBatches(rowsOf(query))]),
  }),
  "/groups": async (query, { LAYOUTS }) => ({
    ms: 0,
    bytes: 0,
    costs: await compareGroups(LAYOUTS, rowsOf(query)),
  }),
  "/store-groups": async (query, { LAYOUTS }) => ({
    ms: 0,
    bytes: 0,
    table: await storeBoth(LAYOUTS, rowsOf(query), false),
  }),
  "/many-groups": async (query, { LAYOUTS }) => ({
    bytes: 0,
    ...(await manyGroups(LAYOUTS, JSON.parse(query.get("table") ?? ""))),
  }),
  "/import": async (query, { LAYOUTS }) => ({ ms: 0, ...(await importStages(LAYOUTS, rowsOf(query))) }),
};

export default {
  async fetch(request, env) {
    const { pathname, searchParams } = new URL(request.url);
    const work = WORK[pathname];
    if (!work) return new Response("no such work", { status: 404 });
    return Response.json(await work(searchParams, env));
  },
} satisfies ExportedHandler<BenchEnv>;

/** A sink that only counts. */
async function measured(
  work: (sink: { write(piece: Uint8Array): Promise<void> }) => Promise<void>,
): Promise<Measured> {
  let bytes = 0;
  const begin = performance.now();
  await work({
    write: async (piece) => {
      bytes += piece.length;
    },
  });
  return { ms: performance.now() - begin, bytes };
}

async function readFont(assets: Fetcher, name: string): Promise<Uint8Array | null> {
  const response = await assets.fetch(`https://assets/fonts/${name}`);
  if (response.ok) return new Uint8Array(await response.arrayBuffer());
  await response.body?.cancel();
  return null;
}

const rowsOf = (query: URLSearchParams) => Number(query.get("rows"));

function formatOf(query: URLSearchParams): Format {
  const format = FORMATS.find((known) => known === query.get("format"));
  if (!format) throw new Error("no such format");
  return format;
}
