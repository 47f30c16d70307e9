import { XMLParser, XMLValidator } from "fast-xml-parser";
import { AwsError } from "../../wire/aws-error";

/** An element of a request's XML: its text, and its children by name, in order. */
export interface XmlElement {
  text: string;
  children: Map<string, XmlElement[]>;
}

type Parsed = { readonly "#text"?: string } & { readonly [name: string]: readonly Parsed[] };

const MAX_DEPTH = 16;
const NAMED: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  removeNSPrefix: true,
  maxNestedTags: MAX_DEPTH,
  // A key is text, whatever it looks like, and may begin or end with blanks.
  parseTagValue: false,
  trimValues: false,
  // The parser leaves control characters out, and a key may hold them: entities are read below.
  processEntities: false,
  alwaysCreateTextNode: true,
  isArray: () => true,
});

/**
 * Reads the small XML documents of S3's requests: elements and text. Document types are refused, so there are no entities
 * but the five of XML and numbers; so are CDATA sections, which no client of S3 sends.
 *
 * @throws AwsError MalformedXML
 */
export function parseXml(text: string): XmlElement {
  // The validator lets text after the root pass.
  if (/<!(?!--)|[^>\s]\s*$/.test(text)) throw malformed();
  const document = parsed(text);
  const [root, ...others] = [...elementFrom(document).children.values()].flat();
  if (!root || others.length > 0) throw malformed();
  return root;
}

function parsed(text: string): Parsed {
  if (XMLValidator.validate(text) !== true) throw malformed();
  try {
    return parser.parse(text);
  } catch {
    // Nested too deep, or a name that JavaScript reserves.
    throw malformed();
  }
}

function elementFrom({ "#text": text = "", ...children }: Parsed): XmlElement {
  const lists = Object.entries(children).map(([name, list]) => [name, list.map(elementFrom)] as const);
  return { text: decodeEntities(text), children: new Map(lists) };
}

/** The text of the element at a path below; undefined where there is none. */
export function textAt(element: XmlElement, ...path: string[]): string | undefined {
  return elementAt(element, ...path)?.text.trim();
}

export function elementAt(element: XmlElement, ...path: string[]): XmlElement | undefined {
  let current: XmlElement | undefined = element;
  for (const name of path) current = current?.children.get(name)?.[0];
  return current;
}

export function elementsAt(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.get(name) ?? [];
}

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w+));|&/g, (_, decimal, hex, name) => {
    const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : undefined;
    if (code !== undefined && code <= 0x10ffff) return String.fromCodePoint(code);
    const character = NAMED[String(name)];
    if (character === undefined) throw malformed();
    return character;
  });
}

export function malformed(): AwsError {
  return new AwsError(
    "MalformedXML",
    "The XML you provided was not well-formed or did not validate against our published schema",
    400,
  );
}

/** A value that stands in XML: nested names, lists as repeated elements. */
export type XmlValue = string | number | boolean | undefined | XmlValue[] | { [name: string]: XmlValue };

const NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";

/** A whole answer: the root with S3's name space. */
export function writeXml(root: string, value: { [name: string]: XmlValue }): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${NAMESPACE}">${children(value)}</${root}>`;
}

/** Errors stand in no name space. */
export function writeError(value: { [name: string]: XmlValue }): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${children(value)}</Error>`;
}

function children(value: { [name: string]: XmlValue }): string {
  return Object.entries(value)
    .map(([name, child]) => write(name, child))
    .join("");
}

function write(name: string, value: XmlValue): string {
  if (value === undefined) return "";
  if (Array.isArray(value)) return value.map((item) => write(name, item)).join("");
  const inner = typeof value === "object" ? children(value) : escapeText(String(value));
  return `<${name}>${inner}</${name}>`;
}

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/**
 * Control characters as numbers, as S3 does: a key may hold them, and XML 1.0 can't carry most even so, which is what
 * `encoding-type=url` is for.
 */
function escapeText(text: string): string {
  return text
    .replace(/[&<>"]/g, (c) => ESCAPES[c] ?? c)
    .replace(/\p{Cc}/gu, (c) => `&#x${c.charCodeAt(0).toString(16)};`);
}
