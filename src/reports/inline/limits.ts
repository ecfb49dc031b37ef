/** What posted data may hold. More would make a document that nobody reads, or a definition that D1 cannot hold. */
export const DATA_LIMITS = {
  /** Of a table. */
  columns: 200,
  sections: 100,
  /** Objects within objects that become headings. */
  headings: 8,
  /** Scalars of one object that are shown as key figures; more become a table of names and values. */
  figures: 40,
  keyChars: 200,
  cellChars: 1_000_000,
  textChars: 50_000,
  /** Of all columns, figures and texts together, as JSON; a definition has about twice as many. */
  outlineBytes: 700_000,
} as const;
