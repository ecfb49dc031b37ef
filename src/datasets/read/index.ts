/**
 * Reading tables in two passes: `inspectTable` finds the form of a text, `readTable` gives its rows by that form.
 * `fileReader` does both for any stored file, workbooks too.
 */
export type { ByteFile } from "./byte-file";
export { READ_FAILURE_CODES, ReadFailure, type ReadFailureCode } from "./failure";
export {
  BAD_ROW_CODES,
  type BadRow,
  type BadRowCode,
  type ColumnHint,
  type CsvDialect,
  type CsvForm,
  type FieldOverride,
  type JsonForm,
  READ_LIMITS,
  type Reading,
  type ReadOptions,
  type TableBatch,
  type TableField,
  type TableForm,
  type TableFormat,
  type TargetField,
  type TextForm,
  type XlsxForm,
} from "./form";
export { canonicalHeader } from "./header";
export { inspectTable } from "./inspect";
export { readTable } from "./read";
export { fileReader, type TableReader, textReader } from "./reader";
export type { OpenBytes } from "./source";
