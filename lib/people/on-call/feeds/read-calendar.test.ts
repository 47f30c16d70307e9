import { describe, expect, it } from "vitest";
import { readCalendar } from "./read-calendar";
import { UnreadableFeed } from "./shift";

const PERIOD = { from: Date.parse("2026-10-20T00:00:00Z"), to: Date.parse("2026-11-03T00:00:00Z") };
const calendar = (...events: string[][]) =>
  [
    ...["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//EN"],
    ...events.flatMap((lines, index) => [
      ...["BEGIN:VEVENT", ...(lines.some((line) => line.startsWith("UID")) ? [] : [`UID:${index}`])],
      ...[...lines, "END:VEVENT"],
    ]),
    "END:VCALENDAR",
  ].join("\r\n");
const read = (text: string, zone?: string, period = PERIOD) =>
  readCalendar(text, period, zone).map(
    ({ who, from, to }) =>
      `${who} ${new Date(from).toISOString().slice(0, 16)} ${new Date(to).toISOString().slice(0, 16)}`,
  );
const BEN = "ATTENDEE;CN=Ben Okafor:mailto:Ben@Example.com";

describe("a calendar", () => {
  it("gives each shift with who takes part, or whom its title names", () => {
    const single = ["DTSTART:20261024T080000Z", "DTEND:20261025T080000Z"];
    expect(
      read(
        calendar(
          [...single, BEN, "SUMMARY:On call"],
          [...single, "SUMMARY:On call: fay@example.com (platform)"],
          [...single, "SUMMARY:Hal Virtanen"],
          [...single, "SUMMARY:"],
          [...single, BEN, "STATUS:CANCELLED"],
        ),
      ),
    ).toEqual([
      "Hal Virtanen 2026-10-24T08:00 2026-10-25T08:00",
      "ben@example.com 2026-10-24T08:00 2026-10-25T08:00",
      "fay@example.com 2026-10-24T08:00 2026-10-25T08:00",
    ]);
  });

  it("hands over at the same hour of the wall clock when the clocks change, whenever its rule began", () => {
    const daily = (first: string, next: string) =>
      read(
        calendar([
          ...[`DTSTART;TZID=Europe/Berlin:${first}T080000`, `DTEND;TZID=Europe/Berlin:${next}T080000`],
          ...["RRULE:FREQ=DAILY;COUNT=400", BEN],
        ]),
        undefined,
        { from: Date.parse("2026-10-24T12:00:00Z"), to: Date.parse("2026-10-26T12:00:00Z") },
      );
    const expected = [
      "ben@example.com 2026-10-24T06:00 2026-10-25T07:00",
      "ben@example.com 2026-10-25T07:00 2026-10-26T07:00",
      "ben@example.com 2026-10-26T07:00 2026-10-27T07:00",
    ];
    expect(daily("20261001", "20261002")).toEqual(expected);
    // The first one spans a change itself.
    expect(daily("20260328", "20260329")).toEqual(expected);
  });

  it("of so many hours lasts so many hours, and of so many days lasts by the wall clock", () => {
    const of = (duration: string) =>
      read(calendar(["DTSTART;TZID=Europe/Berlin:20261024T080000", `DURATION:${duration}`, BEN]));
    expect(of("PT24H")).toEqual(["ben@example.com 2026-10-24T06:00 2026-10-25T06:00"]);
    expect(of("P1D")).toEqual(["ben@example.com 2026-10-24T06:00 2026-10-25T07:00"]);
    expect(of("P1W")).toEqual(["ben@example.com 2026-10-24T06:00 2026-10-31T07:00"]);
    expect(of("P1DT12H")).toEqual(["ben@example.com 2026-10-24T06:00 2026-10-25T18:00"]);
  });

  it("leaves out what is taken out, and takes a changed occurrence in the place of its own", () => {
    const weekly = [
      ...[
        "UID:rota",
        "DTSTART;TZID=Europe/Berlin:20260907T090000",
        "DTEND;TZID=Europe/Berlin:20260914T090000",
      ],
      ...["RRULE:FREQ=WEEKLY;BYDAY=MO", "EXDATE;TZID=Europe/Berlin:20261026T090000", BEN],
    ];
    const swapped = [
      ...["UID:rota", "RECURRENCE-ID;TZID=Europe/Berlin:20261019T090000", "SUMMARY:fay@example.com"],
      ...["DTSTART;TZID=Europe/Berlin:20261020T090000", "DTEND;TZID=Europe/Berlin:20261026T090000"],
    ];
    expect(read(calendar(weekly, swapped))).toEqual([
      "fay@example.com 2026-10-20T07:00 2026-10-26T08:00",
      "ben@example.com 2026-11-02T08:00 2026-11-09T08:00",
    ]);
  });

  it("knows zones by their own names, and by those of Windows, whatever it says of them itself", () => {
    for (const name of [
      "Europe/Berlin",
      "W. Europe Standard Time",
      "/freeassociation.sourceforge.net/Europe/Berlin",
    ])
      expect(
        read(calendar([`DTSTART;TZID=${name}:20261024T080000`, `DTEND;TZID=${name}:20261024T180000`, BEN])),
      ).toEqual(["ben@example.com 2026-10-24T06:00 2026-10-24T16:00"]);
    const floating = calendar(["DTSTART:20261024T080000", "DTEND:20261024T180000", BEN]);
    expect(read(floating, "Asia/Taipei")).toEqual(["ben@example.com 2026-10-24T00:00 2026-10-24T10:00"]);
    const days = calendar(["DTSTART;VALUE=DATE:20261024", "DTEND;VALUE=DATE:20261026", BEN]);
    expect(read(days, "Asia/Taipei")).toEqual(["ben@example.com 2026-10-23T16:00 2026-10-25T16:00"]);
  });

  it("without events has no shifts", () => {
    expect(read(calendar())).toEqual([]);
  });
});

