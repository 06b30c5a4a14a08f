/** Loaded into a server that is measured (`node --import`): at SIGUSR2 it collects its garbage and prints what is left. */
import { setImmediate } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc");

process.on("SIGUSR2", () => void report());

async function report() {
  // What one collection lets go of outside the heap is freed in the background.
  for (let time = 0; time < 3; time++) {
    collectGarbage();
    await setImmediate();
  }
  console.log(`memory ${JSON.stringify(process.memoryUsage())}`);
}
