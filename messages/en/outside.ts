import type { LogFinding } from "@/lib/trail/importing/views";

/** A session that was opened past the portal, and the node's log of it. */
export const outside = {
  "outside.badge": "Outside Halligan",
  "outside.attested": "Attested by the node",
  "outside.alarm": "Opened outside Halligan",
  "outside.title": "Opened outside Halligan",
  "outside.line":
    "AWS says {owner} opened this session without Halligan. All we have of its screen is the log that the agent on the node wrote.",
  "outside.lastResort": "Last resort",
  "outside.lastResort.line":
    "It was opened under the last-resort role, which is for when Halligan is down. Ask whoever opened it for their notes.",
  "outside.history": "It started before Halligan watched this account and region, so it raised no alarm.",
  "outside.never-ended":
    "Halligan never ends other principals’ sessions. End it in AWS if it should not be open.",
  "outside.missing": "What is missing",
  "outside.missing.rights": "No request, no approver, no time limit: none of our rules applied.",
  "outside.missing.recording": "No recording: nothing here was written by Halligan while it happened.",
  "outside.missing.input":
    "No input: only what the terminal printed back is here, so no passwords or hidden input.",
  "outside.missing.looks":
    "No colors, no screen sizes, no full-screen programs, and times only as the agent noted them: to the second in CloudWatch Logs, none in S3.",
  "outside.missing.letters":
    "Lines as the agent changed them: in a streamed log tabs are spaces, progress bars run together, and some letters are lost.",
  "outside.missing.proof":
    "No proof: root on the node can change, cut or delete this log before we read it. Nobody can say whether it is complete.",
  "outside.owner": "Opened by",
  "outside.reason": "Reason given to AWS",
  "outside.found": "Found",
  "outside.checked": "Log last asked for",
  "outside.checked.never": "not yet",
  "outside.status": "AWS says",
  "outside.log": "Transcript from the agent log",
  "outside.logs": "Logs fetched",
  "outside.logs.pending": "We have not read the log yet.",
  "outside.logs.waiting": "No log so far. We keep asking for it.",
  "outside.logs.none":
    "No log was found in the account’s log group or bucket. The session may log elsewhere, or nowhere.",
  "outside.log.stream": "CloudWatch Logs",
  "outside.log.object": "S3, {count, plural, =1 {first content} other {content {count, number}}}",
  "outside.log.size": "{lines, plural, one {# line} other {# lines}}, {size}",
  "outside.log.sum": "SHA-256 of the log as fetched, unmasked",
  "outside.log.download": "Download",
  "outside.log.download.of": "Download {log}",
  "outside.finding.empty": "Empty: there is nothing in it.",
  "outside.finding.cut-off": "Cut off: the end that the agent writes is missing.",
  "outside.finding.not-agents": "Not as an agent writes it: damaged, or written by another program.",
  "outside.finding.broken-text": "Has bytes that are no text. They are shown as �; the file has them.",
  "outside.finding.foreign": "Has lines that name another session or node.",
  "outside.finding.not-all-kept": "Too large: only the first {kept} of {size} were kept.",
  "outside.finding.long-lines": "Has very long lines. Their beginning is shown; the file has all of them.",
} as const satisfies Record<`outside.finding.${LogFinding}`, string> & Record<`outside.${string}`, string>;
