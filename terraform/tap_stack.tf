# The test environment that production is copied into every night, masked. Read it from top to bottom: what is asked for,
# where things are kept, who may touch them, what runs, when it runs, and what production has to do for it.

terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 6.0"
    }
  }
}

# ---------------------------------------------------------------------------------------------------------------------
# Variables
# What differs between environments; dev.tfvars and prod.tfvars give them.
# ---------------------------------------------------------------------------------------------------------------------

variable "aws_region" {
  type        = string
  default     = "us-west-2"
  description = "Region of everything here, and of production: a distributed Map reads buckets of its own region only."

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.aws_region))
    error_message = "aws_region must be the name of a region, such as us-west-2."
  }
}

variable "environment" {
  type        = string
  description = "Name of the environment; it begins the names of all resources."

  validation {
    condition     = can(regex("^[a-z]([a-z0-9-]{0,14}[a-z0-9])?$", var.environment)) && !strcontains(var.environment, "--")
    error_message = "environment must be 1 to 16 lower-case letters, digits and single hyphens, begin with a letter and not end with a hyphen."
  }
  validation {
    condition     = !startswith(var.environment, "refresh")
    error_message = "environment must not begin with \"refresh\": those names belong to the nightly clones and snapshots."
  }
}

variable "service_names" {
  type        = list(string)
  default     = ["billing", "ledger", "auth"]
  description = "Services whose data is refreshed: each owns a database schema, the tables <service>-… and the prefix <service>/."

  validation {
    condition     = alltrue([for name in var.service_names : can(regex("^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$", name))])
    error_message = "service_names must be lower-case letters, digits and hyphens, 1 to 40 characters, and begin with a letter."
  }
  validation {
    condition     = length(var.service_names) > 0 && length(distinct(var.service_names)) == length(var.service_names)
    error_message = "service_names must name at least one service, and each only once."
  }
  validation {
    condition     = !contains(var.service_names, "masking")
    error_message = "service_names must not contain \"masking\": /<environment>/masking/ holds the masking rules."
  }
}

variable "ddb_tables" {
  type        = map(object({ hash_key = string, range_key = optional(string) }))
  default     = { accounts = { hash_key = "pk" }, events = { hash_key = "pk", range_key = "sk" } }
  description = "Tables that each service has on day 0, by the part of their name behind <service>-; keys are strings."

  validation {
    condition     = alltrue([for name in keys(var.ddb_tables) : can(regex("^[a-zA-Z0-9_.-]{1,150}$", name))])
    error_message = "ddb_tables must have names of 1 to 150 letters, digits, dots, hyphens and underscores: the run's name is added to them."
  }
  validation {
    condition     = alltrue([for table in values(var.ddb_tables) : table.hash_key != table.range_key])
    error_message = "ddb_tables must not use one attribute as hash_key and range_key."
  }
}

variable "prod_account_id" {
  type        = string
  description = "Account that the data comes from; another one than this."

  validation {
    condition     = can(regex("^[0-9]{12}$", var.prod_account_id))
    error_message = "prod_account_id must be an account's 12 digits."
  }
  validation {
    condition     = var.prod_account_id != data.aws_caller_identity.current.account_id
    error_message = "prod_account_id must be another account than the one this is applied to."
  }
}

variable "prod_data_bucket" {
  type        = string
  description = "Production's bucket."

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.prod_data_bucket))
    error_message = "prod_data_bucket must be a bucket's name, without s3://."
  }
}

variable "prod_cluster_identifier" {
  type        = string
  description = "Production's Aurora cluster."

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{0,62}$", var.prod_cluster_identifier))
    error_message = "prod_cluster_identifier must be a cluster's identifier in lower case, not its ARN."
  }
}

variable "prod_snapshot_key_arn" {
  type        = string
  description = "Key in production under which snapshots are shared; its key policy has the statement that production_account_setup prints."

  validation {
    condition     = can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:${var.prod_account_id}:key/[A-Za-z0-9-]+$", var.prod_snapshot_key_arn))
    error_message = "prod_snapshot_key_arn must be the ARN of a key (not of an alias) in the account prod_account_id."
  }
}

variable "prod_data_key_arns" {
  type        = list(string)
  default     = []
  description = "Production's customer keys under which its bucket, tables and cluster are encrypted; for production_account_setup only."

  validation {
    condition     = alltrue([for arn in var.prod_data_key_arns : can(regex("^arn:aws[a-z-]*:kms:[a-z0-9-]+:[0-9]{12}:key/.+$", arn))])
    error_message = "prod_data_key_arns must be ARNs of KMS keys."
  }
}

variable "prod_reader_role_name" {
  type        = string
  default     = "refresh-reader"
  description = "Production's role that reads objects and exports tables."

  validation {
    condition     = can(regex("^[A-Za-z0-9+=,.@_-]{1,64}$", var.prod_reader_role_name))
    error_message = "prod_reader_role_name must be a role's name, not its ARN."
  }
}

variable "prod_snapshot_role_name" {
  type        = string
  default     = "refresh-snapshot-publisher"
  description = "Production's role that copies, shares and deletes the snapshots named refresh-…."

  validation {
    condition     = can(regex("^[A-Za-z0-9+=,.@_-]{1,64}$", var.prod_snapshot_role_name))
    error_message = "prod_snapshot_role_name must be a role's name, not its ARN."
  }
}

variable "aurora_engine_version" {
  type        = string
  default     = "17.4"
  description = "Version of Aurora PostgreSQL."

  validation {
    condition     = can(regex("^17\\.([4-9]|[1-9][0-9])$", var.aurora_engine_version))
    error_message = "aurora_engine_version must be 17.4 or a later 17: the Data API needs it."
  }
}

variable "aurora_instance_class" {
  type        = string
  default     = "db.serverless"
  description = "Instance class of the day-0 cluster, the clone and the generations."

  validation {
    condition     = can(regex("^db\\.(serverless|[a-z0-9]+\\.[a-z0-9]+)$", var.aurora_instance_class)) && !startswith(var.aurora_instance_class, "db.t")
    error_message = "aurora_instance_class must be db.serverless or a class such as db.r8g.large; the Data API does not know T classes."
  }
}

variable "aurora_db_name" {
  type        = string
  default     = "app"
  description = "Database in the cluster, the same as production's."

  validation {
    condition     = can(regex("^[a-z_][a-z0-9_]{0,62}$", var.aurora_db_name))
    error_message = "aurora_db_name must be a PostgreSQL name in lower case, at most 63 characters."
  }
}

variable "aurora_username" {
  type        = string
  default     = "app_owner"
  description = "Master user of the day-0 cluster; RDS makes its password and keeps it in Secrets Manager."

  validation {
    condition     = can(regex("^[a-z][a-z0-9_]{0,62}$", var.aurora_username)) && !contains(["admin", "postgres", "rdsadmin"], var.aurora_username)
    error_message = "aurora_username must be a PostgreSQL name in lower case, and not admin, postgres or rdsadmin."
  }
}

variable "aurora_subnet_group" {
  type        = string
  description = "DB subnet group of the day-0 cluster and the generations."

  validation {
    condition     = can(regex("^[a-z0-9 ._-]{1,255}$", var.aurora_subnet_group))
    error_message = "aurora_subnet_group must be the name of a DB subnet group."
  }
}

variable "aurora_security_group_id" {
  type        = string
  description = "Security group of the day-0 cluster and the generations; it lets the functions' group in."

  validation {
    condition     = can(regex("^sg-[0-9a-z]+$", var.aurora_security_group_id))
    error_message = "aurora_security_group_id must be the id of a security group, sg-…."
  }
}

variable "quarantine_subnet_group" {
  type        = string
  description = "DB subnet group of the unmasked clone: subnets without a way out."

  validation {
    condition     = can(regex("^[a-z0-9 ._-]{1,255}$", var.quarantine_subnet_group))
    error_message = "quarantine_subnet_group must be the name of a DB subnet group."
  }
}

variable "quarantine_security_group_id" {
  type        = string
  description = "Security group of the unmasked clone; nothing may come in."

  validation {
    condition     = can(regex("^sg-[0-9a-z]+$", var.quarantine_security_group_id))
    error_message = "quarantine_security_group_id must be the id of a security group, sg-…."
  }
  validation {
    condition     = var.quarantine_security_group_id != var.aurora_security_group_id
    error_message = "quarantine_security_group_id must be another group than Aurora's, which lets applications in."
  }
}

variable "function_subnet_ids" {
  type        = list(string)
  description = "Private subnets of the functions, from which they reach Aurora and the AWS APIs."

  validation {
    condition     = length(var.function_subnet_ids) >= 2 && alltrue([for id in var.function_subnet_ids : can(regex("^subnet-[0-9a-z]+$", id))])
    error_message = "function_subnet_ids must be the ids of at least two subnets, subnet-…."
  }
}

variable "function_security_group_ids" {
  type        = list(string)
  description = "Security groups of the functions."

  validation {
    condition     = length(var.function_security_group_ids) >= 1 && alltrue([for id in var.function_security_group_ids : can(regex("^sg-[0-9a-z]+$", id))])
    error_message = "function_security_group_ids must be the ids of security groups, sg-…."
  }
}

variable "data_bucket_name" {
  type        = string
  default     = null
  description = "Bucket that services read; <environment>-data-<account> when absent."

  validation {
    condition     = var.data_bucket_name == null || can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.data_bucket_name))
    error_message = "data_bucket_name must be a bucket's name: 3 to 63 lower-case letters, digits, dots and hyphens."
  }
}

variable "staging_bucket_name" {
  type        = string
  default     = null
  description = "Bucket of a run's masked files and reports; <environment>-staging-<account> when absent."

  validation {
    condition     = var.staging_bucket_name == null || can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.staging_bucket_name))
    error_message = "staging_bucket_name must be a bucket's name: 3 to 63 lower-case letters, digits, dots and hyphens."
  }
}

variable "quarantine_bucket_name" {
  type        = string
  default     = null
  description = "Bucket of raw exports; <environment>-quarantine-<account> when absent."

  validation {
    condition     = var.quarantine_bucket_name == null || can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.quarantine_bucket_name))
    error_message = "quarantine_bucket_name must be a bucket's name: 3 to 63 lower-case letters, digits, dots and hyphens."
  }
}

