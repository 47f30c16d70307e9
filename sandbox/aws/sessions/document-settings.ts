import { z } from "zod";
import type { SessionDocument, StartSessionInput } from "./session-port";

/** What the agent and the service do with a session document, read from its content once. */
export interface SessionSettings {
  sessionType: "Standard_Stream" | "InteractiveCommands" | "NonInteractiveCommands";
  /** Command line of the two command types, parameters filled in. */
  command?: string;
  isElevated: boolean;
  /** Non-interactive only: stderr as a payload type of its own. */
  hasSeparateErrors: boolean;
  /** Handshake before the first output. The real agent makes it for non-interactive and encrypted sessions only. */
  hasHandshake: boolean;
  /** The key that the document names: the handshake asks for encryption. */
  kmsKeyId?: string;
  properties: unknown;
  /** Where the document has it enabled: the user that the caller's tag names, else the document's; empty: neither does. */
  runAsUser?: string;
  /** Lines typed at the start of a shell. */
  shellProfile: string;
  idleTimeoutMs: number;
  maxDurationMs?: number;
  /** As the document writes it. */
  maxSessionDuration?: string;
  log?: { group: string; isStreaming: boolean; isEncryptionRequired: boolean };
  /** The object with the session's text that is made at its end. */
  s3?: { bucket: string; prefix: string; isEncryptionRequired: boolean };
}

/** An error of AWS's StartSession: `code` is what the caller of the API sees. */
export class SessionFault extends Error {
  constructor(
    readonly code:
      | "InvalidDocument"
      | "InvalidParameters"
      | "TargetNotConnected"
      | "DoesNotExistException"
      | "Throttling",
    message: string,
  ) {
    super(message);
    this.name = "SessionFault";
  }
}

const MINUTE_MS = 60_000;
const truthy = z.union([z.boolean(), z.string()]).transform((value) => value === true || value === "true");
const minutes = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d*$/)
    .refine((text) => text === "" || (Number(text) >= least && Number(text) <= most));

const inputsSchema = z.object({
  s3BucketName: z.string().default(""),
  s3KeyPrefix: z.string().default(""),
  s3EncryptionEnabled: truthy.default(false),
  cloudWatchLogGroupName: z.string().default(""),
  cloudWatchStreamingEnabled: truthy.default(false),
  cloudWatchEncryptionEnabled: truthy.default(false),
  kmsKeyId: z.string().default(""),
  runAsEnabled: truthy.default(false),
  runAsDefaultUser: z.string().default(""),
  idleSessionTimeout: minutes(1, 60).default("20"),
  maxSessionDuration: minutes(1, 1440).default(""),
  shellProfile: z.object({ linux: z.string().default("") }).default({ linux: "" }),
  /** The sandbox's own switch: a shell that starts with a handshake, as an encrypted one does in AWS. */
  sandboxHandshake: truthy.default(false),
});

const commandsSchema = z.object({
  linux: z.object({
    commands: z.string(),
    runAsElevated: truthy.default(false),
    separateOutputStream: truthy.default(true),
  }),
});

const parametersSchema = z.record(
  z.string(),
  z.object({ default: z.string().optional(), allowedPattern: z.string().optional() }),
);

/** Reads a document; throws `InvalidDocument` or `InvalidParameters` in a SessionFault. */
export function readSettings(
  input: Pick<StartSessionInput, "document" | "parameters" | "runAsUser">,
): SessionSettings {
  const { content } = input.document;
  const { sessionType } = content;
  if (
    sessionType !== "Standard_Stream" &&
    sessionType !== "InteractiveCommands" &&
    sessionType !== "NonInteractiveCommands"
  ) {
    throw new SessionFault("InvalidDocument", `The sandbox has no sessions of type ${sessionType}.`);
  }
  const inputs = parse(inputsSchema, content.inputs ?? {}, "inputs");
  const isCommand = sessionType !== "Standard_Stream";
  const commands = isCommand ? parse(commandsSchema, content.properties, "properties").linux : undefined;
  const isNonInteractive = sessionType === "NonInteractiveCommands";
  const runAsUser = input.runAsUser ?? inputs.runAsDefaultUser;
  return {
    sessionType,
    ...(commands && { command: fillIn(commands.commands, input.document, input.parameters ?? {}) }),
    isElevated: commands?.runAsElevated ?? false,
    hasSeparateErrors: isNonInteractive && (commands?.separateOutputStream ?? true),
    hasHandshake: isNonInteractive || inputs.sandboxHandshake || inputs.kmsKeyId !== "",
    ...(inputs.kmsKeyId !== "" && { kmsKeyId: inputs.kmsKeyId }),
    properties: content.properties ?? null,
    ...(inputs.runAsEnabled && { runAsUser }),
    shellProfile: isCommand ? "" : inputs.shellProfile.linux,
    idleTimeoutMs: Number(inputs.idleSessionTimeout || "20") * MINUTE_MS,
    ...(inputs.maxSessionDuration !== "" && {
      maxDurationMs: Number(inputs.maxSessionDuration) * MINUTE_MS,
      maxSessionDuration: inputs.maxSessionDuration,
    }),
    ...(inputs.s3BucketName !== "" && {
      s3: {
        bucket: inputs.s3BucketName,
        prefix: inputs.s3KeyPrefix,
        isEncryptionRequired: inputs.s3EncryptionEnabled,
      },
    }),
    // The agent does not stream commands without a terminal, and writes nothing in its place.
    ...(inputs.cloudWatchLogGroupName !== "" &&
      !(isNonInteractive && inputs.cloudWatchStreamingEnabled) && {
        log: {
          group: inputs.cloudWatchLogGroupName,
          isStreaming: inputs.cloudWatchStreamingEnabled,
          isEncryptionRequired: inputs.cloudWatchEncryptionEnabled,
        },
      }),
  };
}

function fillIn(text: string, document: SessionDocument, given: Record<string, string[]>): string {
  const declared = parse(parametersSchema, document.content.parameters ?? {}, "parameters");
  for (const name of Object.keys(given)) {
    if (!(name in declared))
      throw new SessionFault("InvalidParameters", `The document has no parameter ${name}.`);
  }
  return text.replaceAll(/\{\{\s*([A-Za-z0-9]+)\s*\}\}/g, (_, name: string) => {
    const parameter = declared[name];
    const value = given[name]?.join(",") ?? parameter?.default;
    if (!parameter || value === undefined) {
      throw new SessionFault("InvalidParameters", `The parameter ${name} has no value.`);
    }
    if (parameter.allowedPattern !== undefined && !new RegExp(parameter.allowedPattern).test(value)) {
      throw new SessionFault(
        "InvalidParameters",
        `The value of parameter ${name} is not one that its pattern allows.`,
      );
    }
    return value;
  });
}

function parse<T>(schema: z.ZodType<T>, value: unknown, part: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new SessionFault(
    "InvalidDocument",
    `The document's ${part} can't be read: ${parsed.error.issues[0]?.message ?? ""}`,
  );
}
