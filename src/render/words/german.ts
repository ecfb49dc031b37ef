import type { Words } from "./words";

export const GERMAN: Words = {
  generated: "Erstellt",
  description: "Beschreibung",
  filters: "Filter",
  filter: "Filter: {label}",
  none: "Keine",
  contents: "Inhalt",
  page: "Seite {page} von {pages}",

  total: "Summe",
  subtotal: "Zwischensumme",
  yes: "Ja",
  no: "Nein",
  blank: "(leer)",

  rows: "Zeilen",
  row: "Zeile",
  row_count: { one: "{count} Zeile", other: "{count} Zeilen" },
  cut_rows: {
    one: "{count} von {total} Zeile (an der Grenze abgeschnitten)",
    other: "{count} von {total} Zeilen (an der Grenze abgeschnitten)",
  },
  no_rows: "Keine Zeilen",

  part_of_columns: "Teil {part} von {parts}: Spalten {from} bis {to} von {columns}",
  part_of_column: "Teil {part} von {parts}: Spalte {from} von {columns}",
  columns_of: "Spalten {from} bis {to} von {columns}",
  in_parts:
    "{columns} Spalten passen nicht nebeneinander: Sie folgen in {parts} Tabellen, jeweils mit „{first}“ an erster Stelle.",

  no_glyphs: {
    one: "� steht für {count} Zeichen, das den Schriften dieser Datei fehlt; beim Kopieren bleibt es erhalten.",
    other:
      "� steht für {count} Zeichen, die den Schriften dieser Datei fehlen; beim Kopieren bleiben sie erhalten.",
  },

  notes: "Anmerkungen",
  key_figures: "Kennzahlen",

  tests: {
    is: "ist {value}",
    is_not: "ist nicht {value}",
    over: "größer als {value}",
    at_least: "mindestens {value}",
    under: "kleiner als {value}",
    at_most: "höchstens {value}",
    one_of: "ist einer der Werte {values}",
    none_of: "ist keiner der Werte {values}",
    contains: "enthält {value}",
    starts_with: "beginnt mit {value}",
    from: "ab {value}",
    to: "bis {value}",
    between: "zwischen {low} und {high}",
    from_to: "von {low} bis {high}",
    empty: "ist leer",
    not_empty: "ist nicht leer",
    no_value: "(leer)",
    no_values: "(keine)",
    comma: ", ",
    and: " und ",
  },

  charts: {
    bar: "Balkendiagramm",
    line: "Liniendiagramm",
    pie: "Kreisdiagramm",
    histogram: "Histogramm",
    scatter: "Streudiagramm",
    by: "{values} nach {names}",
    and: " und ",
    distribution: "Verteilung: {values}",
    to: " bis ",
    measures: "Die ersten {count} von {total} Messgrößen",
    other: "Sonstige",
    point_count: { one: "{count} Punkt", other: "{count} Punkte" },
    freedman_diaconis: "Klassen nach der Freedman-Diaconis-Regel",
    sturges: "Klassen nach der Sturges-Regel",
    first_points: "{count} von {total} Punkten gezeigt: die ersten",
    even_points: "{count} von {total} Punkten gezeigt, gleichmäßig verteilt",
    largest_slices: "{count} von {total} Segmenten gezeigt: die größten; der Rest als „Sonstige“",
    left_out: "{chart} entfällt: {reason}.",
    reasons: {
      no_rows: "es gibt keine Zeilen",
      no_numbers: "keine Spalte enthält Zahlen",
      one_number: "es braucht zwei Spalten mit Zahlen",
      no_values: "die Spalten mit Zahlen sind leer",
      none_above_zero: "kein Wert ist größer als null",
      too_far_apart: "die Zahlen liegen zu weit auseinander",
    },
  },

  workbook: {
    about: "Info",
    overview: "Überblick",
    chart_data: "Diagrammdaten",
    sheet: "Blatt",
    holds: "Inhalt",
    holds_points: "Die Punkte der Diagramme, die nicht einzelne Zeilen zeigen",
    has_sums: "Zwischensummen und Summen stehen fett zwischen den Zeilen.",
    continues: "Das Blatt war voll; die Tabelle geht weiter auf {sheets}.",
    continued: "{title}, Fortsetzung",
    cut_cells: {
      one: "1 Zelle war länger als die {limit} Zeichen, die eine Zelle fasst, und ist dort abgeschnitten.",
      other:
        "{count} Zellen waren länger als die {limit} Zeichen, die eine Zelle fasst, und sind dort abgeschnitten.",
    },
  },
};
