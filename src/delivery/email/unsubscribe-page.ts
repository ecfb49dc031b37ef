import { escapeHtml } from "../../render/html/escape";

/** Looking at it does nothing: programs that follow links in e-mails must not unsubscribe anybody. */
export const askPage = (recipient: string): string =>
  page(
    "Stop these e-mails?",
    `<p>Nothing more of this schedule will be sent to <b>${escapeHtml(recipient)}</b>.</p>
<form method="post"><input type="hidden" name="List-Unsubscribe" value="One-Click"><button>Stop these e-mails</button></form>`,
  );

export const donePage = (recipient: string): string =>
  page(
    "Done",
    `<p>Nothing more of this schedule is sent to <b>${escapeHtml(recipient)}</b>.</p>
<form method="post" action="?undo=true"><button>Send them again</button></form>`,
  );

export const undonePage = (recipient: string): string =>
  page(
    "Done",
    `<p>This schedule's e-mails are sent to <b>${escapeHtml(recipient)}</b> again.</p>
<form method="post" action="?"><button>Stop these e-mails</button></form>`,
  );

const page = (title: string, content: string) => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">
<title>${title}</title><style>${STYLE}</style></head>
<body><main><h1>${title}</h1>
${content}
</main></body>
</html>
`;

const STYLE = `body{margin:0;font:16px/1.5 system-ui,sans-serif;color:#1f2328;background:#fff}
main{max-width:32rem;margin:15vh auto;padding:0 1.5rem}
h1{font-size:1.5rem}
b{overflow-wrap:anywhere}
button{font:inherit;padding:.6rem 1.2rem;border:0;border-radius:6px;background:#1f2328;color:#fff;cursor:pointer}`;

/** Nothing but this style, and a form that leads back here. */
export const PAGE_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
