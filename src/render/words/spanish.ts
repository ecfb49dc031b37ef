import type { Words } from "./words";

export const SPANISH: Words = {
  generated: "Generado",
  description: "Descripción",
  filters: "Filtros",
  filter: "Filtro: {label}",
  none: "Ninguno",
  contents: "Contenido",
  page: "Página {page} de {pages}",

  total: "Total",
  subtotal: "Subtotal",
  yes: "Sí",
  no: "No",
  blank: "(en blanco)",

  rows: "Filas",
  row: "Fila",
  row_count: { one: "{count} fila", other: "{count} filas" },
  cut_rows: {
    one: "{count} de {total} fila (cortado en el límite)",
    other: "{count} de {total} filas (cortado en el límite)",
  },
  no_rows: "Ninguna fila",

  part_of_columns: "Parte {part} de {parts}: columnas {from} a {to} de {columns}",
  part_of_column: "Parte {part} de {parts}: columna {from} de {columns}",
  columns_of: "Columnas {from} a {to} de {columns}",
  in_parts:
    "Las {columns} columnas no caben una al lado de otra: siguen en {parts} tablas, cada una con «{first}» al principio.",

  no_glyphs: {
    one: "� sustituye a {count} carácter que falta en las fuentes de este archivo; el texto copiado lo contiene.",
    other:
      "� sustituye a {count} caracteres que faltan en las fuentes de este archivo; el texto copiado los contiene.",
  },

  notes: "Notas",
  key_figures: "Cifras clave",

  tests: {
    is: "es {value}",
    is_not: "no es {value}",
    over: "mayor que {value}",
    at_least: "al menos {value}",
    under: "menor que {value}",
    at_most: "como máximo {value}",
    one_of: "es uno de {values}",
    none_of: "no es ninguno de {values}",
    contains: "contiene {value}",
    starts_with: "empieza por {value}",
    from: "desde {value}",
    to: "hasta {value}",
    between: "entre {low} y {high}",
    from_to: "desde {low} hasta {high}",
    empty: "está vacío",
    not_empty: "no está vacío",
    no_value: "(en blanco)",
    no_values: "(ninguno)",
    comma: ", ",
    and: " y ",
  },

  charts: {
    bar: "Gráfico de barras",
    line: "Gráfico de líneas",
    pie: "Gráfico circular",
    histogram: "Histograma",
    scatter: "Gráfico de dispersión",
    by: "{values} por {names}",
    and: " y ",
    distribution: "Distribución de {values}",
    to: " a ",
    measures: "Las primeras {count} de {total} medidas",
    other: "Otros",
    point_count: { one: "{count} punto", other: "{count} puntos" },
    freedman_diaconis: "Intervalos según la regla de Freedman-Diaconis",
    sturges: "Intervalos según la regla de Sturges",
    first_points: "Se muestran {count} de {total} puntos: los primeros",
    even_points: "Se muestran {count} de {total} puntos, repartidos de manera uniforme",
    largest_slices: "Se muestran {count} de {total} sectores: los mayores; el resto, como «Otros»",
    left_out: "{chart} omitido: {reason}.",
    reasons: {
      no_rows: "no hay filas",
      no_numbers: "ninguna columna contiene números",
      one_number: "hacen falta dos columnas de números",
      no_values: "las columnas de números están vacías",
      none_above_zero: "ningún valor es mayor que cero",
      too_far_apart: "los números están demasiado alejados entre sí",
    },
  },

  workbook: {
    about: "Acerca de",
    overview: "Resumen",
    chart_data: "Datos de gráficos",
    sheet: "Hoja",
    holds: "Contenido",
    holds_points: "Los puntos de los gráficos que no muestran filas individuales",
    has_sums: "Los subtotales y totales están entre las filas, en negrita.",
    continues: "La hoja estaba llena; la tabla continúa en {sheets}.",
    continued: "{title}, continuación",
    cut_cells: {
      one: "1 celda superaba los {limit} caracteres que admite una celda y se cortó ahí.",
      other: "{count} celdas superaban los {limit} caracteres que admite una celda y se cortaron ahí.",
    },
  },
};
