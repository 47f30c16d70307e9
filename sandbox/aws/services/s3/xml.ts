import { AwsError } from "../../wire/aws-error";

/** An element of a request's XML: its text, and its children by name, in order. */
export interface XmlElement {
  name: string;
  text: string;
  children: XmlElement[];
}

const MAX_DEPTH = 16;
const NAMED: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/**
 * Reads the small XML documents of S3's requests: elements and text. Document types are refused, so there are no entities
 * but the five of XML and numbers.
 *
 * @throws AwsError MalformedXML
 */
export function parseXml(text: string): XmlElement {
  const root: XmlElement = { name: "", text: "", children: [] };
  const open = [root];
  const token = /<\?[^?]*\?>|<!--[\s\S]*?-->|<(\/?)([A-Za-z_][\w:.-]*)([^<>]*?)(\/?)>|([^<]+)|([\s\S])/g;
  for (const [, slash, rawName = "", , empty, plain, stray] of text.replace(/^\ufeff/, "").matchAll(token)) {
    const current = open.at(-1);
    if (stray !== undefined || !current) throw malformed();
    if (plain !== undefined) {
      current.text += decodeEntities(plain);
    } else if (rawName !== "") {
      const name = rawName.slice(rawName.indexOf(":") + 1);
      if (slash === "/") {
        if (open.length < 2 || current.name !== name) throw malformed();
        open.pop();
        continue;
      }
      const element: XmlElement = { name, text: "", children: [] };
      current.children.push(element);
      if (empty !== "/") open.push(element);
      if (open.length > MAX_DEPTH) throw malformed();
    }
  }
  const [document] = root.children;
  if (open.length !== 1 || !document || root.children.length !== 1 || root.text.trim() !== "")
    throw malformed();
  return document;
}

/** The text of the element at a path below; undefined where there is none. */
export function textAt(element: XmlElement, ...path: string[]): string | undefined {
  return elementAt(element, ...path)?.text.trim();
}

export function elementAt(element: XmlElement, ...path: string[]): XmlElement | undefined {
  let current: XmlElement | undefined = element;
  for (const name of path) current = current?.children.find((child) => child.name === name);
  return current;
}

export function elementsAt(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child.name === name);
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
