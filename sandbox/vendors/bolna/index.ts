import { fieldsOf, objectIn } from "../../kit/json-body";
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
import { answered, type VendorRefusal } from "../../kit/vendor-refusal";
import { Account, type PhoneNumber } from "../../world/account";
import type { Operation } from "../../world/faults";
import type { Random } from "../../world/random";
import { badKey, detail, failure, invalid, noKey } from "./answers";
import { bolnaTerms, carrierOf, isSold } from "./carriers";
import type { Bolna } from "./context";
import { createDirectory } from "./directory";
import { ulid, uuid, withoutHyphens } from "./ids";
import { notAvailable } from "./purchase";
import { router } from "./routes";
import { bolnaStock } from "./stock";

/** Bolna's number API, and as much of its other endpoints as a number refers to. */
export const bolna: StandInFactory = {
  vendor: "bolna",
  open: (settings) => new BolnaStandIn(settings),
};

class BolnaStandIn implements StandIn {
  readonly rateLimit = { calls: 1000, perMs: 60_000 };
  readonly terms = bolnaTerms;
  readonly account: Account;
  private readonly bolna: Bolna;

  constructor({ random, clock, stock }: StandInSettings) {
    const directory = createDirectory(random);
    const numbers = bolnaStock(random, stock);
    this.account = new Account(clock, (_e164, number) => newId(random, number), numbers);
    this.bolna = {
      directory,
      account: this.account,
      clock,
      random,
      questions: new OpenQuestions(),
      records: new WeakMap(),
    };
  }

  get access(): VendorAccess {
    const { apiKey, agents } = this.bolna.directory;
    const own = agents.filter(({ subaccount }) => subaccount === null);
    return { credentials: { bolnaApiKey: apiKey }, agents: own.map(({ id }) => id) };
  }

  get secrets(): readonly string[] {
    const { apiKey, subaccounts } = this.bolna.directory;
    return [apiKey, ...subaccounts.map((subaccount) => subaccount.apiKey)];
  }

  operations({ method, path }: VendorCall): readonly Operation[] {
    return router.operations(method, path);
  }

  answer(call: VendorCall): Answer {
    return answered(() => this.handle(call));
  }

  taken({ body }: VendorCall): Answer {
    const { phone_number: e164 } = objectIn(body) ?? {};
    if (typeof e164 === "string") this.account.take(e164);
    return notAvailable().answer;
  }

  refuse(refusal: Refusal): Answer {
    switch (refusal) {
      case "no-funds":
        return failure(400, "Your wallet balance is too low to buy this phone number");
      case "rate-limited":
        return failure(429, "Too many requests");
      case "server-error":
        return failure(500, "Internal server error");
      case "too-large":
        return failure(413, "Request body too large");
    }
  }

  private handle({ method, path, query, headers, body, listLagMs }: VendorCall): Answer {
    const found = router.match(method, path);
    if (found.kind === "no-such-path") return detail(404, "Not Found");
    if (found.kind === "no-such-method") return detail(405, "Method Not Allowed");
    return found.route.handler(this.bolna, {
      caller: authenticate(this.bolna, headers.get("authorization")),
      id: found.id,
      query,
      body: method === "GET" || method === "DELETE" ? {} : fieldsOf(body, notAnObject),
      listLagMs,
    });
  }
}

/** As the list shows it. Numbers that were not bought have other forms: the sources show all three. */
function newId(random: Random, number: PhoneNumber): string {
  if (isSold(number)) return withoutHyphens(uuid(random));
  return carrierOf(number) === "sip-trunk" ? ulid(random) : uuid(random);
}

/** A sub-account is chosen by its key, and by nothing else. Null for the main account. */
function authenticate({ directory, questions }: Bolna, authorization: string | null): string | null {
  const [, key] = /^bearer +(.+)$/i.exec(authorization ?? "") ?? [];
  if (key === undefined) throw noKey(questions);
  if (key === directory.apiKey) return null;
  const subaccount = directory.subaccounts.find(({ apiKey }) => apiKey === key);
  if (subaccount === undefined) throw badKey();
  return subaccount.id;
}

function notAnObject(): VendorRefusal {
  return invalid("the body must be a JSON object");
}
