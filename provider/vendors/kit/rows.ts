/** Rows of a list: those that could be read, and the others as they came. */
export interface Rows<T> {
  readonly rows: readonly T[];
  readonly odd: readonly unknown[];
}
