/** XML for the services that speak it: elements from plain values, lists with the name of their items. */

const memberName = Symbol("memberName");

/** A list whose items are elements of this name. */
export interface XmlList {
  readonly [memberName]: string;
  readonly items: readonly XmlValue[];
}

export interface XmlStructure {
  readonly [name: string]: XmlValue;
}

export type XmlValue = string | number | boolean | Date | null | undefined | XmlList | XmlStructure;

/**
 * A list, as in `<DBClusters><DBCluster>…</DBCluster></DBClusters>`.
 *
 * @example
 * element("DBClusters", list("DBCluster", [{ DBClusterIdentifier: "prod-aurora" }]));
 */
export function list(member: string, items: readonly XmlValue[]): XmlList {
  return { [memberName]: member, items };
}

/** One element; nothing for undefined and null. */
export function element(name: string, value: XmlValue): string {
  if (value === undefined || value === null) return "";
  return `<${name}>${content(value)}</${name}>`;
}

/** The successful answer of an operation of the query protocol. */
export function queryXml(
  operation: string,
  result: XmlStructure,
  options: { readonly namespace: string; readonly requestId: string },
): string {
  const metadata = element("ResponseMetadata", { RequestId: options.requestId });
  return `<${operation}Response xmlns="${escapeXml(options.namespace)}">${element(`${operation}Result`, result)}${metadata}</${operation}Response>`;
}

const escapes = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&quot;"],
  ["'", "&apos;"],
  ["\r", "&#13;"],
]);

export function escapeXml(text: string): string {
  return text.replace(/[&<>"'\r]/g, (character) => escapes.get(character) ?? character);
}

function content(value: Exclude<XmlValue, null | undefined>): string {
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== "object") return escapeXml(String(value));
  if (isList(value)) return value.items.map((item) => element(value[memberName], item)).join("");
  return Object.entries(value)
    .map(([name, member]) => element(name, member))
    .join("");
}

function isList(value: XmlList | XmlStructure): value is XmlList {
  return memberName in value;
}