variable "masking_rules" {
  type        = map(string)
  description = "Masking rules of all services, masking/v1: what a rule is for, and its template."
  default = {
    email = "test+{{hash}}@example.com"
    ssn   = "XXX-XX-{{last:4}}"
  }

  validation {
    condition     = length(jsonencode(var.masking_rules)) < 7000
    error_message = "masking_rules must be less than 7,000 characters as JSON: a parameter holds 8 KB."
  }
}

variable "refresh_schedule" {
  type        = string
  default     = "cron(0 9 * * ? *)"
  description = "When the refresh starts, as an EventBridge schedule in UTC; 9:00 is 1 or 2 at night in us-west-2."

  validation {
    condition     = can(regex("^(cron|rate)\\(.+\\)$", var.refresh_schedule))
    error_message = "refresh_schedule must be an EventBridge schedule, such as cron(0 9 * * ? *)."
  }
}

variable "refresh_enabled" {
  type        = bool
  default     = true
  description = "Whether the schedule starts the refresh."
}

variable "snapshot_max_age_hours" {
  type        = number
  default     = 24
  description = "A production snapshot older than this is not used; a new one is taken."

  validation {
    condition     = var.snapshot_max_age_hours > 0 && var.snapshot_max_age_hours <= 168
    error_message = "snapshot_max_age_hours must be more than 0 and at most 168."
  }
}

variable "metrics_namespace" {
  type        = string
  default     = "Refresh"
  description = "CloudWatch namespace of the refresh's metrics."

  validation {
    condition     = can(regex("^[A-Za-z0-9._/#-]{1,255}$", var.metrics_namespace)) && !startswith(var.metrics_namespace, "AWS/")
    error_message = "metrics_namespace must be a CloudWatch namespace that does not begin with AWS/."
  }
}

variable "log_retention_days" {
  type        = number
  default     = 90
  description = "How long the logs of functions and state machines are kept."

  validation {
    condition     = contains([7, 14, 30, 60, 90, 120, 180, 365, 731], var.log_retention_days)
    error_message = "log_retention_days must be one of 7, 14, 30, 60, 90, 120, 180, 365, 731."
  }
}

variable "deletion_protection" {
  type        = bool
  default     = true
  description = "Whether cluster and tables of day 0 refuse to be deleted."
}

variable "alarm_email" {
  type        = string
  default     = null
  description = "Address that hears of failed refreshes; nobody when absent."

  validation {
    condition     = var.alarm_email == null || can(regex("^[^@ ]+@[^@ ]+\\.[^@ ]+$", var.alarm_email))
    error_message = "alarm_email must be an e-mail address."
  }
}

variable "tags" {
  type        = map(string)
  default     = {}
  description = "Tags of every resource, beside Environment and ManagedBy."

  validation {
    condition     = length(setintersection(keys(var.tags), ["Environment", "ManagedBy", "RefreshRun"])) == 0
    error_message = "tags must not set Environment, ManagedBy or RefreshRun: those are given."
  }
}

# ---------------------------------------------------------------------------------------------------------------------
# Names
# Everything that is derived. State machines are named by computed ARNs, since their roles and functions name them too.
# ---------------------------------------------------------------------------------------------------------------------

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}

locals {
  account_id = data.aws_caller_identity.current.account_id
  partition  = data.aws_partition.current.partition
  region     = data.aws_region.current.region

  handlers             = toset(["masking", "s3-sync", "dynamodb-refresh", "aurora-refresh", "integration-tests"])
  state_machines       = toset(["daily-refresh", "s3-sync", "dynamodb-refresh", "aurora-refresh", "refresh-cleanup"])
  child_state_machines = ["s3-sync", "dynamodb-refresh", "aurora-refresh"]

  # arn:<partition>:<service>:<region>:<account>
  arn = { for service in ["dynamodb", "ec2", "events", "lambda", "logs", "rds", "secretsmanager", "ssm", "states"] :
  service => "arn:${local.partition}:${service}:${local.region}:${local.account_id}" }

  function_names     = { for name in local.handlers : name => "${var.environment}-${name}" }
  state_machine_arns = { for name in local.state_machines : name => "${local.arn.states}:stateMachine:${var.environment}-${name}" }
  # A distributed Map's child executions have a label between the machine's name and their own.
  execution_arns = { for name in local.state_machines : name => [
    "${local.arn.states}:execution:${var.environment}-${name}:*",
    "${local.arn.states}:execution:${var.environment}-${name}/*",
  ] }

  # A run's id in IAM's patterns, 20261124t0200-1a2b: what a night makes ends with it, what the stack owns does not.
  run_pattern         = "????????t????-????"
  clone_cluster_arn   = "${local.arn.rds}:cluster:refresh-clone-${local.run_pattern}"
  clone_instance_arn  = "${local.arn.rds}:db:refresh-clone-${local.run_pattern}-1"
  nightly_cluster_arn = "${local.arn.rds}:cluster:${var.environment}-${local.run_pattern}"
  nightly_db_arn      = "${local.arn.rds}:db:${var.environment}-${local.run_pattern}-1"
  nightly_table_arn   = "${local.arn.dynamodb}:table/*-${local.run_pattern}"
  snapshot_arn        = "${local.arn.rds}:cluster-snapshot:refresh-${local.run_pattern}-*"
  managed_secret_arn  = "${local.arn.secretsmanager}:secret:rds!cluster-*"
  rds_default_arns = [for group in ["cluster-pg:default.*", "pg:default.*", "og:default:*"] :
  "${local.arn.rds}:${group}"]

  prod_reader_role_arn   = "arn:${local.partition}:iam::${var.prod_account_id}:role/${var.prod_reader_role_name}"
  prod_snapshot_role_arn = "arn:${local.partition}:iam::${var.prod_account_id}:role/${var.prod_snapshot_role_name}"
  prod_external_id       = "${var.environment}-refresh"

  bucket_names = {
    data       = coalesce(var.data_bucket_name, "${var.environment}-data-${local.account_id}")
    staging    = coalesce(var.staging_bucket_name, "${var.environment}-staging-${local.account_id}")
    quarantine = coalesce(var.quarantine_bucket_name, "${var.environment}-quarantine-${local.account_id}")
  }

  day_0_tables = merge([for service in var.service_names : {
    for name, keys in var.ddb_tables : "${service}-${name}" => merge(keys, { service = service })
  }]...)
}

# ---------------------------------------------------------------------------------------------------------------------
# Keys
# Masked data, raw data, and the HMAC key that masking derives its keys from. The quarantine's key is what closes it: the
# account's other principals may administer it and not use it.
# ---------------------------------------------------------------------------------------------------------------------

locals {
  kms_administration = [
    "kms:CancelKeyDeletion", "kms:CreateAlias", "kms:DeleteAlias", "kms:DescribeKey", "kms:DisableKey", "kms:DisableKeyRotation", "kms:EnableKey",
    "kms:EnableKeyRotation", "kms:GetKeyPolicy", "kms:GetKeyRotationStatus", "kms:ListGrants", "kms:ListKeyPolicies", "kms:ListKeyRotations",
    "kms:ListResourceTags", "kms:PutKeyPolicy", "kms:RevokeGrant", "kms:ScheduleKeyDeletion", "kms:TagResource", "kms:UntagResource",
    "kms:UpdateAlias", "kms:UpdateKeyDescription",
  ]
  kms_use = [
    "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
  ]
  kms_mac = ["kms:GenerateMac", "kms:VerifyMac"]

  account_root    = "arn:${local.partition}:iam::${local.account_id}:root"
  production_root = "arn:${local.partition}:iam::${var.prod_account_id}:root"

  quarantine_roles = concat(
    [for name in local.handlers : aws_iam_role.function[name].arn],
    [for name in local.child_state_machines : aws_iam_role.state_machine[name].arn],
    [aws_iam_role.automation.arn],
  )
  masking_key_roles = [for name in ["masking", "s3-sync", "aurora-refresh"] : aws_iam_role.function[name].arn]
}

resource "aws_kms_key" "data" {
  description         = "Masked data of ${var.environment}"
  enable_key_rotation = true
  policy              = data.aws_iam_policy_document.data_key.json
}

resource "aws_kms_key" "quarantine" {
  description         = "Raw data of ${var.environment}, for the masking roles only"
  enable_key_rotation = true
  policy              = data.aws_iam_policy_document.quarantine_key.json
}

# An HMAC key has no automatic rotation; another key behind the alias is another mapping of every value.
resource "aws_kms_key" "masking" {
  description              = "Where the masking keys of ${var.environment} come from"
  key_usage                = "GENERATE_VERIFY_MAC"
  customer_master_key_spec = "HMAC_256"
  policy                   = data.aws_iam_policy_document.masking_key.json
}

resource "aws_kms_alias" "key" {
  for_each = {
    data       = aws_kms_key.data.key_id
    quarantine = aws_kms_key.quarantine.key_id
    masking    = aws_kms_key.masking.key_id
  }

  name          = "alias/app-${each.key}-${var.environment}"
  target_key_id = each.value
}

data "aws_iam_policy_document" "data_key" {
  statement {
    sid       = "PoliciesOfThisAccountDecide"
    actions   = concat(local.kms_administration, local.kms_use, ["kms:CreateGrant"])
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = [local.account_root]
    }
  }
  statement {
    sid       = "ProductionsReaderCopiesObjects"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = [local.production_root]
    }
    condition {
      test     = "ArnEquals"
      variable = "aws:PrincipalArn"
      values   = [local.prod_reader_role_arn]
    }
  }
}

