/** DynamoDB: exports to S3 and imports from S3, with AWS's files, states and errors. */
export { createDynamodbService, type DynamodbService } from "./service.ts";
