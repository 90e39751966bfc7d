import type { E164 } from "../../../provider/domain/number";
import type { ContractFixture } from "../../../provider/vendors/kit/contract-fixture";

/** Sondos, as its stand-in has it: it sends all it has to show, and asks everybody who is too fast for a minute. */
export const sondosFixture: ContractFixture = {
  country: "US",
  criteria: {
    areaCode: { areaCode: "415" },
    prefix: { prefix: "4152" },
    contains: { contains: "77" },
    capabilities: { capabilities: ["voice", "sms"] },
  },
  pageSize: { search: null, list: null },
  testNumber: (index): E164 => `+1907234${String(index).padStart(4, "0")}`,
  testPrefix: "+1907234",
  testRange: { prefix: "907234" },
  unknownAgent: "999999",
  unknownId: "999999",
  hidesNotice: true,
  asksForLongWaits: true,
  noneFound: { status: 404, json: { error: "No phone numbers found" } },
  wrongKeys: { apiKey: "1|wrongKey0123456789wrongKey0123456789wrong" },
};
