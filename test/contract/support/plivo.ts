import type { E164 } from "../../../provider/domain/number";
import type { Fixture } from "./lab";

/** Plivo, as its stand-in has it. */
export const plivoFixture: Fixture = {
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
