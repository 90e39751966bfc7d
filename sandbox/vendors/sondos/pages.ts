import type { OpenQuestions } from "../../kit/open-questions";
import type { Answer, VendorCall } from "../../kit/stand-in";

const login = "/login";
const html = { "content-type": "text/html; charset=UTF-8" };

/** What Sondos shows to browsers, and to clients it takes for one. */
export class Pages {
  constructor(private readonly questions: OpenQuestions) {}

  /** The answer to a call from a browser; undefined where it is a call of the API. */
  answer({ method, path, mount, query, headers }: VendorCall): Answer | undefined {
    if (path.length > 1 && path.endsWith("/")) {
      const search = query.size === 0 ? "" : `?${query}`;
      return { status: 301, headers: { location: `${mount}${path.replace(/\/+$/, "")}${search}` } };
    }
    if (path === login && method === "GET") return page(200, "Log in");
    if (!path.startsWith("/api/")) return page(404, "Not Found");
    if (wantsJson(headers)) return undefined;
    // Doubt: whether a client that does not ask for JSON is sent to the login, or shown a page at once.
    return this.questions.next<Answer>(
      "client that does not ask for JSON",
      { status: 302, headers: { location: `${mount}${login}` } },
      page(200, "Log in"),
    );
  }
}

function wantsJson(headers: Headers): boolean {
  return /[/+]json\b/i.test(headers.get("accept") ?? "");
}

function page(status: number, title: string): Answer {
  const text = `<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
  return { status, headers: html, text };
}
