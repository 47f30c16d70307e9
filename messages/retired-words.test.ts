import { expect, it } from "vitest";
import { en } from "./en";

/** Words that the portal no longer uses, each with the one that it uses instead. */
const RETIRED: readonly (readonly [RegExp, string])[] = [
  [/\b(a|one|the|say|says|said) yes\b/i, "approve, approval"],
  [/\blapse[sd]?\b/i, "expired"],
  [/\bseats?\b/i, "participant, presence"],
  [/\bin force\b/i, "active"],
  [/\bswitch(es|ed)? (off|on)\b/i, "disable, enable"],
  [/\b(took|takes?|held|holds?|left|leaves?) the keyboard\b/i, "connected, took over, disconnected"],
  [/\bthe shell was left\b|\bthe window was over\b/i, "exited, time ran out"],
  [/\basked for a shell\b|\bask(s|ed)? for (access|shells?)\b/i, "request access"],
  [/\bsomebody\b/i, "who it is"],
  [/\bgo on\b/i, "return, continue"],
  [/\blately\b/i, "recent activity"],
  [/\bnot for you\b/i, "You don't have access"],
];

it.each(RETIRED)("nothing says %s: the word is %s", (word) => {
  expect(Object.entries(en).filter(([, sentence]) => word.test(sentence))).toEqual([]);
});
