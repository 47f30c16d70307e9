import { beforeEach, describe, expect, it } from "vitest";
import { InputGate } from "./input-gate";

let gate: InputGate;
/** What the shell got. */
let sent: string;
beforeEach(() => {
  gate = new InputGate();
  sent = "";
});

function type(text: string, canSend: boolean): void {
  for (const key of text) if (gate.offer(new TextEncoder().encode(key), canSend) === "send") sent += key;
}

describe("typing that begins before it can be sent", () => {
  it("is refused up to Enter: the shell gets no command without its beginning", () => {
    type("ec", false);
    type("ho hi\r", true);
    expect([sent, gate.refused]).toEqual(["", 8]);
    type("ls\r", true);
    expect([sent, gate.refused]).toEqual(["ls\r", 0]);
  });

  it("is refused no further than its own Enter", () => {
    type("ls\r", false);
    type("id\r", true);
    expect(sent).toBe("id\r");
  });

  it.each([["\u0003"], ["\u0015"]])("goes on after %j, which clears the line and is sent", (key) => {
    type("rm -rf /tmp", false);
    type(`${key}ls\r`, true);
    expect(sent).toBe(`${key}ls\r`);
  });

  it("goes on after Escape, for programs without lines; it is not sent", () => {
    type("dd", false);
    type("\u001bjj", true);
    expect(sent).toBe("jj");
  });
});

describe("typing that is interrupted", () => {
  it("is refused up to an Enter that is typed when all is well: what the shell has of the line runs with nothing else", () => {
    type("rm -rf /tm", true);
    type("p/x\r", false);
    type("ls\r", true);
    expect(sent).toBe("rm -rf /tm");
    type("\u0003id\r", true);
    expect(sent).toBe("rm -rf /tm\u0003id\r");
  });

  it("is refused when it is in doubt whether its beginning has arrived", () => {
    type("rm -rf /tm", true);
    gate.doubt();
    expect(gate.isBroken).toBe(true);
    type("p/x\r", true);
    expect(sent).toBe("rm -rf /tm");
  });

  it("is not in doubt between two lines", () => {
    type("ls\r", true);
    gate.doubt();
    type("id\r", true);
    expect(sent).toBe("ls\rid\r");
  });
});

it.each(["\u001b[24;80R", "\u001b[?1;2c", "\u001b[I", "\u001b[<0;5;5M", "\u001b[0n"])(
  "%j, which nobody typed, neither counts nor is kept from a line",
  (report) => {
    expect(gate.offer(new TextEncoder().encode(report), false)).toBe("drop");
    expect([gate.refused, gate.isBroken]).toEqual([0, false]);
    type("l", false);
    expect(gate.offer(new TextEncoder().encode(report), true)).toBe("send");
  },
);

it("a pasted text is one piece, and arrow keys are typed", () => {
  expect(gate.offer(new TextEncoder().encode("echo one\necho two"), false)).toBe("refuse");
  expect(gate.offer(new TextEncoder().encode("\u001b[A"), true)).toBe("refuse");
  expect(gate.refused).toBe(2);
});
