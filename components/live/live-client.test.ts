import { beforeEach, describe, expect, it } from "vitest";
import { CLOSE } from "@/lib/terminal-protocol/close-codes";
import { PAGE_PULSE } from "@/lib/terminal-protocol/liveness";
import { GRACE_MS, LiveClient, type LiveSocketEvents, POLL_MS } from "./live-client";
import { Refresher } from "./refresher";
import { FakeClock } from "./testing/fake-clock";

let clock: FakeClock;
beforeEach(() => {
  clock = new FakeClock();
});

describe("the live channel's client", () => {
  let sockets: { address: string; events: LiveSocketEvents; isClosed: boolean }[];
  let changes: number;
  let told: number;
  let client: LiveClient;
  beforeEach(() => {
    sockets = [];
    [changes, told] = [0, 0];
    client = new LiveClient({
      address: "ws://localhost:3001/gateway/live",
      ageMs: 400,
      clock,
      openSocket: (address, events) => {
        const socket = { address, events, isClosed: false };
        sockets.push(socket);
        return {
          close: () => {
            socket.isClosed = true;
          },
        };
      },
      onChanged: () => {
        changes += 1;
      },
      onTold: () => {
        told += 1;
      },
    });
    client.start();
  });
  const last = () => {
    const socket = sockets.at(-1);
    if (!socket) throw new Error("no socket was opened");
    return socket;
  };
  const say = (type: string) => last().events.onMessage(JSON.stringify({ type }));

  it("tells how old the page is, is live at the first word, and reads again when something changed", () => {
    expect(last().address).toBe("ws://localhost:3001/gateway/live?ageMs=1400");
    expect(client.read()).toBe("connecting");
    say("alive");
    expect([client.read(), changes]).toEqual(["live", 0]);
    say("changed");
    expect(changes).toBe(1);
    last().events.onMessage("nonsense");
    expect([changes, told]).toEqual([1, 0]);
    say("told");
    expect([changes, told]).toEqual([1, 1]);
  });

  it("comes back after longer and longer waits, each with a chance, and says since when it has heard nothing", () => {
    say("alive");
    const waits = [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000];
    for (const longest of waits) {
      last().events.onClose(1006);
      const count = sockets.length;
      clock.run(longest / 2 - 1);
      expect(sockets).toHaveLength(count);
      clock.run(1);
      expect(sockets).toHaveLength(count + 1);
    }
    const total = waits.reduce((sum, wait) => sum + wait / 2, 0);
    expect(last().address).toContain(`ageMs=${total + 1000}`);
    say("alive");
    expect(client.read()).toBe("live");
  });

  it("keeps still about a short loss, and polls every 15 s after five of them", () => {
    say("alive");
    last().events.onClose(1012);
    clock.run(GRACE_MS - 1);
    for (const socket of sockets.slice(1)) if (!socket.isClosed) socket.events.onClose(1006);
    expect([client.read(), changes]).toEqual(["connecting", 0]);
    clock.run(1);
    expect([client.read(), changes, told]).toEqual(["polling", 1, 1]);
    clock.run(POLL_MS);
    expect([changes, told]).toEqual([2, 2]);
    say("alive");
    for (let passed = 0; passed < 2 * POLL_MS; passed += PAGE_PULSE.beatMs) {
      clock.run(PAGE_PULSE.beatMs);
      say("alive");
    }
    expect([client.read(), changes]).toEqual(["live", 2]);
  });

  it("notices by its silence that a connection is gone", () => {
    say("alive");
    clock.run(PAGE_PULSE.lostMs - 1);
    expect(last().isClosed).toBe(false);
    clock.run(1);
    expect(sockets[0]?.isClosed).toBe(true);
    clock.run(500);
    expect(sockets).toHaveLength(2);
    // What the old one still says is nobody's.
    sockets[0]?.events.onMessage(JSON.stringify({ type: "changed" }));
    expect(changes).toBe(0);
  });

  it("neither polls nor connects while nobody looks, and does both when somebody does", () => {
    client.setHidden(true);
    last().events.onClose(1006);
    clock.run(60_000);
    expect([sockets.length, changes]).toEqual([1, 0]);
    client.setHidden(false);
    expect([sockets.length, changes]).toEqual([2, 1]);
  });

  it("is over when the sign-in is, and in no hurry when too many pages are open", () => {
    last().events.onClose(CLOSE.tooMany);
    clock.run(59_999);
    expect(sockets).toHaveLength(1);
    clock.run(1);
    expect(sockets).toHaveLength(2);
    last().events.onClose(4001);
    const before = changes;
    clock.run(600_000);
    client.retryNow();
    expect([client.read(), sockets.length, changes]).toEqual(["signed-out", 2, before]);
  });

  it("lets go of everything when its page goes", () => {
    say("alive");
    client.stop();
    expect(last().isClosed).toBe(true);
    say("changed");
    clock.run(600_000);
    expect([sockets.length, changes]).toEqual([1, 0]);
  });
});

describe("reading a page anew", () => {
  let reads: number;
  let isEngaged: boolean;
  let isReachable: boolean;
  let refresher: Refresher;
  beforeEach(() => {
    [reads, isEngaged, isReachable] = [0, false, true];
    refresher = new Refresher({
      clock,
      isEngaged: () => isEngaged,
      isReachable: async () => isReachable,
      read: () => {
        reads += 1;
      },
    });
  });
  const settled = () => new Promise((resolve) => setImmediate(resolve));

  it("happens at once, one after the other, and once for all that was asked meanwhile", async () => {
    refresher.request();
    await settled();
    expect(reads).toBe(1);
    refresher.request();
    refresher.request();
    await settled();
    expect(reads).toBe(1);
    clock.run(400);
    refresher.done();
    // Five times what the last one took.
    clock.run(1999);
    await settled();
    expect(reads).toBe(1);
    clock.run(1);
    await settled();
    expect(reads).toBe(2);
    refresher.done();
    clock.run(60_000);
    await settled();
    expect(reads).toBe(2);
  });

  it("waits until a dialog is closed or a form left, and until somebody looks", async () => {
    isEngaged = true;
    refresher.request();
    clock.run(60_000);
    await settled();
    expect(reads).toBe(0);
    isEngaged = false;
    refresher.setHidden(true);
    clock.run(60_000);
    await settled();
    expect(reads).toBe(0);
    refresher.setHidden(false);
    await settled();
    expect(reads).toBe(1);
  });

  it("waits until the server answers: a reading that fails would lose the page", async () => {
    isReachable = false;
    refresher.request();
    await settled();
    expect(reads).toBe(0);
    isReachable = true;
    clock.run(5_000);
    await settled();
    expect(reads).toBe(1);
  });
});
