import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  asNode,
  CHALLENGE,
  challengePayload,
  decrypt,
  encrypt,
  encryptedAtPrompt,
  encryptedWorld,
  KEY_ARN,
  KEY_BYTES,
  KMS_ACTION,
} from "../testing/encrypting-agent";
import type { World } from "../testing/world";
import { parseMessage } from "../wire/message";
import { messageTypes, payloadTypes } from "../wire/wire-types";
import { ChannelKey } from "./channel-key";
import { EncryptionError } from "./faults";

const toNode = KEY_BYTES.subarray(32);
const { handshakeRequest, handshakeComplete, encryptionChallengeRequest, stdErr, exitCode } = payloadTypes;

/** What the client sent of one type, repetitions left out. */
function watchInput(world: World): { type: number; payload: Buffer }[] {
  const sent = new Map<number, { type: number; payload: Buffer }>();
  const list: { type: number; payload: Buffer }[] = [];
  world.fate = (frame, direction) => {
    const message = parseMessage(frame);
    const isInput = direction === "to-agent" && message.messageType === messageTypes.inputStreamData;
    if (isInput && !sent.has(message.sequenceNumber)) {
      const one = { type: message.payloadType, payload: Buffer.from(message.payload) };
      sent.set(message.sequenceNumber, one);
      list.push(one);
    }
    return { copies: 1, jump: 0 };
  };
  return list;
}

const faults = (world: World) => world.eventsOf("encryption.refused").map(({ fault }) => fault);

describe("an encrypted start", () => {
  it("answers request and challenge, then takes and sends encrypted bytes only", async () => {
    const { world, asked, keys } = encryptedWorld();
    const sent = watchInput(world);
    world.agent.startHandshake("Standard_Stream", [KMS_ACTION]);
    await world.step();
    expect(asked).toEqual([CHALLENGE]);
    const [answer] = sent;
    expect(answer?.type).toBe(payloadTypes.handshakeResponse);
    expect(JSON.parse(String(answer?.payload)).ProcessedClientActions).toEqual([
      {
        ...{ ActionType: "KMSEncryption", ActionStatus: 1, Error: "" },
        ActionResult: {
          KMSCipherTextKey: Buffer.from("as KMS encrypted it").toString("base64"),
          ...{ KMSCipherTextHash: null, ChallengeAcknowledgement: true },
        },
      },
      { ActionType: "SessionType", ActionStatus: 1, ActionResult: null, Error: "" },
    ]);
    const secret = Buffer.alloc(64, 9);
    world.agent.output(challengePayload(secret), encryptionChallengeRequest);
    await world.step();
    expect(sent[1]?.type).toBe(payloadTypes.encryptionChallengeResponse);
    const back = Buffer.from(JSON.parse(String(sent[1]?.payload)).Challenge, "base64");
    expect(decrypt(toNode, back).equals(secret)).toBe(true);
    world.agent.completeHandshake("This session is encrypted using AWS KMS.");
    world.agent.output(asNode("$ "));
    await world.step();
    void world.channel.sendInput(Buffer.from("ls\r"));
    await world.step();
    expect(world.text).toBe("$ ");
    expect(Buffer.from(world.recorder.output.get(3)?.payload ?? []).toString()).toBe("$ ");
    const [size, keysSent] = sent.slice(2);
    expect(size).toEqual({ type: payloadTypes.size, payload: Buffer.from('{"cols":120,"rows":40}') });
    expect(keysSent?.type).toBe(payloadTypes.output);
    expect(decrypt(toNode, keysSent?.payload ?? Buffer.alloc(0)).toString()).toBe("ls\r");
    // The recording has what was typed as it was typed.
    expect(
      [...world.recorder.input.values()].map(({ payload }) => Buffer.from(payload).toString()),
    ).toContain("ls\r");
    expect(world.eventsOf("ready")).toMatchObject([{ hasHandshake: true, agentVersion: "3.3.987.0" }]);
    expect(faults(world)).toEqual([]);
    const half = keys[0] ? ChannelKey.fromNode(keys[0]) : [1];
    world.channel.close();
    expect([...half].every((byte) => byte === 0)).toBe(true);
  });

  it("needs no challenge in the request, as older agents send none", async () => {
    const { world, asked } = encryptedWorld();
    world.agent.startHandshake("Standard_Stream", [{ ...KMS_ACTION, parameters: { KMSKeyId: KEY_ARN } }]);
    await world.step();
    expect(asked).toEqual([undefined]);
  });

  it("takes errors and exit codes encrypted, out of order and twice", async () => {
    const { world } = await encryptedAtPrompt();
    world.fate = (_frame, direction) => ({ copies: direction === "to-client" ? 2 : 1, jump: 1 });
    world.agent.output(asNode("a"));
    world.agent.output(asNode("b"), stdErr);
    world.agent.output(asNode("EXIT_CODE: 3"), exitCode);
    await world.step(5);
    expect(world.text).toBe("$ abEXIT_CODE: 3");
    expect(faults(world)).toEqual([]);
  });

  it("leaves output that overtook the end of the handshake to come again", async () => {
    const { world } = encryptedWorld();
    world.agent.startHandshake("Standard_Stream", [KMS_ACTION]);
    await world.step();
    world.agent.output(challengePayload(), encryptionChallengeRequest);
    await world.step();
    world.fate = (frame, direction) => ({
      copies: direction === "to-client" && parseMessage(frame).payloadType === handshakeComplete ? 0 : 1,
      jump: 0,
    });
    world.agent.completeHandshake();
    world.agent.output(asNode("$ "));
    await world.step();
    expect([...world.recorder.output.keys()]).not.toContain(3);
    world.fate = () => ({ copies: 1, jump: 0 });
    await world.step(20);
    expect(world.text).toBe("$ ");
  });
});

