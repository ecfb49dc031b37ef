/** Reading tables: `inspectTable` finds the form of a file, `readTable` gives its rows by that form. */
export { READ_FAILURE_CODES, ReadFailure, type ReadFailureCode } from "./failure";
export {
  BAD_ROW_CODES,
  type BadRow,
  type BadRowCode,
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
} from "./form";
export { inspectTable } from "./inspect";
export { readTable } from "./read";
export type { OpenBytes } from "./source";