data "aws_iam_policy_document" "quarantine_key" {
  statement {
    sid       = "AccountAdministers"
    actions   = local.kms_administration
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = [local.account_root]
    }
  }
  statement {
    sid       = "MaskingRolesUse"
    actions   = local.kms_use
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = local.quarantine_roles
    }
  }
  statement {
    sid       = "RdsUsesForTheClone"
    actions   = ["kms:CreateGrant"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = [aws_iam_role.automation.arn, aws_iam_role.state_machine["aurora-refresh"].arn]
    }
    condition {
      test     = "Bool"
      variable = "kms:GrantIsForAWSResource"
      values   = ["true"]
    }
  }
  # The account is named and the role stands in the condition: KMS refuses a principal that production has not made yet.
  statement {
    sid       = "ProductionsReaderExports"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = [local.production_root]
    }
    condition {
      test     = "ArnEquals"
      variable = "aws:PrincipalArn"
      values   = [local.prod_reader_role_arn]
    }
  }
}

data "aws_iam_policy_document" "masking_key" {
  statement {
    sid       = "AccountAdministers"
    actions   = local.kms_administration
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = [local.account_root]
    }
  }
  statement {
    sid       = "MaskingFunctionsUse"
    actions   = local.kms_mac
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = local.masking_key_roles
    }
  }
}

# ---------------------------------------------------------------------------------------------------------------------
# Buckets
# Raw exports rest a day at most, unversioned; masked files are staged; services read the data bucket, whose versions are what
# a rollback puts back.
# ---------------------------------------------------------------------------------------------------------------------

locals {
  buckets = {
    data       = { key_arn = aws_kms_key.data.arn, versioned = true, prod_writes = null }
    staging    = { key_arn = aws_kms_key.data.arn, versioned = true, prod_writes = "runs/*/objects/*" }
    quarantine = { key_arn = aws_kms_key.quarantine.arn, versioned = false, prod_writes = "exports/*" }
  }
  versioned_buckets = toset([for name, bucket in local.buckets : name if bucket.versioned])
}

resource "aws_s3_bucket" "bucket" {
  for_each = local.bucket_names

  bucket        = each.value
  force_destroy = false
}

resource "aws_s3_bucket_public_access_block" "bucket" {
  for_each = aws_s3_bucket.bucket

  bucket                  = each.value.id
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "bucket" {
  for_each = aws_s3_bucket.bucket

  bucket = each.value.id
  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "bucket" {
  for_each = aws_s3_bucket.bucket

  bucket = each.value.id
  rule {
    bucket_key_enabled = true
    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = local.buckets[each.key].key_arn
    }
  }
}

resource "aws_s3_bucket_versioning" "bucket" {
  for_each = local.versioned_buckets

  bucket = aws_s3_bucket.bucket[each.key].id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "versioned" {
  for_each = local.versioned_buckets

  bucket = aws_s3_bucket.bucket[each.key].id
  rule {
    id     = "replaced-versions"
    status = "Enabled"
    filter {}
    noncurrent_version_expiration {
      noncurrent_days = 30
    }
    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }

  depends_on = [aws_s3_bucket_versioning.bucket]
}

resource "aws_s3_bucket_lifecycle_configuration" "quarantine" {
  bucket = aws_s3_bucket.bucket["quarantine"].bucket
  rule {
    id     = "one-day"
    status = "Enabled"
    filter {}
    expiration {
      days = 1
    }
    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }
}

data "aws_iam_policy_document" "bucket" {
  for_each = aws_s3_bucket.bucket

  statement {
    sid       = "OnlyEncryptedConnections"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [each.value.arn, "${each.value.arn}/*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
  dynamic "statement" {
    for_each = local.buckets[each.key].prod_writes[*]
    content {
      sid       = "ProductionsReaderWrites"
      actions   = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectAcl"]
      resources = ["${each.value.arn}/${statement.value}"]
      principals {
        type        = "AWS"
        identifiers = [local.production_root]
      }
      condition {
        test     = "ArnEquals"
        variable = "aws:PrincipalArn"
        values   = [local.prod_reader_role_arn]
      }
    }
  }
}

resource "aws_s3_bucket_policy" "bucket" {
  for_each = aws_s3_bucket.bucket

  bucket = each.value.id
  policy = data.aws_iam_policy_document.bucket[each.key].json

  depends_on = [aws_s3_bucket_public_access_block.bucket]
}

# ---------------------------------------------------------------------------------------------------------------------
# Control table and day 0
# The lock, cursors and generations of the refresh; and what services use before the first night, whose settings each
# generation takes over.
# ---------------------------------------------------------------------------------------------------------------------

resource "aws_dynamodb_table" "control" {
  name                        = "${var.environment}-refresh"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "pk"
  range_key                   = "sk"
  deletion_protection_enabled = var.deletion_protection

  attribute {
    name = "pk"
    type = "S"
  }
  attribute {
    name = "sk"
    type = "S"
  }
  point_in_time_recovery {
    enabled = true
  }
  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.data.arn
  }
}

resource "aws_dynamodb_table" "day_0" {
  for_each = local.day_0_tables

  name                        = each.key
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = each.value.hash_key
  range_key                   = each.value.range_key
  deletion_protection_enabled = var.deletion_protection
  tags                        = { Service = each.value.service }

  dynamic "attribute" {
    for_each = compact([each.value.hash_key, each.value.range_key])
    content {
      name = attribute.value
      type = "S"
    }
  }
  point_in_time_recovery {
    enabled = true
  }
  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.data.arn
  }
}

resource "aws_rds_cluster" "day_0" {
  cluster_identifier            = "${var.environment}-day-0"
  engine                        = "aurora-postgresql"
  engine_version                = var.aurora_engine_version
  database_name                 = var.aurora_db_name
  master_username               = var.aurora_username
  manage_master_user_password   = true
  master_user_secret_kms_key_id = aws_kms_key.data.arn
  db_subnet_group_name          = var.aurora_subnet_group
  vpc_security_group_ids        = [var.aurora_security_group_id]
  storage_encrypted             = true
  kms_key_id                    = aws_kms_key.data.arn
  enable_http_endpoint          = true
  backup_retention_period       = 7
  copy_tags_to_snapshot         = true
  deletion_protection           = var.deletion_protection
  skip_final_snapshot           = !var.deletion_protection
  final_snapshot_identifier     = var.deletion_protection ? "${var.environment}-day-0-final" : null

  # It sleeps while a generation is live.
  serverlessv2_scaling_configuration {
    min_capacity = 0
    max_capacity = 2
  }
}

resource "aws_rds_cluster_instance" "day_0" {
  identifier                   = "${aws_rds_cluster.day_0.cluster_identifier}-1"
  cluster_identifier           = aws_rds_cluster.day_0.id
  engine                       = aws_rds_cluster.day_0.engine
  engine_version               = aws_rds_cluster.day_0.engine_version
  instance_class               = var.aurora_instance_class
  publicly_accessible          = false
  performance_insights_enabled = false
}

# ---------------------------------------------------------------------------------------------------------------------
# Topics
# Services hear that their data is ready; people hear that a refresh failed.
# ---------------------------------------------------------------------------------------------------------------------

resource "aws_sns_topic" "data" {
  name              = "${var.environment}-service-data"
  kms_master_key_id = aws_kms_key.data.arn
}

resource "aws_sns_topic" "failures" {
  name              = "${var.environment}-refresh-failures"
  kms_master_key_id = aws_kms_key.data.arn
}

resource "aws_sns_topic_subscription" "failures" {
  for_each = toset(var.alarm_email[*])

  topic_arn = aws_sns_topic.failures.arn
  protocol  = "email"
  endpoint  = each.value
}

# ---------------------------------------------------------------------------------------------------------------------
# Parameters
# The masking rules, and a pointer a service that says where its data is: here the one of day 0, afterwards the refresh's.
# ---------------------------------------------------------------------------------------------------------------------

# Parameter Store refuses values with doubled braces: inside the rules they become escapes, which JSON.parse undoes. The
# members stand in alphabetical order, so that no doubled brace of JSON's own ends the text.
resource "aws_ssm_parameter" "masking_rules" {
  name   = "/${var.environment}/masking/rules/common"
  type   = "SecureString"
  tier   = "Intelligent-Tiering"
  key_id = aws_kms_key.data.arn
  value = replace(replace(
    jsonencode({ rules = var.masking_rules, version = "masking/v1" }),
  "{{", "\\u007b\\u007b"), "}}", "\\u007d\\u007d")
}

resource "aws_ssm_parameter" "pointer" {
  for_each = toset(var.service_names)

  name = "/${var.environment}/${each.key}/data"
  type = "String"
  value = jsonencode({
    schemaVersion  = 1
    run            = "day-0"
    endpoint       = aws_rds_cluster.day_0.endpoint
    readerEndpoint = aws_rds_cluster.day_0.reader_endpoint
    port           = aws_rds_cluster.day_0.port
    database       = aws_rds_cluster.day_0.database_name
    schema         = replace(each.key, "-", "_")
    secretArn      = one(aws_rds_cluster.day_0.master_user_secret[*].secret_arn)
    tables         = { for name, table in aws_dynamodb_table.day_0 : name => table.name if local.day_0_tables[name].service == each.key }
    bucket         = aws_s3_bucket.bucket["data"].bucket
    prefix         = "${each.key}/"
  })

  lifecycle {
    ignore_changes = [value]
  }
}

# ---------------------------------------------------------------------------------------------------------------------
# Roles
# One for each function, each state machine, the Automation and the rules; their policies stand beside what uses them.
# ---------------------------------------------------------------------------------------------------------------------

data "aws_iam_policy_document" "assume_role" {
  for_each = toset(["lambda", "states", "ssm", "events"])

  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "Service"
      identifiers = ["${each.key}.amazonaws.com"]
    }
    # Lambda assumes a role for itself, before any source is known.
    dynamic "condition" {
      for_each = each.key == "lambda" ? [] : [local.account_id]
      content {
        test     = "StringEquals"
        variable = "aws:SourceAccount"
        values   = [condition.value]
      }
    }
  }
}

resource "aws_iam_role" "function" {
  for_each = local.handlers

  name               = "${var.environment}-${each.key}-handler"
  description        = "The function ${local.function_names[each.key]}"
  assume_role_policy = data.aws_iam_policy_document.assume_role["lambda"].json
}

resource "aws_iam_role" "state_machine" {
  for_each = local.state_machines

  name               = "${var.environment}-${each.key}"
  description        = "The state machine ${var.environment}-${each.key}"
  assume_role_policy = data.aws_iam_policy_document.assume_role["states"].json
}

