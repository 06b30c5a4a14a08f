/** One block of `text/event-stream` as servers of notifications write it: one line of data. */
export interface StreamFrame {
  /** Empty when the block had none. */
  id: string;
  event: string;
  /** Empty when the block is no event, but a comment or a time to reconnect. */
  data: string;
}

/**
 * Reads a stream that comes in chunks, cut anywhere: each call returns the blocks that its chunk completes. One that is
 * cut off at the end of the stream is forgotten, as the specification of EventSource has it.
 */
export function eventParser(): (chunk: string) => StreamFrame[] {
  let rest = "";
  return (chunk) => {
    const blocks = (rest + chunk).split("\n\n");
    rest = blocks.pop() ?? "";
    return blocks.map(parse);
  };
}

function parse(block: string): StreamFrame {
  const frame = { id: "", event: "message", data: "" };
  for (const line of block.split("\n")) {
    const colon = line.indexOf(":");
    const name = line.slice(0, colon);
    if (name === "id" || name === "event" || name === "data")
      frame[name] = line.slice(line[colon + 1] === " " ? colon + 2 : colon + 1);
  }
  return frame;
}