/** Each is done to a channel at some stage of its start; what came before it is on record, and nothing behind it. */
const request =
  (parameters: unknown, actionType = "KMSEncryption") =>
  (world: World) =>
    void world.agent.startHandshake("Standard_Stream", [{ actionType, parameters }]);
const upToKey = async (world: World) => {
  world.agent.startHandshake("Standard_Stream", [KMS_ACTION]);
  await world.step();
};
const upToChallenge = async (world: World) => {
  await upToKey(world);
  world.agent.output(challengePayload(), encryptionChallengeRequest);
  await world.step();
};
const upToEnd = async (world: World) => {
  await upToChallenge(world);
  world.agent.completeHandshake();
  await world.step();
};
const plain = (text: string) => (world: World) => void world.agent.output(text);

const HOSTILE: readonly [string, string, ((world: World) => Promise<void> | void)[]][] = [
  ["prints before any handshake", "ENCRYPTION_NOT_OFFERED", [plain("$ ")]],
  [
    "prints encrypted before any handshake",
    "ENCRYPTION_NOT_OFFERED",
    [(w) => void w.agent.output(asNode("$ "))],
  ],
  ["asks for no encryption", "ENCRYPTION_NOT_OFFERED", [(w) => void w.agent.startHandshake()]],
  [
    "asks for a port",
    "ENCRYPTION_REQUEST_MALFORMED",
    [(w) => void w.agent.startHandshake("Port", [KMS_ACTION])],
  ],
  [
    "asks for encryption twice",
    "ENCRYPTION_REQUEST_MALFORMED",
    [(w) => void w.agent.startHandshake("Standard_Stream", [KMS_ACTION, KMS_ACTION])],
  ],
  [
    "asks for something else as well",
    "ENCRYPTION_REQUEST_MALFORMED",
    [
      (w) =>
        void w.agent.startHandshake("Standard_Stream", [KMS_ACTION, { actionType: "X", parameters: {} }]),
    ],
  ],
  ["names another key", "ENCRYPTION_OTHER_KEY", [request({ KMSKeyId: `${KEY_ARN}0`, Challenge: CHALLENGE })]],
  ["names no key", "ENCRYPTION_REQUEST_MALFORMED", [request({ Challenge: CHALLENGE })]],
  ["sends parameters that are none", "ENCRYPTION_REQUEST_MALFORMED", [request(null)]],
  [
    "sends a challenge that is no base64",
    "ENCRYPTION_REQUEST_MALFORMED",
    [request({ KMSKeyId: KEY_ARN, Challenge: "%%" })],
  ],
  [
    "sends a challenge too long for a context",
    "ENCRYPTION_REQUEST_MALFORMED",
    [request({ KMSKeyId: KEY_ARN, Challenge: Buffer.alloc(600).toString("base64") })],
  ],
  ["sends no JSON", "ENCRYPTION_REQUEST_MALFORMED", [(w) => void w.agent.output("{", handshakeRequest)]],
  [
    "challenges before the key",
    "ENCRYPTION_CHALLENGE_EARLY",
    [(w) => void w.agent.output(challengePayload(), encryptionChallengeRequest)],
  ],
  ["ends the handshake at once", "ENCRYPTION_NOT_OFFERED", [(w) => void w.agent.completeHandshake()]],
  [
    "ends it without a challenge",
    "ENCRYPTION_CHALLENGE_MISSING",
    [upToKey, (w) => void w.agent.completeHandshake()],
  ],
  [
    "challenges with another key",
    "ENCRYPTION_TAG_WRONG",
    [
      upToKey,
      (w) =>
        void w.agent.output(
          JSON.stringify({ Challenge: encrypt(toNode, Buffer.alloc(64)).toString("base64") }),
          encryptionChallengeRequest,
        ),
    ],
  ],
  ...[0, 63, 65, 1024].map((length): (typeof HOSTILE)[number] => [
    `has ${length} bytes encrypted for it`,
    "ENCRYPTION_CHALLENGE_INVALID",
    [upToKey, (w) => void w.agent.output(challengePayload(Buffer.alloc(length)), encryptionChallengeRequest)],
  ]),
  [
    "sends a challenge that can't be read",
    "ENCRYPTION_CHALLENGE_INVALID",
    [upToKey, (w) => void w.agent.output("{}", encryptionChallengeRequest)],
  ],
  ["prints in clear after the key", "ENCRYPTION_PAYLOAD_SHORT", [upToKey, plain("$ ")]],
  [
    "challenges a second time",
    "ENCRYPTION_SECOND_HANDSHAKE",
    [upToChallenge, (w) => void w.agent.output(challengePayload(), encryptionChallengeRequest)],
  ],
  [
    "challenges a second time when it is open",
    "ENCRYPTION_SECOND_HANDSHAKE",
    [upToEnd, (w) => void w.agent.output(challengePayload(), encryptionChallengeRequest)],
  ],
  [
    "asks again with another key",
    "ENCRYPTION_SECOND_HANDSHAKE",
    [upToEnd, (w) => request({ KMSKeyId: "k" })(w)],
  ],
  [
    "asks again before the challenge",
    "ENCRYPTION_SECOND_HANDSHAKE",
    [upToKey, request(KMS_ACTION.parameters)],
  ],
  ["ends it twice", "ENCRYPTION_SECOND_HANDSHAKE", [upToEnd, (w) => void w.agent.completeHandshake()]],
  ["prints in clear", "ENCRYPTION_PAYLOAD_SHORT", [upToEnd, plain("root# ")]],
  ["prints much in clear", "ENCRYPTION_TAG_WRONG", [upToEnd, plain("x".repeat(1024))]],
  [
    "prints with our half",
    "ENCRYPTION_TAG_WRONG",
    [upToEnd, (w) => void w.agent.output(encrypt(toNode, Buffer.from("$ ")))],
  ],
  [
    "sends a kind that is never encrypted",
    "ENCRYPTION_PAYLOAD_TYPE",
    [upToEnd, (w) => void w.agent.output(asNode("$ "), payloadTypes.size)],
  ],
  [
    "sends a kind that nobody knows",
    "ENCRYPTION_PAYLOAD_TYPE",
    [upToEnd, (w) => void w.agent.output("root# ", 77)],
  ],
  [
    "sends an earlier message under another number",
    "ENCRYPTION_NONCE_REPEATED",
    [
      upToEnd,
      async (w) => {
        const sent = asNode("yes\r\n");
        w.agent.output(sent);
        await w.step();
        w.agent.output(sent);
      },
    ],
  ],
];

