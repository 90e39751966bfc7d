// Compiled by `tsc --noEmit`, never run.
import type { Output } from "@pulumi/pulumi";
import { expectTypeOf } from "vitest";
import {
  AuthenticationError,
  type AvailableNumber,
  listNumbers,
  type Money,
  type NumberCapability,
  type NumberStatus,
  PhoneError,
  type PhoneNumber,
  type RentedNumber,
  searchNumbers,
  UnclearError,
} from "../../provider";

export function outputsOfTheResource(number: PhoneNumber): void {
  expectTypeOf(number.id).toEqualTypeOf<Output<string>>();
  expectTypeOf(number.e164).toEqualTypeOf<Output<string>>();
  expectTypeOf(number.vendorId).toEqualTypeOf<Output<string | null>>();
  expectTypeOf(number.status).toEqualTypeOf<Output<NumberStatus>>();
  expectTypeOf(number.statusReason).toEqualTypeOf<Output<string | null>>();
  expectTypeOf(number.monthlyPrice).toEqualTypeOf<Output<Money | null>>();
  expectTypeOf(number.setupPrice).toEqualTypeOf<Output<Money | null>>();
  expectTypeOf(number.renewsAt).toEqualTypeOf<Output<string | null>>();
  expectTypeOf(number.boundAgent).toEqualTypeOf<Output<string | null>>();
  expectTypeOf(number.heldBy).toEqualTypeOf<Output<string | null>>();
  expectTypeOf(number.label).toEqualTypeOf<Output<string | null>>();
  expectTypeOf(number.capabilities).toEqualTypeOf<Output<NumberCapability[]>>();
  expectTypeOf(number.numberRegion).toEqualTypeOf<Output<string | null>>();
  expectTypeOf(number.purchasedAt).toEqualTypeOf<Output<string | null>>();
  expectTypeOf(number.matched).toEqualTypeOf<Output<number>>();
  expectTypeOf(number.stateVersion).toEqualTypeOf<Output<number>>();

  // @ts-expect-error An argument is no output: what it became has another name.
  expectTypeOf(number.agent);
  // @ts-expect-error Hidden inputs are not shown.
  expectTypeOf(number.claim);
  // @ts-expect-error Outputs are not written to.
  number.e164 = number.id;
}

expectTypeOf<NumberStatus>().toEqualTypeOf<"active" | "pending" | "lapsing" | "released" | "unsettled">();
expectTypeOf<Money>().toEqualTypeOf<{ readonly amount: string; readonly currency: string }>();

export async function functions(): Promise<void> {
  expectTypeOf(await searchNumbers({ vendor: "plivo", country: "US", areaCode: "415" })).toEqualTypeOf<
    AvailableNumber[]
  >();
  expectTypeOf(await listNumbers()).toEqualTypeOf<RentedNumber[]>();
  expectTypeOf(await listNumbers({ vendor: "plivo" })).toEqualTypeOf<RentedNumber[]>();
  // @ts-expect-error Without a country there is nothing to search.
  await searchNumbers({ vendor: "plivo" });
  // @ts-expect-error Functions take plain values.
  await searchNumbers({ country: Promise.resolve("US") });
  // @ts-expect-error No such vendor.
  await listNumbers({ vendor: "twilio" });
}

export function errors(error: unknown): void {
  if (AuthenticationError.isInstance(error)) {
    expectTypeOf(error).toEqualTypeOf<AuthenticationError>();
    expectTypeOf<typeof error.code>().toEqualTypeOf<"authentication">();
    expectTypeOf(error.details.nextStep).toBeString();
  }
  if (PhoneError.isInstance(error)) {
    expectTypeOf(error.mayHaveBought).toBeBoolean();
    expectTypeOf(error.details.status).toEqualTypeOf<number | undefined>();
  }
  if (UnclearError.isInstance(error)) expectTypeOf<typeof error.code>().toEqualTypeOf<"unclear">();
}
