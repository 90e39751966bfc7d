import type { Answer } from "./stand-in";

/**
 * A request that the vendor turns down, with its answer. What checks a request throws it, wherever that is; `answered`
 * makes an answer of it.
 *
 * @example
 * ```ts
 * answer: (call) => answered(() => {
 *   if (call.headers.get("x-acme-key") !== key) throw new VendorRefusal({ status: 401 });
 *   return { status: 200, body: [] };
 * }),
 * ```
 */
export class VendorRefusal extends Error {
  override readonly name = "VendorRefusal";

  constructor(readonly answer: Answer) {
    super(`refused with ${answer.status}`);
  }
}

/** The answer of `handle`, or of the VendorRefusal that it throws. */
export function answered(handle: () => Answer): Answer {
  try {
    return handle();
  } catch (error) {
    if (error instanceof VendorRefusal) return error.answer;
    throw error;
  }
}
