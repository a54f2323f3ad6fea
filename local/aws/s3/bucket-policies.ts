/** S3's bucket policies, kept here: moto enforces them and ignores their conditions, so that an ordinary Deny would stop every write. */
import type { MotoProxy } from "../gateway/moto-proxy.ts";
import type { OwnService } from "../gateway/server.ts";
import { AwsError, type GatewayRequest, type GatewayResponse } from "../gateway/service.ts";

/** S3's limit of a policy. */
const maximumBytes = 20 * 1024;

/** PutBucketPolicy, GetBucketPolicy, DeleteBucketPolicy; everything else streams to moto. */
export function createBucketPolicies(moto: MotoProxy): OwnService {
  const policies = new Map<string, string>();

  const bucketOf = async (request: GatewayRequest): Promise<string> => {
    const bucket = decodeURIComponent(request.path.slice(1).replace(/\/$/, ""));
    const { host = "", authorization = "" } = request.headers;
    const head = await moto.forward({
      ...request,
      method: "HEAD",
      query: new URLSearchParams(),
      headers: { host, authorization },
      body: Buffer.alloc(0),
    });
    if (head.status === 404) throw new AwsError("NoSuchBucket", "The specified bucket does not exist", 404);
    if (head.status >= 400) throw new AwsError("AccessDenied", "Access Denied", 403);
    return bucket;
  };

  return {
    owns: ({ method, path, query }) => query.has("policy") && ["GET", "PUT", "DELETE"].includes(method) && /^\/[^/]+\/?$/.test(path),
    async handle(request): Promise<GatewayResponse> {
      const bucket = await bucketOf(request);
      switch (request.method) {
        case "PUT":
          policies.set(bucket, policyOf(request.body));
          return { status: 204, body: "" };
        case "DELETE":
          policies.delete(bucket);
          return { status: 204, body: "" };
        default: {
          const policy = policies.get(bucket);
          if (policy === undefined) throw new AwsError("NoSuchBucketPolicy", "The bucket policy does not exist", 404);
          return { status: 200, headers: { "content-type": "application/json" }, body: policy };
        }
      }
    },
  };
}

/** @throws AwsError MalformedPolicy */
function policyOf(body: Buffer): string {
  const policy = body.toString("utf8");
  let parsed: unknown;
  try {
    parsed = JSON.parse(policy);
  } catch {
    throw new AwsError("MalformedPolicy", "Policies must be valid JSON and the first byte must be '{'");
  }
  if (typeof parsed !== "object" || parsed === null || !("Statement" in parsed)) {
    throw new AwsError("MalformedPolicy", "Missing required field Statement");
  }
  if (body.length > maximumBytes) throw new AwsError("MalformedPolicy", "Policy exceeds the maximum allowed document size.");
  return policy;
}
