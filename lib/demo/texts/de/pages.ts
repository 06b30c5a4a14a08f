import { plural } from "@/components/notifications/language/plural";
import type { PageTexts } from "@/lib/demo/texts/en/pages";

export const pages: PageTexts = {
  shell: {
    description:
      "Ihre Transporte an einem Ort: jeder Auftrag, jede Grenze, jede Änderung in dem Moment, in dem sie eintritt.",
    skip: "Zum Inhalt springen",
    home: "Halyard, Aufträge",
    navigation: "Hauptmenü",
    pages: { orders: "Aufträge", playground: "Labor" },
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
    },
    signOut: { action: "Abmelden", failed: "Die Abmeldung ist fehlgeschlagen. Versuchen Sie es noch einmal." },
  },
  signIn: {
    title: "Anmelden",
    heading: "Wer hat Wache?",
    lead: "Halyard ist eine Demo und kommt ohne Passwörter aus. Wählen Sie aus, als wer Sie sich anmelden. Öffnen Sie einen zweiten Browser als jemand anderes und sehen Sie zu, wie Mitteilungen hinüberwandern.",
    picker: {
      signingIn: "Anmeldung läuft",
      refused: "Die Anmeldung ist fehlgeschlagen. Versuchen Sie es gleich noch einmal.",
      unreachable: "Der Server ist nicht erreichbar. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.",
    },
  },
  people: {
    roles: { Ada: "Betriebsleitung", Grace: "Zoll und Compliance", Alan: "Routenplanung" },
    guest: { name: "Gast", role: "Mitglied" },
  },
  notFound: {
    title: "Nicht gefunden",
    heading: "Hier liegt nichts vor Anker",
    explanation: "Vielleicht sind Seite oder Auftrag umgezogen, oder in der Adresse steckt ein Tippfehler.",
    action: "Alle Aufträge ansehen",
  },
  orders: {
    lead: "Alles, was auf dem Wasser, in der Luft, auf der Schiene und auf der Straße ist.",
    underWay: {
      title: "Unterwegs",
      hint: plural("de", { one: (count) => `${count} Auftrag`, other: (count) => `${count} Aufträge, neueste zuerst` }),
    },
    delivered: { title: "Zugestellt", hint: "Die letzten zwei Wochen" },
    breadcrumb: "Navigationspfad",
    route: "Strecke",
    from: "Von",
    to: "Nach",
    history: { title: "Verlauf", hint: "In der jeweiligen Ortszeit." },
    details: "Einzelheiten",
    arrives: "Ankunft",
    deliveredOn: (day) => `Zugestellt ${day}`,
    carrier: "Frachtführer",
    weight: "Gewicht",
    progress: (percentage) => `${percentage} der Strecke zurückgelegt`,
    progressWith: (percentage, carrier) => `${percentage} der Strecke zurückgelegt, mit ${carrier}`,
    status: {
      booked: "Gebucht",
      "in-transit": "Unterwegs",
      customs: "Beim Zoll",
      delayed: "Verspätet",
      delivered: "Zugestellt",
    },
    mode: { sea: "Seefracht", air: "Luftfracht", rail: "Bahnfracht", road: "Straßentransport" },
    events: {
      booked: "Buchung bestätigt",
      collected: "Abgeholt",
      departed: "Abgegangen",
      unloaded: "Entladen",
      missed: "Anschluss verpasst, umgebucht auf NH 204",
      held: "Beim Zoll angehalten: Ursprungszeugnis fehlt",
      delivered: "Zugestellt, Empfang quittiert von M. Kerr",
    },
  },
};
