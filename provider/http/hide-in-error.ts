import type { Redact } from "./redact";

// An error, its details, and what they hold; causes have causes.
const deepest = 6;

/** Cleans all texts of an error that is somebody else's, in place: its message, its stack, what it carries, and its causes. */
export function hideInError(error: unknown, hide: Redact, depth = 0): void {
  if (typeof error !== "object" || error === null || depth > deepest) return;
  for (const name of Object.getOwnPropertyNames(error)) {
    const { value, writable, configurable } = Object.getOwnPropertyDescriptor(error, name) ?? {};
    if (typeof value === "object") hideInError(value, hide, depth + 1);
    if (typeof value !== "string" || hide(value) === value) continue;
    if (writable) Reflect.set(error, name, hide(value));
    else if (configurable) Object.defineProperty(error, name, { value: hide(value) });
  }
}
