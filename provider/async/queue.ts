/** Lets tasks of the same key run one after the other, in the order in which they came. */
export class Queue {
  private readonly last = new Map<string, Promise<unknown>>();

  take<T>(key: string, task: () => Promise<T>): Promise<T> {
    const turn = (this.last.get(key) ?? Promise.resolve()).then(task, task);
    this.last.set(key, turn);
    return turn;
  }
}
