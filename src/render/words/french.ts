import type { Words } from "./words";

export const FRENCH: Words = {
  generated: "Généré le",
  description: "Description",
  filters: "Filtres",
  filter: "Filtre : {label}",
  none: "Aucun",
  contents: "Sommaire",
  page: "Page {page} sur {pages}",

  total: "Total",
  subtotal: "Sous-total",
  yes: "Oui",
  no: "Non",
  blank: "(vide)",

  rows: "Lignes",
  row: "Ligne",
  row_count: { one: "{count} ligne", other: "{count} lignes" },
  cut_rows: {
    one: "{count} ligne sur {total} (coupé à la limite)",
    other: "{count} lignes sur {total} (coupé à la limite)",
  },
  no_rows: "Aucune ligne",

  part_of_columns: "Partie {part} sur {parts} : colonnes {from} à {to} sur {columns}",
  part_of_column: "Partie {part} sur {parts} : colonne {from} sur {columns}",
  columns_of: "Colonnes {from} à {to} sur {columns}",
  in_parts:
    "Les {columns} colonnes ne tiennent pas côte à côte : elles suivent dans {parts} tableaux, chacun commençant par « {first} ».",

  no_glyphs: {
    one: "� remplace {count} caractère absent des polices de ce fichier ; le texte copié le contient.",
    other: "� remplace {count} caractères absents des polices de ce fichier ; le texte copié les contient.",
  },

  notes: "Remarques",
  key_figures: "Chiffres clés",

  tests: {
    is: "est {value}",
    is_not: "n’est pas {value}",
    over: "supérieur à {value}",
    at_least: "au moins {value}",
    under: "inférieur à {value}",
    at_most: "au plus {value}",
    one_of: "est l’une des valeurs {values}",
    none_of: "n’est aucune des valeurs {values}",
    contains: "contient {value}",
    starts_with: "commence par {value}",
    from: "à partir de {value}",
    to: "jusqu’à {value}",
    between: "entre {low} et {high}",
    from_to: "de {low} à {high}",
    empty: "est vide",
    not_empty: "n’est pas vide",
    no_value: "(vide)",
    no_values: "(aucune)",
    comma: ", ",
    and: " et ",
  },

  charts: {
    bar: "Graphique à barres",
    line: "Graphique en courbes",
    pie: "Graphique en secteurs",
    histogram: "Histogramme",
    scatter: "Nuage de points",
    by: "{values} par {names}",
    and: " et ",
    distribution: "Distribution : {values}",
    to: " à ",
    measures: "Les {count} premières mesures sur {total}",
    other: "Autres",
    point_count: { one: "{count} point", other: "{count} points" },
    freedman_diaconis: "Classes selon la règle de Freedman-Diaconis",
    sturges: "Classes selon la règle de Sturges",
    first_points: "{count} points affichés sur {total} : les premiers",
    even_points: "{count} points affichés sur {total}, régulièrement répartis",
    largest_slices: "{count} secteurs affichés sur {total} : les plus grands ; le reste dans « Autres »",
    left_out: "{chart} omis : {reason}.",
    reasons: {
      no_rows: "il n’y a aucune ligne",
      no_numbers: "aucune colonne ne contient de nombres",
      one_number: "il faut deux colonnes de nombres",
      no_values: "les colonnes de nombres sont vides",
      none_above_zero: "aucune valeur n’est supérieure à zéro",
      too_far_apart: "les nombres sont trop éloignés les uns des autres",
    },
  },

  workbook: {
    about: "À propos",
    overview: "Aperçu",
    chart_data: "Données des graphiques",
    sheet: "Feuille",
    holds: "Contenu",
    holds_points: "Les points des graphiques qui ne montrent pas des lignes individuelles",
    has_sums: "Les sous-totaux et totaux figurent parmi les lignes, en gras.",
    continues: "La feuille était pleine ; le tableau continue sur {sheets}.",
    continued: "{title}, suite",
    cut_cells: {
      one: "1 cellule dépassait les {limit} caractères qu’une cellule peut contenir et a été coupée.",
      other:
        "{count} cellules dépassaient les {limit} caractères qu’une cellule peut contenir et ont été coupées.",
    },
  },
};