describe("what is no calendar, or hostile, is refused with what is wrong", () => {
  const rule = (text: string) =>
    calendar(["DTSTART:20260101T000000Z", "DTEND:20260101T010000Z", `RRULE:${text}`, BEN]);
  it.each<[string, string, RegExp]>([
    ["nothing", "", /no calendar/],
    ["a page", "<!doctype html><title>Sign in</title>", /no calendar/],
    ["half a calendar", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT", /no calendar/],
    ["something else", "BEGIN:VCARD\r\nEND:VCARD", /no calendar/],
    ["a time without a zone", calendar(["DTSTART:20261024T080000", BEN]), /no time zone/],
    [
      "a zone that is none",
      calendar(["DTSTART;TZID=Nowhere/Land:20261024T080000", BEN]),
      /Nowhere\/Land is not known/,
    ],
    ["a rule by seconds", rule("FREQ=SECONDLY"), /of no kind/],
    ["a rule by minutes that hardly ever comes", rule("FREQ=MINUTELY;BYMONTH=2;BYMONTHDAY=29"), /of no kind/],
    ["a day that never comes", rule("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), /of no kind/],
    ["a rule by hours of the day", rule("FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=1;BYSECOND=1"), /of no kind/],
    ["no length", calendar(["DTSTART:20261024T080000Z", "DURATION:P-1D", BEN]), /length|no calendar/],
    [
      "rules without an end",
      calendar(
        ...Array.from({ length: 300 }, () => [
          "DTSTART:20000101T000000Z",
          "DTEND:20000101T010000Z",
          "RRULE:FREQ=DAILY",
          BEN,
        ]),
      ),
      /too long/,
    ],
    [
      "a shift for everybody",
      calendar(
        ...Array.from({ length: 1_100 }, (_, index) => [
          "DTSTART:20261024T080000Z",
          "DTEND:20261024T090000Z",
          `SUMMARY:p${index}@x.yz`,
        ]),
      ),
      /more than 1000 shifts/,
    ],
  ])("%s", (_what, text, expected) => {
    expect(() => read(text)).toThrow(UnreadableFeed);
    expect(() => read(text)).toThrow(expected);
  });
});
