/** How complete a recording is, and what the node's log says of it. */
export const grade = {
  "grade.completeness": "Recording",
  "grade.completeness.complete": "Recording complete",
  "grade.completeness.partial": "Recording incomplete",
  "grade.completeness.missing": "No recording",
  "grade.completeness.not-recordable": "Not recordable",
  "grade.corroboration": "Agent log",
  "grade.corroboration.pending": "Agent log pending",
  "grade.corroboration.agreed": "Agent log agrees",
  "grade.corroboration.not-comparable": "Agent log not comparable",
  "grade.corroboration.differs": "Agent log differs",
  "grade.corroboration.absent": "No agent log",
  "grade.proves.complete":
    "All output is here, committed before it was shown. It doesn’t show what was typed without echo, or what ran without printing.",
  "grade.proves.partial":
    "Output is missing where it’s named here. Everything else was committed before it was shown.",
  "grade.proves.missing":
    "The portal recorded nothing. Only the agent log, if there is one, says what happened.",
  "grade.proves.not-recordable": "This kind of session has no screen to record.",
  "grade.proves.pending": "The log can still arrive. We keep asking for it.",
  "grade.proves.agreed":
    "Line by line, the node’s own log says what we recorded. It has no colors, timing or screen sizes, and root on the node can change it: it supports the recording, but proves nothing alone.",
  "grade.proves.differs":
    "The node’s own log says something else. Root on the node can change that log, so this alone doesn’t show what happened. The lines that differ are in the Agent log tab.",
  "grade.proves.absent":
    "The agent wrote no log, or it was deleted before we read it. The recording doesn’t depend on it.",
  "grade.proves.not-comparable": "The log can’t be compared with the recording.",
  "grade.why.nothing-printed": "Nothing was printed.",
  "grade.why.no-recording": "There is no recording.",
  "grade.why.unknown-agent": "We don’t know how this agent version writes its log.",
  "grade.why.transcript": "It’s a PowerShell transcript.",
  "grade.why.gap": "Nothing after the missing output was found in it.",
  "grade.why.cut": "It was too large to keep all of it.",
  "grade.log.stream": "CloudWatch Logs",
  "grade.log.object": "S3",
  "grade.log.matched": "{matched, number} of {recorded, number} recorded lines match",
  "grade.log.differences": "{count, plural, one {# place differs} other {# places differ}}",
  "grade.log.filled":
    "{count, plural, one {# line stands} other {# lines stand}} where output is missing from the recording",
  "grade.log.lostTail":
    "{count, plural, one {the last line} other {the last # lines}} never reached the log, as when a node stops",
  "grade.log.afterEnd":
    "{count, plural, one {# line was} other {# lines were}} printed after the portal closed the session",
  "grade.gap": "frames {from, number} to {to, number}",
  "grade.gap.between": "{gap}, {after} to {before}: {cause}",
  "grade.gap.alone": "{gap}: {cause}",
  "grade.gap.more": "and {count, number} more",
  "grade.gap.notClosed": "The recording was never closed, so output at its end may be missing.",
  "grade.gap.cause.not-resent": "no longer held by the agent",
  "grade.gap.cause.channel-closed": "the channel closed before they came",
  "grade.gap.cause.unrecorded": "the gateway stopped before it could say why",
  "grade.gap.cause.not-closed": "the recording was never closed",
  "grade.alarms": "Alarms",
  "grade.alarm.added-lines": "Agent log has lines we never received",
  "grade.alarm.missing-lines": "Agent log is missing lines",
  "grade.alarm.changed-lines": "Agent log has different lines",
  "grade.alarm.foreign-lines": "Agent log has lines of another session",
  "grade.alarm.log-deleted": "Agent log was deleted after we read it",
  "grade.alarm.object-replaced": "Agent log in S3 was replaced after we read it",
  "grade.alarm.object-deleted": "Agent log in S3 was deleted after we read it",
} as const;
