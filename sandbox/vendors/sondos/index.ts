import { type Fields, objectIn } from "../../kit/json-body";
import { OpenQuestions } from "../../kit/open-questions";
import type {
  Answer,
  Refusal,
  StandIn,
  StandInFactory,
  StandInSettings,
  VendorAccess,
  VendorCall,
} from "../../kit/stand-in";
import { answered } from "../../kit/vendor-refusal";
import { Account } from "../../world/account";
import type { Operation } from "../../world/faults";
import {
  error,
  message,
  noProvider,
  noRelease,
  noSuchMethod,
  noSuchPath,
  notPermitted,
  OpenAnswers,
} from "./answers";
import { Bindings } from "./bindings";
import type { Sondos } from "./context";
import { sondosTerms } from "./countries";
import { createDirectory, secretOf, sondosRestrictedApiKey } from "./directory";
import { idCounter, idOf } from "./ids";
import { Pages } from "./pages";
import { match } from "./routes";
import { sondosStock } from "./stock";

/** Sondos' number API, and what assigns numbers to its assistants. */
export const sondos: StandInFactory = {
  vendor: "sondos",
  open: (settings) => new SondosStandIn(settings),
};

class SondosStandIn implements StandIn {
  readonly terms = sondosTerms;
  readonly access: VendorAccess;
  readonly secrets: readonly string[];
  readonly account: Account;
  private readonly sondos: Sondos;
  private readonly pages: Pages;

  constructor({ random, clock, stock }: StandInSettings) {
    const directory = createDirectory(random);
    const questions = new OpenQuestions();
    const account = new Account(clock, idCounter(random), sondosStock(random, stock));
    this.access = {
      credentials: { sondosApiKey: directory.apiKey },
      agents: directory.assistants.map(({ id }) => String(id)),
    };
    this.secrets = [directory.apiKey, secretOf(directory.apiKey), secretOf(sondosRestrictedApiKey)];
    this.account = account;
    this.pages = new Pages(questions);
    this.sondos = {
      directory,
      account,
      bindings: new Bindings(account, directory.assistants),
      open: new OpenAnswers(questions),
      shown: new Set(),
      questions,
    };
  }

  operations({ method, path }: VendorCall): readonly Operation[] {
    const found = match(method, path);
    return found.kind === "route" ? found.route.operations : [];
  }

  answer(call: VendorCall): Answer {
    return answered(() => this.pages.answer(call) ?? this.handle(call));
  }

  taken(call: VendorCall): Answer {
    const { phone_number: e164 } = fieldsOf(call);
    if (typeof e164 === "string") this.account.take(e164);
    return this.sondos.open.unavailable();
  }

  refuse(refusal: Refusal, call: VendorCall): Answer {
    switch (refusal) {
      case "no-funds":
        return this.sondos.open.noFunds();
      case "rate-limited":
        return this.sondos.open.rateLimited();
      case "server-error":
        return serverError(this.operations(call));
      case "too-large":
        return message(413, "The POST data is too large.");
    }
  }

  private handle(call: VendorCall): Answer {
    const { method, path, query, headers, listLagMs } = call;
    const found = match(method, path);
    if (found.kind === "no-such-path") return noSuchPath(path);
    if (found.kind === "no-such-method") return noSuchMethod(method, path, found.methods);
    const key = bearer(headers.get("authorization"));
    if (key === sondosRestrictedApiKey) return notPermitted();
    if (key !== this.sondos.directory.apiKey) return this.sondos.open.badKey();
    const { route, id } = found;
    return route.handler(this.sondos, { path, id: idOf(id), query, body: fieldsOf(call), listLagMs });
  }
}

function bearer(authorization: string | null): string | undefined {
  return /^bearer (.*)$/i.exec(authorization ?? "")?.[1];
}

function serverError(operations: readonly Operation[]): Answer {
  if (operations.includes("buy")) return error(500, noProvider);
  if (operations.includes("release")) return error(500, noRelease);
  return message(500, "Server Error");
}

/** A body that does not say it is JSON, or is none, counts as one without fields. */
function fieldsOf({ headers, body }: VendorCall): Fields {
  const isJson = /[/+]json\b/i.test(headers.get("content-type") ?? "");
  return (isJson ? objectIn(body) : undefined) ?? {};
}
