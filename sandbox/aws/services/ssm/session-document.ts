import { z } from "zod";
import type { SessionDocument } from "../../sessions/session-port";
import { AwsError } from "../../wire/aws-error";

const parameter = z.object({
  type: z.enum(["String", "StringList"]),
  default: z.unknown().optional(),
  allowedPattern: z.string().optional(),
  allowedValues: z.array(z.string()).optional(),
});

const contentSchema = z.looseObject({
  schemaVersion: z.literal("1.0"),
  sessionType: z.enum(["Standard_Stream", "InteractiveCommands", "NonInteractiveCommands", "Port"]),
  inputs: z.record(z.string(), z.unknown()).optional(),
  parameters: z.record(z.string(), parameter).optional(),
  properties: z.unknown().optional(),
});

/** Minutes as text, as AWS wants them. */
const minutes = (most: number) =>
  z
    .string()
    .regex(/^\d{1,4}$/)
    .refine((text) => Number(text) >= 1 && Number(text) <= most);

const timers = z.looseObject({
  idleSessionTimeout: z.union([z.literal(""), minutes(60)]).optional(),
  maxSessionDuration: z.union([z.literal(""), minutes(1440)]).optional(),
});

/**
 * Parses the content of a document of type Session.
 *
 * @throws AwsError InvalidDocumentContent
 */
export function readSessionDocument(name: string, text: string): SessionDocument {
  const content = contentSchema.safeParse(readJson(text));
  if (!content.success) throw invalid(content.error.issues[0]?.path.join(".") || "the document");
  const { inputs, parameters, properties, schemaVersion, sessionType } = content.data;
  if (sessionType === "Standard_Stream" && inputs === undefined) throw invalid("inputs");
  const timing = timers.safeParse(inputs ?? {});
  if (!timing.success) throw invalid(`inputs.${timing.error.issues[0]?.path.join(".")}`);
  return {
    name,
    content: {
      schemaVersion,
      sessionType,
      ...(inputs === undefined ? {} : { inputs }),
      ...(parameters === undefined ? {} : { parameters }),
      ...(properties === undefined ? {} : { properties }),
    },
  };
}

/**
 * The parameters of a start: those passed, checked against the document, and defaults for the rest.
 *
 * @throws AwsError InvalidParameters
 */
export function resolveParameters(
  document: SessionDocument,
  passed: Record<string, string[]> | undefined,
): Record<string, string[]> | undefined {
  const declared = z.record(z.string(), parameter).parse(document.content.parameters ?? {});
  for (const name of Object.keys(passed ?? {})) {
    if (!Object.hasOwn(declared, name))
      throw new AwsError("InvalidParameters", `Parameter "${name}" is not defined in the document`);
  }
  const resolved: Record<string, string[]> = {};
  for (const [name, definition] of Object.entries(declared)) {
    const values = passed?.[name] ?? defaultValues(definition.default);
    if (values === undefined) throw new AwsError("InvalidParameters", `Parameter "${name}" requires a value`);
    const isAllowed = (value: string) =>
      (definition.allowedValues?.includes(value) ?? true) &&
      (definition.allowedPattern === undefined || new RegExp(definition.allowedPattern).test(value));
    if (!values.every(isAllowed)) {
      throw new AwsError(
        "InvalidParameters",
        `Parameter "${name}" does not match its allowed pattern or values`,
      );
    }
    resolved[name] = values;
  }
  return Object.keys(declared).length === 0 ? undefined : resolved;
}

function defaultValues(value: unknown): string[] | undefined {
  if (value === undefined) return undefined;
  return Array.isArray(value) ? value.map(String) : [String(value)];
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function invalid(where: string): AwsError {
  return new AwsError("InvalidDocumentContent", `The content of the document is not valid at ${where}.`);
}
