/** KMS keys, by their aliases `alias/app-<purpose>-<environment>`. */
import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  ListAliasesCommand,
  ListResourceTagsCommand,
} from "@aws-sdk/client-kms";
import { flag, keyId, plain, policy, tags } from "../compare/index.ts";
import { allOf, optional, pages } from "../live/index.ts";
import type { Kind } from "./kind.ts";

export const key: Kind<"key"> = {
  service: "kms",
  fields: { target: keyId, usage: plain, spec: plain, enabled: flag, rotation: flag, policy, tags },
  async *scan({ clients, environment }) {
    const all = pages(async (token) => {
      const page = await clients.kms.send(new ListAliasesCommand(optional("Marker", token)));
      return [page.Aliases, page.NextMarker];
    });
    for await (const { AliasName = "" } of all) {
      if (AliasName.startsWith("alias/app-") && AliasName.endsWith(`-${environment}`)) yield [AliasName, undefined];
    }
  },
  async find({ clients: { kms } }, alias) {
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: alias }));
    if (KeyMetadata === undefined) return undefined;
    const { KeyId, Arn, KeyUsage, KeySpec, Enabled } = KeyMetadata;
    return {
      target: () => Arn,
      usage: () => KeyUsage,
      spec: () => KeySpec,
      enabled: () => Enabled,
      rotation: async () => (await kms.send(new GetKeyRotationStatusCommand({ KeyId }))).KeyRotationEnabled,
      policy: async () => (await kms.send(new GetKeyPolicyCommand({ KeyId, PolicyName: "default" }))).Policy,
      tags: async () => {
        const found = pages(async (token) => {
          const page = await kms.send(new ListResourceTagsCommand({ KeyId, ...optional("Marker", token) }));
          return [page.Tags, page.NextMarker];
        });
        return Object.fromEntries((await allOf(found)).map(({ TagKey, TagValue }) => [TagKey, TagValue]));
      },
    };
  },
};
