/** What a test needs cannot be had on this machine: it is skipped, and says why. */
export class NotOnThisMachine extends Error {
  override readonly name = "NotOnThisMachine";
}

/** Does what brings something from elsewhere, such as a registry; its failure says that the thing is not to be had here. */
export async function brought<T>(what: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const reason = (error as Error).message.trim().split("\n").at(-1);
    throw new NotOnThisMachine(`there is no ${what} on this machine: ${reason}`, { cause: error });
  }
}

/** Does the work of a test, which is skipped where the machine lacks what it needs. */
export async function orSkipped<T>(skip: (reason: string) => never, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof NotOnThisMachine) skip(error.message);
    throw error;
  }
}
