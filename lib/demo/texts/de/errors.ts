import type { ErrorTexts } from "@/lib/demo/texts/en/errors";

export const errors: ErrorTexts = {
  code: "Störung",
  title: "Diese Seite ist auf Grund gelaufen",
  app: "Halyard ist nicht erreichbar",
  reassurance: "Der Fehler liegt bei uns, nicht bei Ihnen, und nichts ist verloren. Oft hilft ein zweiter Versuch.",
  retry: "Noch einmal versuchen",
  home: "Alle Aufträge ansehen",
};
