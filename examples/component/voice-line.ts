import {
  ComponentResource,
  type ComponentResourceOptions,
  type Input,
  type Output,
  rootStackResource,
} from "@pulumi/pulumi";
import { PhoneNumber } from "pulumi-phone";

export interface VoiceLineArgs {
  /** Where callers are at home: the first area code that has a number wins. */
  readonly areaCodes: readonly string[];
  /** The Plivo application of the voice agent that answers. */
  readonly agent: Input<string>;
  /** Whether customers know the number: it is then neither given back nor replaced. */
  readonly isPublic?: boolean;
}

/** A number and the agent that answers it, by the rules of the house. */
export class VoiceLine extends ComponentResource {
  /** The number in E.164. */
  readonly e164: Output<string>;
  /** The agent that answers now. */
  readonly agent: Output<string | null>;

  constructor(name: string, args: VoiceLineArgs, opts?: ComponentResourceOptions) {
    super("acme:voice:VoiceLine", name, args, opts);
    const number = new PhoneNumber(
      `${name}-number`,
      {
        vendor: "plivo",
        country: "US",
        search: args.areaCodes.map((areaCode) => ({ areaCode })),
        agent: args.agent,
        maxMonthlyPrice: 2,
        deletionProtection: args.isPublic ?? false,
      },
      {
        parent: this,
        // A number that the program declared by itself, before it was a line, stays the number that it was.
        aliases: [{ name, parent: rootStackResource }],
      },
    );
    this.e164 = number.e164;
    this.agent = number.boundAgent;
    this.registerOutputs({ e164: this.e164, agent: this.agent });
  }
}
