/** The IAM actions of an SDK call, where they are not the call's own name. */
import { iamPrefix } from "./prefixes.ts";

/** `aws-sdk` service → call → actions; a bare action has the service's prefix. Calls of S3 are in `s3.ts`. */
const DIFFERENT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  lambda: {
    Invoke: "InvokeFunction",
    InvokeAsync: "InvokeFunction",
    InvokeWithResponseStream: "InvokeFunction",
    GetLayerVersionByArn: "GetLayerVersion",
  },
  apigatewaymanagementapi: {
    DeleteConnection: "ManageConnections",
    GetConnection: "ManageConnections",
    PostToConnection: "ManageConnections",
  },
  bedrockruntime: {
    Converse: "InvokeModel",
    ConverseStream: "InvokeModelWithResponseStream",
    InvokeModelWithBidirectionalStream: "InvokeModel",
    StartAsyncInvoke: "InvokeModel",
  },
  bedrockagentruntime: { RetrieveAndGenerateStream: "RetrieveAndGenerate" },
  dynamodb: {
    TransactGetItems: "GetItem",
    TransactWriteItems: "ConditionCheckItem DeleteItem PutItem UpdateItem",
    ExecuteStatement: "PartiQLDelete PartiQLInsert PartiQLSelect PartiQLUpdate",
    BatchExecuteStatement: "PartiQLDelete PartiQLInsert PartiQLSelect PartiQLUpdate",
    ExecuteTransaction: "PartiQLDelete PartiQLInsert PartiQLSelect PartiQLUpdate",
  },
  kms: { ReEncrypt: "ReEncryptFrom ReEncryptTo" },
  sns: { PublishBatch: "Publish" },
  sqs: {
    SendMessageBatch: "SendMessage",
    DeleteMessageBatch: "DeleteMessage",
    ChangeMessageVisibilityBatch: "ChangeMessageVisibility",
  },
  budgets: {
    CreateBudget: "ModifyBudget",
    CreateNotification: "ModifyBudget",
    CreateSubscriber: "ModifyBudget",
    DeleteBudget: "ModifyBudget",
    DeleteNotification: "ModifyBudget",
    DeleteSubscriber: "ModifyBudget",
    UpdateBudget: "ModifyBudget",
    UpdateNotification: "ModifyBudget",
    UpdateSubscriber: "ModifyBudget",
    DescribeBudget: "ViewBudget",
    DescribeBudgets: "ViewBudget",
    DescribeBudgetNotificationsForAccount: "ViewBudget",
    DescribeBudgetPerformanceHistory: "ViewBudget",
    DescribeNotificationsForBudget: "ViewBudget",
    DescribeSubscribersForNotification: "ViewBudget",
  },
  keyspaces: {
    CreateKeyspace: "Create",
    CreateTable: "Create",
    CreateType: "Create",
    DeleteKeyspace: "Drop",
    DeleteTable: "Drop",
    DeleteType: "Drop",
    GetKeyspace: "Select",
    GetTable: "Select",
    GetTableAutoScalingSettings: "Select",
    GetType: "Select",
    ListKeyspaces: "Select",
    ListTables: "Select",
    ListTagsForResource: "Select",
    ListTypes: "Select",
    RestoreTable: "Restore",
    UpdateKeyspace: "Alter",
    UpdateTable: "Alter",
  },
  neptunedata: {
    ExecuteGremlinQuery: "connect DeleteDataViaQuery ReadDataViaQuery WriteDataViaQuery",
    ExecuteOpenCypherQuery: "connect DeleteDataViaQuery ReadDataViaQuery WriteDataViaQuery",
    CancelGremlinQuery: "CancelQuery",
    CancelOpenCypherQuery: "CancelQuery",
    GetGremlinQueryStatus: "GetQueryStatus",
    GetOpenCypherQueryStatus: "GetQueryStatus",
    ExecuteFastReset: "ResetDatabase",
  },
  cloudfront: {
    CreateDistributionWithTags: "CreateDistribution TagResource",
    CreateStreamingDistributionWithTags: "CreateStreamingDistribution TagResource",
  },
  comprehendmedical: { DetectEntities: "DetectEntitiesV2" },
  quicksight: {
    DescribeAnalysisDefinition: "DescribeAnalysis",
    DescribeDashboardDefinition: "DescribeDashboard",
    DescribeTemplateDefinition: "DescribeTemplate",
  },
  timestreamquery: { Query: "DescribeEndpoints Select" },
  timestreamwrite: { WriteRecords: "DescribeEndpoints WriteRecords" },
  verifiedpermissions: { BatchIsAuthorized: "IsAuthorized", BatchIsAuthorizedWithToken: "IsAuthorizedWithToken" },
};

/** API Gateway's own API: IAM knows its HTTP methods, not its calls. */
function apiGatewayMethod(call: string): string {
  if (/^(?:Get|List|Export|Test)/.test(call)) return "GET";
  if (/^Delete|^Flush/.test(call)) return "DELETE";
  if (/^Update/.test(call)) return "PATCH";
  return /^(?:Put|Tag|Reimport|Untag)/.test(call) ? "PUT" : "POST";
}

/** `describeDBClusters` → `DescribeDBClusters`. */
export const callName = (api: string): string => api.charAt(0).toUpperCase() + api.slice(1);

/**
 * The actions that IAM asks for a call.
 *
 * @example
 * ```ts
 * iamActions("kms", "reEncrypt"); // ["kms:ReEncryptFrom", "kms:ReEncryptTo"]
 * ```
 */
export function iamActions(service: string, api: string): readonly string[] {
  const call = callName(api);
  const prefix = iamPrefix(service);
  if (prefix === "apigateway") return [`apigateway:${apiGatewayMethod(call)}`];
  const different = Object.hasOwn(DIFFERENT, service) ? DIFFERENT[service] : undefined;
  const names = different && Object.hasOwn(different, call) ? different[call] : undefined;
  return (names ?? call).split(" ").map((name) => `${prefix}:${name}`);
}
