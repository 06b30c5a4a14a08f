import type { ContenderKind } from "@/tests/load/bench/contender";
import { startPeer } from "@/tests/load/peers/start-peer";

export const webSocketDesign: ContenderKind = {
  name: "Express + ws",
  protocol: "websocket",
  start: (ground) => startPeer("websocket/server.ts", ground),
};
