import { beforeEach, describe, expect, it } from "vitest";
import { FakeClock } from "@/components/live/testing/fake-clock";
import { TerminalClient } from "./terminal-client";
import { FakeSocket } from "./testing/fake-socket";

const ADDRESS = "ws://localhost:3001/gateway/sessions/ses_1/terminal";

let sockets: FakeSocket[];
let clock: FakeClock;
let shown: string;
let history: string;
let client: TerminalClient;
let screen: { cols: number; rows: number } | undefined;

beforeEach(() => {
  sockets = [];
  clock = new FakeClock();
  shown = "";
  history = "";
  client = new TerminalClient({
    address: ADDRESS,
    windowId: "w1",
    takesNow: true,
    size: { cols: 80, rows: 24 },
    openSocket: (address, events) => {
      const socket = new FakeSocket(address, events);
      sockets.push(socket);
      return socket;
    },
    clock,
    onSize: (size) => {
      screen = size;
    },
    onOutput: (bytes, isHistory) => {
      const text = new TextDecoder().decode(bytes);
      shown += text;
      if (isHistory) history += text;
    },
  });
  client.connect();
});

function socket(): FakeSocket {
  const last = sockets.at(-1);
  if (!last) throw new Error("no socket was opened");
  return last;
}

/** Lets time pass until there is another socket. @returns after how many milliseconds */
function untilNextSocket(): number {
  const count = sockets.length;
  for (let waited = 1; waited <= 60_000; waited += 1) {
    clock.run(1);
    if (sockets.length > count) return waited;
  }
  throw new Error("nothing was tried again");
}

function expectNoOther(): void {
  const count = sockets.length;
  clock.run(600_000);
  expect(sockets).toHaveLength(count);
}

/** The gateway's heart beats, once a second. */
function beat(seconds: number, input = 0): void {
  for (let at = 0; at < seconds; at += 1) {
    clock.run(1_000);
    socket().say({ type: "ping", seq: at, input });
  }
}

const type = (text: string) => client.sendInput(new TextEncoder().encode(text));
/** What was typed, as the gateway got it. */
const typed = () =>
  socket()
    .sent.filter((frame) => typeof frame !== "string")
    .map((frame) => new TextDecoder().decode(frame as Uint8Array))
    .join("");

function openSession(): void {
  socket().say({ type: "state", state: "open", windowEndsAt: "2026-03-14T09:56:53.000Z" });
}

describe("connecting", () => {
  it("asks for the session with its size and from the beginning", () => {
    expect(socket().address.startsWith(`${ADDRESS}?`)).toBe(true);
    expect(Object.fromEntries(socket().query)).toEqual({
      ...{ cols: "80", rows: "24", after: "0" },
      ...{ window: "w1", take: "now" },
    });
    expect(client.read().phase).toBe("connecting");
  });

  it("follows what the gateway says about the session", () => {
    socket().say({ type: "state", state: "opening", windowEndsAt: "2026-03-14T09:56:53.000Z" });
    expect(client.read()).toMatchObject({ phase: "opening", windowEndsAt: "2026-03-14T09:56:53.000Z" });
    socket().say({ type: "state", state: "open" });
    expect(client.read()).toMatchObject({ phase: "open", windowEndsAt: "2026-03-14T09:56:53.000Z" });
    socket().say({ type: "state", state: "reconnecting" });
    expect(client.read().phase).toBe("resuming");
  });

  it("says which steps of an opening are done, each once, and when the one under way began", () => {
    socket().say({ type: "state", state: "opening" });
    const began = client.read().stepSinceMs;
    expect(began).toBeDefined();
    clock.run(300);
    socket().say({ type: "opening", step: "recording", ms: 12 });
    socket().say({ type: "opening", step: "role", ms: 288 });
    socket().say({ type: "opening", step: "recording", ms: 12 });
    expect(client.read()).toMatchObject({
      phase: "opening",
      steps: [
        { step: "recording", ms: 12 },
        { step: "role", ms: 288 },
      ],
      stepSinceMs: (began ?? 0) + 300,
    });
    socket().say({ type: "state", state: "open" });
    expect(client.read().stepSinceMs).toBeUndefined();
  });

  it("ignores a message that it doesn't know", () => {
    const before = client.read();
    socket().say({ type: "fireworks" });
    socket().events.onMessage("not json");
    expect(client.read()).toBe(before);
  });
});

