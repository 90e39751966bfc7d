import type { KeyDefinition } from "../vendor";

/**
 * The keys of a vendor that has one API key: `phone:<vendor>ApiKey`, or `<VENDOR>_API_KEY`. Its form is taken as opaque: only slips
 * are refused, a scheme before the key or a line end after it.
 */
export function singleKey(
  vendor: string,
  called = "the bare key",
): Readonly<Record<"apiKey", KeyDefinition>> {
  return {
    apiKey: {
      config: `${vendor}ApiKey`,
      environment: `${vendor.toUpperCase()}_API_KEY`,
      secret: true,
      form: { pattern: /^\S+$/, description: `${called}, without Bearer, blanks or line ends` },
    },
  };
}

/** The next step for a reader whose key was refused. */
export function singleKeyAdvice(vendor: string, hint = ""): string {
  return (
    `Check phone:${vendor}ApiKey (or ${vendor.toUpperCase()}_API_KEY)${hint}. ` +
    "Refresh and destroy use the key of the last up, unless --run-program is given."
  );
}
