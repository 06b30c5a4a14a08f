import type { SignInTexts } from "@/lib/demo/texts/en/sign-in";

export const signIn: SignInTexts = {
  title: "Anmelden",
  heading: "Wer hat Wache?",
  lead: "Halyard ist eine Demo und kommt ohne Passwörter aus. Wählen Sie aus, als wer Sie sich anmelden. Öffnen Sie einen zweiten Browser als jemand anderes und sehen Sie zu, wie Mitteilungen hinüberwandern.",
  picker: {
    signingIn: "Anmeldung läuft",
    refused: "Die Anmeldung ist fehlgeschlagen. Versuchen Sie es gleich noch einmal.",
    unreachable: "Der Server ist nicht erreichbar. Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal.",
  },
};
