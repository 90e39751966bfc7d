/**
 * Shares a list among callers that all want it as it is now. A caller is never given a list that was asked for before it came,
 * as that one may not show what the caller has just done; but all who come while one list is under way share the next.
 */
export class FreshList<T> {
  private running: Promise<T> | undefined;
  private next: Promise<T> | undefined;

  constructor(private readonly ask: () => Promise<T>) {}

  read(): Promise<T> {
    if (this.running === undefined) return this.start();
    this.next ??= this.running.then(
      () => this.start(),
      () => this.start(),
    );
    return this.next;
  }

  private start(): Promise<T> {
    this.next = undefined;
    const asked = this.ask();
    this.running = asked;
    const over = () => {
      if (this.running === asked) this.running = undefined;
    };
    asked.then(over, over);
    return asked;
  }
}
