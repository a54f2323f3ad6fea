/** The document operations of SSM, for documents of type Automation; all others are moto's. */
import { AwsError, type GatewayRequest } from "../../gateway/service.ts";
import { type DocumentStore, type DocumentVersion, type StoredDocument, versionOf } from "./document-store.ts";

type Answer = Record<string, unknown>;
type Operation = (store: DocumentStore, request: GatewayRequest) => Answer | undefined;

const formatOf = ({ DocumentFormat }: Record<string, unknown>): "YAML" | "JSON" => {
  if (DocumentFormat === undefined || DocumentFormat === "JSON") return "JSON";
  if (DocumentFormat === "YAML") return "YAML";
  throw new AwsError("ValidationException", "DocumentFormat of an Automation document is YAML or JSON.");
};

/** Works on a document of this store; a name that is not in it is moto's matter. */
const onOwn =
  (work: (store: DocumentStore, document: StoredDocument, request: GatewayRequest) => Answer): Operation =>
  (store, request) => {
    const document = store.find(request.account, request.region, String(request.parameters.Name));
    return document && work(store, document, request);
  };

const existing = (document: StoredDocument, wanted: unknown): DocumentVersion => {
  const found = versionOf(document, wanted);
  if (!found) throw new AwsError("InvalidDocumentVersion", `The document ${document.name} has no version ${String(wanted)}.`);
  return found;
};

const createDocument: Operation = (store, { account, region, parameters }) => {
  if (parameters.DocumentType !== "Automation") return undefined;
  const document = store.create(account, region, {
    name: String(parameters.Name),
    content: String(parameters.Content),
    format: formatOf(parameters),
    tags: (parameters.Tags ?? []) as StoredDocument["tags"],
  });
  return { DocumentDescription: description(document, existing(document, "1")) };
};

const updateDocument = onOwn((store, document, { parameters }) => {
  const added = store.addVersion(document, String(parameters.Content), formatOf(parameters));
  return { DocumentDescription: description(document, added) };
});

const updateDocumentDefaultVersion = onOwn((_, document, { parameters }) => {
  document.defaultVersion = existing(document, parameters.DocumentVersion).version;
  return { Description: { Name: document.name, DefaultVersion: document.defaultVersion } };
});

const getDocument = onOwn((_, document, { parameters }) => {
  const found = existing(document, parameters.DocumentVersion);
  return {
    Name: document.name,
    CreatedDate: found.createdAt / 1000,
    DocumentVersion: found.version,
    Status: "Active",
    Content: found.content,
    DocumentType: "Automation",
    DocumentFormat: found.format,
  };
});

const describeDocument = onOwn((_, document, { parameters }) => ({
  Document: description(document, existing(document, parameters.DocumentVersion)),
}));

const deleteDocument = onOwn((store, document) => {
  store.remove(document);
  return {};
});

/** Only a list of Automation documents is answered here. */
const listDocuments: Operation = (store, { account, region, parameters }) => {
  const filters = (parameters.Filters ?? parameters.DocumentFilterList ?? []) as {
    Key?: string;
    key?: string;
    Values?: string[];
    value?: string;
  }[];
  const automation = filters.some(
    (filter) => (filter.Key ?? filter.key) === "DocumentType" && (filter.Values ?? [filter.value]).includes("Automation"),
  );
  if (!automation) return undefined;
  const names = filters.find(({ Key }) => Key === "Name")?.Values;
  const found = store.list(account, region).filter(({ name }) => names === undefined || names.some((prefix) => name.startsWith(prefix)));
  return { DocumentIdentifiers: found.map((document) => identifier(document, existing(document, undefined))) };
};

export const documentOperations: ReadonlyMap<string, Operation> = new Map([
  ["CreateDocument", createDocument],
  ["UpdateDocument", updateDocument],
  ["UpdateDocumentDefaultVersion", updateDocumentDefaultVersion],
  ["GetDocument", getDocument],
  ["DescribeDocument", describeDocument],
  ["DeleteDocument", deleteDocument],
  ["ListDocuments", listDocuments],
]);

function identifier({ name, account, tags }: StoredDocument, { version, createdAt, format }: DocumentVersion): Answer {
  return {
    Name: name,
    Owner: account,
    CreatedDate: createdAt / 1000,
    DocumentVersion: version,
    DocumentType: "Automation",
    DocumentFormat: format,
    SchemaVersion: "0.3",
    PlatformTypes: ["Windows", "Linux", "MacOS"],
    Tags: tags,
  };
}

function description(document: StoredDocument, found: DocumentVersion): Answer {
  return {
    ...identifier(document, found),
    Hash: found.hash,
    HashType: "Sha256",
    Status: "Active",
    Description: found.definition.description,
    Parameters: [...found.definition.parameters].map(([Name, { type, default: value }]) => ({
      Name,
      Type: type,
      ...(value === undefined ? {} : { DefaultValue: typeof value === "string" ? value : JSON.stringify(value) }),
    })),
    DefaultVersion: document.defaultVersion,
    LatestVersion: document.versions.at(-1)?.version,
  };
}
