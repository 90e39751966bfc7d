import { expect, it } from "vitest";
import { type ClientSettings, createClient } from "../../../provider/http/client";
import { plivo } from "../../../provider/vendors/plivo";
import { Lab } from "../lab";
import { plivoFixture } from "./support";

const lab = new Lab(plivo, plivoFixture);

it("calls are spread as Plivo's documentation asks: 300 in five seconds", async () => {
  const asked: ClientSettings[] = [];
  const tools = {
    createClient(settings: ClientSettings) {
      asked.push(settings);
      return createClient(settings);
    },
  };
  await lab.connect({}, tools);
  expect(asked.map(({ rateLimit }) => rateLimit)).toEqual([{ calls: 300, perMs: 5_000 }]);
});
