import { plivo } from "../../provider/vendors/plivo";
import { describeVendor } from "./suite";
import { plivoFixture } from "./support/plivo";

describeVendor(plivo, plivoFixture);
