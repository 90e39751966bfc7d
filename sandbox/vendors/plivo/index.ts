import { type Fields, fieldsOf } from "../../kit/json-body";
import { OpenQuestions } from "../../kit/open-questions";
import type {
  Answer,
  Refusal,
  StandIn,
  StandInFactory,
  StandInSettings,
  VendorAccess,
  VendorBody,
  VendorCall,
} from "../../kit/stand-in";
import { Account } from "../../world/account";
import type { Operation } from "../../world/faults";
import { answer, errorAnswer, noFunds, notFound, PlivoRefusal } from "./answers";
import { type Caller, e164Of, type Plivo } from "./context";
import { plivoTerms } from "./countries";
import { createDirectory, type Directory } from "./directory";
import { match } from "./routes";
import { plivoStock } from "./stock";

/** Plivo's number API, and as much of its other endpoints as a number refers to. */
export const plivo: StandInFactory = {
  vendor: "plivo",
  open: (settings) => new PlivoStandIn(settings),
};

class PlivoStandIn implements StandIn {
  readonly rateLimit = { calls: 300, perMs: 5000 };
  readonly terms = plivoTerms;
  readonly access: VendorAccess;
  readonly secrets: readonly string[];
  readonly account: Account;
  private readonly plivo: Plivo;

  constructor({ random, clock, stock }: StandInSettings) {
    const directory = createDirectory(random);
    const { authId, authToken, applications, subaccounts } = directory;
    this.access = {
      credentials: { plivoAuthId: authId, plivoAuthToken: authToken },
      agents: applications.map(({ id }) => id),
      subaccounts: subaccounts.map((subaccount) => subaccount.authId),
    };
    this.secrets = [authToken, ...subaccounts.map((subaccount) => subaccount.authToken)];
    this.account = new Account(clock, (e164) => e164.slice(1), plivoStock(random, stock));
    this.plivo = {
      directory,
      account: this.account,
      extras: new WeakMap(),
      questions: new OpenQuestions(),
    };
  }

  operations({ method, path }: VendorCall): readonly Operation[] {
    const found = match(method, path);
    return found?.kind === "route" ? found.route.operations : [];
  }

  answer(call: VendorCall): Answer {
    if (!call.path.endsWith("/")) return redirectToSlash(call);
    try {
      return this.handle(call);
    } catch (error) {
      if (error instanceof PlivoRefusal) return errorAnswer(error, this.plivo.questions);
      throw error;
    }
  }

  taken({ path }: VendorCall): Answer {
    const found = match("POST", path);
    const e164 = found?.kind === "route" ? e164Of(found.id) : undefined;
    if (e164 !== undefined) this.account.take(e164);
    return errorAnswer(notFound(), this.plivo.questions);
  }

  refuse(refusal: Refusal): Answer {
    switch (refusal) {
      case "no-funds":
        return noFunds(this.plivo.questions);
      case "rate-limited":
        return answer(429, { error: "rate limit exceeded" });
      case "server-error":
        return answer(500, { error: "internal server error" });
      case "too-large":
        return answer(413, { error: "request body too large" });
    }
  }

  private handle({ method, path, query, headers, body, listLagMs }: VendorCall): Answer {
    const found = match(method, path);
    if (found === undefined) throw notFound();
    const caller = authenticate(this.plivo.directory, found.authId, headers.get("authorization"));
    if (found.kind === "no-such-path") throw notFound();
    if (found.kind === "no-such-method") throw new PlivoRefusal(405, "method not allowed");
    return found.route.handler(this.plivo, {
      caller,
      id: found.id,
      path,
      query,
      body: bodyFields(method, body),
      listLagMs,
    });
  }
}

function redirectToSlash({ mount, path, query }: VendorCall): Answer {
  const search = query.size === 0 ? "" : `?${query}`;
  return { status: 301, headers: { location: `${mount}${path}/${search}` } };
}

/** Plivo knows an account by its own credentials only: those of another account do not open it. */
function authenticate(directory: Directory, authId: string, authorization: string | null): Caller {
  const accounts = [directory, ...directory.subaccounts];
  const account = accounts.find((entry) => entry.authId === authId);
  if (account === undefined || authorization?.replace(/^basic /i, "Basic ") !== basic(account)) {
    throw new PlivoRefusal(401, "authentication failed");
  }
  return { authId, isMain: account === directory };
}

function basic({ authId, authToken }: { authId: string; authToken: string }): string {
  return `Basic ${Buffer.from(`${authId}:${authToken}`).toString("base64")}`;
}

function bodyFields(method: string, body: VendorBody): Fields {
  // The official Node client writes "no parameters" as an empty text in JSON, on GET and DELETE too.
  if (body.kind === "none" || (body.kind === "json" && body.value === "")) return {};
  if (method === "GET") throw new PlivoRefusal(400, "a GET request takes no body");
  return fieldsOf(body, (problem) => {
    const text = problem === "malformed" ? "the body is not valid JSON" : "the body must be a JSON object";
    return new PlivoRefusal(400, text);
  });
}
