import type { E164 } from "../../../provider/domain/number";
import type { ContractFixture } from "../../../provider/vendors/kit/contract-fixture";
import { plivo } from "../../../provider/vendors/plivo";
import type { Vendor } from "../../../provider/vendors/vendor";
import { type FakeAnswer, type FakeCall, vendorAnswering } from "../../support/vendor-answering";

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
  noneFound: { status: 404, json: { api_id: "a1", error: "not found" } },
  wrongKeys: { authToken: "wrong-token-0123456789" },
};

/** The adapter in front of a server that answers what the stand-in never would. */
export function plivoAnswering(
  answer: (method: string, url: URL, call: FakeCall) => FakeAnswer,
  tell?: (line: string) => void,
): Promise<Vendor> {
  const keys = { authId: "MA0123456789ABCDEFGH", authToken: "a-token" };
  return vendorAnswering(plivo, keys, (call) => answer(call.method, call.url, call), tell);
}

/** Plivo's 404 in its own words. */
export const notFound: FakeAnswer = {
  status: 404,
  json: { api_id: "97ceeb52-58b6-11e1-86da-77300b68f8bb", error: "not found" },
};

/** A 404 of a proxy, a gateway or another host. */
export const otherPage: FakeAnswer = {
  status: 404,
  text: "<!DOCTYPE html><html><body><h1>404 Not Found</h1></body></html>",
};

/** One page of a list. */
export function page(
  objects: readonly unknown[],
  meta: object = { total_count: objects.length, next: null },
): FakeAnswer {
  return { json: { meta, objects } };
}
