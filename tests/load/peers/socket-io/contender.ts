import type { ContenderKind } from "@/tests/load/bench/contender";
import { startPeer } from "@/tests/load/peers/start-peer";

export const socketIo: ContenderKind = {
  name: "socket.io",
  protocol: "socket.io",
  start: (ground) => startPeer("socket-io/server.ts", ground),
};
