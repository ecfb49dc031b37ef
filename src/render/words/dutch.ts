import type { Words } from "./words";

export const DUTCH: Words = {
  generated: "Gemaakt",
  description: "Beschrijving",
  filters: "Filters",
  filter: "Filter: {label}",
  none: "Geen",
  contents: "Inhoud",
  page: "Pagina {page} van {pages}",

  total: "Totaal",
  subtotal: "Subtotaal",
  yes: "Ja",
  no: "Nee",
  blank: "(leeg)",

  rows: "Rijen",
  row: "Rij",
  row_count: { one: "{count} rij", other: "{count} rijen" },
  cut_rows: {
    one: "{count} van {total} rij (afgekapt op de limiet)",
    other: "{count} van {total} rijen (afgekapt op de limiet)",
  },
  no_rows: "Geen rijen",

  part_of_columns: "Deel {part} van {parts}: kolommen {from} tot en met {to} van {columns}",
  part_of_column: "Deel {part} van {parts}: kolom {from} van {columns}",
  columns_of: "Kolommen {from} tot en met {to} van {columns}",
  in_parts:
    "{columns} kolommen passen niet naast elkaar: ze volgen in {parts} tabellen, elk met ‘{first}’ vooraan.",

  no_glyphs: {
    one: "� staat voor {count} teken dat in de lettertypen van dit bestand ontbreekt; gekopieerde tekst bevat het wel.",
    other:
      "� staat voor {count} tekens die in de lettertypen van dit bestand ontbreken; gekopieerde tekst bevat ze wel.",
  },

  notes: "Opmerkingen",
  key_figures: "Kerncijfers",

  tests: {
    is: "is {value}",
    is_not: "is niet {value}",
    over: "groter dan {value}",
    at_least: "minstens {value}",
    under: "kleiner dan {value}",
    at_most: "hoogstens {value}",
    one_of: "is een van {values}",
    none_of: "is geen van {values}",
    contains: "bevat {value}",
    starts_with: "begint met {value}",
    from: "vanaf {value}",
    to: "tot en met {value}",
    between: "tussen {low} en {high}",
    from_to: "van {low} tot en met {high}",
    empty: "is leeg",
    not_empty: "is niet leeg",
    no_value: "(leeg)",
    no_values: "(geen)",
    comma: ", ",
    and: " en ",
  },

  charts: {
    bar: "Staafdiagram",
    line: "Lijndiagram",
    pie: "Cirkeldiagram",
    histogram: "Histogram",
    scatter: "Spreidingsdiagram",
    by: "{values} per {names}",
    and: " en ",
    distribution: "Verdeling van {values}",
    to: " tot ",
    measures: "De eerste {count} van {total} meetwaarden",
    other: "Overig",
    point_count: { one: "{count} punt", other: "{count} punten" },
    freedman_diaconis: "Klassen volgens de regel van Freedman-Diaconis",
    sturges: "Klassen volgens de regel van Sturges",
    first_points: "{count} van {total} punten getoond: de eerste",
    even_points: "{count} van {total} punten getoond, gelijkmatig verdeeld",
    largest_slices: "{count} van {total} segmenten getoond: de grootste; de rest als ‘Overig’",
    left_out: "{chart} weggelaten: {reason}.",
    reasons: {
      no_rows: "er zijn geen rijen",
      no_numbers: "geen enkele kolom bevat getallen",
      one_number: "er zijn twee kolommen met getallen nodig",
      no_values: "de kolommen met getallen zijn leeg",
      none_above_zero: "geen enkele waarde is groter dan nul",
      too_far_apart: "de getallen liggen te ver uit elkaar",
    },
  },

  workbook: {
    about: "Info",
    overview: "Overzicht",
    chart_data: "Diagramgegevens",
    sheet: "Blad",
    holds: "Inhoud",
    holds_points: "De punten van diagrammen die geen afzonderlijke rijen tonen",
    has_sums: "Subtotalen en totalen staan vetgedrukt tussen de rijen.",
    continues: "Het blad was vol; de tabel gaat verder op {sheets}.",
    continued: "{title}, vervolg",
    cut_cells: {
      one: "1 cel was langer dan de {limit} tekens die een cel kan bevatten en is daar afgekapt.",
      other:
        "{count} cellen waren langer dan de {limit} tekens die een cel kan bevatten en zijn daar afgekapt.",
    },
  },
};
