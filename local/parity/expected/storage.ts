/** The buckets, tables and the cluster. */
import { test } from "../../refresh/names.ts";
import { type Base, type Kind, own, policy, serviceKey, statement, tags } from "./base.ts";

export function buckets({ keyArn }: Base): Kind<"bucket"> {
  return own([test.artifactsBucket, test.dataBucket, test.stagingBucket, test.quarantineBucket], (name) => {
    const raw = name === test.quarantineBucket;
    const arn = `arn:aws:s3:::${name}`;
    return {
      versioning: raw ? "Disabled" : "Enabled",
      encryptionKey: keyArn(raw ? test.quarantineKeyAlias : test.dataKeyAlias),
      bucketKey: true,
      publicAccessBlock: { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true },
      ownership: "BucketOwnerEnforced",
      lifecycle: [
        raw
          ? { id: "one-day", status: "Enabled", prefix: null, expirationDays: 1, abortIncompleteDays: 1 }
          : { id: "replaced-versions", status: "Enabled", prefix: null, noncurrentDays: 30, abortIncompleteDays: 1 },
      ],
      policy: policy(
        statement("Deny", "s3:*", [arn, `${arn}/*`], {
          Sid: "OnlyEncryptedConnections",
          Principal: "*",
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        }),
      ),
      tags,
    };
  });
}

export function tables({ services, keyArn }: Base): Kind<"table"> {
  const common = { billingMode: "PAY_PER_REQUEST", pointInTimeRecovery: true, deletionProtection: true } as const;
  const control = { ...common, keys: ["pk", "sk"], indexes: [], encryptionKey: keyArn(test.dataKeyAlias), ttl: "", tags };
  const day0 = services.flatMap((service) => {
    const settings = { ...common, encryptionKey: keyArn(serviceKey(service)), tags: { ...tags, Service: service } };
    return [
      [`${service}-accounts`, { ...settings, keys: ["pk"], indexes: [], ttl: "" }],
      [
        `${service}-events`,
        { ...settings, keys: ["pk", "sk"], indexes: [{ name: "by-sk", keys: ["sk"], projection: "ALL" }], ttl: "expires" },
      ],
    ] as const;
  });
  return { [test.controlTable]: control, ...Object.fromEntries(day0) };
}

export function cluster({ keyArn }: Base): Kind<"cluster"> {
  return {
    [test.cluster]: {
      engineVersion: "17.4",
      encryptionKey: keyArn(test.dataKeyAlias),
      httpEndpoint: true,
      parameterGroup: test.clusterParameterGroup,
      subnetGroup: test.subnetGroup,
      securityGroups: ["sg-0aurora"],
      backupRetentionDays: 7,
      deletionProtection: true,
      minCapacity: 0,
      maxCapacity: 2,
      tags,
    },
  };
}
