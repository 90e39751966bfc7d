import { PolicyPack } from "@pulumi/policy";
import { bill, countries, production } from "./policies";

new PolicyPack("phone-numbers", { policies: [production, countries, bill] });
