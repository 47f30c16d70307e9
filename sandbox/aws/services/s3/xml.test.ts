import { expect, it } from "vitest";
import { elementAt, elementsAt, parseXml, textAt } from "./xml";

const keysOf = (text: string) =>
  elementsAt(parseXml(text), "Object").map((one) => elementAt(one, "Key")?.text);
const refused = expect.objectContaining({ code: "MalformedXML", status: 400 });

function codeOf(text: string): unknown {
  try {
    return parseXml(text);
  } catch (error) {
    return error;
  }
}

it("reads elements in order, with their name spaces, declaration and comments left out", () => {
  const document = parseXml(
    '\ufeff<?xml version="1.0" encoding="UTF-8"?>\n<!-- first -->\n' +
      '<s:Tagging xmlns:s="http://s3.amazonaws.com/doc/2006-03-01/"><s:A> 1 </s:A><B><C>x</C><C>0x10</C></B><D/></s:Tagging>\n',
  );
  expect([textAt(document, "A"), textAt(document, "B", "C"), textAt(document, "D")]).toEqual(["1", "x", ""]);
  expect(elementsAt(elementAt(document, "B") ?? document, "C").map(({ text }) => text)).toEqual([
    "x",
    "0x10",
  ]);
  expect([textAt(document, "E"), elementsAt(document, "E")]).toEqual([undefined, []]);
});

it("leaves a key as it is: blanks, numbers, control characters, the five entities", () => {
  const keys = [
    " a ",
    "007",
    "1e5",
    "true",
    "a&#x1;b&#10;&#xd;",
    "&amp;lt;&lt;&gt;&quot;&apos;",
    "&#x1F600;",
  ];
  const text = `<Delete>${keys.map((key) => `<Object><Key>${key}</Key></Object>`).join("")}</Delete>`;
  expect(keysOf(text)).toEqual([" a ", "007", "1e5", "true", "a\u0001b\n\r", "&lt;<>\"'", "\u{1F600}"]);
});

it.each([
  ["nothing", ""],
  ["text", "not xml"],
  ["an element that is not closed", "<A><B></B>"],
  ["elements that overlap", "<A><B></A></B>"],
  ["two roots", "<A/><B/>"],
  ["two roots of one name", "<A/><A/>"],
  ["text after the root", "<A/>x"],
  ["text before it", "x<A/>"],
  ["an attribute twice", '<A b="1" b="2"/>'],
  ["a bare ampersand", "<A>a & b</A>"],
  ["an entity that nobody declared", "<A>&nbsp;</A>"],
  ["a character that there is not", "<A>&#x110000;</A>"],
  ["entities that multiply", `<!DOCTYPE A [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><A>&b;</A>`],
  ["an entity from a file", '<!DOCTYPE A [<!ENTITY e SYSTEM "file:///etc/passwd">]><A>&e;</A>'],
  ["a CDATA section", "<A><![CDATA[x]]></A>"],
  ["names that JavaScript reserves", "<A><__proto__><b>1</b></__proto__></A>"],
  ["18 elements in each other", "<A>".repeat(18) + "</A>".repeat(18)],
  ["100,000 elements in each other", "<A>".repeat(100_000) + "</A>".repeat(100_000)],
])("refuses %s as S3 does", (_name, text) => {
  expect(codeOf(text)).toEqual(refused);
});
