import type { Client } from "../../http/client";
import { requireWhole } from "../kit/list-length";
import { requireEnd } from "../kit/require-end";
import { ask } from "./ask";
import { type Assistant, type AssistantPage, assistantFrom, assistantPage } from "./rows";

// The most that a page holds (docs.famulor.io, when it was a label of the same platform; Sondos' own page is not to be had).
const pageSize = 100;
const listing = { vendor: "sondos", operation: "agent" };

/** Reads all assistants, page by page. An error, and never a part. */
export async function readAssistants(client: Client): Promise<readonly Assistant[]> {
  const first = await readPage(client, 1);
  const others =
    first.length.lastPage === undefined ? readOn(client, first) : readUpTo(client, first.length.lastPage);
  const pages = [first, ...(await others)];
  const found = new Map(pages.flatMap(({ rows }) => rows).map((row) => [row.id, assistantFrom(row)]));
  const unread = pages.reduce((sum, { rows, size }) => sum + size - rows.length, 0);
  requireWhole(
    pages.map(({ length }) => length),
    found.size + unread,
    listing,
  );
  return [...found.values()];
}

function readUpTo(client: Client, last: number): Promise<AssistantPage[]> {
  requireEnd(last, listing, pageSize);
  const numbers = Array.from({ length: last }, (_, index) => index + 1).slice(1);
  return Promise.all(numbers.map((number) => readPage(client, number)));
}

/** For pages that do not tell the last one, and for a list that knows no pages and is the same whichever is asked for. */
async function readOn(client: Client, first: AssistantPage): Promise<AssistantPage[]> {
  const pages: AssistantPage[] = [];
  const seen = new Set<string>();
  for (let page = first; page.rows.some(({ id }) => !seen.has(id)); pages.push(page)) {
    requireEnd(pages.length + 1, listing, pageSize);
    for (const { id } of page.rows) seen.add(id);
    page = await readPage(client, pages.length + 2);
  }
  return pages;
}

function readPage(client: Client, page: number): Promise<AssistantPage> {
  return ask(client, {
    operation: "agent",
    path: "/user/assistants/get",
    query: { page, per_page: pageSize },
    schema: assistantPage,
  });
}
