import type { PhoneNumber, Place } from "../account";
import type { Random } from "../random";

const usAreas: readonly Place[] = [
  area("415", "San Francisco", "California", "SNFC CNTRL", 722),
  area("213", "Los Angeles", "California", "LSAN DA 01", 730),
  area("619", "San Diego", "California", "SNDG SNDG", 732),
  area("916", "Sacramento", "California", "SCRM MAIN", 726),
  area("212", "New York", "New York", "NWYRCYZN01", 132),
  area("718", "Brooklyn", "New York", "NWYRCYZN07", 132),
  area("716", "Buffalo", "New York", "BUFFALO", 140),
  area("713", "Houston", "Texas", "HOUSTON", 560),
  area("214", "Dallas", "Texas", "DALLAS", 552),
  area("512", "Austin", "Texas", "AUSTIN", 558),
  area("305", "Miami", "Florida", "MIAMI", 460),
  area("312", "Chicago", "Illinois", "CHICAGOZON", 358),
  area("206", "Seattle", "Washington", "SEATTLE", 674),
  area("617", "Boston", "Massachusetts", "BOSTON", 128),
];

const tollfreeCodes = ["800", "833", "844", "855", "866", "877", "888"];

/** Out of each twenty numbers, so that a small stock is as mixed as a large one. */
const shares = { sanFrancisco: 6, elsewhere: 10, tollfree: 2 } as const;

/** Free numbers of the United States: area code 415 first among many, some toll-free, some mobile. */
export function usNumbers(random: Random, count: number): PhoneNumber[] {
  const used = new Set<string>();
  const numbers = Array.from({ length: count }, (_, index) => usNumber(random, index % 20, used));
  return random.shuffle(numbers);
}

function usNumber(random: Random, share: number, used: Set<string>): PhoneNumber {
  if (share < shares.sanFrancisco) return geographic(random, "local", usAreaAt(0), used);
  const elsewhere = usAreaAt(1 + random.below(usAreas.length - 1));
  if (share < shares.sanFrancisco + shares.elsewhere) return geographic(random, "local", elsewhere, used);
  if (share < shares.sanFrancisco + shares.elsewhere + shares.tollfree) return tollfree(random, used);
  return geographic(random, "mobile", elsewhere, used);
}

function geographic(random: Random, type: "local" | "mobile", place: Place, used: Set<string>): PhoneNumber {
  // An eighth of the local numbers can only talk, as in every vendor's stock.
  const voiceOnly = type === "local" && random.below(8) === 0;
  return {
    e164: unused(random, `+1${place.areaCode}`, used),
    country: "US",
    type,
    capabilities: voiceOnly ? ["voice"] : ["voice", "sms", "mms"],
    place,
  };
}

function tollfree(random: Random, used: Set<string>): PhoneNumber {
  const areaCode = tollfreeCodes[random.below(tollfreeCodes.length)] ?? "800";
  return {
    e164: unused(random, `+1${areaCode}`, used),
    country: "US",
    type: "tollfree",
    capabilities: ["voice", "sms"],
    place: { areaCode, locality: null, region: null, rateCenter: null, lata: null },
  };
}

function unused(random: Random, prefix: string, used: Set<string>): string {
  for (;;) {
    const e164 = `${prefix}${exchange(random)}${random.text(4, "0123456789")}`;
    if (used.has(e164)) continue;
    used.add(e164);
    return e164;
  }
}

/** A central office code: never N11, never the fictional 555. */
function exchange(random: Random): string {
  for (;;) {
    const code = random.text(1, "23456789") + random.text(2, "0123456789");
    if (!code.endsWith("11") && code !== "555") return code;
  }
}

/** What an area code says about a US number, where it is one of the known ones. */
export function usPlace(e164: string): Place | undefined {
  return usAreas.find(({ areaCode }) => e164.startsWith(`+1${areaCode}`));
}

function usAreaAt(index: number): Place {
  const place = usAreas[index];
  if (place === undefined) throw new RangeError(`no US area ${index}`);
  return place;
}

function area(areaCode: string, locality: string, region: string, rateCenter: string, lata: number): Place {
  return { areaCode, locality, region, rateCenter, lata };
}
