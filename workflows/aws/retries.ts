/** Retries that every workflow uses. */

/** What the Lambda service may answer in passing; AWS's guide says to retry these. */
export const lambdaRetry = {
  errors: ["Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException", "Lambda.TooManyRequestsException"],
  every: 2,
  max: 5,
  backoff: 2,
} as const;
