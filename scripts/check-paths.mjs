// A document that names a file which is not there is out of date.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");

/** One line for each path in the documents and in comments of the source that does not exist. */
export function checkPaths() {
  const documents = [
    "README.md",
    "CONTRIBUTING.md",
    ...markdownIn("docs"),
    ...markdownIn("test"),
    ...markdownIn("bench"),
  ];
  return documents
    .filter((file) => existsSync(path.join(root, file)))
    .flatMap((file) => {
      const text = readFileSync(path.join(root, file), "utf8");
      return citedPaths(text)
        .filter(
          (cited) =>
            !existsSync(path.join(root, cited)) && !existsSync(path.join(root, path.dirname(file), cited)),
        )
        .map((cited) => `${file} names ${cited}, which does not exist`);
    });
}

function citedPaths(text) {
  const inCode = [
    ...text.matchAll(/`((?:src|test|docs|scripts|bench|migrations)\/[\w./-]*|wrangler[\w.]*\.toml)`/g),
  ];
  const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)];
  return [...inCode, ...links].map(([, cited]) => cited);
}

function markdownIn(folder) {
  if (!existsSync(path.join(root, folder))) return [];
  return readdirSync(path.join(root, folder), { recursive: true })
    .filter((file) => file.endsWith(".md"))
    .map((file) => path.join(folder, file));
}
