/** Loaded into a server that is measured (`node --import`): at SIGUSR2 it collects its garbage and prints what is left. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc");

process.on("SIGUSR2", () => {
  collectGarbage();
  console.log(`memory ${JSON.stringify(process.memoryUsage())}`);
});
