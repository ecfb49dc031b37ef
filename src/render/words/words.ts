/** Forms by the plural categories of CLDR that the language has; `other` is always there. */
export interface Forms {
  readonly one?: string;
  readonly few?: string;
  readonly many?: string;
  readonly other: string;
}

/**
 * What the product itself says in a file, in one language. `{name}` is filled in; numbers come written as the
 * report's locale writes them.
 */
export interface Words {
  readonly generated: string;
  readonly description: string;
  readonly filters: string;
  /** One filter among the facts: `{label}`. */
  readonly filter: string;
  readonly none: string;
  readonly contents: string;
  /** `{page}`, and at the very end `{pages}`: it is written when it is known. */
  readonly page: string;

  readonly total: string;
  readonly subtotal: string;
  readonly yes: string;
  readonly no: string;
  /** The name of rows in which the naming cell is empty. */
  readonly blank: string;

  /** A heading over counts, and over the numbers of rows. */
  readonly rows: string;
  readonly row: string;
  /** `{count}`. */
  readonly row_count: Forms;
  /** `{count}` of `{total}`, whose form it takes. */
  readonly cut_rows: Forms;
  readonly no_rows: string;

  /** A table too wide for the paper: `{part}` `{parts}` `{from}` `{to}` `{columns}`. */
  readonly part_of_columns: string;
  readonly part_of_column: string;
  readonly columns_of: string;
  /** `{columns}` `{parts}` `{first}`. */
  readonly in_parts: string;

  /** What U+FFFD stands for in a PDF: `{count}` different characters. */
  readonly no_glyphs: Forms;

  /** Titles of sections that have none: texts, and single numbers. */
  readonly notes: string;
  readonly key_figures: string;

  readonly tests: TestWords;
  readonly charts: ChartWords;
  readonly workbook: WorkbookWords;
}

/** What a filter asks of a field, behind its name: `{value}`, or `{values}` with `comma` between them. */
export interface TestWords {
  readonly is: string;
  readonly is_not: string;
  readonly over: string;
  readonly at_least: string;
  readonly under: string;
  readonly at_most: string;
  readonly one_of: string;
  readonly none_of: string;
  readonly contains: string;
  readonly starts_with: string;
  /** With both ends in, as the two that follow. */
  readonly from: string;
  readonly to: string;
  /** `{low}` `{high}`. */
  readonly between: string;
  readonly from_to: string;
  readonly empty: string;
  readonly not_empty: string;
  /** The empty cell among values, and no values at all. */
  readonly no_value: string;
  readonly no_values: string;
  readonly comma: string;
  readonly and: string;
}

export interface ChartWords {
  readonly bar: string;
  readonly line: string;
  readonly pie: string;
  readonly histogram: string;
  readonly scatter: string;
  /** `{values}` over `{names}`; `{values}` are joined by `and`. */
  readonly by: string;
  readonly and: string;
  readonly distribution: string;
  /** Between the ends of a bin where a dash would look like a sign. */
  readonly to: string;
  /** `{count}` of `{total}` columns of numbers. */
  readonly measures: string;
  /** What small slices are summed up as. */
  readonly other: string;
  readonly point_count: Forms;
  readonly freedman_diaconis: string;
  readonly sturges: string;
  /** `{count}` of `{total}` points. */
  readonly first_points: string;
  readonly even_points: string;
  readonly largest_slices: string;
  /** `{chart}` was asked for and is not there, for a `{reason}`. */
  readonly left_out: string;
  readonly reasons: ReasonWords;
}

export interface ReasonWords {
  readonly no_rows: string;
  readonly no_numbers: string;
  readonly one_number: string;
  readonly no_values: string;
  readonly none_above_zero: string;
  readonly too_far_apart: string;
}

export interface WorkbookWords {
  readonly about: string;
  readonly overview: string;
  readonly chart_data: string;
  readonly sheet: string;
  readonly holds: string;
  readonly holds_points: string;
  readonly has_sums: string;
  /** `{sheets}`. */
  readonly continues: string;
  /** `{title}`. */
  readonly continued: string;
  /** `{count}` cells, `{limit}` characters. */
  readonly cut_cells: Forms;
}
