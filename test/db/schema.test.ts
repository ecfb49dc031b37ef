import { env } from "cloudflare:workers";
import { getTableColumns, getTableName, isTable } from "drizzle-orm";
import { expect, it } from "vitest";
import * as schema from "../../src/db/schema";
import * as files from "../../src/files/tables";
import * as idempotency from "../../src/http/idempotency-table";

const tables = [...Object.values(schema), ...Object.values(files), ...Object.values(idempotency)].filter(
  (value) => isTable(value),
);

it.each(tables.map((table) => [getTableName(table), table] as const))(
  "table %s is what the migrations make",
  async (name, table) => {
    const { results } = await env.DB.prepare(`PRAGMA table_info(${name})`).all<{
      name: string;
      notnull: number;
      pk: number;
    }>();
    const made = Object.fromEntries(
      results.map((column) => [column.name, column.notnull === 1 || column.pk > 0]),
    );
    const declared = Object.fromEntries(
      Object.values(getTableColumns(table)).map((column) => [column.name, column.notNull || column.primary]),
    );
    expect(made).toEqual(declared);
  },
);
