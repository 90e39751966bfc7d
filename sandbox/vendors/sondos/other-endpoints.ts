import { ok } from "./answers";
import type { Handler } from "./context";

/** The balance is for calls; numbers are charged to a card. */
export const getUser: Handler = () =>
  ok({ name: "Sandbox", email: "sandbox@example.com", total_balance: 100 });
