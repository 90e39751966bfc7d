import { describe, expect, it } from "vitest";
import * as errors from "../../../provider/domain/errors";
import {
  ArgumentError,
  ConfigurationError,
  MissingKeyError,
  PhoneError,
  RefusedError,
  UnclearError,
  UnclearPurchaseError,
} from "../../../provider/domain/errors";

const nextStep = "Do this.";

describe("the message", () => {
  it("tells where, what, the vendor's facts and the next step", () => {
    const error = new ArgumentError("was refused", {
      argument: "agent",
      vendor: "plivo",
      operation: "update",
      status: 400,
      vendorMessage: "no such app",
      requestId: "r-1",
      nextStep,
    });
    expect(error.message).toBe(
      'agent: plivo update: was refused (HTTP 400, "no such app", request r-1). Do this.',
    );
  });

  it("quotes of what came from outside only what a terminal shows, and not without end", () => {
    const error = new RefusedError(`the status is "\u001b[2J${"x".repeat(1e6)}"`, {
      vendorMessage: "no\r\u0007",
      nextStep: "Run again.",
    });
    expect(error.message).toMatch(/^the status is " \[2Jxxx/);
    expect(error.message).toMatch(/x … \("no {2}"\)\. Run again\.$/);
    expect(error.message.length).toBeLessThan(3_100);
  });

  it("leaves out what is not known", () => {
    expect(new ArgumentError("is missing", { nextStep }).message).toBe("is missing. Do this.");
    expect(new ArgumentError("is missing", { nextStep, vendorMessage: "" }).message).toBe(
      "is missing. Do this.",
    );
  });
});

describe("isInstance", () => {
  it("follows the classes", () => {
    const error = new MissingKeyError("is not set", { nextStep });
    expect(ConfigurationError.isInstance(error)).toBe(true);
    expect(PhoneError.isInstance(error)).toBe(true);
    expect(ArgumentError.isInstance(error)).toBe(false);
  });

  it("knows an error of another copy of the package", () => {
    // A second copy has classes of its own, of the same names.
    const copy = (parent: abstract new (...args: never[]) => object, name: string) =>
      ({ [name]: class extends (parent as new () => object) {} })[name] as new () => object;
    const base = class {
      constructor() {
        Object.defineProperty(this, Symbol.for("pulumi-phone/error"), { value: true });
      }
    };
    const error = new (copy(copy(base, "UnclearError"), "UnclearPurchaseError"))();
    expect(UnclearPurchaseError.isInstance(error)).toBe(true);
    expect(UnclearError.isInstance(error)).toBe(true);
    expect(PhoneError.isInstance(error)).toBe(true);
    expect(ArgumentError.isInstance(error)).toBe(false);
  });

  it("is false for whatever else is thrown", () => {
    class UnclearError extends Error {}
    for (const thrown of [
      undefined,
      null,
      "unclear",
      {},
      new Error("unclear"),
      new UnclearError("unclear"),
    ]) {
      expect(PhoneError.isInstance(thrown)).toBe(false);
    }
  });
});

it("only a purchase whose end is not known may have bought", () => {
  type Class = new (what: string, details: { nextStep: string }) => PhoneError;
  const classes = Object.entries(errors).filter(([name]) => name !== "PhoneError") as [string, unknown][];
  const bought = classes
    .map(([name, type]) => ({ name, error: new (type as Class)("x", { nextStep }) }))
    .filter(({ error }) => error.mayHaveBought);
  expect(bought.map(({ name }) => name)).toEqual(["UnclearPurchaseError"]);
});
