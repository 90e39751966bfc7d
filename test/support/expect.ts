/** The value, which the test knows to be there. */
export function defined<T>(value: T | undefined | null): T {
  if (value === undefined || value === null) throw new Error("the test expected a value here");
  return value;
}

/** What the promise was rejected with. */
export async function errorOf(promise: Promise<unknown>): Promise<Error> {
  let value: unknown;
  try {
    value = await promise;
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
  throw new Error(`expected an error, got ${JSON.stringify(value)}`);
}

/** The error, which must be of that class. */
export async function errorOfClass<T extends Error>(
  type: abstract new (...args: never[]) => T,
  promise: Promise<unknown>,
): Promise<T> {
  const error = await errorOf(promise);
  if (error instanceof type) return error;
  throw new Error(`expected ${type.name}, got ${error.name}: ${error.message}`, { cause: error });
}
