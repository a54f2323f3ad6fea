/** Parameters: their metadata, never their values. */
import { DescribeParametersCommand, ListTagsForResourceCommand, type ParameterMetadata, type SSMClient } from "@aws-sdk/client-ssm";
import { keyId, plain, tags } from "../compare/index.ts";
import { optional, pages, tagMap } from "../live/index.ts";
import type { Kind } from "./kind.ts";

export const parameter: Kind<"parameter"> = {
  service: "ssm",
  fields: { type: plain, encryptionKey: keyId, tags },
  async *scan({ clients, environment }) {
    for await (const found of described(clients.ssm, "BeginsWith", `/${environment}/`)) yield [found.Name ?? "", found];
  },
  async find({ clients: { ssm } }, name, listed) {
    let found = listed as ParameterMetadata | undefined;
    if (found === undefined) for await (const one of described(ssm, "Equals", name)) found = one;
    if (found === undefined) return undefined;
    const { Type, KeyId } = found;
    return {
      type: () => Type,
      encryptionKey: () => KeyId,
      tags: async () => tagMap((await ssm.send(new ListTagsForResourceCommand({ ResourceType: "Parameter", ResourceId: name }))).TagList),
    };
  },
};

function described(ssm: SSMClient, Option: "BeginsWith" | "Equals", name: string): AsyncIterable<ParameterMetadata> {
  return pages(async (token) => {
    const page = await ssm.send(
      new DescribeParametersCommand({
        ParameterFilters: [{ Key: "Name", Option, Values: [name] }],
        MaxResults: 50,
        ...optional("NextToken", token),
      }),
    );
    return [page.Parameters, page.NextToken];
  });
}
