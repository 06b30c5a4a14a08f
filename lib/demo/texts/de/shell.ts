import type { ShellTexts } from "@/lib/demo/texts/en/shell";

export const shell: ShellTexts = {
  description:
    "Ihre Transporte an einem Ort: jeder Auftrag, jede Grenze, jede Änderung in dem Moment, in dem sie eintritt.",
  skip: "Zum Inhalt springen",
  home: "Halyard, Übersicht",
  navigation: "Hauptmenü",
  pages: { overview: "Übersicht", orders: "Aufträge", team: "Team", playground: "Labor" },
  account: (name) => `Konto: ${name}`,
  theme: { label: "Darstellung", system: "System", light: "Hell", dark: "Dunkel" },
  language: "Sprache",
  notificationTypes: {
    "order.created": "Auftrag angelegt",
    "order.shipped": "Auftrag versandt",
    "order.delayed": "Auftrag verspätet",
    "comment.mention": "Erwähnung",
    "shipment.arrived": "Sendung angekommen",
    "payment.received": "Zahlung eingegangen",
    "security.login": "Anmeldung",
  },
  signOut: { action: "Abmelden", failed: "Die Abmeldung ist fehlgeschlagen. Versuchen Sie es noch einmal." },
};
