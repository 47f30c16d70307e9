import type { StoryStep } from "@/lib/overview/guide/guide";

const steps = {
  "guide.step.ask": "Request access to {node}",
  "guide.step.approve": "Say yes, as an approver reads it on a phone",
  "guide.step.open": "Open the shell, find the log that fills /var/log, delete it, leave with exit",
  "guide.step.review": "Replay what was typed, and close the review",
  "guide.step.audit": "See all of it in the audit",
} as const satisfies Record<`guide.step.${StoryStep}`, string>;

const who = {
  "guide.who.ask": "Ana",
  "guide.who.approve": "Ben",
  "guide.who.open": "Ana",
  "guide.who.review": "Cleo",
  "guide.who.audit": "Dov",
} as const satisfies Record<`guide.who.${StoryStep}`, string>;

/** The home page with its first-run help. */
export const home = {
  ...steps,
  ...who,
  "home.title": "Home",
  "home.waiting": "Waiting for you",
  "home.waiting.none": "Nothing waits for you.",
  "home.asked": "You asked",
  "home.open": "Open now",
  "home.open.none": "No access is in force.",
  "home.lately": "Lately",
  "home.lately.none": "Nothing has happened yet.",
  "home.ask": "Request access",
  "home.noRole":
    "You may do nothing here yet: none of your groups gives a role. An administrator can say which would.",
  "home.noRole.groups": "Your groups: {groups}",
  "home.noRole.noGroups": "You belong to no group.",
  "home.waiting.all": "All {count, number}",
  "home.waiting.many": "More than {count, number}",
  "home.open.useBy": "open within",
  "home.open.then": "then {windowSeconds}",
  "home.open.end": "End the access to {nodes}",
  "home.open.goOn": "Go on in the shell on {node}",
  "home.open.shell": "Open a shell on {node}",
  "home.open.look": "Look",
  "home.open.at": "Open, at {nodes}",
  "guide.title": "{node} has a full disk",
  "guide.lead": "Writes fail, and only a shell helps. Five steps, four people: be each of them in turn.",
  "guide.over": "The disk is free again: asked, approved, recorded, reviewed and on record.",
  "guide.as": "as {name}",
  "guide.become": "Sign in as {name}",
  "guide.go": "Go there",
  "guide.done": "done",
  "guide.next": "next",
  "guide.todo": "not yet",
  "guide.hide": "Hide",
  "guide.show": "Show the first steps",
  "guide.how.title": "How this works",
  "guide.how.1": "You ask for a shell on a machine: why, and for how long.",
  "guide.how.2": "Somebody else says yes, and is told exactly what it permits.",
  "guide.how.3": "You open the terminal here. Everything on the screen is recorded before you see it.",
  "guide.how.4": "At the end of the window it closes by itself, and a reviewer closes the matter.",
} as const;
