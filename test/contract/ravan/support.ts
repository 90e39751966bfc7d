import type { E164 } from "../../../provider/domain/number";
import type { ContractFixture } from "../../../provider/vendors/kit/contract-fixture";
import { ravan } from "../../../provider/vendors/ravan";
import type { Vendor } from "../../../provider/vendors/vendor";
import { type FakeAnswer, type FakeCall, vendorAnswering } from "../../support/vendor-answering";

/** Ravan, as its stand-in has it: it knows no pages, neither of what is for sale nor of what is owned. */
export const ravanFixture: ContractFixture = {
  country: "US",
  criteria: {
    areaCode: { areaCode: "415" },
    prefix: { prefix: "4152" },
    contains: { contains: "77" },
    region: { region: "CA" },
  },
  pageSize: { search: null, list: null },
  testNumber: (index): E164 => `+1907234${String(index).padStart(4, "0")}`,
  testPrefix: "+1907234",
  testRange: { prefix: "907234" },
  testTerms: { price: 1.15, per_minute_price_inbound: 0.0085, per_minute_price_outbound: 0.0945 },
  unknownId: "019d1fdb-3977-7bd5-ab27-8d3b37ddf4fc",
  noneFound: { status: 404, json: { success: false, message: "No available numbers" } },
  wrongKeys: { apiKey: "wrong-key-0123456789" },
};

/** The key of the adapter in front of a fake. */
export const ravanKey = "a-key-of-ravan";

/** The adapter in front of a server that answers what the stand-in never would. */
export function ravanAnswering(answer: (call: FakeCall) => FakeAnswer): Promise<Vendor> {
  return vendorAnswering(ravan, { apiKey: ravanKey }, answer);
}

/** A success, with data and whatever else. */
export function success(data?: unknown, more: object = {}): FakeAnswer {
  return { json: { success: true, message: "done", data, ...more } };
}

/** A failure in the form of the gateway. */
export function gateway(status: number, code: number, message: string): FakeAnswer {
  return { status, json: { code, message, details: [] } };
}

/** A failure in the form of the service. */
export function service(status: number, code: string, message: string, detail = message): FakeAnswer {
  return { status, json: { success: false, message, error: { code, message: detail } } };
}

/** A failure in the form of an old edition of the documentation. */
export function plain(status: number, message: string): FakeAnswer {
  return { status, json: { success: false, message } };
}
