/** Resources of computing, messages, monitoring and operations. */
import type { ServiceResources } from "./service-resources.ts";

export const operationsResources: Readonly<Record<string, ServiceResources>> = {
  cloudwatch: {
    templates: ["alarm:{AlarmNames}", "alarm:{AlarmName}"],
    only: "DeleteAlarms DescribeAlarms DescribeAlarmHistory DisableAlarmActions EnableAlarmActions PutMetricAlarm SetAlarmState",
  },
  codebuild: { templates: ["project/{ProjectName}"], free: "ListBuilds" },
  codepipeline: {
    templates: ["{PipelineName}"],
    only: "StopPipelineExecution GetPipelineExecution ListPipelineExecutions",
    own: { StartPipelineExecution: ["{Name}"], GetPipeline: ["{Name}"], GetPipelineState: ["{Name}"] },
  },
  "cognito-idp": { templates: ["userpool/{UserPoolId}"] },
  ec2: {
    templates: ["instance/{InstanceIds}", "instance/{InstanceId}"],
    only: "StartInstances StopInstances TerminateInstances RebootInstances MonitorInstances UnmonitorInstances GetConsoleOutput",
    own: { DeleteVolume: ["volume/{VolumeId}"] },
  },
  ecr: { templates: ["repository/{RepositoryName}"] },
  ecs: {
    templates: ["cluster/{Cluster}", "service/{Cluster}/{Service}"],
    only: "DescribeClusters DeleteService UpdateService PutClusterCapacityProviders",
    own: {
      DescribeServices: ["service/{Cluster}/{Services}"],
      StopTask: ["task/{Cluster}/{Task}"],
      DescribeTasks: ["task/{Cluster}/{Tasks}"],
    },
  },
  events: {
    templates: ["rule/{EventBusName}/{Name}", "rule/{Name}", "rule/{EventBusName}/{Rule}", "rule/{Rule}"],
    only: "DeleteRule DescribeRule DisableRule EnableRule ListTargetsByRule PutRule PutTargets RemoveTargets",
  },
  lambda: {
    templates: ["function:{FunctionName}", "function:{FunctionName}:{Qualifier}", "layer:{LayerName}", "layer:{LayerName}:{VersionNumber}"],
    more: "PutFunctionCodeSigningConfig UpdateEventSourceMapping",
    free: "ListFunctions ListLayers ListLayerVersions ListEventSourceMappings CreateEventSourceMapping GetAccountSettings",
  },
  logs: {
    templates: [
      "log-group:{LogGroupName}",
      "log-group:{LogGroupName}:*",
      "log-group:{LogGroupNames}",
      "log-group:{LogGroupNames}:*",
      "log-group:{LogGroupIdentifier}",
    ],
    free: "DeleteIndexPolicy ListSyslogConfigurations PutIndexPolicy PutQueryDefinition DescribeQueries GetQueryResults StopQuery DescribeExportTasks CancelExportTask",
  },
  sagemaker: {
    templates: [],
    own: {
      InvokeEndpoint: ["endpoint/{EndpointName}"],
      DescribeTrainingJob: ["training-job/{TrainingJobName}"],
      StopTrainingJob: ["training-job/{TrainingJobName}"],
      DescribeEndpoint: ["endpoint/{EndpointName}"],
      DeleteEndpoint: ["endpoint/{EndpointName}"],
      DescribeProcessingJob: ["processing-job/{ProcessingJobName}"],
      DescribeTransformJob: ["transform-job/{TransformJobName}"],
    },
  },
  scheduler: {
    templates: [],
    own: {
      CreateSchedule: ["schedule/{GroupName}|default/{Name}"],
      UpdateSchedule: ["schedule/{GroupName}|default/{Name}"],
      DeleteSchedule: ["schedule/{GroupName}|default/{Name}"],
      GetSchedule: ["schedule/{GroupName}|default/{Name}"],
    },
  },
  sns: { templates: ["{TopicArn}", "{TargetArn}", "{ResourceArn}"], own: { CreateTopic: ["{Name}"] } },
  sqs: { templates: ["{QueueUrl}"], own: { CreateQueue: ["{QueueName}"], GetQueueUrl: ["{QueueName}"] }, free: "ListQueues" },
  ssm: {
    templates: [],
    free: "DescribeParameters DescribeAutomationExecutions DescribeInstanceInformation ListCommands ListCommandInvocations GetCommandInvocation",
    own: {
      GetParameter: ["parameter/{Name}"],
      GetParameters: ["parameter/{Names}"],
      GetParametersByPath: ["parameter/{Path}*"],
      GetParameterHistory: ["parameter/{Name}"],
      PutParameter: ["parameter/{Name}"],
      DeleteParameter: ["parameter/{Name}"],
      DeleteParameters: ["parameter/{Names}"],
      LabelParameterVersion: ["parameter/{Name}"],
      GetDocument: ["document/{Name}"],
      DescribeDocument: ["document/{Name}"],
      StartAutomationExecution: ["automation-definition/{DocumentName}:*", "automation-execution/*", "document/{DocumentName}"],
      GetAutomationExecution: ["automation-execution/{AutomationExecutionId}"],
      StopAutomationExecution: ["automation-execution/{AutomationExecutionId}"],
      SendAutomationSignal: ["automation-execution/{AutomationExecutionId}"],
      DescribeAutomationStepExecutions: ["automation-execution/{AutomationExecutionId}"],
      SendCommand: ["document/{DocumentName}", "arn:ec2:instance/{InstanceIds}|*", "managed-instance/{InstanceIds}|*"],
    },
  },
  states: {
    templates: ["stateMachine:{StateMachineArn}", "execution:{ExecutionArn}", "activity:{ActivityArn}", "mapRun:{MapRunArn}"],
    free: "ListStateMachines ListActivities SendTaskSuccess SendTaskFailure SendTaskHeartbeat ValidateStateMachineDefinition TestState",
    own: {
      CreateActivity: ["activity:{Name}"],
      CreateStateMachine: ["stateMachine:{Name}"],
      StartExecution: ["stateMachine:{StateMachineArn}"],
      StartSyncExecution: ["stateMachine:{StateMachineArn}"],
    },
  },
  sts: { templates: ["arn:iam:role/{RoleArn}"], only: "AssumeRole AssumeRoleWithWebIdentity AssumeRoleWithSAML" },
};
