import type { Answer, VendorCall } from "../kit/stand-in";
import type { CallFaultName, Fault } from "../world/faults";
import type { MountedStandIn, SandboxState } from "../world/sandbox-state";

/** What goes over the wire: an answer as text. A text of undefined is an empty body. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string | undefined;
}

/** What becomes of a call, after it was held for a while. */
export interface Outcome {
  readonly holdMs: number;
  readonly end: WireAnswer | "cut";
}

const badGateway: WireAnswer = {
  status: 502,
  headers: { "content-type": "text/html" },
  text: "<html>\n<head><title>502 Bad Gateway</title></head>\n<body><h1>502 Bad Gateway</h1></body>\n</html>\n",
};

/** Decides on a call as it arrives. Whatever it changes has changed when this returns. */
export function dispatch(
  state: SandboxState,
  { vendor, standIn, window }: MountedStandIn,
  call: VendorCall,
): Outcome {
  state.settle();
  // A call over the limit never reaches the operation, so it uses up no fault either.
  if (window !== undefined && !window.admit(performance.now())) {
    return at(0, wire(standIn.refuse("rate-limited", call)));
  }
  const { fault, lag } = state.faults.take(vendor, standIn.operations(call));
  const answer = () => wire(standIn.answer({ ...call, listLagMs: lag?.delayMs ?? 0 }));
  if (fault === undefined) return at(0, answer());
  return outcomes[fault.fault]({
    fault,
    answer,
    refuse: (refusal) => wire(standIn.refuse(refusal, call)),
    taken: () => wire(standIn.taken(call)),
  });
}

/** What can become of one call. */
interface FaultyCall {
  readonly fault: Fault;
  /** Lets the call take effect. */
  readonly answer: () => WireAnswer;
  readonly refuse: (refusal: "rate-limited" | "server-error" | "no-funds") => WireAnswer;
  readonly taken: () => WireAnswer;
}

const outcomes: Record<CallFaultName, (call: FaultyCall) => Outcome> = {
  "reset-before": () => at(0, "cut"),
  "reset-after": ({ answer }) => after(answer, at(0, "cut")),
  "timeout-before": ({ fault }) => at(fault.delayMs, "cut"),
  "timeout-after": ({ fault, answer }) => after(answer, at(fault.delayMs, "cut")),
  "500-before": ({ refuse }) => at(0, refuse("server-error")),
  "500-after": ({ answer, refuse }) => after(answer, at(0, refuse("server-error"))),
  "502-html-after": ({ answer }) => after(answer, at(0, badGateway)),
  "429": ({ fault, refuse }) => at(0, retryAfter(refuse("rate-limited"), fault)),
  "malformed-after": ({ answer }) => at(0, malformed(answer())),
  taken: ({ taken }) => at(0, taken()),
  "taken-after": ({ answer, taken }) => {
    answer();
    return at(0, taken());
  },
  "no-funds": ({ refuse }) => at(0, refuse("no-funds")),
  delay: ({ fault, answer }) => at(fault.delayMs, answer()),
};

function at(holdMs: number, end: WireAnswer | "cut"): Outcome {
  return { holdMs, end };
}

function after(effect: () => WireAnswer, outcome: Outcome): Outcome {
  effect();
  return outcome;
}

function retryAfter(answer: WireAnswer, { retryAfter: seconds }: Fault): WireAnswer {
  if (seconds === undefined) return answer;
  return {
    ...answer,
    headers: { ...answer.headers, "retry-after": String(seconds) },
  };
}

/** Breaks off in the middle of the text: no beginning of a JSON object is JSON itself. */
function malformed(answer: WireAnswer): WireAnswer {
  const succeeded = answer.status >= 200 && answer.status < 300 && answer.status !== 204;
  return {
    status: succeeded ? answer.status : 200,
    headers: { "content-type": "application/json" },
    text: answer.text?.slice(0, Math.ceil(answer.text.length / 2)) ?? "{",
  };
}

/** An answer as text, with its content type. */
export function wire({ status, body, text, headers }: Answer): WireAnswer {
  if (text !== undefined) return { status, headers: { "content-type": "text/plain", ...headers }, text };
  if (body === undefined) return { status, headers: { ...headers }, text: undefined };
  return {
    status,
    headers: { "content-type": "application/json", ...headers },
    text: JSON.stringify(body),
  };
}
