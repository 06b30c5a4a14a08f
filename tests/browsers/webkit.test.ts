import { describeBrowser } from "./behaviour";
import { startWebkit } from "./drivers/webkit";

describeBrowser("WebKit", startWebkit);
