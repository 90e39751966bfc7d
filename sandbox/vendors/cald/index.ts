import { type Fields, fieldsOf } from "../../kit/json-body";
import { OpenQuestions } from "../../kit/open-questions";
import type {
  Answer,
  Refusal,
  StandIn,
  StandInFactory,
  StandInSettings,
  Terms,
  VendorAccess,
  VendorBody,
  VendorCall,
} from "../../kit/stand-in";
import { Account } from "../../world/account";
import type { Operation } from "../../world/faults";
import { CaldRefusal, errorAnswer, invalid, type Problem } from "./answers";
import type { Cald } from "./context";
import { createDirectory, opaqueId } from "./directory";
import { basePath, router } from "./routes";
import { caldStock, caldTerms } from "./stock";

/** Cald's number API, and the reading half of its agents. */
export const cald: StandInFactory = {
  vendor: "cald",
  open: (settings) => new CaldStandIn(settings),
};

const refusals: Readonly<Record<Refusal, Problem>> = {
  "no-funds": { status: "no-funds", message: "Insufficient funds: please check your payment method" },
  "rate-limited": { status: 429, message: "Too many requests" },
  "server-error": { status: 500, message: "Internal server error" },
  "too-large": { status: 413, message: "Request body too large" },
};

class CaldStandIn implements StandIn {
  readonly access: VendorAccess;
  readonly secrets: readonly string[];
  readonly account: Account;
  private readonly cald: Cald;

  constructor({ random, clock, stock }: StandInSettings) {
    const directory = createDirectory(random);
    const { apiKey, agents } = directory;
    this.access = { credentials: { caldApiKey: apiKey }, agents: agents.map(({ id }) => id) };
    this.secrets = [apiKey];
    this.account = new Account(clock, () => opaqueId(random), caldStock(random, stock));
    this.cald = { directory, account: this.account, questions: new OpenQuestions() };
  }

  operations({ method, path }: VendorCall): readonly Operation[] {
    return router.operations(method, path);
  }

  answer(call: VendorCall): Answer {
    return this.answered(call, false);
  }

  taken(call: VendorCall): Answer {
    return this.answered(call, true);
  }

  refuse(refusal: Refusal): Answer {
    return errorAnswer(refusals[refusal], this.cald.questions);
  }

  terms(): Terms {
    return caldTerms;
  }

  private answered(call: VendorCall, outpaced: boolean): Answer {
    try {
      return this.handle(call, outpaced);
    } catch (error) {
      if (error instanceof CaldRefusal) return errorAnswer(error, this.cald.questions);
      throw error;
    }
  }

  private handle({ method, path, headers, body }: VendorCall, outpaced: boolean): Answer {
    const found = router.match(method, path);
    if (!path.startsWith(basePath)) throw new CaldRefusal(404, "Not found");
    // The key stands there alone: with a scheme such as Bearer before it, it is another text.
    if (headers.get("authorization") !== this.cald.directory.apiKey) {
      throw new CaldRefusal("bad-key", "Invalid API key");
    }
    if (found.kind === "no-such-path") throw new CaldRefusal(404, "Not found");
    if (found.kind === "no-such-method") throw new CaldRefusal("no-such-method", "Method not allowed");
    return found.route.handler(this.cald, { id: found.id, body: bodyFields(method, body), outpaced });
  }
}

/** A body is optional wherever there can be one, and read only where it can change something. */
function bodyFields(method: string, body: VendorBody): Fields {
  if (method === "GET" || method === "DELETE") return {};
  return fieldsOf(body, (problem) =>
    invalid(problem === "malformed" ? "The body is not valid JSON" : "The body must be a JSON object"),
  );
}
