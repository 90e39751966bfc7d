import { ravan } from "../../../provider/vendors/ravan";
import { describeVendor } from "../suite";
import { ravanFixture } from "./support";

describeVendor(ravan, ravanFixture);
