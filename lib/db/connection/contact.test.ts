import { describe, expect, it } from "vitest";
import { Contact } from "./contact";

const DEAD = 20;
const beats = (contact: Contact, from: number, to: number) => {
  for (let at = from; at <= to; at += 5_000) contact.beaten(at, DEAD);
};

describe("when a beat is too old", () => {
  it("is the setting, and our own pause since our last beat, while nothing was amiss", () => {
    const contact = new Contact();
    beats(contact, 0, 60_000);
    expect(contact.deadAfter(60_000, DEAD)).toBe(20);
    expect(contact.deadAfter(64_000, DEAD)).toBe(24);
  });

  it("is longer by the outage, during it and until everybody has had time to beat again", () => {
    const contact = new Contact();
    beats(contact, 0, 60_000);
    // A minute later the database is back: whoever judges first has not beaten yet himself.
    expect(contact.deadAfter(120_000, DEAD)).toBe(80);
    contact.beaten(121_000, DEAD);
    expect(contact.deadAfter(122_000, DEAD)).toBe(82);
    beats(contact, 126_000, 141_000);
    expect(contact.deadAfter(140_999, DEAD)).toBeGreaterThan(80);
    expect(contact.deadAfter(141_000, DEAD)).toBe(20);
  });

  it("is never reached by a process that has just started", () => {
    const contact = new Contact();
    contact.beaten(1_000, DEAD);
    expect(contact.deadAfter(20_999, DEAD)).toBeGreaterThan(86_400 * 365);
    beats(contact, 6_000, 21_000);
    expect(contact.deadAfter(21_000, DEAD)).toBe(20);
  });

  it("is the setting for a process that never beats", () => {
    expect(new Contact().deadAfter(5_000, DEAD)).toBe(20);
  });
});
