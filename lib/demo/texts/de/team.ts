import type { TeamTexts } from "@/lib/demo/texts/en/team";

export const team: TeamTexts = {
  lead: "Wer sich worum kümmert, damit jede Frage gleich an der richtigen Stelle landet.",
  you: "Sie",
  openOrders: "Offene Aufträge",
  people: {
    Ada: {
      role: "Betriebsleitung",
      city: "London",
      remit: "Seefracht und Wochenplanung. Entscheidet, wenn ein Schiff verpasst wird.",
    },
    Grace: {
      role: "Zoll und Compliance",
      city: "New York",
      remit: "Zollanmeldungen, Beschauen und jedes Dokument, das eine Grenze verlangt.",
    },
    Alan: {
      role: "Routenplanung",
      city: "Manchester",
      remit: "Luft und Schiene, Ankunftsprognosen und was zu tun ist, wenn sie nicht stimmen.",
    },
  },
  guest: { name: "Gast", role: "Mitglied", city: "Unterwegs" },
};
