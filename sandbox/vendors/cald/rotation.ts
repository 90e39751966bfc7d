/** Goes through the answers that the documentation leaves open, from call to call. */
export class Rotation<T> {
  private turn = 0;
  private readonly forms: readonly [T, ...T[]];

  constructor(...forms: [T, ...T[]]) {
    this.forms = forms;
  }

  next(): T {
    const form = this.forms[this.turn % this.forms.length] ?? this.forms[0];
    this.turn += 1;
    return form;
  }
}
