import { describe, expect, it } from "vitest";
import { FakeClock } from "@/components/live/testing/fake-clock";
import {
  CONNECTION_TRANSITIONS,
  type ConnectionState,
  type ConnectionStep,
  nextConnectionState,
} from "./connection-states";
import { TerminalClient } from "./terminal-client";
import { FakeSocket } from "./testing/fake-socket";

const STATES = Object.keys(CONNECTION_TRANSITIONS) as ConnectionState[];
const STEPS = ["open", "heard", "lost", "end"] as const satisfies ConnectionStep[];
const PATHS = walks(5);
const HAS_SOCKET: readonly ConnectionState[] = ["connecting", "up"];

/** Every way through at most so many steps, the empty one too. */
function walks(length: number): ConnectionStep[][] {
  if (length === 0) return [[]];
  const shorter = walks(length - 1);
  const longest = shorter.filter((walk) => walk.length === length - 1);
  return [...shorter, ...longest.flatMap((walk) => STEPS.map((step) => [...walk, step]))];
}

function play(path: readonly ConnectionStep[]) {
  const sockets: FakeSocket[] = [];
  const clock = new FakeClock();
  const client = new TerminalClient({
    ...{ address: "ws://localhost:3001/x", size: { cols: 80, rows: 24 }, clock, onOutput: () => {} },
    openSocket: (address, events) => {
      const socket = new FakeSocket(address, events);
      sockets.push(socket);
      return socket;
    },
  });
  let state: ConnectionState = "idle";
  const act: Record<ConnectionStep, () => void> = {
    open: () => client.connect(),
    heard: () => sockets.at(-1)?.say({ type: "watchers", names: ["Cleo"] }),
    lost: () => sockets.at(-1)?.events.onClose(1006, ""),
    end: () => client.dispose(),
  };
  for (const step of path) {
    act[step]();
    state = nextConnectionState(state, step) ?? state;
  }
  return { client, clock, sockets, state };
}

describe("the states of a connection", () => {
  it("are all reached, and each can end", () => {
    expect(new Set(PATHS.map((path) => play(path).state))).toEqual(new Set(STATES));
    for (const state of STATES)
      expect(nextConnectionState(state, "end")).toBe(state === "over" ? undefined : "over");
  });

  it("are never two: none is made beside one that is there, nor after the last", () => {
    const opening = STATES.filter((state) => nextConnectionState(state, "open") !== undefined);
    expect(opening).toEqual(["idle", "waiting"]);
    expect(CONNECTION_TRANSITIONS.over).toEqual({});
  });
});

describe("a terminal, whatever way it went, does what the state of its connection says", () => {
  it("has one socket open, or none", () => {
    for (const path of PATHS) {
      const { sockets, state } = play(path);
      const open = sockets.filter(({ isClosed }) => !isClosed);
      expect(open.length, path.join(" ")).toBe(HAS_SOCKET.includes(state) ? 1 : 0);
    }
  });

  it("connects where the table has that step, and nowhere else", () => {
    for (const path of PATHS) {
      const { client, sockets, state } = play(path);
      const before = sockets.length;
      client.connect();
      const isStep = nextConnectionState(state, "open") !== undefined;
      expect(sockets.length - before, path.join(" ")).toBe(isStep ? 1 : 0);
    }
  });

  it("listens to the socket that it has, and to no other", () => {
    for (const path of PATHS) {
      const { client, sockets, state } = play(path);
      for (const socket of sockets) {
        socket.say({ type: "watchers", names: [socket === sockets.at(-1) ? "Dov" : "Eve"] });
        if (socket !== sockets.at(-1)) socket.events.onClose(1006, "");
      }
      expect(client.read().watchers.includes("Dov"), path.join(" ")).toBe(HAS_SOCKET.includes(state));
      expect(client.read().watchers).not.toContain("Eve");
    }
  });

  it("is tried again by itself while it waits or nothing is heard, and never when it is over or was not asked for", () => {
    for (const path of PATHS) {
      const { clock, sockets, state } = play(path);
      const before = sockets.length;
      clock.run(20_000);
      expect(sockets.length > before, path.join(" ")).toBe(state !== "over" && state !== "idle");
    }
  });
});
