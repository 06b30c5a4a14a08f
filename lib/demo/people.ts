import type { TeamTexts } from "./texts/en/team";
import { DEMO_USERS } from "./users";

export interface Person {
  id: string;
  name: string;
  firstName: string;
  initials: string;
  role: string;
  city: string;
  /** What to turn to this person for. */
  remit: string;
}

type FirstNameOf<Name> = Name extends `${infer First} ${string}` ? First : never;
export type FirstName = FirstNameOf<(typeof DEMO_USERS)[number]["name"]>;

/** Everybody in the demo team. */
export function peopleIn(texts: TeamTexts): readonly Person[] {
  return DEMO_USERS.map(({ id, name }) => ({
    ...named(id, name),
    ...texts.people[name.split(" ")[0] as FirstName],
  }));
}

/** The person with this id; somebody without a profile (signed in by your own identity provider) gets a plain one. */
export function findPerson(id: string, texts: TeamTexts): Person {
  const { name, role, city } = texts.guest;
  return peopleIn(texts).find((one) => one.id === id) ?? { ...named(id, name), role, city, remit: "" };
}

function named(id: string, name: string): Pick<Person, "id" | "name" | "firstName" | "initials"> {
  const [firstName = name, lastName = ""] = name.split(" ");
  return { id, name, firstName, initials: firstName.charAt(0) + lastName.charAt(0) };
}
