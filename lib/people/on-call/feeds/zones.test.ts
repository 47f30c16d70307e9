import { expect, it } from "vitest";
import { atWallClock, isZone } from "./zones";

const at = (wall: string, zone: string) => new Date(atWallClock(Date.parse(`${wall}Z`), zone)).toISOString();

it.each([
  ["2026-01-15T08:00:00", "Europe/Berlin", "2026-01-15T07:00:00.000Z"],
  ["2026-07-15T08:00:00", "Europe/Berlin", "2026-07-15T06:00:00.000Z"],
  ["2026-11-28T08:00:00", "Asia/Taipei", "2026-11-28T00:00:00.000Z"],
  ["2026-11-28T08:00:00", "America/New_York", "2026-11-28T13:00:00.000Z"],
  ["2026-11-28T08:00:00", "Asia/Kolkata", "2026-11-28T02:30:00.000Z"],
  ["2026-11-28T08:00:00", "Pacific/Kiritimati", "2026-11-27T18:00:00.000Z"],
  ["2026-11-28T08:00:00", "UTC", "2026-11-28T08:00:00.000Z"],
  // The hour that comes twice: the first. The one that is left out: as far behind.
  ["2026-10-25T02:30:00", "Europe/Berlin", "2026-10-25T00:30:00.000Z"],
  ["2026-03-29T02:30:00", "Europe/Berlin", "2026-03-29T01:30:00.000Z"],
  ["2026-03-29T03:00:00", "Europe/Berlin", "2026-03-29T01:00:00.000Z"],
  ["2026-11-01T01:30:00", "America/New_York", "2026-11-01T05:30:00.000Z"],
  ["2026-04-05T01:45:00", "Australia/Lord_Howe", "2026-04-04T14:45:00.000Z"],
])("%s in %s is %s", (wall, zone, expected) => {
  expect(at(wall, zone)).toBe(expected);
});

it("a zone is known by its IANA name", () => {
  expect(["Europe/Berlin", "UTC", "Etc/GMT+5"].map(isZone)).toEqual([true, true, true]);
  expect(["Berlin", "W. Europe Standard Time", "", "x".repeat(999)].map(isZone)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});
