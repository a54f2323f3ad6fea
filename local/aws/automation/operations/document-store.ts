/** The Automation documents of every account, with their versions. */
import { createHash } from "node:crypto";
import { AwsError } from "../../gateway/service.ts";
import { parseDocument } from "../document/parse.ts";
import type { DocumentDefinition } from "../document/types.ts";

export interface DocumentVersion {
  readonly version: string;
  readonly content: string;
  readonly format: "YAML" | "JSON";
  readonly hash: string;
  readonly createdAt: number;
  readonly definition: DocumentDefinition;
}

export interface StoredDocument {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly versions: DocumentVersion[];
  readonly tags: readonly { Key: string; Value: string }[];
  defaultVersion: string;
}

/** At most so many documents an account. */
const maximumDocuments = 500;

export interface DocumentStore {
  find(account: string, region: string, nameOrArn: string): StoredDocument | undefined;
  list(account: string, region: string): StoredDocument[];
  create(
    account: string,
    region: string,
    document: { name: string; content: string; format: "YAML" | "JSON"; tags: StoredDocument["tags"] },
  ): StoredDocument;
  addVersion(document: StoredDocument, content: string, format: "YAML" | "JSON"): DocumentVersion;
  remove(document: StoredDocument): void;
}

export function createDocumentStore(): DocumentStore {
  const documents = new Map<string, StoredDocument>();
  const key = (account: string, region: string, nameOrArn: string): string =>
    `${account}/${region}/${nameOrArn.startsWith("arn:") ? nameOrArn.slice(nameOrArn.indexOf(":document/") + 10) : nameOrArn}`;
  const list = (account: string, region: string): StoredDocument[] =>
    [...documents.values()].filter((document) => document.account === account && document.region === region);
  return {
    find: (account, region, nameOrArn) => documents.get(key(account, region, nameOrArn)),
    list,
    create: (account, region, { name, content, format, tags }) => {
      if (!/^[A-Za-z0-9_.-]{3,128}$/.test(name))
        throw new AwsError("ValidationException", "A document's name has 3 to 128 letters, digits, '_', '-' and '.'.");
      if (documents.has(key(account, region, name))) throw new AwsError("DocumentAlreadyExists", `The document ${name} exists already.`);
      if (list(account, region).length >= maximumDocuments)
        throw new AwsError("DocumentLimitExceeded", `You can have at most ${maximumDocuments} documents.`);
      const document: StoredDocument = { name, account, region, tags, versions: [version("1", content, format)], defaultVersion: "1" };
      documents.set(key(account, region, name), document);
      return document;
    },
    addVersion: (document, content, format) => {
      const added = version(String(document.versions.length + 1), content, format);
      if (document.versions.some((existing) => existing.hash === added.hash)) {
        throw new AwsError(
          "DuplicateDocumentContent",
          "The content of the association document matches another document. Change the content of the document and try again.",
        );
      }
      document.versions.push(added);
      return added;
    },
    remove: (document) => {
      documents.delete(key(document.account, document.region, document.name));
    },
  };
}

/** A version by number, `$DEFAULT` or `$LATEST`; the default one when nothing is said. */
export function versionOf(document: StoredDocument, wanted: unknown): DocumentVersion | undefined {
  if (wanted === "$LATEST") return document.versions.at(-1);
  const number = wanted === undefined || wanted === "$DEFAULT" ? document.defaultVersion : wanted;
  return document.versions.find(({ version: own }) => own === number);
}

function version(number: string, content: string, format: "YAML" | "JSON"): DocumentVersion {
  const definition = parseDocument(content, format);
  return { version: number, content, format, definition, createdAt: Date.now(), hash: createHash("sha256").update(content).digest("hex") };
}