resource "aws_iam_role" "automation" {
  name               = "${var.environment}-automation"
  description        = "The Automation document ${local.automation_document_name}"
  assume_role_policy = data.aws_iam_policy_document.assume_role["ssm"].json
}

resource "aws_iam_role" "events" {
  name               = "${var.environment}-events"
  description        = "The rules that start the refresh and its clean-up"
  assume_role_policy = data.aws_iam_policy_document.assume_role["events"].json
}

# ---------------------------------------------------------------------------------------------------------------------
# Functions
# `npm run build` makes their zips in dist/. All are given the same variables; each role may do what its handler calls.
# ---------------------------------------------------------------------------------------------------------------------

locals {
  dist = "${path.module}/../dist"

  function_environment = {
    ENVIRONMENT                  = var.environment
    ACCOUNT_ID                   = local.account_id
    CONTROL_TABLE                = aws_dynamodb_table.control.name
    QUARANTINE_BUCKET            = aws_s3_bucket.bucket["quarantine"].bucket
    STAGING_BUCKET               = aws_s3_bucket.bucket["staging"].bucket
    DATA_BUCKET                  = aws_s3_bucket.bucket["data"].bucket
    PROD_ACCOUNT_ID              = var.prod_account_id
    PROD_DATA_BUCKET             = var.prod_data_bucket
    PROD_CLUSTER_IDENTIFIER      = var.prod_cluster_identifier
    PROD_READER_ROLE_ARN         = local.prod_reader_role_arn
    PROD_EXTERNAL_ID             = local.prod_external_id
    MASKING_KEY_ID               = aws_kms_alias.key["masking"].name
    DATABASE_NAME                = var.aurora_db_name
    DATA_TOPIC_ARN               = aws_sns_topic.data.arn
    CHILD_STATE_MACHINE_ARNS     = join(",", [for name in local.child_state_machines : local.state_machine_arns[name]])
    AUTOMATION_DOCUMENT_NAME     = local.automation_document_name
    SNAPSHOT_MAX_AGE_HOURS       = tostring(var.snapshot_max_age_hours)
    POWERTOOLS_SERVICE_NAME      = "refresh"
    POWERTOOLS_METRICS_NAMESPACE = var.metrics_namespace
  }
}

resource "aws_cloudwatch_log_group" "function" {
  for_each = local.function_names

  name              = "/aws/lambda/${each.value}"
  retention_in_days = var.log_retention_days
}

# What every function does: log, trace, stand in the network, keep the control table.
data "aws_iam_policy_document" "function" {
  for_each = local.handlers

  statement {
    sid       = "WriteLog"
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.function[each.key].arn}:*"]
  }
  # X-Ray and the description of network interfaces know no resources.
  statement {
    sid       = "TraceAndLookAround"
    actions   = ["ec2:DescribeNetworkInterfaces", "ec2:DescribeSubnets", "xray:PutTelemetryRecords", "xray:PutTraceSegments"]
    resources = ["*"]
  }
  statement {
    sid       = "StandInTheNetwork"
    actions   = local.network_interface_actions
    resources = ["${local.arn.ec2}:*/*"]
  }
  statement {
    sid       = "NotByTheFunctionsOwnCode"
    effect    = "Deny"
    actions   = local.network_interface_actions
    resources = ["*"]
    condition {
      test     = "ArnEquals"
      variable = "lambda:SourceFunctionArn"
      values   = ["${local.arn.lambda}:function:${local.function_names[each.key]}"]
    }
  }
  statement {
    sid       = "KeepControlTable"
    actions   = ["dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:UpdateItem"]
    resources = [aws_dynamodb_table.control.arn]
  }
  statement {
    sid       = "UseDataKey"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [aws_kms_key.data.arn]
  }
  # All of them read what only the quarantine holds: manifests, exports or fingerprints.
  statement {
    sid       = "ReadQuarantine"
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.bucket["quarantine"].arn}/*"]
  }
  statement {
    sid       = "ListQuarantine"
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.bucket["quarantine"].arn]
  }
  statement {
    sid       = "UseQuarantineKey"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [aws_kms_key.quarantine.arn]
  }
}

locals {
  network_interface_actions = [
    "ec2:AssignPrivateIpAddresses", "ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface", "ec2:UnassignPrivateIpAddresses",
  ]
  put_object_actions = ["s3:AbortMultipartUpload", "s3:PutObject"]
  # What Parameter Store compares for GetParametersByPath: the path with and without its last slash, and what lies below.
  parameter_path_arns = ["${local.arn.ssm}:parameter/${var.environment}", "${local.arn.ssm}:parameter/${var.environment}/*"]
}

# Plans, masks export files, proves, switches the pointers, keeps the ledger.
resource "aws_lambda_function" "masking_handler" {
  function_name    = local.function_names["masking"]
  description      = "Plans a run, masks export files, proves the result, switches the pointers"
  role             = aws_iam_role.function["masking"].arn
  filename         = "${local.dist}/masking.zip"
  source_code_hash = filebase64sha256("${local.dist}/masking.zip")
  handler          = "index.handler"
  runtime          = "nodejs22.x"
  architectures    = ["arm64"]
  memory_size      = 3008
  timeout          = 900

  environment {
    variables = local.function_environment
  }
  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.function["masking"].name
  }
  tracing_config {
    mode = "Active"
  }
  vpc_config {
    subnet_ids         = var.function_subnet_ids
    security_group_ids = var.function_security_group_ids
  }

  depends_on = [aws_iam_role_policy.function]
}

data "aws_iam_policy_document" "masking_handler" {
  source_policy_documents = [data.aws_iam_policy_document.function["masking"].json]

  statement {
    sid       = "ReadStaged"
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.bucket["staging"].arn}/runs/*"]
  }
  statement {
    sid       = "ListStaged"
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.bucket["staging"].arn]
  }
  statement {
    sid     = "WriteMaskedFilesAndFingerprints"
    actions = local.put_object_actions
    resources = [
      "${aws_s3_bucket.bucket["staging"].arn}/runs/*",
      "${aws_s3_bucket.bucket["quarantine"].arn}/fingerprints/*",
      "${aws_s3_bucket.bucket["quarantine"].arn}/keys/*",
    ]
  }
  statement {
    sid       = "DeriveKeysAndSignProof"
    actions   = local.kms_mac
    resources = [aws_kms_key.masking.arn]
  }
  statement {
    sid       = "ReadProduction"
    actions   = ["sts:AssumeRole"]
    resources = [local.prod_reader_role_arn]
  }
  statement {
    sid       = "ReadRulesAndPointers"
    actions   = ["ssm:GetParametersByPath"]
    resources = local.parameter_path_arns
  }
  statement {
    sid       = "SwitchPointers"
    actions   = ["ssm:PutParameter"]
    resources = ["${local.arn.ssm}:parameter/${var.environment}/*/data"]
  }
  statement {
    sid       = "LookAtLiveTables"
    actions   = ["dynamodb:DescribeTable"]
    resources = ["${local.arn.dynamodb}:table/*"]
  }
  statement {
    sid       = "AnnounceData"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.data.arn]
  }
  statement {
    sid       = "LookAtExecutions"
    actions   = ["states:DescribeExecution"]
    resources = flatten(values(local.execution_arns))
  }
  statement {
    sid       = "FindChildExecutions"
    actions   = ["states:ListExecutions"]
    resources = [for name in local.child_state_machines : local.state_machine_arns[name]]
  }
  statement {
    sid       = "LookAtAutomations"
    actions   = ["ssm:GetAutomationExecution"]
    resources = ["${local.arn.ssm}:automation-execution/*"]
  }
  # Knows no resources.
  statement {
    sid       = "FindAutomations"
    actions   = ["ssm:DescribeAutomationExecutions"]
    resources = ["*"]
  }
}

# Lists production's objects, copies or masks them, publishes them, empties the quarantine.
resource "aws_lambda_function" "s3_sync_handler" {
  function_name    = local.function_names["s3-sync"]
  description      = "Brings production's objects into the staging bucket, masked, and publishes them"
  role             = aws_iam_role.function["s3-sync"].arn
  filename         = "${local.dist}/s3-sync.zip"
  source_code_hash = filebase64sha256("${local.dist}/s3-sync.zip")
  handler          = "index.handler"
  runtime          = "nodejs22.x"
  architectures    = ["arm64"]
  memory_size      = 2048
  timeout          = 900

  environment {
    variables = local.function_environment
  }
  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.function["s3-sync"].name
  }
  tracing_config {
    mode = "Active"
  }
  vpc_config {
    subnet_ids         = var.function_subnet_ids
    security_group_ids = var.function_security_group_ids
  }

  depends_on = [aws_iam_role_policy.function]
}

data "aws_iam_policy_document" "s3_sync_handler" {
  source_policy_documents = [data.aws_iam_policy_document.function["s3-sync"].json]

  statement {
    sid       = "ReadProduction"
    actions   = ["sts:AssumeRole"]
    resources = [local.prod_reader_role_arn]
  }
  statement {
    sid       = "StageObjects"
    actions   = concat(local.put_object_actions, ["s3:GetObject", "s3:GetObjectTagging"])
    resources = ["${aws_s3_bucket.bucket["staging"].arn}/runs/*"]
  }
  statement {
    sid       = "WriteManifestsAndFingerprints"
    actions   = ["s3:PutObject"]
    resources = [for prefix in ["fingerprints", "manifests"] : "${aws_s3_bucket.bucket["quarantine"].arn}/${prefix}/*"]
  }
  statement {
    sid       = "EmptyQuarantineAndStaging"
    actions   = ["s3:AbortMultipartUpload", "s3:DeleteObject", "s3:DeleteObjectVersion"]
    resources = ["${aws_s3_bucket.bucket["quarantine"].arn}/*", "${aws_s3_bucket.bucket["staging"].arn}/runs/*"]
  }
  statement {
    sid       = "ListWhatIsToBeEmptied"
    actions   = ["s3:ListBucketMultipartUploads", "s3:ListBucketVersions"]
    resources = [aws_s3_bucket.bucket["quarantine"].arn, aws_s3_bucket.bucket["staging"].arn]
  }
  statement {
    sid       = "ListStagedAndPublished"
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.bucket["data"].arn, aws_s3_bucket.bucket["staging"].arn]
  }
  statement {
    sid = "PublishAndRollBack"
    actions = concat(local.put_object_actions, [
      "s3:DeleteObject", "s3:GetObject", "s3:GetObjectTagging", "s3:GetObjectVersion", "s3:GetObjectVersionTagging", "s3:PutObjectTagging",
    ])
    resources = ["${aws_s3_bucket.bucket["data"].arn}/*"]
  }
  statement {
    sid       = "DeriveKeysAndVerifyProof"
    actions   = local.kms_mac
    resources = [aws_kms_key.masking.arn]
  }
}

