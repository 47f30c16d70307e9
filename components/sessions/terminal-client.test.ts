import { beforeEach, describe, expect, test } from "vitest";
import { type SocketEvents, TerminalClient, type TerminalSocket } from "./terminal-client";

const ADDRESS = "ws://localhost:3001/gateway/sessions/ses_1/terminal";
const NOW_MS = Date.parse("2026-03-14T09:26:53Z");

class FakeSocket implements TerminalSocket {
  readonly sent: (string | Uint8Array)[] = [];
  isClosed = false;
  constructor(
    readonly address: string,
    readonly events: SocketEvents,
  ) {}
  send(data: string | Uint8Array): void {
    this.sent.push(data);
  }
  close(): void {
    this.isClosed = true;
  }
  output(offset: number, text: string): void {
    const bytes = new TextEncoder().encode(text);
    const frame = new Uint8Array(8 + bytes.length);
    new DataView(frame.buffer).setBigUint64(0, BigInt(offset));
    frame.set(bytes, 8);
    this.events.onMessage(frame.buffer);
  }
  say(message: object): void {
    this.events.onMessage(JSON.stringify(message));
  }
  get query(): URLSearchParams {
    return new URL(this.address).searchParams;
  }
}

let sockets: FakeSocket[];
let waits: { milliseconds: number; run: () => void }[];
let shown: string;
let history: string;
let client: TerminalClient;
let screen: { cols: number; rows: number } | undefined;

