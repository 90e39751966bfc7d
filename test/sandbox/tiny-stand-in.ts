import {
  Account,
  type Answer,
  fieldsOf,
  OpenQuestions,
  Router,
  route,
  type StandIn,
  type StandInFactory,
  type StandInSettings,
  type Terms,
  usNumbers,
  type VendorCall,
} from "../../sandbox";

type Handler = (call: VendorCall, id: string) => Answer;

const terms: Terms = { monthlyPrice: "1.50", setupPrice: "0", capabilities: ["voice"] };

/** The smallest API that can be bought from: it searches, lists, buys and releases. */
class TinyStandIn implements StandIn {
  readonly access;
  readonly secrets;
  readonly account: Account;
  readonly rateLimit = { calls: 5, perMs: 60_000 };
  private readonly key: string;
  private readonly questions = new OpenQuestions();
  private readonly router = new Router([
    route<Handler>("GET", "/free", () => this.rows(this.account.stock()), "search"),
    route<Handler>("GET", "/numbers", () => this.rows(this.account.visible()), "list"),
    route<Handler>("POST", "/numbers", (call) => this.buy(call), "buy"),
    route<Handler>("DELETE", "/numbers/:id", (_call, id) => this.release(`+${id}`), "release"),
  ]);

  constructor({ random, clock, stock }: StandInSettings) {
    this.key = random.text(20, "0123456789abcdef");
    this.access = { credentials: { tinyKey: this.key }, agents: ["bot-1", "bot-2"] };
    this.secrets = [this.key];
    const numbers = usNumbers(random, stock).map((number) => ({ ...number, ...terms }));
    this.account = new Account(clock, (e164) => e164.slice(1), numbers);
  }

  operations({ method, path }: VendorCall) {
    return this.router.operations(method, path);
  }

  answer(call: VendorCall): Answer {
    if (call.headers.get("x-tiny-key") !== this.key) return { status: 401, text: "who are you?" };
    const found = this.router.match(call.method, call.path);
    if (found.kind === "route") return found.route.handler(call, found.id);
    return { status: found.kind === "no-such-path" ? 404 : 405 };
  }

  taken({ body }: VendorCall): Answer {
    this.account.take(String(fieldsOf(body, bad).number));
    return this.sold();
  }

  refuse(refusal: string): Answer {
    return { status: refusal === "rate-limited" ? 429 : 503, body: { tiny: refusal } };
  }

  terms(): Terms {
    return terms;
  }

  private rows(numbers: readonly { e164: string; monthlyPrice: string }[]): Answer {
    return { status: 200, body: numbers.map(({ e164, monthlyPrice }) => ({ e164, monthlyPrice })) };
  }

  private buy({ body, listLagMs }: VendorCall): Answer {
    const { number, bot } = fieldsOf(body, bad);
    const free = this.account.inStock(String(number));
    if (free === undefined) return this.sold();
    this.account.buy(free, { agent: typeof bot === "string" ? bot : null, lagMs: listLagMs });
    return { status: 201, body: { bought: number } };
  }

  private release(e164: string): Answer {
    if (this.account.owned(e164) === undefined) return { status: 404 };
    this.account.release(e164);
    return { status: 204 };
  }

  private sold(): Answer {
    return { status: this.questions.next("status of a sold number", 404, 409), body: { tiny: "sold" } };
  }
}

function bad(problem: string): Error {
  return new Error(`a body that is ${problem}`);
}

const tiny: StandInFactory = { vendor: "tiny", open: (settings) => new TinyStandIn(settings) };
export default tiny;
