import { Alternation } from "../../kit/alternation";

/** Open questions about the vendor. Each is answered one way and the other in turn, from call to call. */
export class Doubts {
  private readonly questions = new Map<string, Alternation>();

  next<T>(question: string, first: T, second: T): T {
    const answers = this.questions.get(question) ?? new Alternation();
    this.questions.set(question, answers);
    return answers.next(first, second);
  }
}