describe("output", () => {
  it("is shown once, although parts of it come again", () => {
    socket().output(0, "hello ");
    socket().output(0, "hello ");
    socket().output(3, "lo wor");
    socket().output(9, "ld");
    expect(shown).toBe("hello world");
  });

  it("is not shown again behind an old part that came once more", () => {
    socket().output(0, "hello ");
    socket().output(0, "he");
    socket().output(2, "llo ");
    socket().output(6, "world");
    expect(shown).toBe("hello world");
    expect(client.read().notice).toBeUndefined();
  });

  it("names a gap, and goes on behind it", () => {
    socket().output(0, "ab");
    socket().output(10, "cd");
    expect(shown).toBe("abcd");
    expect(client.read().notice).toEqual({ code: "MISSING_HERE", params: { bytes: 8 } });
  });

  it("is history up to where it stood when the connection began", () => {
    socket().say({ type: "state", state: "open", outputOffset: 5 });
    socket().output(0, "abc");
    socket().output(3, "defg");
    socket().output(7, "h");
    expect(shown).toBe("abcdefgh");
    expect(history).toBe("abcde");
  });

  it("ignores a frame that is too short to have an offset", () => {
    socket().events.onMessage(new Uint8Array(7).buffer);
    expect(shown).toBe("");
  });
});

describe("input", () => {
  it("is sent while the session is open", () => {
    openSession();
    expect(client.sendInput(new TextEncoder().encode("ls\r"))).toBe(true);
    expect(socket().sent).toEqual([new TextEncoder().encode("ls\r")]);
  });

  it.each([
    [4096, [4096]],
    [4097, [4096, 1]],
    [10_000, [4096, 4096, 1808]],
  ])("of %d bytes is split into frames of at most 4096", (length, frames) => {
    openSession();
    client.sendInput(new Uint8Array(length));
    expect(socket().sent.map((frame) => frame.length)).toEqual(frames);
  });

  it("is dropped, not kept, while there is no connection", () => {
    openSession();
    socket().events.onClose(1006, "");
    expect(client.sendInput(new TextEncoder().encode("rm -rf x\r"))).toBe(false);
    untilNextSocket();
    openSession();
    expect(socket().sent).toEqual([]);
  });

  it("is dropped before the shell is open", () => {
    expect(client.sendInput(new Uint8Array([13]))).toBe(false);
  });
});

it("tells the gateway a new size once, and connects with it the next time", () => {
  openSession();
  client.resize({ cols: 120, rows: 40 });
  client.resize({ cols: 120, rows: 40 });
  expect(socket().sent).toEqual(['{"type":"resize","cols":120,"rows":40}']);
  socket().events.onClose(1012, "");
  untilNextSocket();
  expect(socket().query.get("cols")).toBe("120");
});

it("asks for the end", () => {
  openSession();
  client.end();
  expect(socket().sent).toEqual(['{"type":"end"}']);
});

