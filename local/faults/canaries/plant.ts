/** One more object of production for each service, with a canary in its key, its metadata and every part of its content. */
import { PutObjectCommand } from "@aws-sdk/client-s3";
import { createRandom } from "../../refresh/data/random.ts";
import { production } from "../../refresh/names.ts";
import type { AccountClients } from "../../refresh/seed/index.ts";
import type { Canary } from "./collect.ts";

/** Puts the objects; gives their canaries. */
export async function plantObjects({ s3 }: Pick<AccountClients, "s3">, services: readonly string[]): Promise<readonly Canary[]> {
  const planted: Canary[] = [];
  for (const service of services) {
    const random = createRandom(`canary ${service}`);
    const word = (): string => Array.from({ length: 14 }, () => String.fromCharCode(97 + random.int(0, 25))).join("");
    const noted = (part: string, value: string): string => {
      planted.push({ place: `${service} planted object (${part})`, value });
      return value;
    };
    const email = `${word()}@lumen.example`;
    const content = {
      email: noted("content email", `${word()}@lumen.example`),
      remark: noted("content text", `call ${word()} ${word()}`),
      deep: [{ lines: [noted("content list", word())], [noted("content member name", `${word()}@lumen.example`)]: 1 }],
    };
    await s3.send(
      new PutObjectCommand({
        Bucket: production.bucket,
        Key: `${service}/canaries/${noted("key", email)}/one.ndjson`,
        Body: `${JSON.stringify(content)}\n`,
        ContentType: "application/x-ndjson",
        Metadata: { contact: noted("metadata", `${word()}@lumen.example`), remark: noted("metadata text", `ask ${word()}`) },
      }),
    );
  }
  return planted;
}
