import { oneOf } from "../steps/step";
import { fault } from "./fault";

export const unclearPurchase = fault({
  name: "unclear purchase",
  weight: 6,
  draw: (random) => ({
    how: oneOf(random, [
      "reset-before",
      "reset-after",
      "timeout-after",
      "timeout-before",
      "500-before",
      "500-after",
      "502-html-after",
      "malformed-after",
    ]),
    times: oneOf(random, [1, 1, 1, 2]),
  }),
  arm: (trouble, { how, times }) => {
    trouble.vendor.push({ operation: "buy", fault: how, times, delayMs: 3_000 });
  },
  tell: ({ how, times }) => `the answer to ${times === 1 ? "a purchase" : "two purchases"} is ${how}`,
});

export const refusedPurchase = fault({
  name: "refused purchase",
  weight: 2,
  draw: (random) => ({ how: oneOf(random, ["taken", "taken-after", "no-funds", "429"]) }),
  arm: (trouble, { how }) => {
    trouble.vendor.push({ operation: "buy", fault: how });
  },
  tell: ({ how }) => `a purchase is refused: ${how}`,
});

export const laggingList = fault({
  name: "lagging list",
  weight: 2,
  draw: (random) => ({ delayMs: oneOf(random, [3_000, 20_000, 90_000, 480_000]) }),
  arm: (trouble, { delayMs }) => {
    trouble.vendor.push({ operation: "buy", fault: "list-lag", delayMs });
  },
  tell: ({ delayMs }) => `what is bought shows in the list only ${delayMs / 1000} s later`,
});

export const failingCall = fault({
  name: "failing call",
  weight: 2,
  draw: (random) => ({
    operation: oneOf(random, ["list", "get", "update", "release", "bind"]),
    how: oneOf(random, ["500-before", "reset-after", "reset-before"]),
    times: oneOf(random, [1, 6]),
  }),
  arm: (trouble, { operation, how, times }) => {
    trouble.vendor.push({ operation, fault: how, times });
  },
  tell: ({ operation, how, times }) => `${times} calls of kind "${operation}" end in ${how}`,
});
