// Makes /docs: an interactive reference (Swagger UI, Apache License 2.0, from its npm package) and the list of
// problems, all from our own address. Runs alone: node scripts/docs-assets.mjs [target directory].
import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { PROBLEMS } from "../src/http/codes.ts";

const COPIED = [
  "swagger-ui-bundle.js",
  "swagger-ui-bundle.js.LICENSE.txt",
  "swagger-ui.css",
  "favicon-32x32.png",
  "LICENSE",
  "NOTICE",
];

/**
 * Swagger UI draws with inline styles and data: images; scripts come from files only. These pages talk to
 * this origin and no other.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const HEADERS = `/docs/*
  Content-Security-Policy: ${POLICY}
  Strict-Transport-Security: max-age=31536000; includeSubDomains
  X-Content-Type-Options: nosniff
  X-Frame-Options: DENY
  Referrer-Policy: no-referrer
  Origin-Agent-Cluster: ?1
`;

const INITIALIZER = `window.addEventListener("load", () => {
  SwaggerUIBundle({
    url: "/openapi.json",
    dom_id: "#docs",
    deepLinking: true,
    filter: true,
    displayRequestDuration: true,
    tryItOutEnabled: true,
    validatorUrl: null,
  });
});
`;

/** Swagger UI's own colours are too pale to read (WCAG 2.2, 1.4.3), and its list of the one server says nothing. */
const STYLE = `body { margin: 0; background: #fff; color: #1b1f23; font-family: system-ui, sans-serif; }
.text { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; line-height: 1.5; }
.text .scroll { overflow-x: auto; }
.swagger-ui .wrapper { max-width: 72rem; }
.swagger-ui .info { margin: 2rem 0; }
.swagger-ui .scheme-container { padding: 1rem 0; }
.swagger-ui .servers-title, .swagger-ui .servers { display: none; }
.swagger-ui a, .swagger-ui .info a { color: #0b5cad; }
.swagger-ui .info .title small { background: #4a5160; }
.swagger-ui .info .title small.version-stamp { background: #3f6b00; }
.swagger-ui .markdown code, .swagger-ui .renderedMarkdown code { color: #6b1fb3; }
.swagger-ui .opblock.opblock-get .opblock-summary-method { background: #1b62ad; }
.swagger-ui .opblock.opblock-post .opblock-summary-method { background: #1a7345; }
.swagger-ui .opblock.opblock-put .opblock-summary-method { background: #945200; }
.swagger-ui .opblock.opblock-patch .opblock-summary-method { background: #0f6f66; }
.swagger-ui .opblock.opblock-delete .opblock-summary-method { background: #b3261e; }
.swagger-ui .btn.authorize { color: #1a7345; border-color: #1a7345; }
.swagger-ui .btn.execute { background: #1b62ad; border-color: #1b62ad; }
.swagger-ui .btn.authorize svg { fill: #1a7345; }
@media (max-width: 40rem) {
  .swagger-ui .opblock-tag { flex-wrap: wrap; }
  .swagger-ui .opblock-tag small { order: 1; flex-basis: 100%; padding: 0; }
}
table { border-collapse: collapse; }
td, th { text-align: left; padding: 0.4rem 1rem 0.4rem 0; border-bottom: 1px solid #d0d7de; }
tr:target { background: #fff8c5; }
`;

/**
 * Writes `<targetDir>/docs/*` and `<targetDir>/_headers`, which the platform reads for all assets there.
 * @param {string} targetDir
 */
export async function buildDocsAssets(targetDir) {
  const directory = path.join(targetDir, "docs");
  await rm(directory, { recursive: true, force: true });
  await mkdir(directory, { recursive: true });
  const source = path.dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
  await Promise.all(COPIED.map((name) => copyFile(path.join(source, name), path.join(directory, name))));
  const files = {
    "index.html": page("Edge Reports API", '<div id="docs"></div>', [
      '<link rel="stylesheet" href="/docs/swagger-ui.css">',
      '<script src="/docs/swagger-ui-bundle.js" defer></script>',
      '<script src="/docs/start.js" defer></script>',
    ]),
    "problems.html": page("Problems", problemList()),
    "404.html": page("Not found", NOT_FOUND),
    "start.js": INITIALIZER,
    "style.css": STYLE,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(directory, name), text);
  await writeFile(path.join(targetDir, "_headers"), HEADERS);
}

const NOT_FOUND = `<main class="text">
<h1>There is nothing at this address</h1>
<p><a href="/docs/">The reference of the API</a> and <a href="/docs/problems">the list of its problems</a> are here.</p>
</main>`;

function page(title, body, head = []) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
${head.join("\n")}
<link rel="stylesheet" href="/docs/style.css">
</head>
<body>
${body}
</body>
</html>
`;
}

/** What the `type` of a problem leads to. */
function problemList() {
  const rows = Object.entries(PROBLEMS).map(
    ([code, { status, title }]) =>
      `<tr id="${code}"><td><code>${code}</code></td><td>${status}</td><td>${title}</td></tr>`,
  );
  return `<main class="text">
<h1>Problems</h1>
<p>Every failure is <code>application/problem+json</code> (RFC 9457) with one of these codes.
<a href="/docs/">Back to the reference</a></p>
<div class="scroll"><table>
<tr><th>code</th><th>status</th><th>title</th></tr>
${rows.join("\n")}
</table></div>
</main>`;
}

if (process.argv[1] === import.meta.filename) await buildDocsAssets(process.argv[2] ?? ".assets/api");
