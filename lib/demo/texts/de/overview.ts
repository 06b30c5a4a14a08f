import { plural } from "@/components/notifications/language/plural";
import type { OverviewTexts } from "@/lib/demo/texts/en/overview";

export const overview: OverviewTexts = {
  greeting: (firstName) => `Willkommen zurück, ${firstName}`,
  underWay: plural("de", {
    one: (count) => `${count} Auftrag ist unterwegs.`,
    other: (count) => `${count} Aufträge sind unterwegs.`,
  }),
  toDecide: plural("de", {
    one: (count) => `${count} davon wartet auf eine Entscheidung.`,
    other: (count) => `${count} davon warten auf eine Entscheidung.`,
  }),
  tryNotifications: "Mitteilungen ausprobieren",
  figures: {
    underWay: "Unterwegs",
    moreThanLastWeek: (count) => `${count} mehr als letzte Woche`,
    arriving: "Ankunft binnen eines Tages",
    attention: "Zu klären",
    delays: plural("de", { one: (count) => `${count} Verspätung`, other: (count) => `${count} Verspätungen` }),
    atCustoms: plural("de", { other: (count) => `${count} beim Zoll` }),
    onTime: "Pünktlich diese Woche",
    upFrom: (percentage) => `Zuvor ${percentage}`,
  },
  attention: { title: "Zu klären", hint: "Verspätet oder an einer Grenze aufgehalten.", all: "Alle Aufträge" },
  week: {
    title: "Zustellungen diese Woche",
    hint: (delivered, onTime) => `Bisher ${delivered}, davon ${onTime} pünktlich.`,
    onTime: "Pünktlich",
    late: "Verspätet",
    day: (weekday, onTime, late) => `${weekday}: ${onTime} pünktlich, ${late} verspätet`,
  },
  movements: {
    title: "Letzte Bewegungen",
    hint: "Neueste zuerst, in der jeweiligen Ortszeit.",
    of: (customer, event) => `${customer}: ${event}`,
  },
};
