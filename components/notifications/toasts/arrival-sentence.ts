import type { Arrival } from "../../../lib/notifications/client";
import { shortened } from "../item/shortened";
import type { SignalTexts } from "../texts/en/signals";

/** Nobody wants to listen to 2,000 characters that were not asked for. */
const MOST_CHARACTERS = 200;

/** "Order 7 has shipped. 3 unread notifications" for one, "5 new notifications. 8 unread notifications" for many. */
export function arrivalSentence(texts: SignalTexts, arrivals: readonly Arrival[], unread: number): string {
  const [only] = arrivals;
  const count = arrivals.reduce((sum, arrival) => sum + arrival.count, 0);
  const news =
    count === 1 && only?.notification ? shortened(only.notification.message, MOST_CHARACTERS) : texts.arrived(count);
  return `${/\p{Sentence_Terminal}$/u.test(news) ? news : `${news}.`} ${texts.unread(unread)}`;
}
