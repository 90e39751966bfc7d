/**
 * Asks about many things by one question: whoever asks waits until what is under way by then is over, and all who come meanwhile are asked
 * about together. A question is asked only after all whom it is for have come, so that it shows what each of them has just done.
 */
export class Batch<Item, Answer> {
  private readonly underWay = new Set<Promise<unknown>>();
  private items: Item[] = [];
  private next: Promise<Answer> | undefined;

  constructor(private readonly askAbout: (items: readonly Item[]) => Promise<Answer>) {}

  /** Does what somebody will ask about. */
  async during<T>(work: Promise<T>): Promise<T> {
    this.underWay.add(work);
    try {
      return await work;
    } finally {
      this.underWay.delete(work);
    }
  }

  ask(item: Item): Promise<Answer> {
    this.items.push(item);
    this.next ??= Promise.allSettled(this.underWay).then(() => {
      const { items } = this;
      this.items = [];
      this.next = undefined;
      return this.askAbout(items);
    });
    return this.next;
  }
}
