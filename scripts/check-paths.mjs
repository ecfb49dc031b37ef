// A document that names a file which is not there is out of date.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");

/** One line for each path in the documents, and in comments of the code, that does not exist. */
export function checkPaths() {
  const documents = ["README.md", "CONTRIBUTING.md", ...["docs", "test", "bench"].flatMap(filesIn("md"))];
  const code = ["src", "test", "bench", "scripts"].flatMap(filesIn("ts", "mjs"));
  return [...problemsOf(documents, citedPaths), ...problemsOf(code, commentedPaths)];
}

function problemsOf(files, pathsIn) {
  return files.flatMap((file) =>
    pathsIn(readFileSync(path.join(root, file), "utf8"))
      .filter((cited) => !exists(cited) && !exists(path.join(path.dirname(file), cited)))
      .map((cited) => `${file} names ${cited}, which does not exist`),
  );
}

const exists = (cited) => [root, path.join(root, "src")].some((from) => existsSync(path.join(from, cited)));

function citedPaths(text) {
  const inCode = [
    ...text.matchAll(/`((?:src|test|docs|scripts|bench|migrations)\/[\w./-]*|wrangler[\w.]*\.toml)`/g),
  ];
  const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)];
  return [...inCode, ...links].map(([, cited]) => cited);
}

/** From the top of the repository, from `src`, or from the file's own folder; generated files are not looked at. */
function commentedPaths(text) {
  const comments = text.match(/^\s*(?:\/\*\*|\*|\/\/).*|\s\/\/ .*/gm) ?? [];
  if (text.startsWith("/* eslint-disable */")) return [];
  return comments.flatMap(
    (line) => line.match(/(?<![\w./-])[\w-]+(?:\/[\w-]+)*\.(?:ts|mjs|sql|md|toml)\b/g) ?? [],
  );
}

/** Lists the files of a folder that have one of these endings. */
function filesIn(...endings) {
  return (folder) =>
    readdirSync(path.join(root, folder), { recursive: true })
      .filter((file) => endings.some((ending) => file.endsWith(`.${ending}`)))
      .map((file) => path.join(folder, file));
}
