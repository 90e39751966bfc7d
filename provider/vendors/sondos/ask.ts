import type { z } from "zod";
import { RefusedError } from "../../domain/errors";
import type { Answer, Call, Client } from "../../http/client";
import { saysNone } from "../kit/says-none";
import { done } from "./rows";

/** A question for something that every account has, if only an empty list. */
export interface Question<T extends z.ZodType> extends Pick<Call, "operation" | "path" | "query"> {
  readonly schema: T;
}

/** Asks, and reads the answer. "Not found" means another address or edition here, and never that a number or an agent is gone. */
export async function ask<T extends z.ZodType>(
  client: Client,
  { schema, ...question }: Question<T>,
): Promise<z.output<T>> {
  return readAnswer(client, await send(client, question), schema);
}

/** The same for a search, whose answer may be that there is nothing: undefined then. */
export async function askForStock<T extends z.ZodType>(
  client: Client,
  { schema, ...question }: Question<T>,
): Promise<z.output<T> | undefined> {
  const answer = await send(client, question);
  return saysNone(answer) ? undefined : readAnswer(client, answer, schema);
}

function send(client: Client, question: Pick<Call, "operation" | "path" | "query">): Promise<Answer> {
  return client.send({ ...question, method: "GET", effect: "read" });
}

function readAnswer<T extends z.ZodType>(client: Client, answer: Answer, schema: T): z.output<T> {
  if (answer.ok) return client.read(answer, schema);
  if (answer.status !== 404) throw client.failure(answer);
  throw new RefusedError(`there is no such call: GET ${answer.call.path}`, {
    ...client.facts(answer),
    nextStep: "Check that the base URL is the origin of Sondos' API.",
  });
}

/** Throws UnclearError when a page for browsers stands in the place of an answer: some gateway wrote it, and nothing is known. */
export function requireAnswer(client: Client, answer: Answer): void {
  if (answer.ok && answer.form === "page") client.read(answer, done);
}
