import { plivo } from "../../../provider/vendors/plivo";
import { describeVendor } from "../suite";
import { plivoFixture } from "./support";

describeVendor(plivo, plivoFixture);
