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

type Profile = Pick<Person, "role" | "city" | "remit">;

const PROFILES: Readonly<Record<(typeof DEMO_USERS)[number]["name"], Profile>> = {
  "Ada Lovelace": {
    role: "Head of operations",
    city: "London",
    remit: "Sea freight and the weekly plan. Decides when a vessel is missed.",
  },
  "Grace Hopper": {
    role: "Customs and compliance",
    city: "New York",
    remit: "Declarations, inspections and every document a border asks for.",
  },
  "Alan Turing": {
    role: "Routing analyst",
    city: "Manchester",
    remit: "Air and rail, arrival estimates, and what to do when they are wrong.",
  },
};

/** Everybody in the demo team. */
export const PEOPLE: readonly Person[] = DEMO_USERS.map(({ id, name }) => ({
  ...person(id, name),
  ...PROFILES[name],
}));

/** The person with this id; somebody without a profile (signed in by your own identity provider) gets a plain one. */
export function findPerson(id: string): Person {
  return PEOPLE.find((one) => one.id === id) ?? person(id, "Guest");
}

function person(id: string, name: string): Person {
  const [firstName = name, lastName = ""] = name.split(" ");
  return {
    id,
    name,
    firstName,
    initials: firstName.charAt(0) + lastName.charAt(0),
    role: "Member",
    city: "Remote",
    remit: "",
  };
}
