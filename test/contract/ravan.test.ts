import { ravan } from "../../provider/vendors/ravan";
import { describeVendor } from "./suite";
import { ravanFixture } from "./support/ravan";

describeVendor(ravan, ravanFixture);
