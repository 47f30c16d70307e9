/** A calendar as a team's own would be: Ben Okafor carries the pager, a week at a time, from Monday to Monday. */
export const ON_CALL_CALENDAR = [
  ...["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//stand-in provider//on call//EN"],
  ...["BEGIN:VEVENT", "UID:sre-on-call@sandbox", "DTSTAMP:20260101T000000Z"],
  ...["DTSTART;TZID=Europe/Berlin:20260105T090000", "DTEND;TZID=Europe/Berlin:20260112T090000"],
  ...["RRULE:FREQ=WEEKLY", "SUMMARY:Ben Okafor", "END:VEVENT"],
  "END:VCALENDAR",
  "",
].join("\r\n");