describe("a node that must encrypt", () => {
  it.each(HOSTILE)("and %s is refused: %s", async (_what, fault, steps) => {
    const { world } = encryptedWorld();
    for (const step of steps) {
      await step(world);
      await world.step();
    }
    const before = { shown: world.text, recorded: [...world.recorder.output.keys()] };
    expect(faults(world)).toEqual([fault]);
    expect(before.shown).toMatch(/^(yes\r\n)?$/);
    // Whatever follows, right or wrong, is neither recorded nor acknowledged, and nothing is sent.
    const sent = watchInput(world);
    world.agent.output(asNode("more"));
    await expect(world.channel.sendInput(Buffer.from("x"))).rejects.toMatchObject({ code: "CHANNEL_CLOSED" });
    await world.step(5);
    expect({ shown: world.text, recorded: [...world.recorder.output.keys()] }).toEqual(before);
    expect(sent).toEqual([]);
    expect(faults(world)).toEqual([fault]);
    world.agent.close("over");
    await world.step();
    expect(world.closedWith).toBe("over");
  });

  it("can't make the client throw, whatever bytes come at whatever stage", async () => {
    const stages = [async () => {}, upToKey, upToChallenge, upToEnd];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...stages),
        fc.array(fc.tuple(fc.integer({ min: 0, max: 14 }), fc.uint8Array({ minLength: 1, maxLength: 120 })), {
          minLength: 1,
          maxLength: 5,
        }),
        async (stage, frames) => {
          const { world } = encryptedWorld();
          await stage(world);
          for (const [type, bytes] of frames) world.agent.output(bytes, type);
          await world.step(2);
          expect(world.text).toBe("");
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe("a key that can't be had", () => {
  it("breaks the channel with its reason, and answers nothing", async () => {
    const makeKey = () => Promise.reject(new EncryptionError("KEY_DISABLED", "disabled"));
    const { world } = encryptedWorld({ makeKey });
    const sent = watchInput(world);
    await upToKey(world);
    expect(faults(world)).toEqual(["KEY_DISABLED"]);
    expect(sent).toEqual([]);
  });

  it("is overwritten when it comes after the end", async () => {
    const key = new ChannelKey(Buffer.from(KEY_BYTES));
    let give = () => {};
    const makeKey = () =>
      new Promise<{ key: ChannelKey; ciphertextBlob: Uint8Array }>((resolve) => {
        give = () => resolve({ key, ciphertextBlob: Buffer.from("c") });
      });
    const { world } = encryptedWorld({ makeKey });
    world.agent.startHandshake("Standard_Stream", [KMS_ACTION]);
    await world.step();
    world.channel.close();
    give();
    await world.step();
    expect([...ChannelKey.fromNode(key)].every((byte) => byte === 0)).toBe(true);
    expect(faults(world)).toEqual([]);
  });
});

describe("a successor of an encrypted channel", () => {
  const key = () => new ChannelKey(Buffer.from(KEY_BYTES));

  it("goes on with the key and makes no handshake", async () => {
    const { world, asked } = await encryptedAtPrompt();
    void world.channel.sendInput(Buffer.from("a"));
    await world.step();
    world.agent.output(asNode("lost\r\n"));
    world.succeed({ outputExpected: 4, inputNext: 4, inputFillFrom: 0 });
    const sent = watchInput(world);
    world.channel.takeKey(key());
    world.connect("again");
    await world.step(3);
    void world.channel.sendInput(Buffer.from("b\r"));
    await world.step(3);
    expect(asked).toHaveLength(1);
    expect(world.text).toBe("$ lost\r\n");
    const typed = sent.filter(({ type }) => type === payloadTypes.output);
    expect(typed.map(({ payload }) => decrypt(toNode, payload).toString())).toEqual(["b\r"]);
    expect(faults(world)).toEqual([]);
  });

  it("without the key takes nothing, and types nothing in clear", async () => {
    const { world } = await encryptedAtPrompt();
    world.succeed({ outputExpected: 4, inputNext: 3, inputFillFrom: 0 });
    world.connect("again");
    world.agent.output(asNode("secret"));
    await world.step();
    expect(world.text).toBe("$ ");
    expect(faults(world)).toEqual(["KEY_UNAVAILABLE"]);
  });

  it.each([
    ["before the key was answered", upToKey, 0],
    ["before the challenge was answered", upToChallenge, 1],
  ] as const)("that died %s is followed by one that answers again", async (_when, before, expected) => {
    const { world, asked } = encryptedWorld();
    // What it sent is lost with it.
    world.fate = (frame, direction) => ({
      copies:
        direction === "to-agent" &&
        world.sentInput.length > expected &&
        parseMessage(frame).messageType !== messageTypes.acknowledge
          ? 0
          : 1,
      jump: 0,
    });
    await before(world);
    world.succeed({ outputExpected: expected, inputNext: expected + 1, inputFillFrom: 0 });
    world.fate = () => ({ copies: 1, jump: 0 });
    const sent = watchInput(world);
    if (expected > 0) world.channel.takeKey(key());
    world.connect("again");
    await world.step(5);
    if (expected === 0) {
      world.agent.output(challengePayload(), encryptionChallengeRequest);
      await world.step(3);
    }
    expect(sent.map(({ type }) => type)).toContain(payloadTypes.encryptionChallengeResponse);
    world.agent.completeHandshake();
    world.agent.output(asNode("$ "));
    await world.step(3);
    expect(world.text).toBe("$ ");
    expect(asked).toHaveLength(expected === 0 ? 2 : 1);
    expect(faults(world)).toEqual([]);
  });
});
