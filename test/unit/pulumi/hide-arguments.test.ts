import { expect, it } from "vitest";
import { fault } from "../../../provider/lifecycle/arguments/failure";
import { withoutSecrets } from "../../../provider/pulumi/hide-arguments";

it.each(['q7"z9k', 'q7"\u202ez9k', "q7\\\u0085z9k", "q7\u0001z9k", "q7\u202ez9k", "q7z9k"])(
  "what a secret argument has is in no failure, quoted neither (%j)",
  (secret) => {
    const hide = withoutSecrets({ type: secret, secretArguments: ["type"] });
    for (const quoted of [secret, JSON.stringify(secret)]) {
      const { property, reason } = hide(fault("type", `plivo does not sell ${quoted}`));
      expect(property).toBe("");
      expect(reason).not.toMatch(/q7|z9/);
      expect(reason).toMatch(/^type: plivo does not sell "?\[redacted\]/);
    }
  },
);
