/** Asks a question once per key, for everybody who wants to know. A question that failed is asked again. */
export class Once<T> {
  private readonly asked = new Map<string, Promise<T>>();

  answer(key: string, ask: () => Promise<T>): Promise<T> {
    const known = this.asked.get(key);
    if (known !== undefined) return known;
    const answer = ask();
    this.asked.set(key, answer);
    answer.catch(() => this.asked.delete(key));
    return answer;
  }
}
