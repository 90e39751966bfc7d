import type { E164 } from "../../../provider/domain/number";
import type { ContractFixture } from "../../../provider/vendors/kit/contract-fixture";

/** Cald, as its stand-in has it: it sells by prefix and shows nothing, so there is nothing to search and no pages. */
export const caldFixture: ContractFixture = {
  country: "US",
  criteria: { areaCode: { areaCode: "907" }, prefix: { prefix: "907" } },
  pageSize: { search: null, list: null },
  testNumber: (index): E164 => `+1907234${String(index).padStart(4, "0")}`,
  testPrefix: "+1907",
  testRange: { areaCode: "907" },
  unknownAgent: "0agent0that0is0not00",
  unknownId: "0number0that0is0not0",
  wrongKeys: { apiKey: "caldLive00000000000000000000000000000000" },
};
