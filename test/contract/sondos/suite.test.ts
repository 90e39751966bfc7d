import { sondos } from "../../../provider/vendors/sondos";
import { describeVendor } from "../suite";
import { sondosFixture } from "./support";

describeVendor(sondos, sondosFixture);