# Reads a finished export's manifests, finishes an imported table.
resource "aws_lambda_function" "dynamodb_refresh_handler" {
  function_name    = local.function_names["dynamodb-refresh"]
  description      = "Checks exports and gives tonight's tables the settings of the live ones"
  role             = aws_iam_role.function["dynamodb-refresh"].arn
  filename         = "${local.dist}/dynamodb-refresh.zip"
  source_code_hash = filebase64sha256("${local.dist}/dynamodb-refresh.zip")
  handler          = "index.handler"
  runtime          = "nodejs22.x"
  architectures    = ["arm64"]
  memory_size      = 2048
  timeout          = 900

  environment {
    variables = local.function_environment
  }
  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.function["dynamodb-refresh"].name
  }
  tracing_config {
    mode = "Active"
  }
  vpc_config {
    subnet_ids         = var.function_subnet_ids
    security_group_ids = var.function_security_group_ids
  }

  depends_on = [aws_iam_role_policy.function]
}

data "aws_iam_policy_document" "dynamodb_refresh_handler" {
  source_policy_documents = [data.aws_iam_policy_document.function["dynamodb-refresh"].json]

  statement {
    sid = "ReadSettingsOfTables"
    actions = [
      "dynamodb:DescribeContinuousBackups", "dynamodb:DescribeTable", "dynamodb:DescribeTimeToLive", "dynamodb:ListTagsOfResource",
    ]
    resources = ["${local.arn.dynamodb}:table/*"]
  }
  statement {
    sid = "FinishTonightsTables"
    actions = [
      "dynamodb:TagResource", "dynamodb:UpdateContinuousBackups", "dynamodb:UpdateTable", "dynamodb:UpdateTimeToLive",
    ]
    resources = [local.nightly_table_arn]
  }
}

# Plans the masking of the clone, proves it, checks tonight's cluster; it makes no call to the RDS control plane.
resource "aws_lambda_function" "aurora_refresh_handler" {
  function_name    = local.function_names["aurora-refresh"]
  description      = "Plans and proves the masking of the Aurora clone, checks tonight's cluster"
  role             = aws_iam_role.function["aurora-refresh"].arn
  filename         = "${local.dist}/aurora-refresh.zip"
  source_code_hash = filebase64sha256("${local.dist}/aurora-refresh.zip")
  handler          = "index.handler"
  runtime          = "nodejs22.x"
  architectures    = ["arm64"]
  memory_size      = 2048
  timeout          = 900

  environment {
    variables = local.function_environment
  }
  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.function["aurora-refresh"].name
  }
  tracing_config {
    mode = "Active"
  }
  vpc_config {
    subnet_ids         = var.function_subnet_ids
    security_group_ids = var.function_security_group_ids
  }

  depends_on = [aws_iam_role_policy.function]
}

data "aws_iam_policy_document" "aurora_refresh_handler" {
  source_policy_documents = [data.aws_iam_policy_document.function["aurora-refresh"].json]

  statement {
    sid       = "ReadRunFiles"
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.bucket["staging"].arn}/runs/*"]
  }
  statement {
    sid       = "ListStaged"
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.bucket["staging"].arn]
  }
  statement {
    sid     = "WriteStatementsAndFingerprints"
    actions = ["s3:PutObject"]
    resources = concat(["${aws_s3_bucket.bucket["staging"].arn}/runs/*"], [
      for prefix in ["fingerprints", "outputs", "redacted"] : "${aws_s3_bucket.bucket["quarantine"].arn}/${prefix}/*"
    ])
  }
  statement {
    sid       = "DeriveKeys"
    actions   = ["kms:GenerateMac"]
    resources = [aws_kms_key.masking.arn]
  }
  statement {
    sid       = "ReadPointers"
    actions   = ["ssm:GetParametersByPath"]
    resources = local.parameter_path_arns
  }
  statement {
    sid       = "QueryCloneAndTonightsCluster"
    actions   = ["rds-data:ExecuteStatement"]
    resources = [local.clone_cluster_arn, local.nightly_cluster_arn]
  }
  statement {
    sid       = "ReadTheirSecrets"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [local.managed_secret_arn]
    condition {
      test     = "ArnLike"
      variable = "secretsmanager:ResourceTag/aws:rds:primaryDBClusterArn"
      values   = [local.clone_cluster_arn, local.nightly_cluster_arn]
    }
  }
}

# Tests tonight's candidates as an application would use them.
resource "aws_lambda_function" "integration_tests_handler" {
  function_name    = local.function_names["integration-tests"]
  description      = "Tests tonight's cluster, tables and objects before the switch"
  role             = aws_iam_role.function["integration-tests"].arn
  filename         = "${local.dist}/integration-tests.zip"
  source_code_hash = filebase64sha256("${local.dist}/integration-tests.zip")
  handler          = "index.handler"
  runtime          = "nodejs22.x"
  architectures    = ["arm64"]
  memory_size      = 2048
  timeout          = 900

  environment {
    variables = local.function_environment
  }
  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.function["integration-tests"].name
  }
  tracing_config {
    mode = "Active"
  }
  vpc_config {
    subnet_ids         = var.function_subnet_ids
    security_group_ids = var.function_security_group_ids
  }

  depends_on = [aws_iam_role_policy.function]
}

data "aws_iam_policy_document" "integration_tests_handler" {
  source_policy_documents = [data.aws_iam_policy_document.function["integration-tests"].json]

  statement {
    sid       = "ReadStaged"
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.bucket["staging"].arn}/runs/*"]
  }
  statement {
    sid       = "ListStaged"
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.bucket["staging"].arn]
  }
  statement {
    sid       = "WriteReport"
    actions   = ["s3:PutObject"]
    resources = ["${aws_s3_bucket.bucket["staging"].arn}/runs/*/tests.json"]
  }
  statement {
    sid       = "ReadPointers"
    actions   = ["ssm:GetParametersByPath"]
    resources = local.parameter_path_arns
  }
  statement {
    sid       = "TryTonightsTables"
    actions   = ["dynamodb:DeleteItem", "dynamodb:DescribeTable", "dynamodb:GetItem", "dynamodb:PutItem"]
    resources = [local.nightly_table_arn]
  }
  statement {
    sid       = "ReadSecretOfTonightsCluster"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [local.managed_secret_arn]
    condition {
      test     = "ArnLike"
      variable = "secretsmanager:ResourceTag/aws:rds:primaryDBClusterArn"
      values   = [local.nightly_cluster_arn]
    }
  }
}

resource "aws_iam_role_policy" "function" {
  for_each = {
    "masking"           = data.aws_iam_policy_document.masking_handler.json
    "s3-sync"           = data.aws_iam_policy_document.s3_sync_handler.json
    "dynamodb-refresh"  = data.aws_iam_policy_document.dynamodb_refresh_handler.json
    "aurora-refresh"    = data.aws_iam_policy_document.aurora_refresh_handler.json
    "integration-tests" = data.aws_iam_policy_document.integration_tests_handler.json
  }

  name   = "handler"
  role   = aws_iam_role.function[each.key].id
  policy = each.value
}

# ---------------------------------------------------------------------------------------------------------------------
# Automation
# The document that clones production's snapshot into the quarantine and masks the clone, and its role.
# ---------------------------------------------------------------------------------------------------------------------

locals {
  automation_document_name = "${var.environment}-aurora-snapshot-clone-mask"
}

resource "aws_ssm_document" "aurora_snapshot_clone_mask" {
  name            = local.automation_document_name
  document_type   = "Automation"
  document_format = "YAML"
  content         = file("${path.module}/../ssm-documents/aurora-snapshot-clone-mask/aurora-snapshot-clone-mask.document.yaml")
}

