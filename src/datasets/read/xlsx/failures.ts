import { ReadFailure } from "../failure";

/** @param why a sentence's end: "the part … is missing". */
export function damaged(why: string): ReadFailure {
  return new ReadFailure(
    "damaged_file",
    `The workbook is damaged or was cut off: ${why}. Save it again and upload it.`,
  );
}

export function tooLarge(why: string): ReadFailure {
  return new ReadFailure("file_too_large", `${why} Save the sheet as CSV and upload that.`);
}

export function passwordProtected(): ReadFailure {
  return new ReadFailure(
    "password_protected",
    "The workbook is password-protected (encrypted). Save it without a password and upload that.",
  );
}

/** @param what "an old Excel workbook (.xls)". */
export function otherFormat(what: string): ReadFailure {
  return new ReadFailure("unsupported_format", `This is ${what}. Open it and save it as .xlsx or .csv.`);
}
