import { describeBrowser } from "./behaviour";
import { startFirefox } from "./drivers/firefox";

describeBrowser("Firefox", startFirefox);
