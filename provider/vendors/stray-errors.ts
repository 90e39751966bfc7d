import { hideInError } from "../http/hide-in-error";
import type { Redact } from "../http/redact";

const hiding = new Set<Redact>();

function hideIn(error: unknown): void {
  for (const hide of hiding) hideInError(error, hide);
}

/**
 * What a vendor's module throws after its call is over, as from a timer, no caller catches, and whoever runs the process prints it. Has
 * keys hidden in it before that.
 */
export function hideInStrayErrors(hide: Redact): void {
  if (hiding.size === 0) {
    // Hears of it before anybody, and leaves what becomes of the process as it is.
    process.on("uncaughtExceptionMonitor", hideIn);
    // As the host of dynamic providers does; where nobody listens, a rejection becomes an exception.
    if (process.listenerCount("unhandledRejection") > 0)
      process.prependListener("unhandledRejection", hideIn);
  }
  hiding.add(hide);
}
