import type { SignalTexts } from "@/components/notifications/texts/en/signals";
import type { Arrival } from "@/lib/client/arrivals";

const MOST_CHARACTERS = 200;

/** "Order 7 has shipped. 3 unread notifications" for one, "5 new notifications. 8 unread notifications" for many. */
export function arrivalSentence(texts: SignalTexts, arrivals: readonly Arrival[], unread: number): string {
  const [only] = arrivals;
  const count = arrivals.reduce((sum, arrival) => sum + arrival.count, 0);
  const news = count === 1 && only?.notification ? shortened(only.notification.message) : texts.arrived(count);
  return `${/\p{Sentence_Terminal}$/u.test(news) ? news : `${news}.`} ${texts.unread(unread)}`;
}

/** Up to a word's end: nobody wants to listen to 2,000 characters that were not asked for. */
function shortened(message: string): string {
  const line = message.replaceAll(/\s+/g, " ").trim();
  if (line.length <= MOST_CHARACTERS) return line;
  return `${line.slice(0, MOST_CHARACTERS).replace(/\s\S*$/, "")}…`;
}
