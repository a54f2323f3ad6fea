/** Systems Manager, Secrets Manager and KMS. */
import { parameterArn, textOf } from "../known/index.ts";
import { type Call, each, given, inPlace, keyNeeds, type Need, on, onEverything, type Rule } from "./call.ts";
import { secretNeeds } from "./rds.ts";

const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);

/** A parameter's own key, when it is a SecureString under a customer's. */
const secure = (call: Call, name: string, ...actions: readonly string[]): readonly Need[] =>
  keyNeeds(call, call.known.stores.get(parameterArn(call, name)).key, "ssm", ...actions);

const getParameters: Rule = (call) =>
  [...texts(call.parameters.Names), ...(textOf(call.parameters, "Name") ? [given(call, "Name")] : [])].flatMap((name) => [
    { action: `ssm:${call.operation}`, resource: parameterArn(call, name) },
    ...(call.parameters.WithDecryption === true ? secure(call, name, "Decrypt") : []),
  ]);

/** The path itself is the resource; who may read it reads everything below, and needs the keys of all of it. */
const getByPath: Rule = (call) => {
  const path = given(call, "Path");
  const keys = call.parameters.WithDecryption === true ? call.known.stores.keysBelow(path, call) : [];
  return [
    { action: "ssm:GetParametersByPath", resource: parameterArn(call, path.length > 1 ? path.replace(/\/$/, "") : path) },
    ...keys.flatMap((key) => keyNeeds(call, key, "ssm", "Decrypt")),
  ];
};

const putParameter: Rule = (call) => {
  const name = given(call, "Name");
  const key = call.known.keys.arnOf(textOf(call.parameters, "KeyId"), call) ?? call.known.stores.get(parameterArn(call, name)).key;
  return [
    { action: "ssm:PutParameter", resource: parameterArn(call, name) },
    ...(call.parameters.Type === "SecureString" ? keyNeeds(call, key, "ssm", "Encrypt") : []),
  ];
};

/** The document's role is handed over to Systems Manager. */
const startAutomation: Rule = (call) => {
  const document = given(call, "DocumentName");
  const version = textOf(call.parameters, "DocumentVersion") ?? "$DEFAULT";
  const parameters = (call.parameters.Parameters ?? {}) as Readonly<Record<string, unknown>>;
  const [role] = texts(parameters.AutomationAssumeRole);
  return [
    { action: "ssm:StartAutomationExecution", resource: inPlace(call, "ssm", `automation-definition/${document}:${version}`) },
    ...(role === undefined ? [] : [{ action: "iam:PassRole", resource: role, context: { "iam:PassedToService": "ssm.amazonaws.com" } }]),
  ];
};

const onDocument: Rule = on("ssm", "Name", (name, call) => inPlace(call, "ssm", `document/${name}`));
const onAutomation: Rule = on("ssm", "AutomationExecutionId", (id, call) => inPlace(call, "ssm", `automation-execution/${id}`));

/** ResourceType says of what kind ResourceId is. */
const tags: Rule = (call) => {
  const kind = given(call, "ResourceType");
  const id = given(call, "ResourceId");
  return [
    {
      action: `ssm:${call.operation}`,
      resource: kind === "Parameter" ? parameterArn(call, id) : inPlace(call, "ssm", `${kind.toLowerCase()}/${id}`),
    },
  ];
};

export const ssmRules: ReadonlyMap<string, Rule> = new Map([
  ...each("GetParameter GetParameters", getParameters),
  ["GetParametersByPath", getByPath],
  ["PutParameter", putParameter],
  ["DescribeParameters", onEverything("ssm:DescribeParameters")],
  ["ListDocuments", onEverything("ssm:ListDocuments")],
  ["DescribeAutomationExecutions", onEverything("ssm:DescribeAutomationExecutions")],
  ["StartAutomationExecution", startAutomation],
  ...each("GetAutomationExecution StopAutomationExecution DescribeAutomationStepExecutions SendAutomationSignal", onAutomation),
  ...each("DescribeDocument GetDocument DescribeDocumentPermission", onDocument),
  ...each("ListTagsForResource AddTagsToResource", tags),
]);

const onSecret: Rule = (call) => [
  { action: `secretsmanager:${call.operation}`, resource: call.known.stores.secret(given(call, "SecretId"), call) },
];

export const secretRules: ReadonlyMap<string, Rule> = new Map([
  ["GetSecretValue", (call: Call) => secretNeeds(call, given(call, "SecretId"))],
  ...each("DescribeSecret GetResourcePolicy ListSecretVersionIds TagResource", onSecret),
  ["ListSecrets", onEverything("secretsmanager:ListSecrets")],
]);

const onKey: Rule = (call) => {
  const name = given(call, "KeyId");
  return [
    {
      action: `kms:${call.operation}`,
      resource: call.known.keys.arnOf(name, call) ?? inPlace(call, "kms", name),
      context: { "kms:CallerAccount": call.account },
    },
  ];
};

export const kmsRules: ReadonlyMap<string, Rule> = new Map([
  ...each(
    "CreateGrant Decrypt DescribeKey Encrypt GenerateDataKey GenerateDataKeyWithoutPlaintext GenerateMac GetKeyPolicy GetKeyRotationStatus ListGrants ListKeyPolicies ListResourceTags TagResource VerifyMac",
    onKey,
  ),
  ["ListAliases", onEverything("kms:ListAliases")],
  ["ListKeys", onEverything("kms:ListKeys")],
]);
