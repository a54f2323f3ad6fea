/** APIs over HTTP: API Gateway, and others through a connection of EventBridge. */
import { arnAt, arnParts } from "../arn.ts";
import { allow, anyOf, type Call, named, type Rule } from "../call.ts";
import type { Said } from "../said.ts";
import type { Condition, Resource } from "../types.ts";

/** `<api id>/<stage>/<method>/<path>`, from an endpoint `<api id>.execute-api.<region>.amazonaws.com`. */
function apiResource(call: Call): Resource {
  const endpoint = call.fields.get("ApiEndpoint");
  const [id = "*", service, region = "*"] = endpoint?.text.replace(/^https:\/\//, "").split(".") ?? [];
  const known = service === "execute-api";
  const said = (member: string, absent: string): string => call.fields.get(member)?.text ?? absent;
  const path = said("Path", call.fields.open ? "*" : "").replace(/^\//, "");
  const resource = [known ? id : "*", said("Stage", "*"), said("Method", "*"), path].join("/");
  const arn = arnAt(known ? { ...call.place, region } : call.place, "execute-api", resource);
  if (!known) return { arn, wide: '"ApiEndpoint" does not say which API it is' };
  const computed = ["ApiEndpoint", "Stage", "Method", "Path"].filter((member) => call.fields.get(member)?.computed);
  return { arn, ...(computed.length > 0 && { wide: `${computed.map((member) => `"${member}"`).join(", ")} computed` }) };
}

/** Only this way of authorization asks the machine's role; NO_AUTH is the default. */
const asksRole = ({ fields }: Call): boolean => {
  const said = fields.get("AuthType");
  return said !== undefined && (said.computed || said.text === "IAM_ROLE");
};

const like = (key: string, said: Said | undefined): Condition =>
  said === undefined || said.text === "*" ? {} : { [said.computed ? "StringLike" : "StringEquals"]: { [key]: [said.text] } };

/** Both conditions, with those of one operator together. */
function both(a: Condition, b: Condition): Condition {
  const merged: Record<string, Record<string, readonly string[]>> = {};
  for (const condition of [a, b])
    for (const [operator, keys] of Object.entries(condition)) merged[operator] = { ...merged[operator], ...keys };
  return merged;
}

/** The secret of a connection has the connection's name in its own. */
function secretOf(call: Call, connection: Resource): Resource {
  const parts = arnParts(connection.arn);
  const name = /^connection\/([^/]+)/.exec(parts?.resource ?? "")?.[1];
  if (parts && name !== undefined && name !== "*") return { arn: arnAt(parts, "secretsmanager", `secret:events!connection/${name}/*`) };
  return anyOf(call, "secretsmanager", "secret:events!connection/*", connection.wide ?? "a token hides the connection's name");
}

const httpInvoke: Rule = (call) => {
  const connection = named(
    call.fields.has("Authentication") ? { ...call, fields: call.fields.inside("Authentication") } : call,
    "ConnectionArn",
    (name) => arnAt(call.place, "events", `connection/${name}`),
  );
  const endpoint = call.fields.get("ApiEndpoint");
  const condition = both(like("states:HTTPEndpoint", endpoint), like("states:HTTPMethod", call.fields.get("Method")));
  const open = endpoint === undefined || endpoint.text === "*";
  return [
    allow(
      "states:InvokeHTTPEndpoint",
      { arn: "*", wide: open ? '"ApiEndpoint" is computed' : "IAM knows no resources for it; the condition names the endpoint" },
      Object.keys(condition).length > 0 ? condition : undefined,
    ),
    allow("events:RetrieveConnectionCredentials", connection),
    allow("secretsmanager:DescribeSecret secretsmanager:GetSecretValue", secretOf(call, connection)),
  ];
};

export const httpRules: Readonly<Record<string, Rule>> = {
  "apigateway:invoke": (call) => (asksRole(call) ? [allow("execute-api:Invoke", apiResource(call))] : []),
  "http:invoke": httpInvoke,
};
