import { PhoneError } from "./errors";

/** What an error says, to be quoted in another message: of our own errors what happened, without where and what next. */
export function reasonOf(error: unknown): string {
  if (PhoneError.isInstance(error)) return error.what;
  if (error instanceof Error) return String(error.message);
  // Not everything that can be thrown is an error, or can be made a text.
  return typeof error === "object" || typeof error === "function"
    ? "what was thrown is no error"
    : String(error);
}

/** The first line of {@link reasonOf}: other programs and the loader of modules print pages. */
export function firstReasonOf(error: unknown): string {
  return reasonOf(error).split("\n")[0] ?? "";
}
