import type { E164 } from "../../../provider/domain/number";
import { bolna } from "../../../provider/vendors/bolna";
import type { ContractFixture } from "../../../provider/vendors/kit/contract-fixture";
import type { Vendor } from "../../../provider/vendors/vendor";
import { type FakeAnswer, type FakeCall, vendorAnswering } from "../../support/vendor-answering";

/** Bolna, as its stand-in has it. */
export const bolnaFixture: ContractFixture = {
  country: "US",
  criteria: {
    areaCode: { areaCode: "415" },
    prefix: { prefix: "4152" },
    contains: { contains: "77" },
    region: { region: "California" },
    locality: { locality: "San Francisco" },
  },
  pageSize: { search: null, list: null },
  testNumber: (index): E164 => `+1907234${String(index).padStart(4, "0")}`,
  testPrefix: "+1907234",
  testRange: { prefix: "907234" },
  testTerms: { provider: "twilio" },
  unknownAgent: "3c90c3cc-0d44-4b50-8888-8dd257360520",
  unknownId: "3c90c3cc0d444b5088888dd257360521",
  noneFound: { status: 404, json: { detail: "Not Found" } },
  wrongKeys: { apiKey: "bn-00000000000000000000000000000000" },
};

/** What a Bolna of a test answers, by method and path. */
export type BolnaAnswers = Readonly<Record<string, FakeAnswer | ((call: FakeCall) => FakeAnswer)>>;

export const bolnaKey = "bn-0123456789abcdef0123456789abcdef";

/** The adapter in front of these answers, the calls that it has made so far, and the lines that it has said. */
export async function bolnaAnswering(
  answers: BolnaAnswers,
): Promise<{ vendor: Vendor; calls: FakeCall[]; told: string[] }> {
  const calls: FakeCall[] = [];
  const told: string[] = [];
  const answering = (call: FakeCall): FakeAnswer => {
    calls.push(call);
    const answer = answers[`${call.method} ${call.url.pathname}`];
    if (answer === undefined) return { status: 418, text: `unexpected: ${call.method} ${call.url.pathname}` };
    return typeof answer === "function" ? answer(call) : answer;
  };
  const tell = (line: string) => void told.push(line);
  const vendor = await vendorAnswering(bolna, { apiKey: bolnaKey }, answering, tell);
  return { vendor, calls, told };
}

/** The number of the documented rows, in both forms of its id. */
export const bolnaNumber = {
  e164: "+14155550100",
  hex: "3c90c3cc0d444b5088888dd25736052a",
  uuid: "3c90c3cc-0d44-4b50-8888-8dd25736052a",
} as const;

/** Its row in the list. */
export const bolnaRow = {
  id: bolnaNumber.hex,
  phone_number: bolnaNumber.e164,
  agent_id: null,
  telephony_provider: "twilio",
  rented: true,
};

/** Bolna with these rows in the account. */
export function listing(...rows: readonly unknown[]): BolnaAnswers {
  return { "GET /phone-numbers/all": { json: rows } };
}
