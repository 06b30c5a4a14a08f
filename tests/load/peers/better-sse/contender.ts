import type { ContenderKind } from "@/tests/load/bench/contender";
import { startPeer } from "@/tests/load/peers/start-peer";

export const betterSse: ContenderKind = {
  name: "Express + better-sse",
  protocol: "event-stream",
  start: (ground) => startPeer("better-sse/server.ts", ground),
};
