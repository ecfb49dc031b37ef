/// <reference types="vite/types/importMeta.d.ts" />

/** Vite gives a file's text for an import with `?raw`. */
declare module "*?raw" {
  const text: string;
  export default text;
}
