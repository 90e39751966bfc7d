import { PhoneError } from "./errors";

/** What an error says, to be quoted in another message: of our own errors what happened, without where and what next. */
export function reasonOf(error: unknown): string {
  if (PhoneError.isInstance(error)) return error.what;
  return error instanceof Error ? error.message : String(error);
}

/** The first line of {@link reasonOf}: other programs and the loader of modules print pages. */
export function firstReasonOf(error: unknown): string {
  return reasonOf(error).split("\n")[0] ?? "";
}
