/** Bounds that keep one hostile workbook from filling the 128 MB of an isolate, or its time. */
export const XLSX_LIMITS = {
  /** Bytes of the zip's directory: some 40,000 entries. */
  directoryBytes: 4_000_000,
  /** Unpacked bytes of a sheet or of the shared strings. A sheet of a million rows and ten columns has 0.5 GB. */
  unpackedBytes: 2_000_000_000,
  /** Unpacked bytes of each other part that is read. */
  smallPartBytes: 16_000_000,
  /** Unpacked by packed bytes; sheets reach 30, deflate itself 1,032. */
  ratio: 250,
  /** Below so many unpacked bytes the ratio does not matter. */
  ratioFrom: 16_000_000,
  /** Memory of the shared strings. */
  stringBytes: 48_000_000,
  /** Merged cells among the first rows. */
  merges: 10_000,
  /** Rows looked at to tell a title from a header. */
  sampleRows: 30,
  sampleChars: 262_144,
  /** Rows of a header whose cells are merged. */
  headerRows: 5,
  /** Columns that a merged header cell names. */
  headerSpan: 1_000,
  /** Cells that are left empty and reported one by one. */
  badCells: 10_000,
} as const;
