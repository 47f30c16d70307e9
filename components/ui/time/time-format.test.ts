import { expect, it } from "vitest";
import { ClockSource } from "./clock-source";
import { countdownText, relativeTo, shortenId, timeLeftStage } from "./time-format";

const now = new Date("2026-03-14T09:26:53Z");

it.each([
  [-3, "now"],
  [-42, "42 s ago"],
  [-150, "2 min ago"],
  [-7300, "2 h ago"],
  [-200_000, "2 d ago"],
  [42, "in 42 s"],
  [150, "in 2 min"],
  [3599, "in 59 min"],
  [7140, "in 1 h 59 min"],
  [86_399, "in 23 h 59 min"],
  [345_599, "in 3 d 23 h"],
])("names a moment %d seconds away %s", (seconds, text) => {
  expect(relativeTo(new Date(now.getTime() + seconds * 1000), now)).toBe(text);
});

it.each([
  [0, "0:00", "over"],
  [0.2, "0:01", "last"],
  [60, "1:00", "last"],
  [61, "1:01", "soon"],
  [300, "5:00", "soon"],
  [301, "5:01", "calm"],
  [3723, "1:02:03", "calm"],
  [-4, "0:00", "over"],
])("counts %d seconds down as %s, %s", (seconds, text, stage) => {
  expect(countdownText(seconds)).toBe(text);
  expect(timeLeftStage(seconds)).toBe(stage);
});

it("shortens an id in the middle and leaves a short one whole", () => {
  expect(shortenId("i-0f3a9c41d7e25b91c")).toBe("i-0f3a9c…b91c");
  expect(shortenId("INC-2231")).toBe("INC-2231");
});

it("tells the server's time although the laptop's clock is an hour wrong", () => {
  let local = now.getTime() - 3_600_000;
  const source = new ClockSource(now.getTime(), 400, () => local);
  expect(source.read(1)).toBe(now.getTime() + 400);
  local += 1700;
  expect(source.read(1000)).toBe(now.getTime() + 2000);
});