data "aws_iam_policy_document" "automation" {
  statement {
    sid       = "CopyTheSharedSnapshot"
    actions   = ["rds:AddTagsToResource", "rds:CopyDBClusterSnapshot", "rds:DescribeDBClusterSnapshots"]
    resources = [local.snapshot_arn, local.prod_snapshot_arn]
  }
  statement {
    sid     = "MakeTheClone"
    actions = ["rds:AddTagsToResource", "rds:CreateDBInstance", "rds:RestoreDBClusterFromSnapshot"]
    resources = concat(local.rds_default_arns, [
      local.clone_cluster_arn, local.clone_instance_arn, local.snapshot_arn, "${local.arn.rds}:subgrp:${var.quarantine_subnet_group}",
    ])
  }
  statement {
    sid       = "OpenTheClone"
    actions   = ["rds:DescribeDBClusters", "rds:DescribeDBInstances", "rds:EnableHttpEndpoint", "rds:ModifyDBCluster"]
    resources = [local.clone_cluster_arn, local.clone_instance_arn]
  }
  # RDS makes the secret with the rights of whoever asks it to manage the password.
  statement {
    sid       = "LetRdsManageThePassword"
    actions   = ["secretsmanager:CreateSecret", "secretsmanager:TagResource"]
    resources = [local.managed_secret_arn]
  }
  statement {
    sid       = "ReadTheClonesSecret"
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [local.managed_secret_arn]
    condition {
      test     = "ArnLike"
      variable = "secretsmanager:ResourceTag/aws:rds:primaryDBClusterArn"
      values   = [local.clone_cluster_arn]
    }
  }
  statement {
    sid       = "MaskTheClone"
    actions   = ["rds-data:ExecuteStatement"]
    resources = [local.clone_cluster_arn]
  }
  statement {
    sid       = "ReadStatements"
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.bucket["staging"].arn}/runs/*/aurora/statements.jsonl"]
  }
  statement {
    sid       = "DecryptStatements"
    actions   = ["kms:Decrypt"]
    resources = [aws_kms_key.data.arn]
  }
  statement {
    sid       = "UseQuarantineKeyAndTheSharedSnapshots"
    actions   = local.kms_use
    resources = [aws_kms_key.quarantine.arn, var.prod_snapshot_key_arn]
  }
  statement {
    sid       = "LetRdsUseThem"
    actions   = ["kms:CreateGrant"]
    resources = [aws_kms_key.quarantine.arn, var.prod_snapshot_key_arn]
    condition {
      test     = "Bool"
      variable = "kms:GrantIsForAWSResource"
      values   = ["true"]
    }
  }
}

resource "aws_iam_role_policy" "automation" {
  name   = "document"
  role   = aws_iam_role.automation.id
  policy = data.aws_iam_policy_document.automation.json
}

# ---------------------------------------------------------------------------------------------------------------------
# State machines
# Each template's map gives every token of workflows/<name>/<name>.tokens.json, and nothing else. Logs hold the events of an
# execution without its data.
# ---------------------------------------------------------------------------------------------------------------------

resource "aws_cloudwatch_log_group" "state_machine" {
  for_each = local.state_machines

  name              = "/aws/vendedlogs/states/${var.environment}-${each.key}"
  retention_in_days = var.log_retention_days
}

# What every state machine does. Log delivery and X-Ray know no resources.
data "aws_iam_policy_document" "state_machine" {
  statement {
    sid = "DeliverLogs"
    actions = [
      "logs:CreateLogDelivery", "logs:DeleteLogDelivery", "logs:DescribeLogGroups", "logs:DescribeResourcePolicies", "logs:GetLogDelivery",
      "logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:UpdateLogDelivery",
    ]
    resources = ["*"]
  }
  statement {
    sid = "Trace"
    actions = [
      "xray:GetSamplingRules", "xray:GetSamplingTargets", "xray:PutTelemetryRecords", "xray:PutTraceSegments",
    ]
    resources = ["*"]
  }
}

# What a distributed Map does: it starts executions of its own machine, reads its list and writes its results.
data "aws_iam_policy_document" "distributed_map" {
  for_each = toset(["s3-sync", "dynamodb-refresh"])

  source_policy_documents = [data.aws_iam_policy_document.state_machine.json]

  statement {
    sid       = "StartChildren"
    actions   = ["states:StartExecution"]
    resources = [local.state_machine_arns[each.key], "${local.state_machine_arns[each.key]}/*"]
  }
  statement {
    sid       = "FollowChildren"
    actions   = ["states:DescribeExecution", "states:StopExecution"]
    resources = local.execution_arns[each.key]
  }
  statement {
    sid       = "WriteResults"
    actions   = ["s3:AbortMultipartUpload", "s3:GetObject", "s3:ListMultipartUploadParts", "s3:PutObject"]
    resources = ["${aws_s3_bucket.bucket["staging"].arn}/runs/*/map-runs/*"]
  }
  statement {
    sid       = "UseDataKey"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [aws_kms_key.data.arn]
  }
  statement {
    sid       = "DecryptLists"
    actions   = ["kms:Decrypt"]
    resources = [aws_kms_key.quarantine.arn]
  }
}

# The whole night.
resource "aws_sfn_state_machine" "daily_refresh" {
  name     = "${var.environment}-daily-refresh"
  role_arn = aws_iam_role.state_machine["daily-refresh"].arn
  definition = templatefile("${path.module}/../workflows/daily-refresh/daily-refresh.asl.json", {
    aurora_refresh_state_machine_arn   = local.state_machine_arns["aurora-refresh"]
    dynamodb_refresh_state_machine_arn = local.state_machine_arns["dynamodb-refresh"]
    failure_topic_arn                  = aws_sns_topic.failures.arn
    integration_tests_handler_arn      = aws_lambda_function.integration_tests_handler.arn
    masking_handler_arn                = aws_lambda_function.masking_handler.arn
    metrics_namespace                  = var.metrics_namespace
    refresh_cleanup_state_machine_arn  = local.state_machine_arns["refresh-cleanup"]
    s3_sync_handler_arn                = aws_lambda_function.s3_sync_handler.arn
    s3_sync_state_machine_arn          = local.state_machine_arns["s3-sync"]
  })

  logging_configuration {
    level                  = "ALL"
    include_execution_data = false
    log_destination        = "${aws_cloudwatch_log_group.state_machine["daily-refresh"].arn}:*"
  }
  tracing_configuration {
    enabled = true
  }

  depends_on = [aws_iam_role_policy.state_machine]
}

data "aws_iam_policy_document" "daily_refresh" {
  source_policy_documents = [data.aws_iam_policy_document.state_machine.json]

  statement {
    sid     = "InvokeFunctions"
    actions = ["lambda:InvokeFunction"]
    resources = [
      aws_lambda_function.integration_tests_handler.arn, aws_lambda_function.masking_handler.arn, aws_lambda_function.s3_sync_handler.arn,
    ]
  }
  statement {
    sid       = "StartChildren"
    actions   = ["states:StartExecution"]
    resources = [for name in local.started_by_daily_refresh : local.state_machine_arns[name]]
  }
  statement {
    sid       = "FollowChildren"
    actions   = ["states:DescribeExecution", "states:StopExecution"]
    resources = flatten([for name in local.started_by_daily_refresh : local.execution_arns[name]])
  }
  # The rule through which Step Functions hears that a child has ended.
  statement {
    sid       = "HearOfTheirEnd"
    actions   = ["events:DescribeRule", "events:PutRule", "events:PutTargets"]
    resources = ["${local.arn.events}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule"]
  }
  statement {
    sid       = "PublishFailure"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.failures.arn]
  }
  statement {
    sid       = "EncryptFailure"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [aws_kms_key.data.arn]
  }
  # Knows no resources, only namespaces.
  statement {
    sid       = "PublishMetrics"
    actions   = ["cloudwatch:PutMetricData"]
    resources = ["*"]
    condition {
      test     = "StringEquals"
      variable = "cloudwatch:namespace"
      values   = [var.metrics_namespace]
    }
  }
}

locals {
  started_by_daily_refresh = concat(local.child_state_machines, ["refresh-cleanup"])
}

# Production's objects, masked, into the staging bucket.
resource "aws_sfn_state_machine" "s3_sync" {
  name     = "${var.environment}-s3-sync"
  role_arn = aws_iam_role.state_machine["s3-sync"].arn
  definition = templatefile("${path.module}/../workflows/s3-sync/s3-sync.asl.json", {
    quarantine_bucket   = aws_s3_bucket.bucket["quarantine"].bucket
    s3_sync_handler_arn = aws_lambda_function.s3_sync_handler.arn
    staging_bucket      = aws_s3_bucket.bucket["staging"].bucket
  })

  logging_configuration {
    level                  = "ALL"
    include_execution_data = false
    log_destination        = "${aws_cloudwatch_log_group.state_machine["s3-sync"].arn}:*"
  }
  tracing_configuration {
    enabled = true
  }

  depends_on = [aws_iam_role_policy.state_machine]
}

data "aws_iam_policy_document" "s3_sync" {
  source_policy_documents = [data.aws_iam_policy_document.distributed_map["s3-sync"].json]

  statement {
    sid       = "InvokeFunctions"
    actions   = ["lambda:InvokeFunction"]
    resources = [aws_lambda_function.s3_sync_handler.arn]
  }
  statement {
    sid       = "ReadManifest"
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.bucket["quarantine"].arn}/manifests/*"]
  }
}

# Production's tables, masked, into new tables.
resource "aws_sfn_state_machine" "dynamodb_refresh" {
  name     = "${var.environment}-dynamodb-refresh"
  role_arn = aws_iam_role.state_machine["dynamodb-refresh"].arn
  definition = templatefile("${path.module}/../workflows/dynamodb-refresh/dynamodb-refresh.asl.json", {
    account_id                   = local.account_id
    dynamodb_refresh_handler_arn = aws_lambda_function.dynamodb_refresh_handler.arn
    masking_handler_arn          = aws_lambda_function.masking_handler.arn
    prod_reader_role_arn         = local.prod_reader_role_arn
    quarantine_bucket            = aws_s3_bucket.bucket["quarantine"].bucket
    quarantine_key_arn           = aws_kms_key.quarantine.arn
    staging_bucket               = aws_s3_bucket.bucket["staging"].bucket
  })

  logging_configuration {
    level                  = "ALL"
    include_execution_data = false
    log_destination        = "${aws_cloudwatch_log_group.state_machine["dynamodb-refresh"].arn}:*"
  }
  tracing_configuration {
    enabled = true
  }

  depends_on = [aws_iam_role_policy.state_machine]
}

data "aws_iam_policy_document" "dynamodb_refresh" {
  source_policy_documents = [data.aws_iam_policy_document.distributed_map["dynamodb-refresh"].json]

  statement {
    sid       = "InvokeFunctions"
    actions   = ["lambda:InvokeFunction"]
    resources = [aws_lambda_function.dynamodb_refresh_handler.arn, aws_lambda_function.masking_handler.arn]
  }
  statement {
    sid       = "ExportFromProduction"
    actions   = ["sts:AssumeRole"]
    resources = [local.prod_reader_role_arn]
  }
  statement {
    sid     = "ReadLists"
    actions = ["s3:GetObject"]
    resources = [
      "${aws_s3_bucket.bucket["staging"].arn}/runs/*/tables.jsonl",
      "${aws_s3_bucket.bucket["quarantine"].arn}/exports/*/manifest-files.json",
    ]
  }
  statement {
    sid       = "ImportTonightsTables"
    actions   = ["dynamodb:DescribeImport", "dynamodb:ImportTable"]
    resources = [local.nightly_table_arn, "${local.nightly_table_arn}/import/*"]
  }
  # DynamoDB imports with the rights of whoever asks for it.
  statement {
    sid       = "ReadImportedFiles"
    actions   = ["s3:GetObject"]
    resources = ["${aws_s3_bucket.bucket["staging"].arn}/runs/*/dynamodb/*"]
  }
  statement {
    sid       = "ListImportedFiles"
    actions   = ["s3:ListBucket"]
    resources = [aws_s3_bucket.bucket["staging"].arn]
  }
  # Tonight's tables are encrypted under the key of the live ones.
  statement {
    sid       = "EncryptTonightsTables"
    actions   = ["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"]
    resources = [aws_kms_key.data.arn]
    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["dynamodb.${local.region}.amazonaws.com"]
    }
  }
  statement {
    sid = "LogImports"
    actions = [
      "logs:CreateLogGroup", "logs:CreateLogStream", "logs:DescribeLogGroups", "logs:DescribeLogStreams", "logs:PutLogEvents",
      "logs:PutRetentionPolicy",
    ]
    resources = ["${local.arn.logs}:log-group:/aws-dynamodb/*"]
  }
}

