const SYNC = new TextEncoder().encode('event: sync\ndata: {"type":"SYNC"}\n\n');
const open = new Set();

export function GET(request) {
  const stream = new ReadableStream({
    start(controller) {
      controller.enqueue(SYNC);
      open.add(controller);
      request.signal.addEventListener("abort", () => open.delete(controller));
    },
  });
  return new Response(stream, {
    headers: { "Content-Type": "text/event-stream; charset=utf-8", "Cache-Control": "no-cache, no-transform" },
  });
}
