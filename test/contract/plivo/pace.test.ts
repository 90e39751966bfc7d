import { expect, it } from "vitest";
import { plivo } from "../../../provider/vendors/plivo";
import { Lab } from "../lab";
import { plivoFixture } from "./support";

const lab = new Lab(plivo, plivoFixture, { rateLimit: true });

it("more calls at once than Plivo allows in five seconds are spread: none is refused", async () => {
  const vendor = await lab.connect();
  await Promise.all(
    Array.from({ length: 330 }, () => vendor.get({ e164: plivoFixture.testNumber(0), vendorId: null })),
  );
  expect(lab.calls).toHaveLength(330);
  expect(lab.calls.filter(({ status }) => status === 429)).toEqual([]);
});
