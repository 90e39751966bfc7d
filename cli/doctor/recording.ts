import type { AnswerShape } from "../../provider/vendors/vendor";
import type { Diagnosis } from "./diagnose-account";
import { Pseudonyms } from "./masks";

/** A read and its answer, with made-up values in the place of the account's. */
export interface RecordedExchange {
  /** Below the base URL of the client, with its query. */
  readonly path: string;
  readonly status: number;
  /** The JSON of the answer; absent where it was none. */
  readonly body?: unknown;
  /** What the answer was where it was no JSON: nothing, a page or text. */
  readonly text?: string;
}

/** What `doctor --live --record` writes: a fixture that an adapter can be fed with. */
export interface Recording {
  readonly format: 1;
  readonly accounts: readonly {
    readonly vendor: string;
    readonly exchanges: readonly RecordedExchange[];
  }[];
}

/** The exchanges of these accounts, masked; `shapes` says what each vendor's own words are. */
export function recordingOf(
  diagnoses: readonly Diagnosis[],
  shapes: (vendor: string) => readonly AnswerShape[],
): Recording {
  return {
    format: 1,
    accounts: diagnoses.map(({ vendor, exchanges, secrets }) => {
      const known = shapes(vendor);
      const ours = known.flatMap(({ path, words = [] }) => [...path.split("/"), ...words]);
      const masks = new Pseudonyms(ours, secrets);
      return {
        vendor,
        exchanges: exchanges.map(({ path, status, text, body }) => ({
          path: masks.path(path),
          status,
          ...(body === undefined ? { text: formOf(text) } : { body: masks.of(body) }),
        })),
      };
    }),
  };
}

function formOf(text: string): string {
  if (text.trim() === "") return "";
  return /^\s*</.test(text) ? "<html></html>" : "text";
}
