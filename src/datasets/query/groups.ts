import type { Row } from "../../render/document";
import { type GroupPage, pagesOf, readPlan } from "./group-plan";
import { type Asked, answer, type GroupQuery, type GroupRange, groupingOf, withSource } from "./group-query";
import { type Block, blocksSql } from "./sql/blocks";
import { expressionsOf, groupsSql, sameGroupSql } from "./sql/groups";
import { layered } from "./sql/layers";
import { Parameters } from "./sql/parameters";
import { numberedSql } from "./sql/rows";
import { rowsPerPage, type TableRef } from "./table";

/** Groups that can be read once. */
export interface Groups {
  /** How many there are without the limit. */
  readonly total: number;
  readonly rows: AsyncIterable<Row[]>;
}

const MOST_BYTES = 8_000_000;
/** Beyond, most of the groups are not worth preparing at once. */
const MOST_GROUPS = 150_000;
const UNLIMITED = 1_000_000_000_000;
const PAGE_BYTES = 4_000_000;
const PAGE_ROWS = 20_000;

/**
 * Reads groups in their order. Most results are one round trip. Larger ones go on in pages, so that time stays
 * linear and memory small even when each row is a group: two queries give the groups' order and which rows each
 * has, as bare numbers, then a page is the groups of some thousand rows, found by primary key.
 */
export async function readGroups(db: D1Database, query: GroupQuery, range: GroupRange): Promise<Groups> {
  const asked: Asked = { db, query, range };
  const isPaged = query.source.kind === "table";
  const parameters = new Parameters();
  const source = withSource(asked, parameters);
  const limit = parameters.own(Math.min(range.limit, isPaged ? MOST_GROUPS : UNLIMITED));
  const most = parameters.own(isPaged ? (query.mostBytes ?? MOST_BYTES) : UNLIMITED);
  const groups = groupsSql("source", groupingOf(asked), range.isSummary, limit);
  const blocks = await answer<Block>(db, `${source} ${blocksSql(groups, most)}`, parameters);
  const total = blocks[0]?.total ?? 0;
  const size = blocks.reduce((sum, block) => sum + block.size, 0);
  const isAll = size === Math.min(total, range.limit);
  return { total, rows: isAll ? parsed(blocks) : further(asked, blocks, size) };
}

async function* parsed(blocks: Block[]): AsyncGenerator<Row[]> {
  for (let block = blocks.shift(); block; block = blocks.shift()) yield rowsOf(block);
}

const rowsOf = ({ rows }: Block) => JSON.parse(`[${rows}]`) as Row[];

/** The blocks that came already, then the groups behind them. */
async function* further(asked: Asked, blocks: Block[], skip: number): AsyncGenerator<Row[]> {
  yield* parsed(blocks);
  const { source } = asked.query;
  if (source.kind !== "table") return;
  const plan = await readPlan(asked, source.table, skip);
  for (const page of pagesOf(plan, rowsPerPage(source.table, PAGE_BYTES, PAGE_ROWS))) {
    yield await readPage(asked, source.table, page);
  }
}

async function readPage(asked: Asked, table: TableRef, page: GroupPage): Promise<Row[]> {
  const parameters = new Parameters();
  const source = page.isGiant ? withGroup(asked, page, parameters) : withRows(asked, table, page, parameters);
  const groups = groupsSql("page", groupingOf(asked), asked.range.isSummary, parameters.own(UNLIMITED));
  const sql = `${source} ${blocksSql(groups, parameters.own(UNLIMITED))}`;
  const rows = (await answer<Block>(asked.db, sql, parameters)).flatMap(rowsOf);
  if (rows.length !== page.groups) throw new Error("the groups of a page are not those that were planned");
  return rows;
}

function withRows(asked: Asked, table: TableRef, { members }: GroupPage, parameters: Parameters): string {
  const rows = numberedSql(table, `[${members.join(",")}]`, parameters);
  return `WITH page AS (${layered(rows, "n", expressionsOf(groupingOf(asked)), asked.query.timeZone)})`;
}

function withGroup(asked: Asked, { members }: GroupPage, parameters: Parameters): string {
  const source = withSource(asked, parameters);
  return `${source}, page AS (${sameGroupSql("source", groupingOf(asked), parameters.own(members[0] ?? 0))})`;
}
