/** Text that is HTML already. */
export class Html {
  constructor(readonly text: string) {}
}

/** What a template takes: texts are escaped, HTML stays as it is, and what is not there (null, undefined, false) leaves no trace. */
export type Part = Html | string | number | null | undefined | false | readonly Part[];

/**
 * HTML from a template. Whatever is put in is escaped, in texts and in quoted attributes alike.
 *
 * @example
 * ```ts
 * html`<td title="${label}">${rows.map((row) => html`<b>${row.e164}</b>`)}</td>`.text;
 * ```
 */
export function html(template: TemplateStringsArray, ...parts: readonly Part[]): Html {
  return new Html(template.reduce((text, piece, index) => `${text}${render(parts[index - 1])}${piece}`));
}

function render(part: Part): string {
  if (part === null || part === undefined || part === false) return "";
  if (part instanceof Html) return part.text;
  if (typeof part === "object") return part.map(render).join("");
  return escaped(String(part));
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** What no HTML may contain becomes U+FFFD, and what would turn the text around it is left out. */
function escaped(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => entities[character] ?? "")
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, "")
    .replace(/(?![\t\n\r])\p{Cc}/gu, "\ufffd");
}
