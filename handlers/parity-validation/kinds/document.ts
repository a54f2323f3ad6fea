/** Automation documents. */
import { DescribeDocumentCommand, ListDocumentsCommand } from "@aws-sdk/client-ssm";
import { orEmpty, plain, tags } from "../compare/index.ts";
import { optional, pages, tagMap } from "../live/index.ts";
import { type Kind, ofEnvironment } from "./kind.ts";

export const document: Kind<"document"> = {
  service: "ssm",
  fields: { type: plain, format: orEmpty, hash: plain, defaultVersion: orEmpty, tags },
  async *scan(account) {
    const all = pages(async (token) => {
      const page = await account.clients.ssm.send(
        new ListDocumentsCommand({ Filters: [{ Key: "Owner", Values: ["Self"] }], ...optional("NextToken", token) }),
      );
      return [page.DocumentIdentifiers, page.NextToken];
    });
    for await (const { Name = "" } of all) if (ofEnvironment(account, Name)) yield [Name, undefined];
  },
  async find({ clients: { ssm } }, Name) {
    const { Document } = await ssm.send(new DescribeDocumentCommand({ Name }));
    if (Document === undefined) return undefined;
    return {
      type: () => Document.DocumentType,
      format: () => Document.DocumentFormat,
      hash: () => Document.Hash,
      defaultVersion: () => Document.DefaultVersion,
      tags: () => tagMap(Document.Tags),
    };
  },
};