describe("a lost connection", () => {
  it.each([1006, 1012, 1001, 1011])("is taken up where it broke off after code %d", (code) => {
    openSession();
    socket().output(0, "hello");
    socket().events.onClose(code, "");
    expect(client.read().phase).toBe("reconnecting");
    untilNextSocket();
    expect(sockets).toHaveLength(2);
    expect(socket().query.get("after")).toBe("5");
    openSession();
    expect(client.read().phase).toBe("open");
  });

  it("is tried again later each time, never later than five seconds, and soon after a success", () => {
    const seen: number[] = [];
    for (let at = 0; at < 8; at += 1) {
      socket().events.onClose(1006, "");
      seen.push(untilNextSocket());
    }
    // Chance is nought: half of each pause.
    expect(seen).toEqual([125, 250, 500, 1000, 2000, 2500, 2500, 2500]);
    openSession();
    socket().events.onClose(1006, "");
    expect(untilNextSocket()).toBe(125);
  });

  it("says nothing more of an old socket once there is a new one", () => {
    const old = socket();
    old.events.onClose(1006, "");
    untilNextSocket();
    old.say({ type: "state", state: "ended" });
    expect(client.read().phase).toBe("reconnecting");
  });
});

describe("the end", () => {
  it("has its reason, its time, and no further try", () => {
    openSession();
    socket().say({ type: "state", state: "ended", reason: "window", detail: "AWS says Terminated" });
    socket().events.onClose(4010, "");
    expect(client.read()).toMatchObject({
      phase: "ended",
      reason: "window",
      detail: "AWS says Terminated",
      endedAtMs: 0,
    });
    expectNoOther();
  });

  it.each([
    [4001, "", { phase: "signed-out" }],
    [4003, "NOT_THE_GRANTEE", { phase: "refused", code: "NOT_THE_GRANTEE" }],
    [4009, "", { phase: "taken-over" }],
    [4010, "exit", { phase: "ended", reason: "exit" }],
  ])("by code %d %s is final", (code, reason, expected) => {
    socket().events.onClose(code, reason);
    expect(client.read()).toMatchObject(expected);
    expectNoOther();
  });

  it("is told to whoever listens", () => {
    let calls = 0;
    const stop = client.subscribe(() => {
      calls += 1;
    });
    openSession();
    stop();
    socket().say({ type: "recording", durableMs: 8 });
    expect(calls).toBe(1);
    expect(client.read().durable).toEqual({ milliseconds: 8, atMs: 0 });
  });
});

describe("the other window", () => {
  const by = { browser: "Firefox, Windows", address: "10.0.0.7", since: "2026-03-14T09:00:00.000Z" };

  it("that has the keyboard is asked about, and nothing is tried again by itself", () => {
    socket().say({ type: "held", by });
    socket().events.onClose(4008, "KEYBOARD_HELD");
    expect(client.read()).toMatchObject({ phase: "held", place: by });
    expectNoOther();
  });

  it("that took the keyboard is named", () => {
    openSession();
    socket().say({ type: "taken-over", by });
    socket().events.onClose(4009, "TAKEN_OVER");
    expect(client.read()).toMatchObject({ phase: "taken-over", place: by });
    expect(client.sendInput(new Uint8Array([13]))).toBe(false);
  });

  it("is taken from once only: whoever comes back later asks", () => {
    openSession();
    socket().events.onClose(1006, "");
    untilNextSocket();
    expect(socket().query.get("take")).toBe("ask");
    expect(socket().query.get("window")).toBe("w1");
  });
});

it("knows who watches, and what size a watcher sees", () => {
  openSession();
  socket().say({ type: "watchers", names: ["Ben Okafor"] });
  socket().say({ type: "size", cols: 132, rows: 43 });
  expect(client.read().watchers).toEqual(["Ben Okafor"]);
  expect(screen).toEqual({ cols: 132, rows: 43 });
});

it("says that output is behind until it is not", () => {
  openSession();
  socket().say({ type: "notice", code: "OUTPUT_BEHIND" });
  expect(client.read().notice?.code).toBe("OUTPUT_BEHIND");
  socket().say({ type: "notice", code: "OUTPUT_CAUGHT_UP" });
  expect(client.read().notice).toBeUndefined();
});

it("warns of the last minute", () => {
  openSession();
  socket().say({ type: "warning", code: "ONE_MINUTE_LEFT" });
  expect(client.read().isLastMinute).toBe(true);
});

