/** Tests of tonight's objects, as they are staged. */
import { GetObjectCommand, paginateListObjectsV2 } from "@aws-sdk/client-s3";
import { type CandidateTest, equal, Failed } from "./test.ts";

const hasObjects: CandidateTest["applies"] = ({ expected }) => expected.objects > 0;

const counts: CandidateTest = {
  name: "there are as many objects as in production",
  applies: hasObjects,
  run: async ({ objects, expected }, { s3 }) => {
    let found = 0;
    for await (const page of paginateListObjectsV2({ client: s3 }, { Bucket: objects.bucket, Prefix: objects.prefix })) {
      found += page.KeyCount ?? 0;
    }
    equal(`objects under ${objects.prefix}`, found, expected.objects);
  },
};

const readable: CandidateTest = {
  name: "an object can be read whole",
  applies: hasObjects,
  run: async ({ objects }, { s3 }) => {
    for await (const page of paginateListObjectsV2({ client: s3, pageSize: 1 }, { Bucket: objects.bucket, Prefix: objects.prefix })) {
      const first = page.Contents?.[0];
      if (!first) break;
      const { Body, ContentLength } = await s3.send(new GetObjectCommand({ Bucket: objects.bucket, Key: first.Key }));
      const bytes = await Body?.transformToByteArray();
      equal("bytes of the first object", bytes?.length ?? -1, ContentLength ?? 0);
      return;
    }
    throw new Failed("there is no object to read");
  },
};

export const s3Tests: readonly CandidateTest[] = [counts, readable];
