/** Calls of the gateway's own services to moto, in JSON and as any account. */
import type { MotoProxy } from "../gateway/moto-proxy.ts";
import { AwsError } from "../gateway/service.ts";

export interface MotoClient {
  /**
   * Calls an operation of a JSON service.
   *
   * @param target `DynamoDB_20120810.CreateTable`
   * @throws AwsError with moto's code and message
   * @example
   * await moto.json("dynamodb", "DynamoDB_20120810.DescribeTable", { TableName: "billing-events" }, "111111111111");
   */
  json(service: string, target: string, input: object, account: string): Promise<Record<string, unknown>>;
}

export function createMotoClient(proxy: MotoProxy, region: string): MotoClient {
  return {
    async json(service, target, input, account) {
      const operation = target.slice(target.lastIndexOf(".") + 1);
      const { status, body } = await proxy.forward({
        service,
        operation,
        account,
        accessKeyId: "",
        region,
        method: "POST",
        path: "/",
        query: new URLSearchParams(),
        headers: {
          host: "127.0.0.1",
          "content-type": "application/x-amz-json-1.0",
          "x-amz-target": target,
          // moto finds service and region here; it checks no signature.
          authorization: `AWS4-HMAC-SHA256 Credential=AKIALOCALGATEWAY0000/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
        },
        body: Buffer.from(JSON.stringify(input)),
        parameters: {},
      });
      const answer = parse(body);
      if (status < 400) return answer;
      const type = typeof answer.__type === "string" ? answer.__type : "InternalFailure";
      const message = answer.message ?? answer.Message;
      throw new AwsError(
        type.slice(type.lastIndexOf("#") + 1),
        typeof message === "string" ? message : `moto answered ${operation} with status ${status}`,
        status,
      );
    },
  };
}

function parse(body: string | Buffer): Record<string, unknown> {
  try {
    return JSON.parse(String(body)) as Record<string, unknown>;
  } catch {
    return {};
  }
}