# Production's database, by way of a masked clone, into tonight's cluster.
resource "aws_sfn_state_machine" "aurora_refresh" {
  name     = "${var.environment}-aurora-refresh"
  role_arn = aws_iam_role.state_machine["aurora-refresh"].arn
  definition = templatefile("${path.module}/../workflows/aurora-refresh/aurora-refresh.asl.json", {
    account_id                   = local.account_id
    aurora_instance_class        = var.aurora_instance_class
    aurora_refresh_handler_arn   = aws_lambda_function.aurora_refresh_handler.arn
    aurora_security_group_id     = var.aurora_security_group_id
    aurora_subnet_group          = var.aurora_subnet_group
    automation_document_name     = aws_ssm_document.aurora_snapshot_clone_mask.name
    automation_role_arn          = aws_iam_role.automation.arn
    data_key_arn                 = aws_kms_key.data.arn
    database_name                = var.aurora_db_name
    prod_cluster_identifier      = var.prod_cluster_identifier
    prod_snapshot_key_arn        = var.prod_snapshot_key_arn
    prod_snapshot_role_arn       = local.prod_snapshot_role_arn
    quarantine_key_arn           = aws_kms_key.quarantine.arn
    quarantine_security_group_id = var.quarantine_security_group_id
    quarantine_subnet_group      = var.quarantine_subnet_group
    staging_bucket               = aws_s3_bucket.bucket["staging"].bucket
  })

  logging_configuration {
    level                  = "ALL"
    include_execution_data = false
    log_destination        = "${aws_cloudwatch_log_group.state_machine["aurora-refresh"].arn}:*"
  }
  tracing_configuration {
    enabled = true
  }

  depends_on = [aws_iam_role_policy.automation, aws_iam_role_policy.state_machine]
}

data "aws_iam_policy_document" "aurora_refresh" {
  source_policy_documents = [data.aws_iam_policy_document.state_machine.json]

  statement {
    sid       = "InvokeFunctions"
    actions   = ["lambda:InvokeFunction"]
    resources = [aws_lambda_function.aurora_refresh_handler.arn]
  }
  statement {
    sid       = "ShareFromProduction"
    actions   = ["sts:AssumeRole"]
    resources = [local.prod_snapshot_role_arn]
  }
  statement {
    sid     = "StartTheDocument"
    actions = ["ssm:StartAutomationExecution"]
    resources = [
      "${local.arn.ssm}:automation-definition/${local.automation_document_name}:*",
      "${local.arn.ssm}:automation-execution/*",
      "${local.arn.ssm}:document/${local.automation_document_name}",
    ]
  }
  # Knows no resources.
  statement {
    sid       = "FollowTheDocument"
    actions   = ["ssm:DescribeAutomationExecutions"]
    resources = ["*"]
  }
  statement {
    sid       = "GiveItItsRole"
    actions   = ["iam:PassRole"]
    resources = [aws_iam_role.automation.arn]
    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["ssm.amazonaws.com"]
    }
  }
  statement {
    sid = "SnapshotTheClone"
    actions = [
      "rds:AddTagsToResource", "rds:CopyDBClusterSnapshot", "rds:CreateDBClusterSnapshot", "rds:DescribeDBClusterSnapshots",
    ]
    resources = [local.clone_cluster_arn, local.snapshot_arn]
  }
  statement {
    sid     = "MakeTonightsCluster"
    actions = ["rds:AddTagsToResource", "rds:CreateDBInstance", "rds:RestoreDBClusterFromSnapshot"]
    resources = concat(local.rds_default_arns, [
      local.nightly_cluster_arn, local.nightly_db_arn, local.snapshot_arn, "${local.arn.rds}:subgrp:${var.aurora_subnet_group}",
    ])
  }
  statement {
    sid       = "OpenTonightsCluster"
    actions   = ["rds:EnableHttpEndpoint", "rds:ModifyDBCluster"]
    resources = [local.nightly_cluster_arn]
  }
  statement {
    sid       = "LookAtClusters"
    actions   = ["rds:DescribeDBClusters", "rds:DescribeDBInstances"]
    resources = [local.clone_cluster_arn, local.nightly_cluster_arn, local.nightly_db_arn]
  }
  statement {
    sid       = "LetRdsManageThePassword"
    actions   = ["secretsmanager:CreateSecret", "secretsmanager:TagResource"]
    resources = [local.managed_secret_arn]
  }
  statement {
    sid       = "UseBothKeysForSnapshots"
    actions   = local.kms_use
    resources = [aws_kms_key.data.arn, aws_kms_key.quarantine.arn]
    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["rds.${local.region}.amazonaws.com"]
    }
  }
  statement {
    sid       = "LetRdsUseThem"
    actions   = ["kms:CreateGrant"]
    resources = [aws_kms_key.data.arn, aws_kms_key.quarantine.arn]
    condition {
      test     = "Bool"
      variable = "kms:GrantIsForAWSResource"
      values   = ["true"]
    }
  }
}

# What a run has left, deleted.
resource "aws_sfn_state_machine" "refresh_cleanup" {
  name     = "${var.environment}-refresh-cleanup"
  role_arn = aws_iam_role.state_machine["refresh-cleanup"].arn
  definition = templatefile("${path.module}/../workflows/refresh-cleanup/refresh-cleanup.asl.json", {
    masking_handler_arn    = aws_lambda_function.masking_handler.arn
    prod_snapshot_role_arn = local.prod_snapshot_role_arn
    s3_sync_handler_arn    = aws_lambda_function.s3_sync_handler.arn
  })

  logging_configuration {
    level                  = "ALL"
    include_execution_data = false
    log_destination        = "${aws_cloudwatch_log_group.state_machine["refresh-cleanup"].arn}:*"
  }
  tracing_configuration {
    enabled = true
  }

  depends_on = [aws_iam_role_policy.state_machine]
}

data "aws_iam_policy_document" "refresh_cleanup" {
  source_policy_documents = [data.aws_iam_policy_document.state_machine.json]

  statement {
    sid       = "InvokeFunctions"
    actions   = ["lambda:InvokeFunction"]
    resources = [aws_lambda_function.masking_handler.arn, aws_lambda_function.s3_sync_handler.arn]
  }
  statement {
    sid       = "DeleteProductionsSnapshots"
    actions   = ["sts:AssumeRole"]
    resources = [local.prod_snapshot_role_arn]
  }
  statement {
    sid       = "StopChildren"
    actions   = ["states:StopExecution"]
    resources = flatten([for name in local.child_state_machines : local.execution_arns[name]])
  }
  statement {
    sid       = "StopAutomations"
    actions   = ["ssm:StopAutomationExecution"]
    resources = ["${local.arn.ssm}:automation-execution/*"]
  }
  # Knows no resources.
  statement {
    sid       = "FollowAutomations"
    actions   = ["ssm:DescribeAutomationExecutions"]
    resources = ["*"]
  }
  statement {
    sid     = "DeleteClonesAndGenerations"
    actions = ["rds:DeleteDBCluster", "rds:DeleteDBInstance", "rds:DescribeDBClusters", "rds:ModifyDBCluster"]
    resources = [
      local.clone_cluster_arn, local.clone_instance_arn, local.nightly_cluster_arn, local.nightly_db_arn,
    ]
  }
  statement {
    sid       = "DeleteSnapshots"
    actions   = ["rds:DeleteDBClusterSnapshot"]
    resources = [local.snapshot_arn]
  }
  statement {
    sid       = "DeleteTables"
    actions   = ["dynamodb:DeleteTable", "dynamodb:UpdateTable"]
    resources = [local.nightly_table_arn]
  }
}

resource "aws_iam_role_policy" "state_machine" {
  for_each = {
    "daily-refresh"    = data.aws_iam_policy_document.daily_refresh.json
    "s3-sync"          = data.aws_iam_policy_document.s3_sync.json
    "dynamodb-refresh" = data.aws_iam_policy_document.dynamodb_refresh.json
    "aurora-refresh"   = data.aws_iam_policy_document.aurora_refresh.json
    "refresh-cleanup"  = data.aws_iam_policy_document.refresh_cleanup.json
  }

  name   = "workflow"
  role   = aws_iam_role.state_machine[each.key].id
  policy = each.value
}

# ---------------------------------------------------------------------------------------------------------------------
# Schedule and clean-up
# The refresh starts every night. A stopped or timed-out execution runs no Catch: a rule starts the clean-up from outside.
# ---------------------------------------------------------------------------------------------------------------------

resource "aws_cloudwatch_event_rule" "daily_refresh" {
  name                = "${var.environment}-daily-refresh"
  description         = "Starts the nightly refresh"
  schedule_expression = var.refresh_schedule
  state               = var.refresh_enabled ? "ENABLED" : "DISABLED"
}

resource "aws_cloudwatch_event_target" "daily_refresh" {
  rule      = aws_cloudwatch_event_rule.daily_refresh.name
  target_id = "daily-refresh"
  arn       = aws_sfn_state_machine.daily_refresh.arn
  role_arn  = aws_iam_role.events.arn
  input     = jsonencode({ environment = var.environment })
}

