import { describe, expect, it } from "vitest";
import { unknownValue } from "../../../../provider/domain/unknown-value";
import { inputProperties } from "../../../../provider/lifecycle/state";
import { foreseenOutputs } from "../../../../provider/lifecycle/steps/foreseen";
import { useOffline } from "../../../support/sandbox";
import { localNumber } from "../../../support/states";

const offline = useOffline();

describe("the status that a preview foresees", () => {
  const statusOf = (renewal: "off" | "auto", status: "active" | "lapsing" | "released") => {
    const args = { ...localNumber.args, renewal };
    const before = { ...localNumber, args, observed: { ...localNumber.observed, status } };
    return foreseenOutputs(offline.context, unknownValue, inputProperties(before), before).status;
  };

  it("is not known where the renewal is off, as the run may end the number", () => {
    expect(statusOf("off", "lapsing")).toBe(unknownValue);
    expect(statusOf("off", "active")).toBe(unknownValue);
  });

  it("is the one that it has otherwise", () => {
    expect(statusOf("off", "released")).toBe("released");
    expect(statusOf("auto", "active")).toBe("active");
  });
});
