import { bolna } from "../../../provider/vendors/bolna";
import { describeVendor } from "../suite";
import { bolnaFixture } from "./support";

describeVendor(bolna, bolnaFixture);
