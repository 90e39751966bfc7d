import { oneOf } from "../steps/step";
import { fault } from "./fault";

export const failingCli = fault({
  name: "failing CLI",
  weight: 3,
  draw: (random) => ({
    command: oneOf(random, ["export", "ls", "history", "any"] as const),
    how: oneOf(random, ["eof", "missing", "slow", "warning", "only-own"] as const),
    times: oneOf(random, [1, 1, 9]),
  }),
  arm: (trouble, given) => {
    trouble.cli.push({ ...given });
  },
  tell: ({ command, how, times }) =>
    `the Pulumi CLI (${command}) is ${how} ${times === 1 ? "once" : `${times} times`}`,
});

export const recoveringCli = fault({
  name: "recovering CLI",
  weight: 2,
  draw: (random) => ({ command: oneOf(random, ["export", "history", "any"] as const) }),
  arm: (trouble, { command }) => {
    trouble.cli.push({ command, how: "eof", times: Number.POSITIVE_INFINITY, isOverOnceBegun: true });
  },
  tell: ({ command }) => `the Pulumi CLI (${command}) is eof until the first step is made`,
});

export const badDisk = fault({
  name: "bad disk",
  weight: 1,
  draw: (random) => ({ how: oneOf(random, ["full", "read-only"] as const) }),
  arm: (trouble, { how }) => {
    trouble.disk = how;
  },
  tell: ({ how }) => `the disk is ${how}`,
});