beforeEach(() => {
  sockets = [];
  waits = [];
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
    clock: {
      now: () => NOW_MS,
      random: () => 0.999_999,
      after: (milliseconds, run) => {
        const wait = { milliseconds, run };
        waits.push(wait);
        return () => {
          waits = waits.filter((one) => one !== wait);
        };
      },
    },
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

function openSession(): void {
  socket().say({ type: "state", state: "open", windowEndsAt: "2026-03-14T09:56:53.000Z" });
}

describe("connecting", () => {
  test("asks for the session with its size and from the beginning", () => {
    expect(socket().address.startsWith(`${ADDRESS}?`)).toBe(true);
    expect(Object.fromEntries(socket().query)).toEqual({
      ...{ cols: "80", rows: "24", after: "0" },
      ...{ window: "w1", take: "now" },
    });
    expect(client.read().phase).toBe("connecting");
  });

  test("follows what the gateway says about the session", () => {
    socket().say({ type: "state", state: "opening", windowEndsAt: "2026-03-14T09:56:53.000Z" });
    expect(client.read()).toMatchObject({ phase: "opening", windowEndsAt: "2026-03-14T09:56:53.000Z" });
    socket().say({ type: "state", state: "open" });
    expect(client.read()).toMatchObject({ phase: "open", windowEndsAt: "2026-03-14T09:56:53.000Z" });
    socket().say({ type: "state", state: "reconnecting" });
    expect(client.read().phase).toBe("resuming");
  });

  test("ignores a message that it doesn't know", () => {
    const before = client.read();
    socket().say({ type: "fireworks" });
    socket().events.onMessage("not json");
    expect(client.read()).toBe(before);
  });
});

describe("output", () => {
  test("is shown once, although parts of it come again", () => {
    socket().output(0, "hello ");
    socket().output(0, "hello ");
    socket().output(3, "lo wor");
    socket().output(9, "ld");
    expect(shown).toBe("hello world");
  });

  test("is not shown again behind an old part that came once more", () => {
    socket().output(0, "hello ");
    socket().output(0, "he");
    socket().output(2, "llo ");
    socket().output(6, "world");
    expect(shown).toBe("hello world");
    expect(client.read().notice).toBeUndefined();
  });

  test("names a gap, and goes on behind it", () => {
    socket().output(0, "ab");
    socket().output(10, "cd");
    expect(shown).toBe("abcd");
    expect(client.read().notice).toEqual({ code: "MISSING_HERE", params: { bytes: 8 } });
  });

  test("is history up to where it stood when the connection began", () => {
    socket().say({ type: "state", state: "open", outputOffset: 5 });
    socket().output(0, "abc");
    socket().output(3, "defg");
    socket().output(7, "h");
    expect(shown).toBe("abcdefgh");
    expect(history).toBe("abcde");
  });

  test("ignores a frame that is too short to have an offset", () => {
    socket().events.onMessage(new Uint8Array(7).buffer);
    expect(shown).toBe("");
  });
});

describe("input", () => {
  test("is sent while the session is open", () => {
    openSession();
    expect(client.sendInput(new TextEncoder().encode("ls\r"))).toBe(true);
    expect(socket().sent).toEqual([new TextEncoder().encode("ls\r")]);
  });

  test.each([
    [4096, [4096]],
    [4097, [4096, 1]],
    [10_000, [4096, 4096, 1808]],
  ])("of %d bytes is split into frames of at most 4096", (length, frames) => {
    openSession();
    client.sendInput(new Uint8Array(length));
    expect(socket().sent.map((frame) => frame.length)).toEqual(frames);
  });

  test("is dropped, not kept, while there is no connection", () => {
    openSession();
    socket().events.onClose(1006, "");
    expect(client.sendInput(new TextEncoder().encode("rm -rf x\r"))).toBe(false);
    waits[0]?.run();
    openSession();
    expect(socket().sent).toEqual([]);
  });

  test("is dropped before the shell is open", () => {
    expect(client.sendInput(new Uint8Array([13]))).toBe(false);
  });
});

test("tells the gateway a new size once, and connects with it the next time", () => {
  openSession();
  client.resize({ cols: 120, rows: 40 });
  client.resize({ cols: 120, rows: 40 });
  expect(socket().sent).toEqual(['{"type":"resize","cols":120,"rows":40}']);
  socket().events.onClose(1012, "");
  waits[0]?.run();
  expect(socket().query.get("cols")).toBe("120");
});

test("asks for the end", () => {
  openSession();
  client.end();
  expect(socket().sent).toEqual(['{"type":"end"}']);
});

describe("a lost connection", () => {
  test.each([1006, 1012, 1001, 1011])("is taken up where it broke off after code %d", (code) => {
    openSession();
    socket().output(0, "hello");
    socket().events.onClose(code, "");
    expect(client.read().phase).toBe("reconnecting");
    waits[0]?.run();
    expect(sockets).toHaveLength(2);
    expect(socket().query.get("after")).toBe("5");
    openSession();
    expect(client.read().phase).toBe("open");
  });

  test("is tried again later each time, never later than five seconds, and soon after a success", () => {
    const seen: number[] = [];
    for (let at = 0; at < 8; at += 1) {
      socket().events.onClose(1006, "");
      const wait = waits.pop();
      seen.push(Math.round(wait?.milliseconds ?? 0));
      wait?.run();
    }
    expect(seen).toEqual([250, 500, 1000, 2000, 4000, 5000, 5000, 5000]);
    openSession();
    socket().events.onClose(1006, "");
    expect(Math.round(waits[0]?.milliseconds ?? 0)).toBe(250);
  });

  test("says nothing more of an old socket once there is a new one", () => {
    const old = socket();
    old.events.onClose(1006, "");
    waits[0]?.run();
    old.say({ type: "state", state: "ended" });
    expect(client.read().phase).toBe("reconnecting");
  });
});

describe("the end", () => {
  test("has its reason, its time, and no further try", () => {
    openSession();
    socket().say({ type: "state", state: "ended", reason: "window", detail: "AWS says Terminated" });
    socket().events.onClose(4010, "");
    expect(client.read()).toMatchObject({
      phase: "ended",
      reason: "window",
      detail: "AWS says Terminated",
      endedAtMs: NOW_MS,
    });
    expect(waits).toEqual([]);
  });

  test.each([
    [4001, "", { phase: "signed-out" }],
    [4003, "NOT_THE_GRANTEE", { phase: "refused", code: "NOT_THE_GRANTEE" }],
    [4009, "", { phase: "taken-over" }],
    [4010, "exit", { phase: "ended", reason: "exit" }],
  ])("by code %d %s is final", (code, reason, expected) => {
    socket().events.onClose(code, reason);
    expect(client.read()).toMatchObject(expected);
    expect(waits).toEqual([]);
  });

  test("is told to whoever listens", () => {
    let calls = 0;
    const stop = client.subscribe(() => {
      calls += 1;
    });
    openSession();
    stop();
    socket().say({ type: "recording", durableMs: 8 });
    expect(calls).toBe(1);
    expect(client.read().durable).toEqual({ milliseconds: 8, atMs: NOW_MS });
  });
});

describe("the other window", () => {
  const by = { browser: "Firefox, Windows", address: "10.0.0.7", since: "2026-03-14T09:00:00.000Z" };

  test("that has the keyboard is asked about, and nothing is tried again by itself", () => {
    socket().say({ type: "held", by });
    socket().events.onClose(4008, "KEYBOARD_HELD");
    expect(client.read()).toMatchObject({ phase: "held", place: by });
    expect(waits).toEqual([]);
  });

  test("that took the keyboard is named", () => {
    openSession();
    socket().say({ type: "taken-over", by });
    socket().events.onClose(4009, "TAKEN_OVER");
    expect(client.read()).toMatchObject({ phase: "taken-over", place: by });
    expect(client.sendInput(new Uint8Array([13]))).toBe(false);
  });

  test("is taken from once only: whoever comes back later asks", () => {
    openSession();
    socket().events.onClose(1006, "");
    waits[0]?.run();
    expect(socket().query.get("take")).toBe("ask");
    expect(socket().query.get("window")).toBe("w1");
  });
});

test("knows who watches, and what size a watcher sees", () => {
  openSession();
  socket().say({ type: "watchers", names: ["Ben Okafor"] });
  socket().say({ type: "size", cols: 132, rows: 43 });
  expect(client.read().watchers).toEqual(["Ben Okafor"]);
  expect(screen).toEqual({ cols: 132, rows: 43 });
});

test("says that output is behind until it is not", () => {
  openSession();
  socket().say({ type: "notice", code: "OUTPUT_BEHIND" });
  expect(client.read().notice?.code).toBe("OUTPUT_BEHIND");
  socket().say({ type: "notice", code: "OUTPUT_CAUGHT_UP" });
  expect(client.read().notice).toBeUndefined();
});

test("warns of the last minute", () => {
  openSession();
  socket().say({ type: "warning", code: "ONE_MINUTE_LEFT" });
  expect(client.read().isLastMinute).toBe(true);
});

test("lets go without ending the session, and without another try", () => {
  openSession();
  socket().events.onClose(1006, "");
  client.dispose();
  expect(waits).toEqual([]);
});
