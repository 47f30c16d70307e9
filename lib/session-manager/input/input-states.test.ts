import { describe, expect, it } from "vitest";
import { defaultLimits } from "../channel-events";
import { MemoryRecorder } from "../testing/memory-recorder";
import { walks } from "../testing/walks";
import { newSession } from "../testing/world";
import { InputSender } from "./input-sender";
import {
  INPUT_LINK_TRANSITIONS,
  type InputLink,
  type InputPause,
  inputPauses,
  isStopped,
  nextInputLink,
  nextShellState,
  SHELL_TRANSITIONS,
  type ShellState,
  STOPPED_BY,
} from "./input-states";

const STEPS = ["attach", "detach", "close", "appeared", "taken"] as const;
type Step = (typeof STEPS)[number];
const PATHS = walks(STEPS, 5);

interface Model {
  link: InputLink;
  shell: ShellState;
}

function follow({ link, shell }: Model, step: Step): Model {
  return step === "appeared" || step === "taken"
    ? { link, shell: nextShellState(shell, step) }
    : { link: nextInputLink(link, step), shell };
}

/** A sender that has gone this way, with the states that the tables say it is in. */
async function play(path: readonly Step[]) {
  let model: Model = { link: "detached", shell: "absent" };
  const sent: { type: number; model: Model }[] = [];
  const sender = new InputSender({
    ...{ counters: newSession, size: { cols: 80, rows: 24 }, limits: defaultLimits, clock: () => 0 },
    recorder: new MemoryRecorder(),
    encode: (_sequence, payloadType) => Uint8Array.of(payloadType),
    transmit: ([type = 0]) => sent.push({ type, model }),
    onEvent: () => {},
  });
  const act: Record<Step, () => void> = {
    attach: () => sender.attach(),
    detach: () => sender.detach(),
    close: () => sender.close(),
    appeared: () => sender.ready(),
    taken: () => sender.terminalIsUp(),
  };
  for (const step of path) {
    model = follow(model, step);
    act[step]();
    await sender.settled();
  }
  return { sender, model, sent };
}

describe("the states of input", () => {
  it("are all reached; a closed one is left by nothing, and the shell never goes back", () => {
    const models = PATHS.map((path) => path.reduce(follow, { link: "detached", shell: "absent" }));
    expect(new Set(models.map(({ link }) => link))).toEqual(new Set(Object.keys(INPUT_LINK_TRANSITIONS)));
    expect(new Set(models.map(({ shell }) => shell))).toEqual(new Set(Object.keys(SHELL_TRANSITIONS)));
    expect(INPUT_LINK_TRANSITIONS.closed).toEqual({});
    expect(nextShellState("absent", "taken")).toBe("absent");
    for (const state of ["ready", "taking"] as const)
      for (const step of ["appeared", "taken"] as const)
        expect(nextShellState(state, step)).not.toBe("absent");
  });

  it("are the sender's, whatever way it went, and nothing is sent that a reason stops", async () => {
    for (const path of PATHS) {
      const { sender, model, sent } = await play(path);
      const { pauses } = sender;
      expect(pauses.has("closed"), path.join(" ")).toBe(model.link === "closed");
      expect(pauses.has("detached"), path.join(" ")).toBe(model.link === "detached");
      expect(pauses.has("no-shell"), path.join(" ")).toBe(model.shell === "absent");
      for (const { model: then } of sent) {
        expect(then.link, path.join(" ")).toBe("attached");
        expect(then.shell, path.join(" ")).not.toBe("absent");
      }
    }
  });
});

describe("input waits", () => {
  const open = {
    link: "attached",
    shell: "taking",
    isRecorderFailing: false,
    inFlight: 0,
    maxInFlight: 64,
  } as const;

  it.each<[string, Partial<Parameters<typeof inputPauses>[0]>, InputPause[]]>([
    ["for nothing when all is well", {}, []],
    ["for a connection", { link: "detached" }, ["detached"]],
    ["for ever once it is closed", { link: "closed" }, ["closed"]],
    ["for the recorder", { isRecorderFailing: true }, ["recorder-failing"]],
    ["for the shell", { shell: "absent" }, ["no-shell"]],
    ["not below the window", { inFlight: 63 }, []],
    ["at a full window", { inFlight: 64 }, ["window-full"]],
    ["behind its first message, until that is taken", { shell: "ready", inFlight: 1 }, ["window-full"]],
    [
      "for all of it at once",
      { link: "detached", shell: "absent", isRecorderFailing: true, inFlight: 1 },
      ["detached", "recorder-failing", "no-shell", "window-full"],
    ],
  ])("%s", (_title, change, pauses) => {
    expect([...inputPauses({ ...open, ...change })]).toEqual(pauses);
    expect(isStopped(new Set(pauses), "typing")).toBe(pauses.length > 0);
  });

  it("and the answer to a handshake only for connection and recorder", () => {
    const stopping = (Object.keys(STOPPED_BY) as InputPause[]).filter((pause) =>
      isStopped(new Set([pause]), "answers"),
    );
    expect(stopping).toEqual(["closed", "detached", "recorder-failing"]);
  });
});
