const CR_LF = "\r\n";
const END_OF_HEAD = "\r\n\r\n";

type State = "head" | "size" | "data" | "end-of-data" | "unframed";

/**
 * Reads one HTTP/1.1 response that comes in pieces, cut anywhere: gives its body, piece by piece, to `onBody`, whether it
 * is chunked (RFC 9112, section 7.1) or lasts until the connection ends. `onHead` gets the status and the headers first;
 * what it answers 101 with is no body but another protocol, given on as it is.
 */
export function bodyReader(
  onHead: (status: number, head: string) => void,
  onBody: (text: string) => void,
): (text: string) => void {
  let state: State = "head";
  let rest = "";
  /** Characters of the chunk that are still to come. One is one byte: pieces are decoded as latin1. */
  let missing = 0;

  return (piece) => {
    let text = rest === "" ? piece : rest + piece;
    rest = "";
    while (text !== "") {
      if (state === "unframed") return onBody(text);
      if (state === "data") {
        const data = text.slice(0, missing);
        missing -= data.length;
        text = text.slice(data.length);
        if (missing === 0) state = "end-of-data";
        onBody(data);
        continue;
      }
      const separator = state === "head" ? END_OF_HEAD : CR_LF;
      const end = text.indexOf(separator);
      if (end === -1) {
        rest = text;
        return;
      }
      const line = text.slice(0, end);
      text = text.slice(end + separator.length);
      if (state === "head") {
        state = /^transfer-encoding: *chunked/im.test(line) ? "size" : "unframed";
        onHead(Number(/^HTTP\/1\.1 (\d{3})/.exec(line)?.[1]), line);
      } else if (state === "size") {
        missing = Number.parseInt(line, 16);
        // The last chunk is empty; nothing follows that a crowd would want.
        if (missing > 0) state = "data";
      } else state = "size";
    }
  };
}
