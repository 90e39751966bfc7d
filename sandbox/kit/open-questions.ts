/**
 * Answers that the vendor's documentation leaves open. The stand-in gives each possible form in turn, from call
 * to call, so that a client cannot come to depend on one of them. For an answer that has to stay the same for one
 * number, see `varies`.
 *
 * @example
 * ```ts
 * const questions = new OpenQuestions();
 * questions.next("status of a purchase", 201, 202); // 201
 * questions.next("status of a purchase", 201, 202); // 202
 * questions.next("status of a purchase", 201, 202); // 201
 * ```
 */
export class OpenQuestions {
  private readonly counts = new Map<string, number>();

  /** The form whose turn it is: the first one the first time. Each question, known by its words, is counted alone. */
  next<T>(question: string, ...forms: readonly [T, ...T[]]): T {
    const count = this.counts.get(question) ?? 0;
    this.counts.set(question, count + 1);
    // Not `?? forms[0]`: undefined is a form like any other.
    return forms[count % forms.length] as T;
  }
}
