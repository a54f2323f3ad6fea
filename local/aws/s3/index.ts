/** What of S3 the gateway answers itself. */
export { createBucketPolicies } from "./bucket-policies.ts";
