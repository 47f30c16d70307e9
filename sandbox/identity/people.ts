import { join } from "node:path";
import { z } from "zod";
import { readJson, writeJson } from "./files";

export interface Person {
  subject: string;
  name: string;
  email: string;
  /** What this person does in the demo, for the page on which one chooses. */
  part: string;
  groups: string[];
}

/** Every group that the demo knows, in the order of the groups page. */
export const GROUPS = [
  "engineers",
  "payments-oncall",
  "sre-leads",
  "platform-leads",
  "security-review",
  "halligan-admins",
];

const CAST: Person[] = [
  person("ana", "Ana Duarte", "Asks for a shell when something is on fire.", [
    "engineers",
    "payments-oncall",
  ]),
  person("ben", "Ben Okafor", "Approves or denies. Also an engineer.", ["engineers", "sre-leads"]),
  person("cleo", "Cleo Marchetti", "Replays what was done and closes the review.", ["security-review"]),
  person("dov", "Dov Lindqvist", "Administers accounts and policy.", ["halligan-admins"]),
  person("eve", "Eve Novak", "Belongs to no group, may do nothing, and tries.", []),
  person("fay", "Fay Tanaka", "Approves for a second group, and administers.", [
    "platform-leads",
    "halligan-admins",
  ]),
];

function person(subject: string, name: string, part: string, groups: string[]): Person {
  return { subject, name, part, groups, email: `${subject}@example.test` };
}

const savedGroups = z.record(z.string(), z.array(z.string()));

/** The six people of the demo. Their groups can be changed and outlive a restart. */
export class People {
  readonly #path: string;
  readonly #groups: Map<string, string[]>;

  constructor(stateFolder: string) {
    this.#path = join(stateFolder, "groups.json");
    this.#groups = new Map(Object.entries(savedGroups.parse(readJson(this.#path) ?? {})));
  }

  all(): Person[] {
    return CAST.map((one) => ({ ...one, groups: this.#groups.get(one.subject) ?? one.groups }));
  }

  find(subject: string): Person | undefined {
    return this.all().find((one) => one.subject === subject);
  }

  /** Sets a person's groups; names that the demo doesn't know are dropped. */
  setGroups(subject: string, groups: string[]): void {
    this.#groups.set(
      subject,
      GROUPS.filter((group) => groups.includes(group)),
    );
    writeJson(this.#path, Object.fromEntries(this.#groups));
  }
}
