/**
 * What is asked of a schema. Those of zod are such; their own types would make every program that compiles against this package compile
 * zod's declarations, which not every setting of TypeScript can.
 */
export interface Schema<T> {
  /** The value as the schema reads it. Throws where it cannot. */
  parse(value: unknown): T;
  /**
   * The same, and says what is wrong instead of throwing. The type of what is read is that of `parse`: from here, programs without
   * `exactOptionalPropertyTypes` would take the missing `data` of a failure for a part of it.
   */
  safeParse(value: unknown): SchemaResult<NoInfer<T>>;
}

/** How reading a value ended. */
export type SchemaResult<T> =
  | { readonly success: true; readonly data: T; readonly error?: undefined }
  | {
      readonly success: false;
      readonly data?: undefined;
      readonly error: { readonly issues: readonly SchemaIssue[] };
    };

/** What is wrong with a value. */
export interface SchemaIssue {
  /** The members that lead to it. */
  readonly path: readonly PropertyKey[];
  readonly message: string;
  /** zod's word for the kind of fault, such as `unrecognized_keys`. */
  readonly code?: string | undefined;
  /** The members that are not known, of that kind. */
  readonly keys?: readonly string[] | undefined;
}

/** A schema that can be a member of one of zod's objects. */
export interface MemberSchema<T> extends Schema<T> {
  /** Where zod looks for the type of a member. */
  readonly _zod: { readonly output: T; readonly input: unknown };
}
