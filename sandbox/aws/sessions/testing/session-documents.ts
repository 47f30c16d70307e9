import type { SessionDocument } from "../session-port";

/** A shell as the portal's own document opens it, with changed inputs. */
export function shellDocument(inputs: Record<string, unknown> = {}): SessionDocument {
  return {
    name: "Halligan-Shell-60m-00000000",
    content: {
      schemaVersion: "1.0",
      sessionType: "Standard_Stream",
      inputs: {
        cloudWatchLogGroupName: "/halligan/sessions",
        cloudWatchStreamingEnabled: true,
        cloudWatchEncryptionEnabled: false,
        idleSessionTimeout: "20",
        maxSessionDuration: "60",
        ...inputs,
      },
    },
  };
}

export function commandDocument(
  sessionType: "InteractiveCommands" | "NonInteractiveCommands",
  commands: string,
): SessionDocument {
  return {
    name: "Run-Command",
    content: { schemaVersion: "1.0", sessionType, properties: { linux: { commands } } },
  };
}
