/** How an agent log came: line by line as JSON; as text at the end, in CloudWatch Logs or in S3; or from Windows. */
export const LOG_FORMS = ["streamed", "text", "object", "transcript"] as const;
export type LogForm = (typeof LOG_FORMS)[number];

/**
 * Whether what an agent of this version makes of output is known: it was measured with one of October 2024 (3.3), and
 * nobody has measured others.
 * @param version as Systems Manager's inventory has it
 */
export function isKnownAgent(version: string): boolean {
  return /^3\.3\.\d{1,6}\.\d{1,6}$/.test(version);
}
