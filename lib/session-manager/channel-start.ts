import type { ChannelEvent } from "./channel-events";
import type { ChannelEncryption } from "./encryption/channel-encryption";
import { EncryptedStart } from "./encryption/encrypted-start";
import type { InputSender } from "./input/input-sender";
import type { OutputReceiver } from "./output/output-receiver";
import type { ReceivedFrame } from "./output/output-receiver-options";
import type { DurableCounters } from "./output/recorder";
import { StartSequence } from "./start-sequence";
import { payloadTypes } from "./wire/wire-types";

export type ChannelStart = StartSequence | EncryptedStart;

interface Given {
  clientVersion: string;
  counters: DurableCounters;
  encryption?: ChannelEncryption | undefined;
  onEvent: (event: ChannelEvent) => void;
}

/** Whether the shell was there before this client. */
export function isShellThere({ counters, encryption }: Given): boolean {
  const { outputExpected } = counters;
  return encryption ? EncryptedStart.isComplete(outputExpected) : outputExpected > 0;
}

/** The way from the first frame to a shell: encrypted where the session's document names a key, and only there. */
export function createStart(given: Given, sender: InputSender, receiver: OutputReceiver): ChannelStart {
  const { clientVersion, encryption, counters, onEvent } = given;
  const common = {
    clientVersion,
    retireAnswer: () => sender.retireControl(),
    accept: (frame: ReceivedFrame) => receiver.accept(frame),
    onReady: () => sender.ready(),
  };
  if (encryption)
    return new EncryptedStart({
      ...{ ...common, encryption, outputExpected: counters.outputExpected },
      sendAnswer: (answer) => sender.sendControl(answer),
      isKnown: (sequence) => receiver.isKnown(sequence),
      onEvent: (event) => {
        if (event.type === "encryption.refused") sender.close();
        onEvent(event);
      },
    });
  return new StartSequence({
    ...{ ...common, isReady: isShellThere(given), onEvent },
    sendAnswer: (payload, onAcknowledged) =>
      sender.sendControl({ payloadType: payloadTypes.handshakeResponse, payload, onAcknowledged }),
  });
}
