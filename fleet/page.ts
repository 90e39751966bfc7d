import { createHash } from "node:crypto";
import { Html, html, type Part } from "./html";
import { pageStyle } from "./page-style";

/** What a page is made of. */
export interface PageParts {
  readonly title: string;
  readonly body: Html;
  /** Styles besides those of every page. */
  readonly style?: string;
  /** Scripts that run at the end, in this order. Nothing that comes from outside may be in them. */
  readonly scripts: readonly string[];
  /** Whether the scripts may talk to the server that the page comes from. */
  readonly isLive?: true;
}

/** A page, and the policy that it is to be sent with, which says the same as its own. */
export interface Page {
  readonly text: string;
  readonly policy: string;
}

/**
 * One self-contained page. Its Content-Security-Policy lets run and look just what is in it: a script or a style that got into a text by
 * mistake does nothing, and nothing is loaded from anywhere.
 */
export function page({ title, body, style = "", scripts, isLive }: PageParts): Page {
  const look = `${pageStyle}${style}`;
  const policy = [
    "default-src 'none'",
    `style-src ${hashOf(look)}`,
    `script-src ${scripts.map(hashOf).join(" ")}`,
    "img-src data:",
    ...(isLive ? ["connect-src 'self'"] : []),
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const text = html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<link rel="icon" href="data:,">
<title>${title}</title>
<style>${new Html(look)}</style>
</head>
<body>
${body}
${scripts.map(
  (script): Part => html`<script>${new Html(script)}</script>
`,
)}</body>
</html>
`.text;
  return { text, policy };
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
