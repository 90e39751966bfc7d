import { sondos } from "../../provider/vendors/sondos";
import { describeVendor } from "./suite";
import { sondosFixture } from "./support/sondos";

describeVendor(sondos, sondosFixture);
