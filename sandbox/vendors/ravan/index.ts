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
import { answered, VendorRefusal } from "../../kit/vendor-refusal";
import { Account } from "../../world/account";
import type { Operation } from "../../world/faults";
import { forbidden, gatewayError, providerDown } from "./answers";
import type { Ravan } from "./context";
import { ravanTerms } from "./countries";
import { createDirectory, uuidV7 } from "./directory";
import { type Caller, otherCallers } from "./keys";
import { wantedNumber } from "./purchase";
import { Refusals } from "./refusals";
import { nextRenewal } from "./renewal";
import { match, type RavanRoute } from "./routes";
import { ravanStock } from "./stock";

/** Ravan's (Agni's) number API, and as much of its other endpoints as a number has to do with. */
export const ravan: StandInFactory = {
  vendor: "ravan",
  open: (settings) => new RavanStandIn(settings),
};

class RavanStandIn implements StandIn {
  readonly terms = ravanTerms;
  readonly access: VendorAccess;
  readonly secrets: readonly string[];
  readonly account: Account;
  private readonly ravan: Ravan;

  constructor({ random, clock, stock }: StandInSettings) {
    const directory = createDirectory(random);
    this.access = {
      credentials: { ravanApiKey: directory.apiKey },
      agents: directory.agents.map(({ id }) => id),
    };
    this.secrets = [directory.apiKey, ...Object.keys(otherCallers)];
    const numbers = ravanStock(random, stock);
    this.account = new Account(clock, () => uuidV7(random, clock.now()), numbers, nextRenewal);
    const questions = new OpenQuestions();
    this.ravan = {
      directory,
      account: this.account,
      clock,
      questions,
      refusals: new Refusals(questions),
      bought: new WeakSet(),
      released: [],
    };
  }

  operations({ method, path }: VendorCall): readonly Operation[] {
    const found = match(method, path);
    return found.kind === "route" ? found.route.operations : [];
  }

  answer(call: VendorCall): Answer {
    return answered(() => this.handle(call));
  }

  taken({ body }: VendorCall): Answer {
    const e164 = wantedNumber(body) ?? "";
    this.account.take(e164);
    return this.ravan.refusals.unavailable(e164);
  }

  refuse(refusal: Refusal): Answer {
    const { refusals } = this.ravan;
    switch (refusal) {
      case "no-funds":
        return refusals.noFunds();
      case "rate-limited":
        return refusals.rateLimited();
      case "server-error":
        return refusals.serverError();
      case "too-large":
        return gatewayError(413, "invalidArgument", "request body too large");
    }
  }

  private handle(call: VendorCall): Answer {
    const { method, path, query, headers, body, listLagMs } = call;
    const { refusals } = this.ravan;
    const found = match(method, path);
    const isOpen = found.kind === "route" ? found.route.need === "nothing" : !path.startsWith("/api/");
    const caller = isOpen ? "managed" : this.authenticate(headers.get("x-api-key"));
    switch (found.kind) {
      case "no-such-path":
        return gatewayError(404, "notFound", "Not Found");
      case "other-slash":
        return refusals.otherSlash(`${call.mount}${found.path}${query.size === 0 ? "" : `?${query}`}`);
      case "no-such-method":
        return refusals.noSuchMethod();
      case "route": {
        const request = { caller, id: found.id, query, body, listLagMs };
        return this.barred(found.route, caller) ?? found.route.handler(this.ravan, request);
      }
    }
  }

  private authenticate(key: string | null): Caller {
    if (key === this.ravan.directory.apiKey) return "managed";
    const caller = key !== null && Object.hasOwn(otherCallers, key) ? otherCallers[key] : undefined;
    if (caller !== undefined) return caller;
    throw new VendorRefusal(gatewayError(401, "unauthenticated", "API key is missing or invalid"));
  }

  /** The refusal of a caller who may not make this call, or cannot. */
  private barred({ need }: RavanRoute, caller: Caller): Answer | undefined {
    if (caller === "restricted") return forbidden();
    if (need !== "provider") return undefined;
    if (caller === "no-provider") return this.ravan.refusals.noProvider();
    if (caller === "provider-down") return providerDown();
    return undefined;
  }
}
