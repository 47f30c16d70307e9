import { expect, it } from "vitest";
import { answerOfError, isAddress, type MailError } from "./rules";

it.each<[MailError, string, boolean]>([
  [{ code: "EENVELOPE", responseCode: 550, command: "RCPT TO", response: "550 unknown" }, "refused", false],
  [{ code: "EMESSAGE", responseCode: 552, command: "DATA", response: "552 too big" }, "refused", false],
  [{ code: "EENVELOPE", responseCode: 452, command: "RCPT TO", response: "452 full" }, "again", false],
  [{ code: "EMESSAGE", responseCode: 421, command: "DATA", response: "421 busy" }, "again", false],
  [{ code: "EENVELOPE", responseCode: 550, command: "MAIL FROM", response: "550 not you" }, "again", true],
  [{ code: "EAUTH", responseCode: 535, command: "AUTH PLAIN", response: "535 no" }, "again", true],
  [{ code: "ESOCKET", message: "connect ECONNREFUSED" }, "again", true],
  [{ code: "ETLS", command: "STARTTLS", message: "no STARTTLS" }, "again", true],
  [{}, "again", true],
])("%o is tried %s", (error, outcome, isChannelDown) => {
  expect(answerOfError(error)).toMatchObject({ outcome, isChannelDown });
});

it.each([
  ["ben@example.test", true],
  ["ben+halligan@mail.example.com", true],
  ["用戶@example.com", true],
  ["ben@localhost", true],
  ["ben", false],
  ["ben@example.test, eve@example.test", false],
  ["ben@example.test>\r\nRCPT TO:<eve@example.test", false],
  ["<ben@example.test>", false],
  ['"a b"@example.test', false],
  ["ben@exam\u202eple.test", false],
  ["ben@-example.test", false],
  [`${"b".repeat(65)}@example.test`, false],
  ["", false],
])("takes %j for one address: %s", (text, is) => {
  expect(isAddress(text)).toBe(is);
});
