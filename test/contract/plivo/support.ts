import type { E164 } from "../../../provider/domain/number";
import type { ContractFixture } from "../../../provider/vendors/kit/contract-fixture";
import { plivo } from "../../../provider/vendors/plivo";
import type { Vendor } from "../../../provider/vendors/vendor";
import { type FakeAnswer, vendorAnswering } from "../../support/vendor-answering";

/** Plivo, as its stand-in has it. */
export const plivoFixture: ContractFixture = {
  country: "US",
  criteria: {
    areaCode: { areaCode: "415" },
    prefix: { prefix: "4152" },
    contains: { contains: "77" },
    region: { region: "California" },
    locality: { locality: "San Francisco" },
    capabilities: { capabilities: ["voice", "sms"] },
  },
  pageSize: { search: 20, list: 20 },
  testNumber: (index): E164 => `+1907234${String(index).padStart(4, "0")}`,
  testPrefix: "+1907234",
  testRange: { prefix: "907234" },
  unknownAgent: "12345678901234567",
  unknownSubaccount: "SA000000000000000000",
  wrongKeys: { authToken: "wrong-token-0123456789" },
};

/** The adapter in front of a server that answers what the stand-in never would. */
export function plivoAnswering(answer: (method: string, url: URL) => FakeAnswer): Promise<Vendor> {
  const keys = { authId: "MA0123456789ABCDEFGH", authToken: "a-token" };
  return vendorAnswering(plivo, keys, ({ method, url }) => answer(method, url));
}

/** One page of a list. */
export function page(
  objects: readonly unknown[],
  meta: object = { total_count: objects.length, next: null },
): FakeAnswer {
  return { json: { meta, objects } };
}
