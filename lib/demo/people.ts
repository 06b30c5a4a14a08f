import type { PageTexts } from "./texts/en/pages";
import { DEMO_USERS } from "./users";

export interface Person {
  id: string;
  name: string;
  initials: string;
  role: string;
}

type FirstNameOf<Name> = Name extends `${infer First} ${string}` ? First : never;
type FirstName = FirstNameOf<(typeof DEMO_USERS)[number]["name"]>;

/** Everybody in the demo. */
export function peopleIn(texts: PageTexts["people"]): readonly Person[] {
  return DEMO_USERS.map(({ id, name }) => ({
    id,
    name,
    initials: initialsOf(name),
    role: texts.roles[name.split(" ")[0] as FirstName],
  }));
}

/** The person with this id, or a guest for a user of another identity provider. */
export function findPerson(id: string, texts: PageTexts["people"]): Person {
  const { guest } = texts;
  return peopleIn(texts).find((person) => person.id === id) ?? { id, ...guest, initials: initialsOf(guest.name) };
}

function initialsOf(name: string): string {
  return name
    .split(" ")
    .map((part) => part.charAt(0))
    .join("");
}
