import type { Words } from "./words";

export const ITALIAN: Words = {
  generated: "Generato",
  description: "Descrizione",
  filters: "Filtri",
  filter: "Filtro: {label}",
  none: "Nessuno",
  contents: "Indice",
  page: "Pagina {page} di {pages}",

  total: "Totale",
  subtotal: "Subtotale",
  yes: "Sì",
  no: "No",
  blank: "(vuoto)",

  rows: "Righe",
  row: "Riga",
  row_count: { one: "{count} riga", other: "{count} righe" },
  cut_rows: {
    one: "{count} di {total} riga (tagliato al limite)",
    other: "{count} di {total} righe (tagliato al limite)",
  },
  no_rows: "Nessuna riga",

  part_of_columns: "Parte {part} di {parts}: colonne da {from} a {to} di {columns}",
  part_of_column: "Parte {part} di {parts}: colonna {from} di {columns}",
  columns_of: "Colonne da {from} a {to} di {columns}",
  in_parts:
    "Le {columns} colonne non stanno una accanto all’altra: seguono in {parts} tabelle, ciascuna con «{first}» all’inizio.",

  no_glyphs: {
    one: "� sostituisce {count} carattere assente nei font di questo file; il testo copiato lo contiene.",
    other: "� sostituisce {count} caratteri assenti nei font di questo file; il testo copiato li contiene.",
  },

  notes: "Note",
  key_figures: "Cifre chiave",

  tests: {
    is: "è {value}",
    is_not: "non è {value}",
    over: "maggiore di {value}",
    at_least: "almeno {value}",
    under: "minore di {value}",
    at_most: "al massimo {value}",
    one_of: "è uno tra {values}",
    none_of: "non è nessuno tra {values}",
    contains: "contiene {value}",
    starts_with: "inizia con {value}",
    from: "da {value}",
    to: "fino a {value}",
    between: "tra {low} e {high}",
    from_to: "da {low} a {high}",
    empty: "è vuoto",
    not_empty: "non è vuoto",
    no_value: "(vuoto)",
    no_values: "(nessuno)",
    comma: ", ",
    and: " e ",
  },

  charts: {
    bar: "Grafico a barre",
    line: "Grafico a linee",
    pie: "Grafico a torta",
    histogram: "Istogramma",
    scatter: "Grafico a dispersione",
    by: "{values} per {names}",
    and: " e ",
    distribution: "Distribuzione: {values}",
    to: " a ",
    measures: "Le prime {count} misure su {total}",
    other: "Altro",
    point_count: { one: "{count} punto", other: "{count} punti" },
    freedman_diaconis: "Classi secondo la regola di Freedman-Diaconis",
    sturges: "Classi secondo la regola di Sturges",
    first_points: "Mostrati {count} punti su {total}: i primi",
    even_points: "Mostrati {count} punti su {total}, distribuiti in modo uniforme",
    largest_slices: "Mostrati {count} settori su {total}: i più grandi; il resto come «Altro»",
    left_out: "{chart} omesso: {reason}.",
    reasons: {
      no_rows: "non ci sono righe",
      no_numbers: "nessuna colonna contiene numeri",
      one_number: "servono due colonne di numeri",
      no_values: "le colonne di numeri sono vuote",
      none_above_zero: "nessun valore è maggiore di zero",
      too_far_apart: "i numeri sono troppo distanti tra loro",
    },
  },

  workbook: {
    about: "Informazioni",
    overview: "Panoramica",
    chart_data: "Dati dei grafici",
    sheet: "Foglio",
    holds: "Contenuto",
    holds_points: "I punti dei grafici che non mostrano singole righe",
    has_sums: "Subtotali e totali si trovano tra le righe, in grassetto.",
    continues: "Il foglio era pieno; la tabella continua su {sheets}.",
    continued: "{title}, continua",
    cut_cells: {
      one: "1 cella superava i {limit} caratteri che una cella può contenere ed è stata tagliata.",
      other:
        "{count} celle superavano i {limit} caratteri che una cella può contenere e sono state tagliate.",
    },
  },
};
