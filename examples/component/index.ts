import { Config } from "@pulumi/pulumi";
import { VoiceLine } from "./voice-line";

const agent = new Config().require("agent");

const support = new VoiceLine("support", { areaCodes: ["415", "213"], agent });
const sales = new VoiceLine("sales", { areaCodes: ["212"], agent });

export const lines = { support: support.e164, sales: sales.e164 };
