import { z } from "zod";
import { AwsError } from "../../wire/aws-error";

/**
 * The limits of PutLogEvents.
 * https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutLogEvents.html
 */
const MAX_BATCH_BYTES = 1_048_576;
const EVENT_OVERHEAD_BYTES = 26;
const HOUR_MS = 3600_000;
const MAX_SPAN_MS = 24 * HOUR_MS;
const MAX_AGE_MS = 14 * 24 * HOUR_MS;
const MAX_AHEAD_MS = 2 * HOUR_MS;

export const logEvents = z
  .array(z.object({ timestamp: z.int().min(0), message: z.string().min(1) }))
  .min(1)
  .max(10_000);

type Events = z.infer<typeof logEvents>;

export interface CheckedBatch {
  accepted: Events;
  rejectedLogEventsInfo?: { tooNewLogEventStartIndex?: number; tooOldLogEventEndIndex?: number };
}

/** Refuses a batch that breaks a limit as a whole, and leaves out events that are too old or too new. */
export function checkBatch(events: Events, now: number): CheckedBatch {
  const bytes = events.reduce(
    (sum, { message }) => sum + Buffer.byteLength(message) + EVENT_OVERHEAD_BYTES,
    0,
  );
  if (bytes > MAX_BATCH_BYTES)
    throw invalid(`Upload too large: ${bytes} bytes exceeds limit of ${MAX_BATCH_BYTES}`);
  events.forEach((event, index) => {
    const previous = events[index - 1];
    if (previous && event.timestamp < previous.timestamp) {
      throw invalid("Log events in a single PutLogEvents request must be in chronological order.");
    }
  });
  const [first, last] = [events[0]?.timestamp ?? 0, events.at(-1)?.timestamp ?? 0];
  if (last - first > MAX_SPAN_MS) {
    throw invalid("The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
  }
  const tooOldEnd = events.filter(({ timestamp }) => timestamp < now - MAX_AGE_MS).length;
  const tooNewStart = events.findIndex(({ timestamp }) => timestamp > now + MAX_AHEAD_MS);
  const accepted = events.slice(tooOldEnd, tooNewStart < 0 ? events.length : tooNewStart);
  if (accepted.length === events.length) return { accepted };
  return {
    accepted,
    rejectedLogEventsInfo: {
      ...(tooNewStart < 0 ? {} : { tooNewLogEventStartIndex: tooNewStart }),
      ...(tooOldEnd === 0 ? {} : { tooOldLogEventEndIndex: tooOldEnd }),
    },
  };
}

function invalid(message: string): AwsError {
  return new AwsError("InvalidParameterException", message);
}
