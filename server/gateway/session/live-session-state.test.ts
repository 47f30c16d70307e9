import { describe, expect, it } from "vitest";
import {
  LIFE,
  LIFE_TRANSITIONS,
  LINK_TRANSITIONS,
  type LifeEvent,
  type LifeState,
  type LinkEvent,
  type LinkState,
  nextLife,
  nextLink,
} from "./live-session-state";

const LIFE_EVENTS: readonly LifeEvent[] = ["stop", "seal"];

/** Every state that can be reached from one, by any events. */
function reachable<S extends string>(from: S, step: (state: S) => readonly S[]): S[] {
  const seen = new Set<S>([from]);
  for (const state of seen) for (const next of step(state)) seen.add(next);
  return [...seen];
}

describe("a live session's life", () => {
  it("reaches each state, and over from each", () => {
    const step = (state: LifeState) =>
      LIFE_EVENTS.map((event) => nextLife(state, event)).filter((next) => next !== undefined);
    expect(reachable("passing", step).sort()).toEqual(Object.keys(LIFE_TRANSITIONS).sort());
    for (const state of Object.keys(LIFE_TRANSITIONS) as LifeState[])
      expect(reachable(state, step), state).toContain("over");
  });

  it("never passes again once stopped, nor records once sealed, whatever follows", () => {
    for (const path of walks<LifeEvent>(LIFE_EVENTS, 5)) {
      let state: LifeState = "passing";
      for (const event of path) {
        const next: LifeState = nextLife(state, event) ?? state;
        if (!LIFE[state].passes) expect(LIFE[next].passes, path.join(" ")).toBe(false);
        if (!LIFE[state].records) expect(LIFE[next].records, path.join(" ")).toBe(false);
        state = next;
      }
      expect(LIFE[state].passes).toBe(!path.includes("stop"));
      expect(LIFE[state].records).toBe(!path.includes("seal"));
    }
  });
});

describe("the channel of a live session", () => {
  it("is connected once, and from then on lost and connected again", () => {
    const events: readonly LinkEvent[] = ["broken", "broken", "connected", "broken", "broken", "connected"];
    let state: LinkState = "connecting";
    const marks = events.map((event) => {
      const step = nextLink(state, event);
      state = step.to;
      return step.mark;
    });
    expect(marks).toEqual([undefined, undefined, "connected", "lost", undefined, "reconnected"]);
    expect(Object.keys(LINK_TRANSITIONS).sort()).toEqual(["connecting", "lost", "up"]);
  });

  it("is marked as lost only where a mark says that it was there, however it goes", () => {
    for (const path of walks<LinkEvent>(["connected", "broken"], 6)) {
      let state: LinkState = "connecting";
      const marks = path.flatMap((event) => {
        const { to, mark } = nextLink(state, event);
        state = to;
        return mark ?? [];
      });
      expect(marks.filter((mark) => mark === "connected").length).toBeLessThan(2);
      for (const [at, mark] of marks.entries())
        if (mark === "lost") expect(["connected", "reconnected"]).toContain(marks[at - 1]);
    }
  });
});

/** Every way through so many events. */
function walks<E>(events: readonly E[], length: number): E[][] {
  if (length === 0) return [[]];
  const shorter = walks(events, length - 1);
  return [
    ...shorter,
    ...shorter
      .filter((walk) => walk.length === length - 1)
      .flatMap((walk) => events.map((event) => [...walk, event])),
  ];
}
