/** Why a whole file cannot be read as a table. */
export const READ_FAILURE_CODES = [
  "empty_file",
  "not_a_table",
  "malformed_json",
  "unsupported_encoding",
  "too_many_columns",
  "unknown_field",
  "missing_columns",
  "no_good_rows",
  "unknown_sheet",
  "password_protected",
  "unsupported_format",
  "damaged_file",
  "file_too_large",
] as const;
export type ReadFailureCode = (typeof READ_FAILURE_CODES)[number];

/** Concerns the whole file; `message` is written for the person who uploaded it. */
export class ReadFailure extends Error {
  override readonly name = "ReadFailure";

  constructor(
    readonly code: ReadFailureCode,
    message: string,
  ) {
    super(message);
  }
}
