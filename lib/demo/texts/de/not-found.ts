import type { NotFoundTexts } from "@/lib/demo/texts/en/not-found";

export const notFound: NotFoundTexts = {
  title: "Nicht gefunden",
  page: {
    heading: "Hier liegt nichts vor Anker",
    explanation: "Vielleicht ist die Seite umgezogen, oder in der Adresse steckt ein Tippfehler.",
    action: "Zur Übersicht",
  },
  order: {
    heading: "Diesen Auftrag gibt es nicht",
    explanation: "Vielleicht wurde er storniert, oder in der Nummer steckt ein Tippfehler.",
    action: "Alle Aufträge ansehen",
  },
};