resource "aws_cloudwatch_event_rule" "refresh_ended_badly" {
  name        = "${var.environment}-refresh-ended-badly"
  description = "Starts the clean-up after a refresh that failed, was stopped or timed out"
  event_pattern = jsonencode({
    source        = ["aws.states"]
    "detail-type" = ["Step Functions Execution Status Change"]
    detail = {
      status          = ["FAILED", "ABORTED", "TIMED_OUT"]
      stateMachineArn = [local.state_machine_arns["daily-refresh"]]
    }
  })
}

resource "aws_cloudwatch_event_target" "refresh_ended_badly" {
  rule      = aws_cloudwatch_event_rule.refresh_ended_badly.name
  target_id = "refresh-cleanup"
  arn       = aws_sfn_state_machine.refresh_cleanup.arn
  role_arn  = aws_iam_role.events.arn

  # No jsonencode: it would escape the angle brackets, and EventBridge itself puts a text into quotes.
  input_transformer {
    input_paths    = { execution = "$.detail.executionArn" }
    input_template = "{\"environment\": \"${var.environment}\", \"execution\": <execution>, \"runId\": \"\"}"
  }
}

data "aws_iam_policy_document" "events" {
  statement {
    sid       = "StartRefreshAndCleanUp"
    actions   = ["states:StartExecution"]
    resources = [aws_sfn_state_machine.daily_refresh.arn, aws_sfn_state_machine.refresh_cleanup.arn]
  }
}

resource "aws_iam_role_policy" "events" {
  name   = "rules"
  role   = aws_iam_role.events.id
  policy = data.aws_iam_policy_document.events.json
}

# ---------------------------------------------------------------------------------------------------------------------
# Production's side
# What production has to make before the first night; printed, not made. Its policies name this account's root and put the roles
# into conditions, so that either side may be made first.
# ---------------------------------------------------------------------------------------------------------------------

locals {
  prod_rds_arn      = "arn:${local.partition}:rds:${local.region}:${var.prod_account_id}"
  prod_snapshot_arn = "${local.prod_rds_arn}:cluster-snapshot:refresh-${local.run_pattern}*"
  prod_table_arn    = "arn:${local.partition}:dynamodb:${local.region}:${var.prod_account_id}:table/*"
  prod_bucket_arn   = "arn:${local.partition}:s3:::${var.prod_data_bucket}"

  # Step Functions gives the state machine's ARN as external id, the functions the one that they are told.
  prod_roles = {
    reader = {
      name         = var.prod_reader_role_name
      principals   = [aws_iam_role.function["masking"].arn, aws_iam_role.function["s3-sync"].arn, aws_iam_role.state_machine["dynamodb-refresh"].arn]
      external_ids = [local.prod_external_id, local.state_machine_arns["dynamodb-refresh"], "${local.state_machine_arns["dynamodb-refresh"]}/*"]
    }
    snapshot_publisher = {
      name         = var.prod_snapshot_role_name
      principals   = [for name in ["aurora-refresh", "refresh-cleanup"] : aws_iam_role.state_machine[name].arn]
      external_ids = [for name in ["aurora-refresh", "refresh-cleanup"] : local.state_machine_arns[name]]
    }
  }
}

data "aws_iam_policy_document" "prod_trust" {
  for_each = local.prod_roles

  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = [local.account_root]
    }
    condition {
      test     = "ArnEquals"
      variable = "aws:PrincipalArn"
      values   = each.value.principals
    }
    condition {
      test     = "StringLike"
      variable = "sts:ExternalId"
      values   = each.value.external_ids
    }
  }
}

data "aws_iam_policy_document" "prod_reader" {
  statement {
    sid       = "ListObjects"
    actions   = ["s3:GetBucketVersioning", "s3:ListBucket", "s3:ListBucketVersions"]
    resources = [local.prod_bucket_arn]
  }
  statement {
    sid       = "ReadObjects"
    actions   = ["s3:GetObject", "s3:GetObjectTagging", "s3:GetObjectVersion", "s3:GetObjectVersionTagging"]
    resources = ["${local.prod_bucket_arn}/*"]
  }
  statement {
    sid = "ExportTables"
    actions = [
      "dynamodb:DescribeContinuousBackups", "dynamodb:DescribeExport", "dynamodb:DescribeTable", "dynamodb:ExportTableToPointInTime",
      "dynamodb:ListExports",
    ]
    resources = [local.prod_table_arn]
  }
  # Knows no resources.
  statement {
    sid       = "ListTables"
    actions   = ["dynamodb:ListTables"]
    resources = ["*"]
  }
  statement {
    sid       = "FindSnapshots"
    actions   = ["rds:DescribeDBClusterSnapshots"]
    resources = ["${local.prod_rds_arn}:cluster-snapshot:*", "${local.prod_rds_arn}:cluster:${var.prod_cluster_identifier}"]
  }
  statement {
    sid     = "WriteIntoTheTestAccount"
    actions = ["s3:AbortMultipartUpload", "s3:PutObject", "s3:PutObjectAcl"]
    resources = [
      for name, bucket in local.buckets : "${aws_s3_bucket.bucket[name].arn}/${bucket.prod_writes}" if bucket.prod_writes != null
    ]
  }
  statement {
    sid       = "EncryptThere"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [aws_kms_key.data.arn, aws_kms_key.quarantine.arn]
  }
  dynamic "statement" {
    for_each = length(var.prod_data_key_arns) > 0 ? [var.prod_data_key_arns] : []
    content {
      sid       = "DecryptHere"
      actions   = ["kms:Decrypt"]
      resources = statement.value
    }
  }
}

data "aws_iam_policy_document" "prod_snapshot_publisher" {
  statement {
    sid       = "TakeSnapshot"
    actions   = ["rds:CreateDBClusterSnapshot"]
    resources = ["${local.prod_rds_arn}:cluster:${var.prod_cluster_identifier}"]
  }
  # A copy has one permission for its source and its target; the source may be any snapshot.
  statement {
    sid       = "CopyAnySnapshot"
    actions   = ["rds:CopyDBClusterSnapshot", "rds:DescribeDBClusterSnapshots"]
    resources = ["${local.prod_rds_arn}:cluster-snapshot:*"]
  }
  statement {
    sid = "ShareAndDeleteOwnSnapshots"
    actions = [
      "rds:AddTagsToResource", "rds:CreateDBClusterSnapshot", "rds:DeleteDBClusterSnapshot", "rds:ModifyDBClusterSnapshotAttribute",
    ]
    resources = [local.prod_snapshot_arn]
  }
  statement {
    sid       = "UseSnapshotKey"
    actions   = local.kms_use
    resources = concat([var.prod_snapshot_key_arn], var.prod_data_key_arns)
  }
  statement {
    sid       = "LetRdsUseIt"
    actions   = ["kms:CreateGrant"]
    resources = concat([var.prod_snapshot_key_arn], var.prod_data_key_arns)
    condition {
      test     = "Bool"
      variable = "kms:GrantIsForAWSResource"
      values   = ["true"]
    }
  }
}

# To be added to the key policy of prod_snapshot_key_arn.
data "aws_iam_policy_document" "prod_snapshot_key" {
  statement {
    sid       = "TestAccountCopiesSharedSnapshots"
    actions   = local.kms_use
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = [local.account_root]
    }
    condition {
      test     = "ArnEquals"
      variable = "aws:PrincipalArn"
      values   = [aws_iam_role.automation.arn]
    }
  }
  statement {
    sid       = "RdsThereUsesIt"
    actions   = ["kms:CreateGrant"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = [local.account_root]
    }
    condition {
      test     = "ArnEquals"
      variable = "aws:PrincipalArn"
      values   = [aws_iam_role.automation.arn]
    }
    condition {
      test     = "Bool"
      variable = "kms:GrantIsForAWSResource"
      values   = ["true"]
    }
  }
}

# ---------------------------------------------------------------------------------------------------------------------
# Outputs
# What operators and services look for; production_account_setup is for production's administrators.
# ---------------------------------------------------------------------------------------------------------------------

output "state_machine_arns" {
  description = "State machines, by workflow."
  value = {
    daily-refresh    = aws_sfn_state_machine.daily_refresh.arn
    s3-sync          = aws_sfn_state_machine.s3_sync.arn
    dynamodb-refresh = aws_sfn_state_machine.dynamodb_refresh.arn
    aurora-refresh   = aws_sfn_state_machine.aurora_refresh.arn
    refresh-cleanup  = aws_sfn_state_machine.refresh_cleanup.arn
  }
}

output "automation_document_name" {
  description = "The Automation document."
  value       = aws_ssm_document.aurora_snapshot_clone_mask.name
}

output "bucket_names" {
  description = "Buckets, by purpose."
  value       = { for name, bucket in aws_s3_bucket.bucket : name => bucket.bucket }
}

output "control_table_name" {
  description = "The control table: lock, runs, generations."
  value       = aws_dynamodb_table.control.name
}

output "kms_key_arns" {
  description = "Keys, by purpose."
  value       = { data = aws_kms_key.data.arn, quarantine = aws_kms_key.quarantine.arn, masking = aws_kms_key.masking.arn }
}

output "pointer_parameter_names" {
  description = "Where each service finds its data, by service."
  value       = { for name, parameter in aws_ssm_parameter.pointer : name => parameter.name }
}

output "production_account_setup" {
  description = "JSON: the roles that production has to make, and the statements for the key policy of its snapshot key."
  value = jsonencode({
    account = var.prod_account_id
    roles = {
      reader = {
        name        = local.prod_roles.reader.name
        trustPolicy = jsondecode(data.aws_iam_policy_document.prod_trust["reader"].json)
        policy      = jsondecode(data.aws_iam_policy_document.prod_reader.json)
      }
      snapshotPublisher = {
        name        = local.prod_roles.snapshot_publisher.name
        trustPolicy = jsondecode(data.aws_iam_policy_document.prod_trust["snapshot_publisher"].json)
        policy      = jsondecode(data.aws_iam_policy_document.prod_snapshot_publisher.json)
      }
    }
    snapshotKey = {
      arn                 = var.prod_snapshot_key_arn
      keyPolicyStatements = jsondecode(data.aws_iam_policy_document.prod_snapshot_key.json).Statement
    }
  })
}
