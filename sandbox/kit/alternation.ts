/** Switches between the two answers that the documentation leaves open, from call to call. */
export class Alternation {
  private count = 0;

  next<T>(first: T, second: T): T {
    this.count += 1;
    return this.count % 2 === 1 ? first : second;
  }
}
