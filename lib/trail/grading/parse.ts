import { z } from "zod";
import { CORROBORATION } from "@/lib/sessions/grades";
import { LOG_FORMS } from "../agent-form/known-agents";
import { DIFFERENCE_KINDS, type FilledGap, type LineDifference } from "../comparing/difference";
import {
  ALARM_KINDS,
  type AlarmView,
  type HiddenInput,
  LOG_REASONS,
  LOG_SOURCES,
  type LogSource,
  type LogView,
  MISSING_CAUSES,
  type MissingStretch,
} from "./views";

/** What stands in the JSON columns of session_grades. */
const instant = z.coerce.date();
const gaps = z.array(
  z.object({
    cause: z.enum(MISSING_CAUSES),
    ...{ from: z.number().nullable(), to: z.number().nullable() },
    ...{ after: instant.nullable(), before: instant.nullable() },
  }),
);
const logs = z.array(
  z.object({
    ...{ source: z.enum(LOG_SOURCES), form: z.enum(LOG_FORMS).nullable(), verdict: z.enum(CORROBORATION) },
    why: z.enum(LOG_REASONS).nullable(),
    ...{ matched: z.number(), recordedLines: z.number(), loggedLines: z.number(), differences: z.number() },
    ...{ filledLines: z.number(), lostTail: z.number(), afterEnd: z.number() },
  }),
);
const alarms = z.array(z.object({ kind: z.enum(ALARM_KINDS), at: instant }));
const line = z.object({ number: z.number(), text: z.string(), at: instant });
const differences = z.array(
  z.object({
    ...{ source: z.enum(LOG_SOURCES), kind: z.enum(DIFFERENCE_KINDS) },
    ...{ recorded: line.nullable(), logged: line.nullable() },
    ...{ recordedLines: z.number(), loggedLines: z.number(), isTail: z.boolean() },
  }),
);

const filled = z.array(
  z.object({
    ...{ source: z.enum(LOG_SOURCES), from: z.number(), to: z.number(), lineCount: z.number() },
    lines: z.array(line),
  }),
);
const hidden = z.array(z.object({ bytes: z.number(), from: instant, to: instant }));

export const parseGaps = (value: unknown): MissingStretch[] => gaps.parse(value);
export const parseLogs = (value: unknown): LogView[] => logs.parse(value);
export const parseAlarms = (value: unknown): AlarmView[] => alarms.parse(value);
export const parseDifferences = (value: unknown): (LineDifference & { source: LogSource })[] =>
  differences.parse(value);
export const parseFilled = (value: unknown): (FilledGap & { source: LogSource })[] => filled.parse(value);
export const parseHidden = (value: unknown): HiddenInput[] => hidden.parse(value);
