/** SageMaker and Bedrock. */
import { bucketArn } from "../arn.ts";
import { allow, anyOf, type Call, inService, managedRule, named, namedBy, passRole, type Rule } from "../call.ts";
import type { Grant, Resource } from "../types.ts";

/** Any rule of Step Functions' own, where its name is not documented. */
const undocumentedRule = "StepFunctionsGetEvent*";

/** Something named in SageMaker, whose ARNs are in lower case whatever the name is. */
function inSagemaker(call: Call, member: string, kind: string): readonly Resource[] {
  const as = (change: (name: string) => string): Resource =>
    named(
      call,
      member,
      inService(call, "sagemaker", (name) => `${kind}/${change(name)}`),
    );
  const written = as((name) => name);
  const lower = as((name) => (name.includes("${") ? name : name.toLowerCase()));
  return written.arn === lower.arn ? [written] : [lower, written];
}

/** A call that makes something named in SageMaker. */
const sagemaker =
  (what: string, member: string, kind: string, rule?: string): Rule =>
  (call) => {
    const made = inSagemaker(call, member, kind);
    const role = call.fields.get("RoleArn");
    return [
      allow(`sagemaker:Create${what}`, made),
      ...(call.fields.has("Tags") ? [allow("sagemaker:AddTags", made)] : []),
      ...(role === undefined ? [] : [passRole(call, role, "RoleArn", "sagemaker.amazonaws.com")]),
      ...(call.waiting === "sync" && rule !== undefined
        ? [allow(`sagemaker:Describe${what} sagemaker:Stop${what}`, made), allow("sagemaker:ListTags", made), managedRule(call, rule)]
        : []),
    ];
  };

const endpoint =
  (action: string): Rule =>
  (call) => [
    allow(action, [...inSagemaker(call, "EndpointName", "endpoint"), ...inSagemaker(call, "EndpointConfigName", "endpoint-config")]),
    ...(call.fields.has("Tags") ? [allow("sagemaker:AddTags", inSagemaker(call, "EndpointName", "endpoint"))] : []),
  ];

/** A model by its id, or by the ARN of a model, a profile or a throughput of one's own. */
function model(call: Call, member: string): readonly Resource[] {
  const foundation = (id: string): string => `arn:${call.place.partition}:bedrock:${call.place.region}::foundation-model/${id}`;
  const said = call.fields.get(member);
  if (said === undefined) return [{ arn: foundation("*"), wide: `"${member}" is not given` }];
  const found = namedBy(said, member, foundation);
  // `eu.anthropic.claude…` is a profile over regions; it leads to the model of that name in each of them.
  const profile = /^(?:us|us-gov|eu|apac|au|ca|jp|global)\.(.+)$/.exec(said.text);
  if (!profile) return said.text === "*" ? [found, anyOf(call, "bedrock", "inference-profile/*", `"${member}" is computed`)] : [found];
  return [
    { arn: inService(call, "bedrock", (id) => `inference-profile/${id}`)(said.text) },
    { arn: `arn:${call.place.partition}:bedrock:*::foundation-model/${profile[1]}` },
  ];
}

/** Bodies that are read from S3 and written to it. */
function bodies(call: Call): readonly Grant[] {
  const uri = (member: string, action: string): readonly Grant[] => {
    const said = call.fields.inside(member).get("S3Uri");
    if (said === undefined || (call.fields.open && !call.fields.has(member))) return [];
    const [bucket = "*", ...key] = said.text.replace(/^s3:\/\//, "").split("/");
    const arn = bucketArn(call.place, bucket, key.length > 0 ? key.join("/") : "*");
    return [allow(action, { arn, ...(said.computed && { wide: `"${member}.S3Uri" is computed` }) })];
  };
  return [...uri("Input", "s3:GetObject"), ...uri("Output", "s3:PutObject")];
}

const customize: Rule = (call) => {
  const later = "its id is made when it starts";
  const job = anyOf(call, "bedrock", "model-customization-job/*", later);
  return [
    allow("bedrock:CreateModelCustomizationJob", [
      ...model(call, "BaseModelIdentifier"),
      anyOf(call, "bedrock", "custom-model/*", later),
      job,
    ]),
    ...(call.fields.has("JobTags") || call.fields.has("CustomModelTags")
      ? [allow("bedrock:TagResource", [anyOf(call, "bedrock", "custom-model/*", later), job])]
      : []),
    passRole(call, call.fields.get("RoleArn"), "RoleArn", "bedrock.amazonaws.com"),
    ...(call.waiting === "sync"
      ? [allow("bedrock:GetModelCustomizationJob bedrock:StopModelCustomizationJob", job), managedRule(call, undocumentedRule)]
      : []),
  ];
};

export const modelRules: Readonly<Record<string, Rule>> = {
  "sagemaker:createTrainingJob": sagemaker(
    "TrainingJob",
    "TrainingJobName",
    "training-job",
    "StepFunctionsGetEventsForSageMakerTrainingJobsRule",
  ),
  "sagemaker:createTransformJob": sagemaker(
    "TransformJob",
    "TransformJobName",
    "transform-job",
    "StepFunctionsGetEventsForSageMakerTransformJobsRule",
  ),
  "sagemaker:createProcessingJob": sagemaker(
    "ProcessingJob",
    "ProcessingJobName",
    "processing-job",
    "StepFunctionsGetEventsForSageMakerProcessingJobsRule",
  ),
  "sagemaker:createHyperParameterTuningJob": sagemaker(
    "HyperParameterTuningJob",
    "HyperParameterTuningJobName",
    "hyper-parameter-tuning-job",
    "StepFunctionsGetEventsForSageMakerTuningJobsRule",
  ),
  "sagemaker:createLabelingJob": sagemaker("LabelingJob", "LabelingJobName", "labeling-job", undocumentedRule),
  "sagemaker:createModel": (call) => {
    const role = call.fields.get("ExecutionRoleArn");
    return [
      ...sagemaker("Model", "ModelName", "model")(call),
      ...(role === undefined ? [] : [passRole(call, role, "ExecutionRoleArn", "sagemaker.amazonaws.com")]),
    ];
  },
  "sagemaker:createEndpointConfig": sagemaker("EndpointConfig", "EndpointConfigName", "endpoint-config"),
  "sagemaker:createEndpoint": endpoint("sagemaker:CreateEndpoint"),
  "sagemaker:updateEndpoint": endpoint("sagemaker:UpdateEndpoint"),
  "bedrock:invokeModel": (call) => [allow("bedrock:InvokeModel", model(call, "ModelId")), ...bodies(call)],
  "bedrock:createModelCustomizationJob": customize,
};
