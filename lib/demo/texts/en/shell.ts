/** What stands around every page. */
export const shell = {
  description: "Freight operations in one place: every order, every border, every change as it happens.",
  skip: "Skip to content",
  home: "Halyard, overview",
  navigation: "Main",
  pages: { overview: "Overview", orders: "Orders", team: "Team", playground: "Playground" },
  account: (name: string) => `Account: ${name}`,
  theme: { label: "Theme", system: "System", light: "Light", dark: "Dark" },
  language: "Language",
  /** Names of notification types: in English they can be read from the types themselves. */
  notificationTypes: {} as Readonly<Record<string, string>>,
  signOut: { action: "Sign out", failed: "Signing out did not work. Try again." },
};

export type ShellTexts = typeof shell;
