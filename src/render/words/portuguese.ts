import type { Words } from "./words";

/** Chosen to read well in Brazil and in Portugal. */
export const PORTUGUESE: Words = {
  generated: "Gerado",
  description: "Descrição",
  filters: "Filtros",
  filter: "Filtro: {label}",
  none: "Nenhum",
  contents: "Conteúdo",
  page: "Página {page} de {pages}",

  total: "Total",
  subtotal: "Subtotal",
  yes: "Sim",
  no: "Não",
  blank: "(em branco)",

  rows: "Linhas",
  row: "Linha",
  row_count: { one: "{count} linha", other: "{count} linhas" },
  cut_rows: {
    one: "{count} de {total} linha (cortado no limite)",
    other: "{count} de {total} linhas (cortado no limite)",
  },
  no_rows: "Nenhuma linha",

  part_of_columns: "Parte {part} de {parts}: colunas {from} a {to} de {columns}",
  part_of_column: "Parte {part} de {parts}: coluna {from} de {columns}",
  columns_of: "Colunas {from} a {to} de {columns}",
  in_parts:
    "As {columns} colunas não cabem lado a lado: seguem em {parts} tabelas, cada uma começando por “{first}”.",

  no_glyphs: {
    one: "� substitui {count} caractere que falta nas fontes deste arquivo; o texto copiado contém-no.",
    other: "� substitui {count} caracteres que faltam nas fontes deste arquivo; o texto copiado contém-nos.",
  },

  notes: "Notas",
  key_figures: "Indicadores",

  tests: {
    is: "é {value}",
    is_not: "não é {value}",
    over: "maior que {value}",
    at_least: "pelo menos {value}",
    under: "menor que {value}",
    at_most: "no máximo {value}",
    one_of: "é um de {values}",
    none_of: "não é nenhum de {values}",
    contains: "contém {value}",
    starts_with: "começa com {value}",
    from: "a partir de {value}",
    to: "até {value}",
    between: "entre {low} e {high}",
    from_to: "de {low} até {high}",
    empty: "está vazio",
    not_empty: "não está vazio",
    no_value: "(em branco)",
    no_values: "(nenhum)",
    comma: ", ",
    and: " e ",
  },

  charts: {
    bar: "Gráfico de barras",
    line: "Gráfico de linhas",
    pie: "Gráfico circular",
    histogram: "Histograma",
    scatter: "Gráfico de dispersão",
    by: "{values} por {names}",
    and: " e ",
    distribution: "Distribuição de {values}",
    to: " a ",
    measures: "As primeiras {count} de {total} medidas",
    other: "Outros",
    point_count: { one: "{count} ponto", other: "{count} pontos" },
    freedman_diaconis: "Classes pela regra de Freedman-Diaconis",
    sturges: "Classes pela regra de Sturges",
    first_points: "{count} de {total} pontos mostrados: os primeiros",
    even_points: "{count} de {total} pontos mostrados, distribuídos uniformemente",
    largest_slices: "{count} de {total} fatias mostradas: as maiores; o resto como “Outros”",
    left_out: "{chart} omitido: {reason}.",
    reasons: {
      no_rows: "não há linhas",
      no_numbers: "nenhuma coluna contém números",
      one_number: "são necessárias duas colunas de números",
      no_values: "as colunas de números estão vazias",
      none_above_zero: "nenhum valor é maior que zero",
      too_far_apart: "os números estão demasiado afastados entre si",
    },
  },

  workbook: {
    about: "Sobre",
    overview: "Resumo",
    chart_data: "Dados dos gráficos",
    sheet: "Folha",
    holds: "Conteúdo",
    holds_points: "Os pontos dos gráficos que não mostram linhas individuais",
    has_sums: "Os subtotais e totais estão entre as linhas, em negrito.",
    continues: "A folha estava cheia; a tabela continua em {sheets}.",
    continued: "{title}, continuação",
    cut_cells: {
      one: "1 célula excedia os {limit} caracteres que uma célula pode conter e foi cortada aí.",
      other: "{count} células excediam os {limit} caracteres que uma célula pode conter e foram cortadas aí.",
    },
  },
};
