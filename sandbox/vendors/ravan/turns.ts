/** Goes through the answers that the documentation leaves open to a question, from call to call. */
export class Turns {
  private readonly counts = new Map<string, number>();

  next<T>(question: string, forms: readonly [T, ...T[]]): T {
    const count = this.counts.get(question) ?? 0;
    this.counts.set(question, count + 1);
    // Not `?? forms[0]`: undefined is a form like any other.
    return forms[count % forms.length] as T;
  }
}
