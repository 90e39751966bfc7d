/** Has Pulumi print nothing but the message of an error that a program did not catch, without the stack and the program's text. */
export function shownAlone<E extends Error>(error: E): E {
  // What Pulumi's own RunError is known by, also across copies of the SDK.
  return Object.defineProperty(error, "__pulumiRunError", { value: true });
}
