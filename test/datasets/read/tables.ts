import {
  type BadRow,
  inspectTable,
  type ReadOptions,
  readTable,
  type TextForm,
} from "../../../src/datasets/read";
import type { Cell } from "../../../src/render/document";

export interface ReadBack {
  readonly form: TextForm;
  readonly rows: readonly (readonly Cell[])[];
  readonly bad: readonly BadRow[];
}

/** A file's bytes as a stream in pieces of the given sizes, the last size repeated. */
export function streamOf(bytes: Uint8Array, sizes: readonly number[] = [65_536]): ReadableStream<Uint8Array> {
  let at = 0;
  let piece = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) {
        controller.close();
        return;
      }
      const size = sizes[Math.min(piece, sizes.length - 1)] ?? bytes.length;
      controller.enqueue(bytes.subarray(at, at + size));
      at += size;
      piece += 1;
    },
  });
}

export function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? new TextEncoder().encode(content) : content;
}

/** Both passes over a whole file. */
export async function readAll(
  content: string | Uint8Array,
  options: ReadOptions = {},
  sizes?: readonly number[],
): Promise<ReadBack> {
  const bytes = bytesOf(content);
  const open = async () => streamOf(bytes, sizes);
  const form = await inspectTable(open, options);
  // Between the passes the form is stored as JSON.
  const stored: TextForm = JSON.parse(JSON.stringify(form));
  const rows: Cell[][] = [];
  const bad: BadRow[] = [];
  for await (const batch of readTable(open, stored)) {
    rows.push(...batch.rows);
    bad.push(...batch.bad);
  }
  return { form, rows, bad };
}

/** `type` or `type:format` of each field. */
export function typesOf({ form }: ReadBack): string[] {
  return form.fields.map(({ type, format }) => (format === undefined ? type : `${type}:${format}`));
}

/** The one column of a file of values, each on its line and quoted. */
export async function readColumn(values: readonly string[], options: ReadOptions & { more?: string } = {}) {
  const quoted = values.map((value) => `"${value.replaceAll('"', '""')}"`);
  const { form, rows, bad } = await readAll(`value\n${quoted.join("\n")}\n`, options);
  const [field] = form.fields;
  return {
    type: field?.format === undefined ? field?.type : `${field.type}:${field.format}`,
    values: rows.map((row) => row[0]),
    bad,
  };
}
