import { afterAll, beforeAll, beforeEach } from "vitest";
import {
  type AccountState,
  type Call,
  type Duration,
  type FaultInput,
  type NumbersInput,
  type Sandbox,
  type SandboxOptions,
  startSandbox,
} from "../../sandbox";

/** Gives the account a sandbox for this test file, which is as it was started before each of its tests. */
export function useSandboxFor<Account extends AccountUnderTest>(
  account: Account,
  options: SandboxOptions = {},
): Account {
  beforeAll(async () => {
    account.sandbox = await startSandbox({ rateLimit: false, ...options });
  });
  beforeEach(() => account.control.reset());
  afterAll(() => account.sandbox.close());
  return account;
}

/** One vendor's account at a sandbox. */
export class AccountUnderTest {
  sandbox!: Sandbox;

  constructor(private readonly vendor: string) {}

  get control() {
    return this.sandbox.control;
  }

  /** What the account holds, and what happened there. */
  get state(): AccountState {
    const state = this.control.state()[this.vendor];
    if (!state) throw new Error(`the sandbox has no account at ${this.vendor}`);
    return state;
  }

  get calls(): Call[] {
    return this.control.calls(this.vendor);
  }

  /** The calls that could change something. */
  get writes(): Call[] {
    return this.calls.filter(({ method }) => method !== "GET");
  }

  forgetCalls(): void {
    this.control.clearCalls();
  }

  fault(
    operation: FaultInput["operation"],
    fault: FaultInput["fault"],
    more: Partial<FaultInput> = {},
  ): void {
    this.control.postFault({ vendor: this.vendor, operation, fault, ...more });
  }

  numbers(change: Omit<NumbersInput, "vendor">): void {
    this.control.changeNumbers({ vendor: this.vendor, ...change });
  }

  /** Lets time pass for the vendor: rents are renewed, and what was given back ends. */
  advance(by: Duration): void {
    this.control.advance({ advance: by });
  }
}
