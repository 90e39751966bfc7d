import { cald } from "../../../provider/vendors/cald";
import { describeVendor } from "../suite";
import { caldFixture } from "./support";

describeVendor(cald, caldFixture);