it("lets go without ending the session, and without another try", () => {
  openSession();
  socket().events.onClose(1006, "");
  client.dispose();
  expectNoOther();
});

describe("a gateway that falls silent", () => {
  it("is answered at each beat, with its number", () => {
    openSession();
    beat(3);
    expect(socket().sent).toEqual([0, 1, 2].map((seq) => JSON.stringify({ type: "pong", seq })));
    expect(client.read()).toMatchObject({ phase: "open", freshness: "live" });
  });

  it("is said to be silent within three seconds, and since when", () => {
    openSession();
    beat(5);
    clock.run(3_000);
    expect(client.read()).toMatchObject({ phase: "open", freshness: "stale", heardAtMs: 5_000 });
    expect(type("x")).toBe(false);
    expect(client.read().refusedKeys).toBe(1);
  });

  it("is given up after six, and asked again without waiting for the old connection", () => {
    openSession();
    beat(1);
    clock.run(6_000);
    expect(client.read()).toMatchObject({ phase: "reconnecting", freshness: "lost", heardAtMs: 1_000 });
    expect(sockets[0]?.isClosed).toBe(true);
    clock.run(125);
    expect(sockets).toHaveLength(2);
    // What the old one still says is nobody's.
    sockets[0]?.say({ type: "state", state: "ended" });
    openSession();
    expect(client.read()).toMatchObject({ phase: "open", freshness: "live", heardAtMs: undefined });
  });

  it("is live again when it goes on, and the rest of a line that was refused stays refused", () => {
    openSession();
    type("rm -rf /tm");
    beat(1, 10);
    clock.run(3_000);
    type("p/x\r");
    beat(1, 10);
    expect(client.read()).toMatchObject({ freshness: "live", isLineBroken: true });
    type("ls\r");
    expect(typed()).toBe("rm -rf /tm");
    type("\u0003");
    type("ls\r");
    expect(typed()).toBe("rm -rf /tm\u0003ls\r");
    expect(client.read()).toMatchObject({ refusedKeys: 0, isLineBroken: false });
  });

  it("leaves it in doubt whether the last keys have arrived: it is said, and the rest of their line is refused", () => {
    openSession();
    type("echo ");
    beat(1, 5);
    type("hi");
    socket().events.onClose(1006, "");
    expect(client.read().notice).toEqual({ code: "KEYS_IN_DOUBT", params: { bytes: 2 } });
    untilNextSocket();
    openSession();
    expect(type(" there\r")).toBe(false);
    expect(typed()).toBe("");
  });

  it("does not keep a connection waiting that was never answered", () => {
    clock.run(10_000);
    expect(sockets[0]?.isClosed).toBe(true);
    expect(client.read().phase).toBe("reconnecting");
    untilNextSocket();
  });

  it("is tried at once when the network is back or somebody looks again", () => {
    openSession();
    socket().events.onClose(1006, "");
    client.wake();
    expect(sockets).toHaveLength(2);
    openSession();
    client.wake();
    expect(sockets).toHaveLength(2);
    clock.run(3_000);
    client.wake();
    expect(sockets).toHaveLength(3);
    clock.run(4_000);
    expect(sockets).toHaveLength(3);
  });
});

it("output that was missed and is too long to be sent again begins with a whole line on an empty screen", () => {
  socket().say({ type: "state", state: "open", outputOffset: 1020, outputFrom: 1000 });
  socket().output(1000, "half\nwhole\nrest");
  expect(shown).toBe("\u001bcwhole\nrest");
  expect(client.read().notice?.code).toBe("EARLIER_IN_REPLAY");
  socket().events.onClose(1006, "");
  untilNextSocket();
  expect(socket().query.get("after")).toBe("1015");
});

it("a window that is too large or too small has the nearest size that the gateway allows", () => {
  openSession();
  client.resize({ cols: 501, rows: 1 });
  expect(socket().sent).toEqual(['{"type":"resize","cols":500,"rows":2}']);
});
