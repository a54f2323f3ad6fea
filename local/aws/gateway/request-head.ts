/** What a request says about itself before its body is read: service, operation, region and access key. */
import type { IncomingMessage } from "node:http";

export interface RequestHead {
  /** Lower case; "s3" for a request that is not signed. */
  readonly service: string;
  /** Empty when only the body names it (query protocol) or nothing does (S3). */
  readonly operation: string;
  readonly region: string;
  /** Empty for a request that is not signed. */
  readonly accessKeyId: string;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
}

const scope = /(?:^|Credential=)([^/,\s]+)\/\d{8}\/([a-z0-9-]+)\/([A-Za-z0-9-]+)\/aws4_request/;

/** Reads the SigV4 scope (header or presigned query), the target header and the path. */
export function readHead(message: IncomingMessage, defaultRegion: string): RequestHead {
  const target = message.url ?? "/";
  const mark = target.indexOf("?");
  const path = mark < 0 ? target : target.slice(0, mark);
  const query = new URLSearchParams(mark < 0 ? "" : target.slice(mark + 1));
  const headers: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(message.headers)) if (value !== undefined) headers[name] = String(value);
  const method = message.method ?? "GET";
  const [, accessKeyId = "", region = defaultRegion, scopeService = "s3"] =
    scope.exec(headers.authorization ?? query.get("X-Amz-Credential") ?? "") ?? [];
  const service = scopeService.toLowerCase();
  const operation = operationOf(service, method, path, headers, query);
  return { service, operation, region, accessKeyId, method, path, query, headers };
}

const dataApi = new Map([
  ["/Execute", "ExecuteStatement"],
  ["/BatchExecute", "BatchExecuteStatement"],
  ["/BeginTransaction", "BeginTransaction"],
  ["/CommitTransaction", "CommitTransaction"],
  ["/RollbackTransaction", "RollbackTransaction"],
  ["/ExecuteSql", "ExecuteSql"],
]);

function operationOf(
  service: string,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  query: URLSearchParams,
): string {
  const target = headers["x-amz-target"];
  if (target !== undefined) return target.slice(target.lastIndexOf(".") + 1);
  if (service === "rds-data") return dataApi.get(path.replace(/\/$/, "")) ?? "";
  if (service === "lambda") return lambdaOperation(method, path);
  const rpc = /^\/service\/[^/]+\/operation\/([A-Za-z]+)$/.exec(path);
  return rpc?.[1] ?? query.get("Action") ?? "";
}

function lambdaOperation(method: string, path: string): string {
  const parts = path.split("/").filter((part) => part !== "");
  if (parts[1] !== "functions") return "";
  if (parts.length === 4 && parts[3] === "invocations" && method === "POST") return "Invoke";
  if (method !== "GET") return "";
  if (parts.length === 2) return "ListFunctions";
  if (parts.length === 3) return "GetFunction";
  return parts.length === 4 && parts[3] === "configuration" ? "GetFunctionConfiguration" : "";
}

/** A name for a request in messages: S3's operations have none but the method and the sub-resource. */
export function nameOf({ operation, method, query }: Pick<RequestHead, "operation" | "method" | "query">): string {
  if (operation !== "") return operation;
  const [subResource] = [...query.keys()].filter((name) => !name.startsWith("X-Amz-") && name !== "x-id");
  return subResource === undefined ? method : `${method}?${subResource}`;
}
