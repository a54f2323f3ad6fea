# The test environment that production is copied into every night, masked. Read it from top to bottom: what is asked for, where
# things stand, where they are kept and under which key, who may touch them, what runs and when, and what production has to do.

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
# What differs between environments; dev.tfvars and prod.tfvars give them. Each refuses what cannot work, with a sentence.
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

variable "tags" {
  type        = map(string)
  default     = {}
  description = "Tags of every resource, beside Environment and ManagedBy."

  validation {
    condition     = length(setintersection(keys(var.tags), ["Environment", "ManagedBy", "RefreshRun", "Service"])) == 0
    error_message = "tags must not set Environment, ManagedBy, RefreshRun or Service: those are given."
  }
}

# Services and what they own

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
    condition     = length(setintersection(var.service_names, local.reserved_names)) == 0
    error_message = "service_names must not contain ${join(", ", local.reserved_names)}: parameters and keys of the environment have these names."
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
    condition     = alltrue([for table in values(var.ddb_tables) : length(table.hash_key) > 0 && table.hash_key != table.range_key])
    error_message = "ddb_tables must not use one attribute as hash_key and range_key."
  }
  validation {
    condition = length(distinct(concat(["${var.environment}-refresh"], [
      for pair in setproduct(var.service_names, keys(var.ddb_tables)) : join("-", pair)
    ]))) == 1 + length(var.service_names) * length(var.ddb_tables)
    error_message = "ddb_tables and service_names must not make one table's name twice, nor that of the control table, <environment>-refresh."
  }
  # A name of 40 characters in front, a run's behind, quotes and commas.
  validation {
    condition     = sum(concat([0], [for name in keys(var.ddb_tables) : 107 + 2 * length(name)])) <= 3100
    error_message = "ddb_tables must be fewer or have shorter names: a service's pointer names each of them twice within 4,096 characters."
  }
}

variable "autoscaling" {
  type = map(object({
    tables = optional(object({
      min            = optional(number, 1)
      max            = number
      target_percent = optional(number, 70)
    }))
    ecs_service = optional(object({
      cluster        = string
      name           = string
      min            = optional(number, 1)
      max            = number
      target_percent = optional(number, 60)
    }))
    function_alias = optional(object({
      function       = string
      alias          = string
      min            = optional(number, 1)
      max            = number
      target_percent = optional(number, 70)
    }))
  }))
  default     = {}
  description = "What scales by itself, by service: capacity of tables (on demand when absent), tasks of an ECS service, provisioned concurrency."

  validation {
    condition     = length(setsubtract(keys(var.autoscaling), var.service_names)) == 0
    error_message = "autoscaling must name services of service_names only."
  }
  validation {
    condition = alltrue(flatten([for knobs in values(var.autoscaling) : [
      for knob in [knobs.tables, knobs.ecs_service, knobs.function_alias] :
      try(knob.min >= 0 && knob.max >= knob.min && knob.target_percent >= 20 && knob.target_percent <= 90, knob == null)
    ]]))
    error_message = "autoscaling must have 0 <= min <= max and a target_percent from 20 to 90."
  }
}

# Network

variable "vpc_cidr" {
  type        = string
  default     = "10.64.0.0/16"
  description = "Address range of the network."

  validation {
    condition     = can(regex(local.cidr_pattern, var.vpc_cidr)) && try(cidrhost(var.vpc_cidr, 0) == split("/", var.vpc_cidr)[0], false)
    error_message = "vpc_cidr must be a range of 16 to 28 bits that begins at its first address, such as 10.64.0.0/16."
  }
}

variable "public_subnet_cidrs" {
  type        = list(string)
  default     = ["10.64.0.0/24", "10.64.1.0/24", "10.64.2.0/24"]
  description = "Ranges of the public subnets, one an availability zone; only a NAT gateway stands in them."

  validation {
    condition     = alltrue([for cidr in var.public_subnet_cidrs : can(regex(local.cidr_pattern, cidr)) && can(cidrhost(cidr, 0))])
    error_message = "public_subnet_cidrs must be ranges of 16 to 28 bits, such as 10.64.0.0/24."
  }
  validation {
    condition     = length(var.public_subnet_cidrs) >= 1 && length(var.public_subnet_cidrs) <= length(local.zones)
    error_message = "public_subnet_cidrs must have at least one range, and at most one an availability zone."
  }
}

variable "private_subnet_cidrs" {
  type        = list(string)
  default     = ["10.64.16.0/20", "10.64.32.0/20", "10.64.48.0/20"]
  description = "Ranges of the private subnets, one an availability zone; functions, Aurora and interface endpoints stand in them."

  validation {
    condition     = alltrue([for cidr in var.private_subnet_cidrs : can(regex(local.cidr_pattern, cidr)) && can(cidrhost(cidr, 0))])
    error_message = "private_subnet_cidrs must be ranges of 16 to 28 bits, such as 10.64.16.0/20."
  }
  validation {
    condition     = length(var.private_subnet_cidrs) >= 2 && length(var.private_subnet_cidrs) <= length(local.zones)
    error_message = "private_subnet_cidrs must have at least two ranges, since Aurora needs two availability zones, and at most one a zone."
  }
}

variable "quarantine_subnet_cidrs" {
  type        = list(string)
  default     = ["10.64.3.0/27", "10.64.3.32/27", "10.64.3.64/27"]
  description = "Ranges of the quarantine's subnets, one an availability zone; the unmasked clone stands in them, and no route leads out."

  validation {
    condition     = alltrue([for cidr in var.quarantine_subnet_cidrs : can(regex(local.cidr_pattern, cidr)) && can(cidrhost(cidr, 0))])
    error_message = "quarantine_subnet_cidrs must be ranges of 16 to 28 bits, such as 10.64.3.0/27."
  }
  validation {
    condition     = length(var.quarantine_subnet_cidrs) >= 2 && length(var.quarantine_subnet_cidrs) <= length(local.zones)
    error_message = "quarantine_subnet_cidrs must have at least two ranges, since Aurora needs two availability zones, and at most one a zone."
  }
}

variable "enable_nat" {
  type        = bool
  default     = false
  description = "Whether a NAT gateway leads out: for all functions where there are no interface endpoints, otherwise for the validator alone."

  validation {
    condition     = var.enable_nat || length(var.interface_endpoints) > 0
    error_message = "enable_nat must be true where interface_endpoints is empty: functions would reach no AWS API but S3 and DynamoDB."
  }
}

variable "interface_endpoints" {
  type = set(string)
  default = [
    "events", "kms", "lambda", "logs", "monitoring", "rds", "rds-data", "secretsmanager", "sns", "sqs", "ssm", "states", "sts",
  ]
  description = "AWS APIs with an endpoint in the private subnets: those that functions call. An empty set makes none; enable_nat must lead out then."

  validation {
    condition = alltrue([
      for service in var.interface_endpoints : can(regex("^[a-z0-9-]+(\\.[a-z0-9-]+)*$", service)) && !contains(local.gateway_endpoints, service)
    ])
    error_message = "interface_endpoints must be the last parts of endpoint services' names, such as secretsmanager; s3 and dynamodb have gateway endpoints."
  }
}

variable "aurora_client_security_group_ids" {
  type        = set(string)
  default     = []
  description = "Security groups of this network, beside the functions' own, that Aurora lets in: those of the services."

  validation {
    condition     = alltrue([for id in var.aurora_client_security_group_ids : can(regex("^sg-[0-9a-z]+$", id))])
    error_message = "aurora_client_security_group_ids must be ids of security groups, sg-…."
  }
}

# Keys

variable "enable_service_keys" {
  type        = bool
  default     = true
  description = "Whether each service has a key of its own for its tables and queues; without, they are under the data key."
}

# Database

variable "aurora_engine" {
  type        = string
  default     = "postgresql"
  description = "Engine of Aurora; masking statements are PostgreSQL's."

  validation {
    condition     = var.aurora_engine == "postgresql"
    error_message = "aurora_engine must be postgresql: statements and proof are written for it."
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
  description = "Instance class of the clone and of the generations, which serve the environment."

  validation {
    condition     = can(regex(local.instance_class_pattern, var.aurora_instance_class)) && !startswith(var.aurora_instance_class, "db.t")
    error_message = "aurora_instance_class must be db.serverless or a class such as db.r8g.large; the Data API does not know T classes."
  }
}

variable "aurora_day_0" {
  type = object({
    instance_class = optional(string, "db.serverless")
    instances      = optional(number, 1)
    min_capacity   = optional(number, 0)
    max_capacity   = optional(number, 2)
    backup_days    = optional(number, 7)
  })
  default     = {}
  description = "Size of the day-0 cluster, which sleeps once a generation is live: class, instances, capacity units when serverless, days of backups."

  validation {
    condition     = can(regex(local.instance_class_pattern, var.aurora_day_0.instance_class)) && !startswith(var.aurora_day_0.instance_class, "db.t")
    error_message = "aurora_day_0.instance_class must be db.serverless or a class such as db.r8g.large; the Data API does not know T classes."
  }
  validation {
    condition     = var.aurora_day_0.instances >= 1 && var.aurora_day_0.instances <= 16 && floor(var.aurora_day_0.instances) == var.aurora_day_0.instances
    error_message = "aurora_day_0.instances must be from 1 to 16."
  }
  validation {
    condition = (var.aurora_day_0.min_capacity >= 0 && var.aurora_day_0.max_capacity <= 256 &&
    var.aurora_day_0.max_capacity >= max(1, var.aurora_day_0.min_capacity))
    error_message = "aurora_day_0 must have 0 <= min_capacity <= max_capacity <= 256, and a max_capacity of at least 1."
  }
  validation {
    condition     = var.aurora_day_0.backup_days >= 1 && var.aurora_day_0.backup_days <= 35
    error_message = "aurora_day_0.backup_days must be from 1 to 35."
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
  description = "Master user of the day-0 cluster."

  validation {
    condition     = can(regex("^[a-z][a-z0-9_]{0,62}$", var.aurora_username)) && !contains(["admin", "postgres", "rdsadmin"], var.aurora_username)
    error_message = "aurora_username must be a PostgreSQL name in lower case, and not admin, postgres or rdsadmin."
  }
}

variable "aurora_password" {
  type        = string
  default     = null
  sensitive   = true
  ephemeral   = true
  description = "Master user's password on day 0, given by TF_VAR_aurora_password; Secrets Manager makes one when it is absent."

  validation {
    condition     = var.aurora_password == null || can(regex("^[!#-.0-?A-~]{16,128}$", var.aurora_password))
    error_message = "aurora_password must be 16 to 128 printable characters without space, slash, at sign and double quote."
  }
}

variable "aurora_password_version" {
  type        = number
  default     = 1
  description = "Raise it to write another password: a write-only value is not compared."

  validation {
    condition     = var.aurora_password_version >= 1 && floor(var.aurora_password_version) == var.aurora_password_version
    error_message = "aurora_password_version must be 1 or more, without a fraction."
  }
}

# Buckets

variable "artifact_bucket_name" {
  type        = string
  default     = null
  description = "Bucket of the expectations and drift reports; <environment>-artifacts-<account> when absent."

  validation {
    condition     = var.artifact_bucket_name == null || can(regex(local.bucket_pattern, var.artifact_bucket_name))
    error_message = "artifact_bucket_name must be a bucket's name: 3 to 63 lower-case letters, digits and hyphens."
  }
}

variable "data_bucket_name" {
  type        = string
  default     = null
  description = "Bucket that services read; <environment>-data-<account> when absent."

  validation {
    condition     = var.data_bucket_name == null || can(regex(local.bucket_pattern, var.data_bucket_name))
    error_message = "data_bucket_name must be a bucket's name: 3 to 63 lower-case letters, digits and hyphens."
  }
}

variable "staging_bucket_name" {
  type        = string
  default     = null
  description = "Bucket of a run's masked files and reports; <environment>-staging-<account> when absent."

  validation {
    condition     = var.staging_bucket_name == null || can(regex(local.bucket_pattern, var.staging_bucket_name))
    error_message = "staging_bucket_name must be a bucket's name: 3 to 63 lower-case letters, digits and hyphens."
  }
}

variable "quarantine_bucket_name" {
  type        = string
  default     = null
  description = "Bucket of raw exports; <environment>-quarantine-<account> when absent."

  validation {
    condition     = var.quarantine_bucket_name == null || can(regex(local.bucket_pattern, var.quarantine_bucket_name))
    error_message = "quarantine_bucket_name must be a bucket's name: 3 to 63 lower-case letters, digits and hyphens."
  }
}

variable "access_log_bucket_name" {
  type        = string
  default     = null
  description = "Bucket of the other buckets' access logs; <environment>-access-logs-<account> when absent."

  validation {
    condition     = var.access_log_bucket_name == null || can(regex(local.bucket_pattern, var.access_log_bucket_name))
    error_message = "access_log_bucket_name must be a bucket's name: 3 to 63 lower-case letters, digits and hyphens."
  }
}

# Masking

variable "masking_rules" {
  type        = map(string)
  description = "Masking rules of all services, masking/v1: what a rule is for, and its template."
  default = {
    email = "test+{{hash}}@example.com"
    ssn   = "XXX-XX-{{last:4}}"
  }

  validation {
    condition     = alltrue([for place, template in var.masking_rules : length(place) > 0 && length(template) > 0])
    error_message = "masking_rules must have a template for each place, and no empty texts."
  }
}

variable "service_masking_rules" {
  type        = map(map(string))
  default     = {}
  description = "Masking rules of single services beside the common ones, by service."

  validation {
    condition     = length(setsubtract(keys(var.service_masking_rules), var.service_names)) == 0
    error_message = "service_masking_rules must name services of service_names only."
  }
}

variable "masking_on_undeclared" {
  type        = string
  default     = "redact"
  description = "What becomes of data that no rule declares: redact it, or hold the service back."

  validation {
    condition     = contains(["redact", "hold"], var.masking_on_undeclared)
    error_message = "masking_on_undeclared must be redact or hold; nothing lets undeclared data through."
  }
}

# Production

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
  validation {
    condition     = !contains(values(local.bucket_names), var.prod_data_bucket)
    error_message = "prod_data_bucket must be another bucket than those of this environment."
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

# Running

variable "refresh_schedule" {
  type        = string
  default     = "cron(0 9 * * ? *)"
  description = "When the refresh starts, as an EventBridge schedule in UTC; 9:00 is 1 or 2 at night in us-west-2."

  validation {
    condition     = can(regex(local.schedule_pattern, var.refresh_schedule))
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

variable "reserved_concurrency" {
  type    = map(number)
  default = { "aurora-refresh" = 5, "parity-validation" = 1 }
  # The clone is protected from too many statements at once, two repairs from each other.
  description = "Concurrent executions kept for a function, and its limit, by handler; empty where the account's own limit is 10."

  validation {
    condition     = length(setsubtract(keys(var.reserved_concurrency), local.handlers)) == 0
    error_message = "reserved_concurrency must name ${join(", ", local.handlers)} only."
  }
  validation {
    condition     = alltrue([for limit in values(var.reserved_concurrency) : limit >= 1 && limit <= 1000 && floor(limit) == limit])
    error_message = "reserved_concurrency must be from 1 to 1,000: 0 would stop the function."
  }
}

variable "parity_schedule" {
  type        = string
  default     = "cron(0 15 ? * MON *)"
  description = "When the validator compares the environment with what is expected, as an EventBridge schedule in UTC."

  validation {
    condition     = can(regex(local.schedule_pattern, var.parity_schedule))
    error_message = "parity_schedule must be an EventBridge schedule, such as cron(0 15 ? * MON *)."
  }
}

variable "remediation" {
  type        = string
  default     = "report"
  description = "What the validator does about drift: off does not plan repairs, report plans them, repair makes the harmless ones."

  validation {
    condition     = contains(["off", "report", "repair"], var.remediation)
    error_message = "remediation must be off, report or repair."
  }
}

variable "drift_threshold" {
  type        = number
  default     = 20
  description = "Findings from which on nothing is repaired any more and an alarm is raised: so much drift is somebody's intent."

  validation {
    condition     = var.drift_threshold >= 1 && floor(var.drift_threshold) == var.drift_threshold
    error_message = "drift_threshold must be 1 or more, without a fraction."
  }
}

variable "max_repairs" {
  type        = number
  default     = 25
  description = "Repairs that the validator makes in one run at most."

  validation {
    condition     = var.max_repairs >= 1 && var.max_repairs <= 500 && floor(var.max_repairs) == var.max_repairs
    error_message = "max_repairs must be from 1 to 500."
  }
}

variable "alarm_thresholds" {
  type = object({
    hours_without_refresh = optional(number, 30)
    machine_throttles     = optional(number, 10)
    function_errors       = optional(number, 5)
    function_throttles    = optional(number, 20)
    duration_percent      = optional(number, 95)
    services_held         = optional(number, 1)
    queue_age_hours       = optional(number, 12)
    queue_messages        = optional(number, 5)
    free_memory_mib       = optional(number, 256)
    capacity_percent      = optional(number, 90)
  })
  default     = {}
  description = "When alarms go off: hours without a refresh; throttled states; errors and throttles a function and hour; share of its timeout; services held; a queue's oldest and number of messages; the day-0 cluster's free memory and share of its capacity."

  validation {
    condition     = var.alarm_thresholds.hours_without_refresh >= 25 && var.alarm_thresholds.hours_without_refresh <= 168
    error_message = "alarm_thresholds.hours_without_refresh must be from 25 to 168: a night's end wanders, and CloudWatch looks back seven days at most."
  }
  validation {
    condition = alltrue([
      for percent in [var.alarm_thresholds.duration_percent, var.alarm_thresholds.capacity_percent] : percent >= 1 && percent <= 100
    ])
    error_message = "alarm_thresholds must have a duration_percent and a capacity_percent from 1 to 100."
  }
  validation {
    condition     = alltrue([for threshold in values(var.alarm_thresholds) : threshold >= 1])
    error_message = "alarm_thresholds must be 1 or more: below, an alarm would never end."
  }
}

variable "enable_service_dashboards" {
  type        = bool
  default     = true
  description = "Whether each service has a dashboard of its own, beside the one of the whole refresh."
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
  description = "How long logs are kept: those of functions, state machines, network, database, and access to buckets."

  validation {
    condition     = contains([7, 14, 30, 60, 90, 120, 180, 365, 731], var.log_retention_days)
    error_message = "log_retention_days must be one of 7, 14, 30, 60, 90, 120, 180, 365, 731."
  }
}

variable "deletion_protection" {
  type        = bool
  default     = true
  description = "Whether cluster and tables of day 0 refuse to be deleted, and the secret can be restored."
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

# ---------------------------------------------------------------------------------------------------------------------
# Names
# Everything that is derived. What several services or roles name (state machines, queues) is named by computed ARNs.
# ---------------------------------------------------------------------------------------------------------------------

data "aws_caller_identity" "current" {}
data "aws_partition" "current" {}
data "aws_region" "current" {}
data "aws_availability_zones" "available" {
  #checkov:skip=CKV_AWS_394: as many zones are taken as there are ranges of subnets
  state = "available"
}

locals {
  account_id = data.aws_caller_identity.current.account_id
  partition  = data.aws_partition.current.partition
  region     = data.aws_region.current.region
  zones      = data.aws_availability_zones.available.names

  handlers             = toset(["masking", "s3-sync", "dynamodb-refresh", "aurora-refresh", "integration-tests", "parity-validation"])
  state_machines       = toset(["daily-refresh", "s3-sync", "dynamodb-refresh", "aurora-refresh", "refresh-cleanup"])
  child_state_machines = ["s3-sync", "dynamodb-refresh", "aurora-refresh"]
  services             = toset(var.service_names)
  key_purposes         = ["data", "logs", "masking", "quarantine", "s3", "ssm"]
  reserved_names       = concat(local.key_purposes, ["config", "database"])

  # What variables are compared with.
  cidr_pattern             = "^([0-9]{1,3}\\.){3}[0-9]{1,3}/(1[6-9]|2[0-8])$"
  bucket_pattern           = "^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$"
  schedule_pattern         = "^(cron|rate)\\(.+\\)$"
  instance_class_pattern   = "^db\\.(serverless|[a-z0-9]+\\.[a-z0-9]+)$"
  standard_parameter_bytes = 4096
  advanced_parameter_bytes = 8192

  # arn:<partition>:<service>:<region>:<account>
  arn = { for service in ["cloudwatch", "events", "kms", "logs", "sns", "sqs", "states"] :
  service => "arn:${local.partition}:${service}:${local.region}:${local.account_id}" }

  function_names     = { for name in local.handlers : name => "${var.environment}-${name}" }
  state_machine_arns = { for name in local.state_machines : name => "${local.arn.states}:stateMachine:${var.environment}-${name}" }

  prod_reader_role_arn   = "arn:${local.partition}:iam::${var.prod_account_id}:role/${var.prod_reader_role_name}"
  prod_snapshot_role_arn = "arn:${local.partition}:iam::${var.prod_account_id}:role/${var.prod_snapshot_role_name}"
  prod_external_id       = "${var.environment}-refresh"

  bucket_names = {
    artifacts   = coalesce(var.artifact_bucket_name, "${var.environment}-artifacts-${local.account_id}")
    data        = coalesce(var.data_bucket_name, "${var.environment}-data-${local.account_id}")
    staging     = coalesce(var.staging_bucket_name, "${var.environment}-staging-${local.account_id}")
    quarantine  = coalesce(var.quarantine_bucket_name, "${var.environment}-quarantine-${local.account_id}")
    access-logs = coalesce(var.access_log_bucket_name, "${var.environment}-access-logs-${local.account_id}")
  }
  bucket_arns = { for name, bucket in local.bucket_names : name => "arn:${local.partition}:s3:::${bucket}" }

  # Where the validator finds what it expects, and leaves what it found.
  expectations_key    = "expectations/parity.json"
  drift_report_prefix = "parity/"
  expectations_uri    = "s3://${local.bucket_names.artifacts}/${local.expectations_key}"
  drift_report_uri    = "s3://${local.bucket_names.artifacts}/${local.drift_report_prefix}"
  masking_key_alias   = "alias/app-masking-${var.environment}"

  day_0_tables = merge([for service in var.service_names : {
    for name, keys in var.ddb_tables : "${service}-${name}" => merge(keys, {
      service  = service
      capacity = try(var.autoscaling[service].tables.min, null)
    })
  }]...)
}

# ---------------------------------------------------------------------------------------------------------------------
# Network
# Functions and Aurora stand in private subnets and reach AWS by endpoints or a NAT gateway; the unmasked clone stands in subnets
# without any way out. Security groups let in exactly who is named.
# ---------------------------------------------------------------------------------------------------------------------

locals {
  gateway_endpoints = ["dynamodb", "s3"]
  aurora_port       = 5432
  https_port        = 443
  anywhere          = "0.0.0.0/0"

  # First and last address of the network and of each subnet as numbers; null where a range is malformed.
  subnet_cidrs = concat(var.public_subnet_cidrs, var.private_subnet_cidrs, var.quarantine_subnet_cidrs)
  address_ranges = [for cidr in concat([var.vpc_cidr], local.subnet_cidrs) : try({
    first = sum([for position, part in split(".", cidrhost(cidr, 0)) : tonumber(part) * pow(256, 3 - position)])
    last  = sum([for position, part in split(".", cidrhost(cidr, -1)) : tonumber(part) * pow(256, 3 - position)])
  }, null)]
  cidrs_outside = [for index, cidr in local.subnet_cidrs : cidr if !try(
    local.address_ranges[index + 1].first >= local.address_ranges[0].first && local.address_ranges[index + 1].last <= local.address_ranges[0].last,
  true)]
  cidrs_overlapping = [for index, cidr in local.subnet_cidrs : cidr if anytrue([for other, _ in local.subnet_cidrs : try(
    index != other &&
    local.address_ranges[index + 1].first <= local.address_ranges[other + 1].last &&
    local.address_ranges[other + 1].first <= local.address_ranges[index + 1].last,
  false)])]

  # One NAT gateway, in the first public subnet: a test environment may wait while a zone is down.
  nat = { for cidr in slice(var.public_subnet_cidrs, 0, 1) : "nat" => cidr if var.enable_nat }

  calling_groups     = { functions = aws_security_group.functions.id, validator = aws_security_group.validator.id }
  private_subnet_ids = [for cidr in var.private_subnet_cidrs : aws_subnet.private[cidr].id]
}

resource "aws_vpc" "main" {
  cidr_block           = var.vpc_cidr
  enable_dns_support   = true
  enable_dns_hostnames = true
  tags                 = { Name = var.environment }

  lifecycle {
    precondition {
      condition     = length(local.cidrs_outside) == 0
      error_message = "Subnets must lie inside vpc_cidr, ${var.vpc_cidr}: ${join(", ", local.cidrs_outside)}."
    }
    precondition {
      condition     = length(local.cidrs_overlapping) == 0
      error_message = "Subnets must not overlap: ${join(", ", local.cidrs_overlapping)}."
    }
  }
}

# What names no group is in this one: it lets nothing in and nothing out.
resource "aws_default_security_group" "main" {
  vpc_id = aws_vpc.main.id
}

resource "aws_internet_gateway" "main" {
  vpc_id = aws_vpc.main.id
  tags   = { Name = var.environment }
}

resource "aws_subnet" "public" {
  for_each = { for index, cidr in var.public_subnet_cidrs : cidr => local.zones[index % length(local.zones)] }

  vpc_id                  = aws_vpc.main.id
  cidr_block              = each.key
  availability_zone       = each.value
  map_public_ip_on_launch = false
  tags                    = { Name = "${var.environment}-public-${each.value}" }
}

resource "aws_subnet" "private" {
  for_each = { for index, cidr in var.private_subnet_cidrs : cidr => local.zones[index % length(local.zones)] }

  vpc_id            = aws_vpc.main.id
  cidr_block        = each.key
  availability_zone = each.value
  tags              = { Name = "${var.environment}-private-${each.value}" }
}

resource "aws_subnet" "quarantine" {
  for_each = { for index, cidr in var.quarantine_subnet_cidrs : cidr => local.zones[index % length(local.zones)] }

  vpc_id            = aws_vpc.main.id
  cidr_block        = each.key
  availability_zone = each.value
  tags              = { Name = "${var.environment}-quarantine-${each.value}" }
}

resource "aws_eip" "nat" {
  for_each = local.nat

  domain = "vpc"
  tags   = { Name = "${var.environment}-nat" }
}

resource "aws_nat_gateway" "nat" {
  for_each = local.nat

  allocation_id = aws_eip.nat[each.key].id
  subnet_id     = aws_subnet.public[each.value].id
  tags          = { Name = var.environment }

  depends_on = [aws_internet_gateway.main]
}

resource "aws_route_table" "public" {
  vpc_id = aws_vpc.main.id
  tags   = { Name = "${var.environment}-public" }
}

resource "aws_route_table" "private" {
  vpc_id = aws_vpc.main.id
  tags   = { Name = "${var.environment}-private" }
}

# Has no route but the network's own, and stays so.
resource "aws_route_table" "quarantine" {
  vpc_id = aws_vpc.main.id
  tags   = { Name = "${var.environment}-quarantine" }
}

resource "aws_route" "public_internet" {
  route_table_id         = aws_route_table.public.id
  destination_cidr_block = local.anywhere
  gateway_id             = aws_internet_gateway.main.id
}

resource "aws_route" "private_nat" {
  for_each = aws_nat_gateway.nat

  route_table_id         = aws_route_table.private.id
  destination_cidr_block = local.anywhere
  nat_gateway_id         = each.value.id
}

resource "aws_route_table_association" "public" {
  for_each = aws_subnet.public

  subnet_id      = each.value.id
  route_table_id = aws_route_table.public.id
}

resource "aws_route_table_association" "private" {
  for_each = aws_subnet.private

  subnet_id      = each.value.id
  route_table_id = aws_route_table.private.id
}

resource "aws_route_table_association" "quarantine" {
  for_each = aws_subnet.quarantine

  subnet_id      = each.value.id
  route_table_id = aws_route_table.quarantine.id
}

# Objects and items take the short way, which costs nothing.
resource "aws_vpc_endpoint" "gateway" {
  for_each = toset(local.gateway_endpoints)

  vpc_id            = aws_vpc.main.id
  service_name      = "com.amazonaws.${local.region}.${each.key}"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [aws_route_table.private.id]
  tags              = { Name = "${var.environment}-${each.key}" }
}

resource "aws_vpc_endpoint" "interface" {
  for_each = var.interface_endpoints

  vpc_id              = aws_vpc.main.id
  service_name        = "com.amazonaws.${local.region}.${each.key}"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = local.private_subnet_ids
  security_group_ids  = [aws_security_group.endpoints.id]
  private_dns_enabled = true
  tags                = { Name = "${var.environment}-${each.key}" }
}

resource "aws_security_group" "functions" {
  name        = "${var.environment}-functions"
  description = "The functions: they let nobody in"
  vpc_id      = aws_vpc.main.id
}

# The validator reads IAM, which has no endpoint in most regions; it alone may take the NAT gateway beside endpoints.
resource "aws_security_group" "validator" {
  name        = "${var.environment}-validator"
  description = "The validator: it lets nobody in"
  vpc_id      = aws_vpc.main.id
}

resource "aws_security_group" "endpoints" {
  name        = "${var.environment}-endpoints"
  description = "The interface endpoints"
  vpc_id      = aws_vpc.main.id
}

resource "aws_security_group" "aurora" {
  name        = "${var.environment}-aurora"
  description = "The day-0 cluster and the generations"
  vpc_id      = aws_vpc.main.id
}

# No rules, neither in nor out: the Data API needs no path through the network.
resource "aws_security_group" "quarantine" {
  #checkov:skip=CKV2_AWS_5: the Automation gives it to each night's clone
  name        = "${var.environment}-quarantine"
  description = "The unmasked clone: nobody comes in, nothing goes out"
  vpc_id      = aws_vpc.main.id
}

resource "aws_vpc_security_group_egress_rule" "functions_to_aurora" {
  security_group_id            = aws_security_group.functions.id
  description                  = "Functions query Aurora"
  referenced_security_group_id = aws_security_group.aurora.id
  ip_protocol                  = "tcp"
  from_port                    = local.aurora_port
  to_port                      = local.aurora_port
}

resource "aws_vpc_security_group_egress_rule" "to_endpoints" {
  for_each = local.calling_groups

  security_group_id            = each.value
  description                  = "${each.key} call AWS by interface endpoints"
  referenced_security_group_id = aws_security_group.endpoints.id
  ip_protocol                  = "tcp"
  from_port                    = local.https_port
  to_port                      = local.https_port
}

resource "aws_vpc_security_group_egress_rule" "to_gateways" {
  for_each = { for pair in setproduct(keys(local.calling_groups), local.gateway_endpoints) : join("/", pair) => { group = pair[0], service = pair[1] } }

  security_group_id = local.calling_groups[each.value.group]
  description       = "${each.value.group} call ${each.value.service} by its gateway endpoint"
  prefix_list_id    = aws_vpc_endpoint.gateway[each.value.service].prefix_list_id
  ip_protocol       = "tcp"
  from_port         = local.https_port
  to_port           = local.https_port
}

resource "aws_vpc_security_group_egress_rule" "to_nat" {
  for_each = { for name, group in local.calling_groups : name => group if var.enable_nat && (name == "validator" || length(var.interface_endpoints) == 0) }

  security_group_id = each.value
  description       = "${each.key} call AWS by the NAT gateway"
  cidr_ipv4         = local.anywhere
  ip_protocol       = "tcp"
  from_port         = local.https_port
  to_port           = local.https_port
}

resource "aws_vpc_security_group_ingress_rule" "endpoints" {
  for_each = local.calling_groups

  security_group_id            = aws_security_group.endpoints.id
  description                  = "${each.key} call AWS"
  referenced_security_group_id = each.value
  ip_protocol                  = "tcp"
  from_port                    = local.https_port
  to_port                      = local.https_port
}

resource "aws_vpc_security_group_ingress_rule" "aurora_from_functions" {
  security_group_id            = aws_security_group.aurora.id
  description                  = "Functions query Aurora"
  referenced_security_group_id = aws_security_group.functions.id
  ip_protocol                  = "tcp"
  from_port                    = local.aurora_port
  to_port                      = local.aurora_port
}

resource "aws_vpc_security_group_ingress_rule" "aurora_from_clients" {
  for_each = var.aurora_client_security_group_ids

  security_group_id            = aws_security_group.aurora.id
  description                  = "A service queries Aurora"
  referenced_security_group_id = each.key
  ip_protocol                  = "tcp"
  from_port                    = local.aurora_port
  to_port                      = local.aurora_port
}

resource "aws_cloudwatch_log_group" "flow" {
  #checkov:skip=CKV_AWS_338: log_retention_days says how long
  name              = "/aws/vpc/${var.environment}"
  retention_in_days = var.log_retention_days
  kms_key_id        = aws_kms_key.logs.arn
}

resource "aws_flow_log" "main" {
  vpc_id               = aws_vpc.main.id
  traffic_type         = "ALL"
  log_destination_type = "cloud-watch-logs"
  log_destination      = aws_cloudwatch_log_group.flow.arn
  iam_role_arn         = aws_iam_role.flow_logs.arn

  depends_on = [aws_iam_role_policy.flow_logs]
}

data "aws_iam_policy_document" "flow_logs" {
  statement {
    sid       = "WriteFlowLog"
    actions   = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
    resources = [aws_cloudwatch_log_group.flow.arn, "${aws_cloudwatch_log_group.flow.arn}:*"]
  }
  # Knows no single groups.
  statement {
    sid       = "FindLogGroup"
    actions   = ["logs:DescribeLogGroups"]
    resources = ["*"]
  }
}

resource "aws_iam_role_policy" "flow_logs" {
  name   = "flow-logs"
  role   = aws_iam_role.flow_logs.id
  policy = data.aws_iam_policy_document.flow_logs.json
}

# ---------------------------------------------------------------------------------------------------------------------
# Keys
# A key a purpose, and one a service for its tables and queues. The quarantine's key is what closes the quarantine: the account's
# other principals may administer it and not use it. From the masking key all masking keys come.
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
  kms_read_and_write = ["kms:Decrypt", "kms:GenerateDataKey"]
  kms_mac            = ["kms:GenerateMac", "kms:VerifyMac"]

  account_root    = "arn:${local.partition}:iam::${local.account_id}:root"
  production_root = "arn:${local.partition}:iam::${var.prod_account_id}:root"

  quarantine_roles = concat(
    [for name in local.handlers_of_refresh : aws_iam_role.function[name].arn],
    [for name in local.child_state_machines : aws_iam_role.state_machine[name].arn],
    [aws_iam_role.automation.arn],
  )
  cloning_roles     = [aws_iam_role.automation.arn, aws_iam_role.state_machine["aurora-refresh"].arn]
  masking_key_roles = [for name in ["masking", "s3-sync", "aurora-refresh"] : aws_iam_role.function[name].arn]

  key_arns = {
    data       = aws_kms_key.data.arn
    logs       = aws_kms_key.logs.arn
    masking    = aws_kms_key.masking.arn
    quarantine = aws_kms_key.quarantine.arn
    s3         = aws_kms_key.s3.arn
    ssm        = aws_kms_key.ssm.arn
  }
  # A map of a hundred services' resources is read whole by whoever names one of them: it is read here once.
  service_key_policy = data.aws_iam_policy_document.account_key["service"].json
  service_key_arns   = { for name in local.services : name => var.enable_service_keys ? aws_kms_key.service[name].arn : aws_kms_key.data.arn }
  aliased_keys = merge(
    { for purpose, arn in local.key_arns : purpose => arn },
    { for name in local.services : name => local.service_key_arns[name] if var.enable_service_keys },
  )
}

resource "aws_kms_key" "data" {
  description         = "Masked data of ${var.environment}: database, control table, topics, dead letters"
  enable_key_rotation = true
  policy              = data.aws_iam_policy_document.account_key["data"].json
}

resource "aws_kms_key" "logs" {
  description         = "Logs of ${var.environment}"
  enable_key_rotation = true
  policy              = data.aws_iam_policy_document.account_key["logs"].json
}

resource "aws_kms_key" "s3" {
  description         = "Objects of ${var.environment}, but for raw ones"
  enable_key_rotation = true
  policy              = data.aws_iam_policy_document.account_key["s3"].json
}

resource "aws_kms_key" "ssm" {
  description         = "Parameters of ${var.environment}"
  enable_key_rotation = true
  policy              = data.aws_iam_policy_document.account_key["ssm"].json
}

resource "aws_kms_key" "service" {
  for_each = { for name in local.services : name => name if var.enable_service_keys }

  description         = "Tables and queues of ${each.key} in ${var.environment}"
  enable_key_rotation = true
  policy              = local.service_key_policy
  tags                = { Service = each.key }
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
  for_each = local.aliased_keys

  name          = "alias/app-${each.key}-${var.environment}"
  target_key_id = each.value
}

# Who uses tables of services uses their keys: too many to be named, what marks them is their tag.
data "aws_iam_policy_document" "service_keys" {
  statement {
    sid = "UseTablesOfServices"
    actions = [
      "kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncryptFrom", "kms:ReEncryptTo",
    ]
    resources = ["${local.arn.kms}:key/*"]
    condition {
      test     = "Null"
      variable = "aws:ResourceTag/Service"
      values   = ["false"]
    }
    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["dynamodb.${local.region}.amazonaws.com"]
    }
  }
}

resource "aws_iam_role_policy" "service_keys" {
  for_each = var.enable_service_keys ? {
    dynamodb-refresh  = aws_iam_role.state_machine["dynamodb-refresh"].id
    integration-tests = aws_iam_role.function["integration-tests"].id
  } : {}

  name   = "service-keys"
  role   = each.value
  policy = data.aws_iam_policy_document.service_keys.json
}

# Keys whose use the account's own policies decide, and the AWS services that use them for it.
data "aws_iam_policy_document" "account_key" {
  #checkov:skip=CKV_AWS_111: the policy is a key's own, where "*" is that key
  #checkov:skip=CKV_AWS_356: the policy is a key's own, where "*" is that key
  for_each = {
    data    = { services = ["cloudwatch", "events", "sns"], log_groups = [], production = false }
    logs    = { services = [], log_groups = ["/aws/lambda/", "/aws/rds/cluster/", "/aws/vendedlogs/states/", "/aws/vpc/"], production = false }
    s3      = { services = [], log_groups = [], production = true }
    service = { services = ["sns"], log_groups = [], production = false }
    ssm     = { services = [], log_groups = [], production = false }
  }

  # A key's own policy has no other resource than the key: "*" is this key.
  statement {
    sid       = "PoliciesOfThisAccountDecide"
    actions   = concat(local.kms_administration, local.kms_use, ["kms:CreateGrant"])
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = [local.account_root]
    }
  }
  dynamic "statement" {
    for_each = length(each.value.services) > 0 ? [each.value.services] : []
    content {
      sid       = "ServicesDeliverEncrypted"
      actions   = local.kms_read_and_write
      resources = ["*"]
      principals {
        type        = "Service"
        identifiers = [for service in statement.value : "${service}.amazonaws.com"]
      }
      condition {
        test     = "StringEquals"
        variable = "aws:SourceAccount"
        values   = [local.account_id]
      }
    }
  }
  dynamic "statement" {
    for_each = length(each.value.log_groups) > 0 ? [each.value.log_groups] : []
    content {
      sid       = "LogsAreEncrypted"
      actions   = local.kms_use
      resources = ["*"]
      principals {
        type        = "Service"
        identifiers = ["logs.${local.region}.amazonaws.com"]
      }
      condition {
        test     = "ArnLike"
        variable = "kms:EncryptionContext:aws:logs:arn"
        values   = [for prefix in statement.value : "${local.arn.logs}:log-group:${prefix}${var.environment}*"]
      }
    }
  }
  # The account is named and the role stands in the condition: KMS refuses a principal that production has not made yet.
  dynamic "statement" {
    for_each = each.value.production ? [local.prod_reader_role_arn] : []
    content {
      sid       = "ProductionsReaderCopiesObjects"
      actions   = local.kms_read_and_write
      resources = ["*"]
      principals {
        type        = "AWS"
        identifiers = [local.production_root]
      }
      condition {
        test     = "ArnEquals"
        variable = "aws:PrincipalArn"
        values   = [statement.value]
      }
    }
  }
}

data "aws_iam_policy_document" "quarantine_key" {
  #checkov:skip=CKV_AWS_111: the policy is a key's own, where "*" is that key
  #checkov:skip=CKV_AWS_356: the policy is a key's own, where "*" is that key
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
      identifiers = local.cloning_roles
    }
    condition {
      test     = "Bool"
      variable = "kms:GrantIsForAWSResource"
      values   = ["true"]
    }
  }
  statement {
    sid       = "ProductionsReaderExports"
    actions   = local.kms_read_and_write
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
  #checkov:skip=CKV_AWS_111: the policy is a key's own, where "*" is that key
  #checkov:skip=CKV_AWS_356: the policy is a key's own, where "*" is that key
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
# a rollback puts back; expectations and drift reports are artifacts. Who read what is in the access logs.
# ---------------------------------------------------------------------------------------------------------------------

locals {
  buckets = {
    artifacts  = { key_arn = local.key_arns.s3, versioned = true, prod_writes = null, days = null }
    data       = { key_arn = local.key_arns.s3, versioned = true, prod_writes = null, days = null }
    staging    = { key_arn = local.key_arns.s3, versioned = true, prod_writes = "runs/*/objects/*", days = null }
    quarantine = { key_arn = local.key_arns.quarantine, versioned = false, prod_writes = "exports/*", days = 1 }
    # S3 delivers access logs under its own keys only.
    access-logs = { key_arn = null, versioned = true, prod_writes = null, days = var.log_retention_days }
  }
}

resource "aws_s3_bucket" "bucket" {
  #checkov:skip=CKV_AWS_144: every night makes the objects anew, from production
  #checkov:skip=CKV2_AWS_62: nobody waits for single objects: a topic says when all are there
  for_each = local.bucket_names

  bucket        = each.value
  force_destroy = false

  lifecycle {
    precondition {
      condition     = length([for name in values(local.bucket_names) : name if name == each.value]) == 1
      error_message = "Buckets must have different names: ${each.value} is named twice."
    }
  }
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
      sse_algorithm     = local.buckets[each.key].key_arn == null ? "AES256" : "aws:kms"
      kms_master_key_id = local.buckets[each.key].key_arn
    }
  }
}

resource "aws_s3_bucket_versioning" "bucket" {
  for_each = { for name, bucket in aws_s3_bucket.bucket : name => bucket if local.buckets[name].versioned }

  bucket = each.value.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "bucket" {
  for_each = aws_s3_bucket.bucket

  bucket = each.value.id
  rule {
    id     = "incomplete-uploads"
    status = "Enabled"
    filter {}
    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }
  dynamic "rule" {
    for_each = local.buckets[each.key].days[*]
    content {
      id     = "days"
      status = "Enabled"
      filter {}
      expiration {
        days = rule.value
      }
    }
  }
  dynamic "rule" {
    for_each = local.buckets[each.key].versioned ? [30] : []
    content {
      id     = "replaced-versions"
      status = "Enabled"
      filter {}
      noncurrent_version_expiration {
        noncurrent_days = rule.value
      }
    }
  }

  depends_on = [aws_s3_bucket_versioning.bucket]
}

resource "aws_s3_bucket_logging" "bucket" {
  for_each = { for name, bucket in aws_s3_bucket.bucket : name => bucket if name != "access-logs" }

  bucket        = each.value.id
  target_bucket = aws_s3_bucket.bucket["access-logs"].id
  target_prefix = "${each.key}/"
}

data "aws_iam_policy_document" "bucket" {
  for_each = local.bucket_arns

  statement {
    sid       = "OnlyEncryptedConnections"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [each.value, "${each.value}/*"]
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
  # Who names no key gets the bucket's; who names one must name that.
  dynamic "statement" {
    for_each = local.buckets[each.key].key_arn[*]
    content {
      sid       = "NoOtherKey"
      effect    = "Deny"
      actions   = ["s3:PutObject"]
      resources = ["${each.value}/*"]
      principals {
        type        = "*"
        identifiers = ["*"]
      }
      condition {
        test     = "Null"
        variable = "s3:x-amz-server-side-encryption-aws-kms-key-id"
        values   = ["false"]
      }
      condition {
        test     = "StringNotEquals"
        variable = "s3:x-amz-server-side-encryption-aws-kms-key-id"
        values   = [statement.value]
      }
    }
  }
  dynamic "statement" {
    for_each = local.buckets[each.key].key_arn[*]
    content {
      sid       = "NoEncryptionWithoutKey"
      effect    = "Deny"
      actions   = ["s3:PutObject"]
      resources = ["${each.value}/*"]
      principals {
        type        = "*"
        identifiers = ["*"]
      }
      condition {
        test     = "Null"
        variable = "s3:x-amz-server-side-encryption"
        values   = ["false"]
      }
      condition {
        test     = "StringNotEquals"
        variable = "s3:x-amz-server-side-encryption"
        values   = ["aws:kms"]
      }
    }
  }
  dynamic "statement" {
    for_each = local.buckets[each.key].prod_writes[*]
    content {
      sid       = "ProductionsReaderWrites"
      actions   = ["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:PutObject", "s3:PutObjectAcl", "s3:PutObjectTagging"]
      resources = ["${each.value}/${statement.value}"]
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
  dynamic "statement" {
    for_each = each.key == "access-logs" ? [[for name, arn in local.bucket_arns : arn if name != each.key]] : []
    content {
      sid       = "S3DeliversAccessLogs"
      actions   = ["s3:PutObject"]
      resources = ["${each.value}/*"]
      principals {
        type        = "Service"
        identifiers = ["logging.s3.amazonaws.com"]
      }
      condition {
        test     = "StringEquals"
        variable = "aws:SourceAccount"
        values   = [local.account_id]
      }
      condition {
        test     = "ArnEquals"
        variable = "aws:SourceArn"
        values   = statement.value
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
# Tables
# The control table holds the lock, cursors and generations of the refresh. The others are what services use before the first
# night; each generation takes over their settings. Their one item says which shape they have.
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
  ttl {
    attribute_name = "expires"
    enabled        = true
  }
  point_in_time_recovery {
    enabled = true
  }
  server_side_encryption {
    enabled     = true
    kms_key_arn = local.key_arns.data
  }
}

# On demand, unless the service's knobs in var.autoscaling say that they scale.
resource "aws_dynamodb_table" "day_0" {
  #checkov:skip=CKV2_AWS_16: on demand, unless the service has knobs
  for_each = local.day_0_tables

  name                        = each.key
  billing_mode                = each.value.capacity == null ? "PAY_PER_REQUEST" : "PROVISIONED"
  read_capacity               = each.value.capacity
  write_capacity              = each.value.capacity
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
    kms_key_arn = local.service_key_arns[each.value.service]
  }

  # What scales by itself is not scaled back.
  lifecycle {
    ignore_changes = [read_capacity, write_capacity]
  }
}

# Nothing but the key: hash_key alone, or with range_key where the table has one.
resource "aws_dynamodb_table_item" "day_0" {
  for_each = local.day_0_tables

  table_name = each.key
  hash_key   = each.value.hash_key
  range_key  = each.value.range_key
  item       = jsonencode({ for attribute in compact([each.value.hash_key, each.value.range_key]) : attribute => { S = "day-0" } })

  depends_on = [aws_dynamodb_table.day_0]
}

# ---------------------------------------------------------------------------------------------------------------------
# Database
# The cluster that services use before the first night; it sleeps while a generation is live. Generations are restored beside it,
# into the same subnets and the same security group.
# ---------------------------------------------------------------------------------------------------------------------

locals {
  aurora_engine = "aurora-${var.aurora_engine}"
  aurora_family = "${local.aurora_engine}${split(".", var.aurora_engine_version)[0]}"
  aurora_name   = "${var.environment}-day-0"

  day_0_is_serverless = var.aurora_day_0.instance_class == "db.serverless"
}

resource "aws_db_subnet_group" "aurora" {
  name        = "${var.environment}-aurora"
  description = "The day-0 cluster and the generations"
  subnet_ids  = local.private_subnet_ids
}

resource "aws_db_subnet_group" "quarantine" {
  name        = "${var.environment}-quarantine"
  description = "The unmasked clone: no route leads out"
  subnet_ids  = [for cidr in var.quarantine_subnet_cidrs : aws_subnet.quarantine[cidr].id]
}

resource "aws_rds_cluster_parameter_group" "day_0" {
  name        = local.aurora_name
  family      = local.aurora_family
  description = "Connections by TLS only"

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }
}

# Statements carry data, and a log is read by others than the data.
resource "aws_db_parameter_group" "day_0" {
  name        = local.aurora_name
  family      = local.aurora_family
  description = "No statements in logs"

  parameter {
    name  = "log_statement"
    value = "none"
  }
  parameter {
    name  = "log_min_duration_statement"
    value = "-1"
  }
}

# The password takes one way: into the secret, and from there to the cluster, so that both hold the same whatever is interrupted.
ephemeral "aws_secretsmanager_random_password" "database" {
  password_length     = 40
  exclude_punctuation = true
}

resource "aws_secretsmanager_secret" "database" {
  #checkov:skip=CKV2_AWS_57: generations and their pointers use the secret too; aurora_password_version changes it
  name                    = "${var.environment}/database/day-0"
  description             = "Master user of the day-0 cluster of ${var.environment}"
  kms_key_id              = local.key_arns.data
  recovery_window_in_days = var.deletion_protection ? 30 : 0
}

resource "aws_secretsmanager_secret_version" "database" {
  secret_id = aws_secretsmanager_secret.database.id
  secret_string_wo = jsonencode({
    username = var.aurora_username
    password = coalesce(var.aurora_password, ephemeral.aws_secretsmanager_random_password.database.random_password)
  })
  secret_string_wo_version = var.aurora_password_version
}

ephemeral "aws_secretsmanager_secret_version" "database" {
  secret_id  = aws_secretsmanager_secret_version.database.secret_id
  version_id = aws_secretsmanager_secret_version.database.version_id
}

resource "aws_cloudwatch_log_group" "database" {
  #checkov:skip=CKV_AWS_338: log_retention_days says how long
  name              = "/aws/rds/cluster/${local.aurora_name}/postgresql"
  retention_in_days = var.log_retention_days
  kms_key_id        = local.key_arns.logs
}

resource "aws_rds_cluster" "day_0" {
  #checkov:skip=CKV_AWS_133: aurora_day_0.backup_days is 1 or more
  #checkov:skip=CKV_AWS_162: services log in by the secret, as in production
  #checkov:skip=CKV2_AWS_8: it keeps backups of its own, and every night makes a newer one
  #checkov:skip=CKV2_AWS_27: statements carry data, and a log is read by others than the data
  cluster_identifier              = local.aurora_name
  engine                          = local.aurora_engine
  engine_version                  = var.aurora_engine_version
  database_name                   = var.aurora_db_name
  master_username                 = var.aurora_username
  master_password_wo              = jsondecode(ephemeral.aws_secretsmanager_secret_version.database.secret_string).password
  master_password_wo_version      = aws_secretsmanager_secret_version.database.secret_string_wo_version
  db_subnet_group_name            = aws_db_subnet_group.aurora.name
  vpc_security_group_ids          = [aws_security_group.aurora.id]
  db_cluster_parameter_group_name = aws_rds_cluster_parameter_group.day_0.name
  port                            = local.aurora_port
  storage_encrypted               = true
  kms_key_id                      = local.key_arns.data
  enable_http_endpoint            = true
  enabled_cloudwatch_logs_exports = ["postgresql"]
  backup_retention_period         = var.aurora_day_0.backup_days
  copy_tags_to_snapshot           = true
  deletion_protection             = var.deletion_protection
  skip_final_snapshot             = !var.deletion_protection
  final_snapshot_identifier       = var.deletion_protection ? "${local.aurora_name}-final" : null

  serverlessv2_scaling_configuration {
    min_capacity = var.aurora_day_0.min_capacity
    max_capacity = var.aurora_day_0.max_capacity
  }

  depends_on = [aws_cloudwatch_log_group.database]
}

resource "aws_rds_cluster_instance" "day_0" {
  #checkov:skip=CKV_AWS_118: it sleeps while a generation is live
  #checkov:skip=CKV_AWS_226: aurora_engine_version says which version, which generations have too
  #checkov:skip=CKV_AWS_353: it sleeps while a generation is live
  for_each = toset([for number in range(1, var.aurora_day_0.instances + 1) : tostring(number)])

  identifier                   = "${aws_rds_cluster.day_0.cluster_identifier}-${each.key}"
  cluster_identifier           = aws_rds_cluster.day_0.id
  engine                       = aws_rds_cluster.day_0.engine
  engine_version               = aws_rds_cluster.day_0.engine_version
  instance_class               = var.aurora_day_0.instance_class
  db_parameter_group_name      = aws_db_parameter_group.day_0.name
  db_subnet_group_name         = aws_db_subnet_group.aurora.name
  publicly_accessible          = false
  performance_insights_enabled = false
  auto_minor_version_upgrade   = false
}

# ---------------------------------------------------------------------------------------------------------------------
# Scaling
# Knobs a service in var.autoscaling: capacity of its tables, tasks of its ECS service, provisioned concurrency of its function.
# Without knobs nothing is made.
# ---------------------------------------------------------------------------------------------------------------------

locals {
  scaled_tables = merge([for name, table in local.day_0_tables : {
    for operation in ["Read", "Write"] : "${name}/${operation}" => {
      namespace = "dynamodb"
      resource  = "table/${name}"
      dimension = "dynamodb:table:${operation}CapacityUnits"
      metric    = "DynamoDB${operation}CapacityUtilization"
      knob      = var.autoscaling[table.service].tables
      target    = var.autoscaling[table.service].tables.target_percent
    }
  } if table.capacity != null]...)
  scaled_ecs_services = { for service, knobs in var.autoscaling : "${service}/ecs" => {
    namespace = "ecs"
    resource  = "service/${knobs.ecs_service.cluster}/${knobs.ecs_service.name}"
    dimension = "ecs:service:DesiredCount"
    metric    = "ECSServiceAverageCPUUtilization"
    knob      = knobs.ecs_service
    target    = knobs.ecs_service.target_percent
  } if knobs.ecs_service != null }
  # This metric alone is a share and no percentage.
  scaled_functions = { for service, knobs in var.autoscaling : "${service}/lambda" => {
    namespace = "lambda"
    resource  = "function:${knobs.function_alias.function}:${knobs.function_alias.alias}"
    dimension = "lambda:function:ProvisionedConcurrency"
    metric    = "LambdaProvisionedConcurrencyUtilization"
    knob      = knobs.function_alias
    target    = knobs.function_alias.target_percent / 100
  } if knobs.function_alias != null }
  scaled = merge(local.scaled_tables, local.scaled_ecs_services, local.scaled_functions)
}

resource "aws_appautoscaling_target" "scaled" {
  for_each = local.scaled

  service_namespace  = each.value.namespace
  resource_id        = each.value.resource
  scalable_dimension = each.value.dimension
  min_capacity       = each.value.knob.min
  max_capacity       = each.value.knob.max

  depends_on = [aws_dynamodb_table.day_0]
}

resource "aws_appautoscaling_policy" "scaled" {
  for_each = aws_appautoscaling_target.scaled

  name               = "${var.environment}-${replace(each.key, "/", "-")}"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = each.value.service_namespace
  resource_id        = each.value.resource_id
  scalable_dimension = each.value.scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value = local.scaled[each.key].target
    predefined_metric_specification {
      predefined_metric_type = local.scaled[each.key].metric
    }
  }
}

# ---------------------------------------------------------------------------------------------------------------------
# Topics and queues
# A service hears by its queue that its data is ready; people hear by mail that a refresh failed. What cannot be delivered lies
# in a dead-letter queue: one a service, one a function, one for the rules.
# ---------------------------------------------------------------------------------------------------------------------

locals {
  data_topic_name         = "${var.environment}-service-data"
  queue_names             = { for name in local.services : name => "${var.environment}-${name}-data" }
  dead_letter_queue_names = { for name, queue in local.queue_names : name => "${queue}-dlq" }
  queue_arns              = { for name, queue in local.queue_names : name => "${local.arn.sqs}:${queue}" }
  queue_policies          = { for name, document in data.aws_iam_policy_document.service_queue : name => document.json }
  queue_urls              = { for name, queue in aws_sqs_queue.service : name => queue.url }
  longest_retention       = 14 * 24 * 3600

  function_dead_letter_names = { for name, function in local.function_names : name => "${function}-dlq" }
  rule_dead_letters_name     = "${var.environment}-rules-dlq"
  attempts_to_handle         = 5
}

resource "aws_sns_topic" "data" {
  name              = local.data_topic_name
  kms_master_key_id = local.key_arns.data
}

resource "aws_sns_topic" "failures" {
  name              = "${var.environment}-refresh-failures"
  kms_master_key_id = local.key_arns.data
}

data "aws_iam_policy_document" "failures_topic" {
  statement {
    sid       = "AlarmsOfThisAccount"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.failures.arn]
    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [local.account_id]
    }
  }
}

resource "aws_sns_topic_policy" "failures" {
  arn    = aws_sns_topic.failures.arn
  policy = data.aws_iam_policy_document.failures_topic.json
}

resource "aws_sns_topic_subscription" "failures" {
  for_each = toset(var.alarm_email[*])

  topic_arn = aws_sns_topic.failures.arn
  protocol  = "email"
  endpoint  = each.value
}

resource "aws_sqs_queue" "service_dead_letters" {
  for_each = local.dead_letter_queue_names

  name                      = each.value
  kms_master_key_id         = local.service_key_arns[each.key]
  message_retention_seconds = local.longest_retention
  redrive_allow_policy      = jsonencode({ redrivePermission = "byQueue", sourceQueueArns = [local.queue_arns[each.key]] })
  tags                      = { Service = each.key }
}

resource "aws_sqs_queue" "service" {
  for_each = local.queue_names

  name                      = each.value
  kms_master_key_id         = local.service_key_arns[each.key]
  message_retention_seconds = local.longest_retention
  policy                    = local.queue_policies[each.key]
  redrive_policy = jsonencode({
    deadLetterTargetArn = "${local.arn.sqs}:${local.dead_letter_queue_names[each.key]}"
    maxReceiveCount     = local.attempts_to_handle
  })
  tags = { Service = each.key }

  depends_on = [aws_sqs_queue.service_dead_letters]
}

data "aws_iam_policy_document" "service_queue" {
  for_each = local.queue_arns

  statement {
    sid       = "DataTopicDelivers"
    actions   = ["sqs:SendMessage"]
    resources = [each.value]
    principals {
      type        = "Service"
      identifiers = ["sns.amazonaws.com"]
    }
    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = ["${local.arn.sns}:${local.data_topic_name}"]
    }
  }
}

# SNS takes 200 filter policies a topic unless its quota is raised: more services than that need it raised before an apply.
resource "aws_sns_topic_subscription" "service" {
  for_each = local.queue_arns

  topic_arn            = aws_sns_topic.data.arn
  protocol             = "sqs"
  endpoint             = each.value
  raw_message_delivery = true
  filter_policy        = jsonencode({ service = [each.key] })

  depends_on = [aws_sqs_queue.service]
}

resource "aws_sqs_queue" "function_dead_letters" {
  for_each = local.function_dead_letter_names

  name                      = each.value
  kms_master_key_id         = local.key_arns.data
  message_retention_seconds = local.longest_retention
}

resource "aws_sqs_queue" "rule_dead_letters" {
  name                      = local.rule_dead_letters_name
  kms_master_key_id         = local.key_arns.data
  message_retention_seconds = local.longest_retention
}

data "aws_iam_policy_document" "rule_dead_letters" {
  statement {
    sid       = "RulesLeaveWhatTheyCannotDeliver"
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.rule_dead_letters.arn]
    principals {
      type        = "Service"
      identifiers = ["events.amazonaws.com"]
    }
    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = values(local.rule_arns)
    }
  }
}

resource "aws_sqs_queue_policy" "rule_dead_letters" {
  queue_url = aws_sqs_queue.rule_dead_letters.id
  policy    = data.aws_iam_policy_document.rule_dead_letters.json
}

# ---------------------------------------------------------------------------------------------------------------------
# Parameters
# The masking rules; where the database's credentials are; what tools have to know of the environment; and a pointer a service that
# says where its data is: here that of day 0, afterwards the refresh's.
# ---------------------------------------------------------------------------------------------------------------------

locals {
  parameter_path = "/${var.environment}"

  rules_files = merge(
    { common = { on_undeclared = var.masking_on_undeclared, rules = var.masking_rules, version = "masking/v1" } },
    { for service, rules in var.service_masking_rules : service => { rules = rules, version = "masking/v1" } },
  )
  # Parameter Store refuses values with doubled braces: inside the rules they become escapes, which JSON.parse undoes. The
  # members stand in alphabetical order, so that no doubled brace of JSON's own ends the text.
  rules_parameters = { for name, file in local.rules_files : name =>
  replace(replace(jsonencode(file), "{{", "\\u007b\\u007b"), "}}", "\\u007d\\u007d") }
}

resource "aws_ssm_parameter" "masking_rules" {
  for_each = local.rules_parameters

  name   = "${local.parameter_path}/masking/rules/${each.key}"
  type   = "SecureString"
  tier   = length(each.value) > local.standard_parameter_bytes ? "Advanced" : "Standard"
  key_id = local.key_arns.ssm
  value  = each.value

  lifecycle {
    precondition {
      condition     = length(each.value) <= local.advanced_parameter_bytes
      error_message = "Masking rules must be at most 8,192 characters as JSON with escaped braces: ${each.key} has ${length(each.value)}."
    }
  }
}

resource "aws_ssm_parameter" "database_secret" {
  name   = "${local.parameter_path}/database/secret"
  type   = "SecureString"
  key_id = local.key_arns.ssm
  value  = aws_secretsmanager_secret.database.arn
}

resource "aws_ssm_parameter" "config" {
  name   = "${local.parameter_path}/config"
  type   = "SecureString"
  key_id = local.key_arns.ssm
  value = jsonencode({
    schemaVersion    = 1
    region           = local.region
    controlTable     = aws_dynamodb_table.control.name
    buckets          = local.bucket_names
    cluster          = aws_rds_cluster.day_0.cluster_identifier
    databaseName     = var.aurora_db_name
    databaseSecret   = aws_ssm_parameter.database_secret.name
    stateMachines    = local.state_machine_arns
    topics           = { data = aws_sns_topic.data.arn, failures = aws_sns_topic.failures.arn }
    metricsNamespace = var.metrics_namespace
    driftReport      = local.drift_report_uri
  })
}

resource "aws_ssm_parameter" "service_config" {
  for_each = local.services

  name   = "${local.parameter_path}/${each.key}/config"
  type   = "SecureString"
  key_id = local.key_arns.ssm
  value = jsonencode({
    schemaVersion = 1
    service       = each.key
    data          = "${local.parameter_path}/${each.key}/data"
    queueUrl      = local.queue_urls[each.key]
  })
  tags = { Service = each.key }
}

resource "aws_ssm_parameter" "pointer" {
  #checkov:skip=CKV2_AWS_34: names and endpoints are no secret, and services read them without a key
  for_each = local.services

  name = "${local.parameter_path}/${each.key}/data"
  type = "String"
  value = jsonencode({
    schemaVersion  = 1
    run            = "day-0"
    endpoint       = aws_rds_cluster.day_0.endpoint
    readerEndpoint = aws_rds_cluster.day_0.reader_endpoint
    port           = aws_rds_cluster.day_0.port
    database       = aws_rds_cluster.day_0.database_name
    schema         = replace(each.key, "-", "_")
    secretArn      = aws_secretsmanager_secret.database.arn
    tables         = { for name in keys(var.ddb_tables) : "${each.key}-${name}" => "${each.key}-${name}" }
    bucket         = local.bucket_names.data
    prefix         = "${each.key}/"
  })
  tags = { Service = each.key }

  lifecycle {
    ignore_changes = [value]
  }

  depends_on = [aws_dynamodb_table.day_0, aws_rds_cluster_instance.day_0, aws_s3_bucket_policy.bucket]
}

# ---------------------------------------------------------------------------------------------------------------------
# Roles
# One for each function, each state machine, the Automation, the rules and the flow log; their policies stand beside what uses them.
# ---------------------------------------------------------------------------------------------------------------------

data "aws_iam_policy_document" "assume_role" {
  for_each = toset(["events", "lambda", "ssm", "states", "vpc-flow-logs"])

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

resource "aws_iam_role" "flow_logs" {
  name               = "${var.environment}-flow-logs"
  description        = "The flow log of the network"
  assume_role_policy = data.aws_iam_policy_document.assume_role["vpc-flow-logs"].json
}

# ---------------------------------------------------------------------------------------------------------------------
# Functions
# `npm run build` makes their zips in dist/. All are given the same variables and stand in the private subnets; each role may do
# what its handler calls.
# ---------------------------------------------------------------------------------------------------------------------

locals {
  dist = "${path.module}/../dist"
  # A plan needs no build. An apply does, and names the zip that is missing.
  zip_hashes = { for name in local.handlers : name => try(filebase64sha256("${local.dist}/${name}.zip"), null) }

  runtime                 = "nodejs22.x"
  architectures           = ["arm64"]
  entry_point             = "index.handler"
  longest_timeout_seconds = 900
  handlers_of_refresh     = setsubtract(local.handlers, ["parity-validation"])

  function_environment = {
    ENVIRONMENT                  = var.environment
    ACCOUNT_ID                   = local.account_id
    CONTROL_TABLE                = aws_dynamodb_table.control.name
    QUARANTINE_BUCKET            = local.bucket_names.quarantine
    STAGING_BUCKET               = local.bucket_names.staging
    DATA_BUCKET                  = local.bucket_names.data
    PROD_ACCOUNT_ID              = var.prod_account_id
    PROD_DATA_BUCKET             = var.prod_data_bucket
    PROD_CLUSTER_IDENTIFIER      = var.prod_cluster_identifier
    PROD_READER_ROLE_ARN         = local.prod_reader_role_arn
    PROD_EXTERNAL_ID             = local.prod_external_id
    MASKING_KEY_ID               = local.masking_key_alias
    DATABASE_NAME                = var.aurora_db_name
    DATA_TOPIC_ARN               = aws_sns_topic.data.arn
    CHILD_STATE_MACHINE_ARNS     = join(",", [for name in local.child_state_machines : local.state_machine_arns[name]])
    AUTOMATION_DOCUMENT_NAME     = local.automation_document_name
    SNAPSHOT_MAX_AGE_HOURS       = tostring(var.snapshot_max_age_hours)
    POWERTOOLS_SERVICE_NAME      = local.metrics_service
    POWERTOOLS_METRICS_NAMESPACE = var.metrics_namespace
  }
}

resource "aws_cloudwatch_log_group" "function" {
  #checkov:skip=CKV_AWS_338: log_retention_days says how long
  for_each = local.function_names

  name              = "/aws/lambda/${each.value}"
  retention_in_days = var.log_retention_days
  kms_key_id        = local.key_arns.logs
}

# Plans, masks export files, proves, switches the pointers, keeps the ledger.
resource "aws_lambda_function" "masking_handler" {
  #checkov:skip=CKV_AWS_272: the zip is the one whose hash the plan shows; a signing profile would have to be there first
  function_name                  = local.function_names["masking"]
  description                    = "Plans a run, masks export files, proves the result, switches the pointers"
  role                           = aws_iam_role.function["masking"].arn
  filename                       = "${local.dist}/masking.zip"
  source_code_hash               = local.zip_hashes["masking"]
  handler                        = local.entry_point
  runtime                        = local.runtime
  architectures                  = local.architectures
  memory_size                    = 3008
  timeout                        = local.longest_timeout_seconds
  reserved_concurrent_executions = lookup(var.reserved_concurrency, "masking", null)
  kms_key_arn                    = local.key_arns.data

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
    subnet_ids         = local.private_subnet_ids
    security_group_ids = [aws_security_group.functions.id]
  }
  dead_letter_config {
    target_arn = aws_sqs_queue.function_dead_letters["masking"].arn
  }

  depends_on = [aws_iam_role_policy.function, aws_iam_role_policy.function_services]
}

# Lists production's objects, copies or masks them, publishes them, empties the quarantine.
resource "aws_lambda_function" "s3_sync_handler" {
  #checkov:skip=CKV_AWS_272: the zip is the one whose hash the plan shows; a signing profile would have to be there first
  function_name                  = local.function_names["s3-sync"]
  description                    = "Brings production's objects into the staging bucket, masked, and publishes them"
  role                           = aws_iam_role.function["s3-sync"].arn
  filename                       = "${local.dist}/s3-sync.zip"
  source_code_hash               = local.zip_hashes["s3-sync"]
  handler                        = local.entry_point
  runtime                        = local.runtime
  architectures                  = local.architectures
  memory_size                    = 2048
  timeout                        = local.longest_timeout_seconds
  reserved_concurrent_executions = lookup(var.reserved_concurrency, "s3-sync", null)
  kms_key_arn                    = local.key_arns.data

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
    subnet_ids         = local.private_subnet_ids
    security_group_ids = [aws_security_group.functions.id]
  }
  dead_letter_config {
    target_arn = aws_sqs_queue.function_dead_letters["s3-sync"].arn
  }

  depends_on = [aws_iam_role_policy.function, aws_iam_role_policy.function_services]
}

# Reads a finished export's manifests, finishes an imported table.
resource "aws_lambda_function" "dynamodb_refresh_handler" {
  #checkov:skip=CKV_AWS_272: the zip is the one whose hash the plan shows; a signing profile would have to be there first
  function_name                  = local.function_names["dynamodb-refresh"]
  description                    = "Checks exports and gives tonight's tables the settings of the live ones"
  role                           = aws_iam_role.function["dynamodb-refresh"].arn
  filename                       = "${local.dist}/dynamodb-refresh.zip"
  source_code_hash               = local.zip_hashes["dynamodb-refresh"]
  handler                        = local.entry_point
  runtime                        = local.runtime
  architectures                  = local.architectures
  memory_size                    = 2048
  timeout                        = local.longest_timeout_seconds
  reserved_concurrent_executions = lookup(var.reserved_concurrency, "dynamodb-refresh", null)
  kms_key_arn                    = local.key_arns.data

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
    subnet_ids         = local.private_subnet_ids
    security_group_ids = [aws_security_group.functions.id]
  }
  dead_letter_config {
    target_arn = aws_sqs_queue.function_dead_letters["dynamodb-refresh"].arn
  }

  depends_on = [aws_iam_role_policy.function, aws_iam_role_policy.function_services]
}

# Plans the masking of the clone, proves it, checks tonight's cluster; it makes no call to the RDS control plane.
resource "aws_lambda_function" "aurora_refresh_handler" {
  #checkov:skip=CKV_AWS_272: the zip is the one whose hash the plan shows; a signing profile would have to be there first
  function_name                  = local.function_names["aurora-refresh"]
  description                    = "Plans and proves the masking of the Aurora clone, checks tonight's cluster"
  role                           = aws_iam_role.function["aurora-refresh"].arn
  filename                       = "${local.dist}/aurora-refresh.zip"
  source_code_hash               = local.zip_hashes["aurora-refresh"]
  handler                        = local.entry_point
  runtime                        = local.runtime
  architectures                  = local.architectures
  memory_size                    = 2048
  timeout                        = local.longest_timeout_seconds
  reserved_concurrent_executions = lookup(var.reserved_concurrency, "aurora-refresh", null)
  kms_key_arn                    = local.key_arns.data

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
    subnet_ids         = local.private_subnet_ids
    security_group_ids = [aws_security_group.functions.id]
  }
  dead_letter_config {
    target_arn = aws_sqs_queue.function_dead_letters["aurora-refresh"].arn
  }

  depends_on = [aws_iam_role_policy.function, aws_iam_role_policy.function_services]
}

# Tests tonight's candidates as an application would use them.
resource "aws_lambda_function" "integration_tests_handler" {
  #checkov:skip=CKV_AWS_272: the zip is the one whose hash the plan shows; a signing profile would have to be there first
  function_name                  = local.function_names["integration-tests"]
  description                    = "Tests tonight's cluster, tables and objects before the switch"
  role                           = aws_iam_role.function["integration-tests"].arn
  filename                       = "${local.dist}/integration-tests.zip"
  source_code_hash               = local.zip_hashes["integration-tests"]
  handler                        = local.entry_point
  runtime                        = local.runtime
  architectures                  = local.architectures
  memory_size                    = 2048
  timeout                        = local.longest_timeout_seconds
  reserved_concurrent_executions = lookup(var.reserved_concurrency, "integration-tests", null)
  kms_key_arn                    = local.key_arns.data

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
    subnet_ids         = local.private_subnet_ids
    security_group_ids = [aws_security_group.functions.id]
  }
  dead_letter_config {
    target_arn = aws_sqs_queue.function_dead_letters["integration-tests"].arn
  }

  depends_on = [aws_iam_role_policy.function, aws_iam_role_policy.function_services]
}

# Compares the environment with what is expected of it, every week and by hand.
resource "aws_lambda_function" "parity_validation_handler" {
  #checkov:skip=CKV_AWS_272: the zip is the one whose hash the plan shows; a signing profile would have to be there first
  function_name                  = local.function_names["parity-validation"]
  description                    = "Compares the environment with what Terraform expects, reports drift, repairs what is harmless"
  role                           = aws_iam_role.function["parity-validation"].arn
  filename                       = "${local.dist}/parity-validation.zip"
  source_code_hash               = local.zip_hashes["parity-validation"]
  handler                        = local.entry_point
  runtime                        = local.runtime
  architectures                  = local.architectures
  memory_size                    = 1024
  timeout                        = local.longest_timeout_seconds
  reserved_concurrent_executions = lookup(var.reserved_concurrency, "parity-validation", null)
  kms_key_arn                    = local.key_arns.data

  environment {
    variables = merge(local.function_environment, {
      ARTIFACT_BUCKET     = local.bucket_names.artifacts
      EXPECTATIONS_KEY    = local.expectations_key
      DRIFT_REPORT_PREFIX = local.drift_report_prefix
      DRIFT_THRESHOLD     = tostring(var.drift_threshold)
      DRIFT_TOPIC_ARN     = aws_sns_topic.failures.arn
      REMEDIATION         = var.remediation
      MAX_REPAIRS         = tostring(var.max_repairs)
    })
  }
  logging_config {
    log_format = "JSON"
    log_group  = aws_cloudwatch_log_group.function["parity-validation"].name
  }
  tracing_config {
    mode = "Active"
  }
  vpc_config {
    subnet_ids         = local.private_subnet_ids
    security_group_ids = [aws_security_group.validator.id]
  }
  dead_letter_config {
    target_arn = aws_sqs_queue.function_dead_letters["parity-validation"].arn
  }

  depends_on = [aws_iam_role_policy.function, aws_iam_role_policy.function_services]
}

locals {
  handlers_folder = "${path.module}/../handlers"

  # The tokens of all permissions that are committed (handlers, workflows' surroundings, document, production), and no others.
  permission_tokens = {
    account_id              = local.account_id
    artifact_bucket_arn     = local.bucket_arns.artifacts
    control_table_arn       = aws_dynamodb_table.control.arn
    data_bucket_arn         = local.bucket_arns.data
    data_key_arn            = local.key_arns.data
    data_topic_arn          = aws_sns_topic.data.arn
    environment             = var.environment
    failure_topic_arn       = aws_sns_topic.failures.arn
    masking_key_arn         = local.key_arns.masking
    partition               = local.partition
    prod_account_id         = var.prod_account_id
    prod_cluster_identifier = var.prod_cluster_identifier
    prod_data_bucket        = var.prod_data_bucket
    prod_reader_role_arn    = local.prod_reader_role_arn
    prod_snapshot_key_arn   = var.prod_snapshot_key_arn
    quarantine_bucket_arn   = local.bucket_arns.quarantine
    quarantine_key_arn      = local.key_arns.quarantine
    quarantine_subnet_group = aws_db_subnet_group.quarantine.name
    region                  = local.region
    s3_key_arn              = local.key_arns.s3
    ssm_key_arn             = local.key_arns.ssm
    staging_bucket_arn      = local.bucket_arns.staging
  }
}

# What the code of a function calls: handlers/<name>/permissions.ts, built by `npm run workflow:build`.
resource "aws_iam_role_policy" "function" {
  for_each = local.handlers

  name   = "handler"
  role   = aws_iam_role.function[each.key].id
  policy = templatefile("${local.handlers_folder}/${each.key}/${each.key}.policy.json", local.permission_tokens)
}

# What the settings above need, and no code calls: the queue of dead letters, the key of the environment's variables.
data "aws_iam_policy_document" "function_services" {
  for_each = local.handlers

  statement {
    sid       = "LeaveWhatFailed"
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.function_dead_letters[each.key].arn]
  }
  statement {
    sid       = "EncryptItAndReadVariables"
    actions   = local.kms_read_and_write
    resources = [local.key_arns.data]
    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["lambda.${local.region}.amazonaws.com", "sqs.${local.region}.amazonaws.com"]
    }
  }
}

resource "aws_iam_role_policy" "function_services" {
  for_each = data.aws_iam_policy_document.function_services

  name   = "services"
  role   = aws_iam_role.function[each.key].id
  policy = each.value.json
}

# ---------------------------------------------------------------------------------------------------------------------
# Automation
# The document that clones production's snapshot into the quarantine and masks the clone, and its role.
# ---------------------------------------------------------------------------------------------------------------------

locals {
  automation_document      = "${path.module}/../ssm-documents/aurora-snapshot-clone-mask"
  automation_document_name = "${var.environment}-aurora-snapshot-clone-mask"
}

resource "aws_ssm_document" "aurora_snapshot_clone_mask" {
  name            = local.automation_document_name
  document_type   = "Automation"
  document_format = "YAML"
  content         = file("${local.automation_document}/aurora-snapshot-clone-mask.document.yaml")
}

# What its steps and scripts call: ssm-documents/aurora-snapshot-clone-mask/permissions.ts.
resource "aws_iam_role_policy" "automation" {
  name   = "document"
  role   = aws_iam_role.automation.id
  policy = templatefile("${local.automation_document}/aurora-snapshot-clone-mask.policy.json", local.permission_tokens)
}

# ---------------------------------------------------------------------------------------------------------------------
# State machines
# The tokens of each are those of workflows/<name>/<name>.tokens.json, and no others; its definition and its policy are the
# committed ones, filled in. Logs hold the events of an execution without its data.
# ---------------------------------------------------------------------------------------------------------------------

resource "aws_cloudwatch_log_group" "state_machine" {
  #checkov:skip=CKV_AWS_338: log_retention_days says how long
  for_each = local.state_machines

  name              = "/aws/vendedlogs/states/${var.environment}-${each.key}"
  retention_in_days = var.log_retention_days
  kms_key_id        = local.key_arns.logs
}

locals {
  workflows = "${path.module}/../workflows"

  daily_refresh_tokens = {
    aurora_refresh_state_machine_arn   = local.state_machine_arns["aurora-refresh"]
    dynamodb_refresh_state_machine_arn = local.state_machine_arns["dynamodb-refresh"]
    failure_topic_arn                  = aws_sns_topic.failures.arn
    integration_tests_handler_arn      = aws_lambda_function.integration_tests_handler.arn
    masking_handler_arn                = aws_lambda_function.masking_handler.arn
    metrics_namespace                  = var.metrics_namespace
    refresh_cleanup_state_machine_arn  = local.state_machine_arns["refresh-cleanup"]
    s3_sync_handler_arn                = aws_lambda_function.s3_sync_handler.arn
    s3_sync_state_machine_arn          = local.state_machine_arns["s3-sync"]
  }

  s3_sync_tokens = {
    quarantine_bucket   = local.bucket_names.quarantine
    s3_sync_handler_arn = aws_lambda_function.s3_sync_handler.arn
    staging_bucket      = local.bucket_names.staging
  }

  dynamodb_refresh_tokens = {
    account_id                   = local.account_id
    dynamodb_refresh_handler_arn = aws_lambda_function.dynamodb_refresh_handler.arn
    masking_handler_arn          = aws_lambda_function.masking_handler.arn
    prod_reader_role_arn         = local.prod_reader_role_arn
    quarantine_bucket            = local.bucket_names.quarantine
    quarantine_key_arn           = local.key_arns.quarantine
    staging_bucket               = local.bucket_names.staging
  }

  aurora_refresh_tokens = {
    account_id                     = local.account_id
    aurora_cluster_parameter_group = aws_rds_cluster_parameter_group.day_0.name
    aurora_instance_class          = var.aurora_instance_class
    aurora_refresh_handler_arn     = aws_lambda_function.aurora_refresh_handler.arn
    aurora_security_group_id       = aws_security_group.aurora.id
    aurora_subnet_group            = aws_db_subnet_group.aurora.name
    automation_document_name       = aws_ssm_document.aurora_snapshot_clone_mask.name
    automation_role_arn            = aws_iam_role.automation.arn
    data_key_arn                   = local.key_arns.data
    database_name                  = var.aurora_db_name
    prod_cluster_identifier        = var.prod_cluster_identifier
    prod_snapshot_key_arn          = var.prod_snapshot_key_arn
    prod_snapshot_role_arn         = local.prod_snapshot_role_arn
    quarantine_key_arn             = local.key_arns.quarantine
    quarantine_security_group_id   = aws_security_group.quarantine.id
    quarantine_subnet_group        = aws_db_subnet_group.quarantine.name
    staging_bucket                 = local.bucket_names.staging
  }

  refresh_cleanup_tokens = {
    masking_handler_arn    = aws_lambda_function.masking_handler.arn
    prod_snapshot_role_arn = local.prod_snapshot_role_arn
    s3_sync_handler_arn    = aws_lambda_function.s3_sync_handler.arn
  }
}

# The whole night.
resource "aws_sfn_state_machine" "daily_refresh" {
  #checkov:skip=CKV_AWS_285: the events are logged, without the data of executions
  name       = "${var.environment}-daily-refresh"
  role_arn   = aws_iam_role.state_machine["daily-refresh"].arn
  definition = templatefile("${local.workflows}/daily-refresh/daily-refresh.asl.json", local.daily_refresh_tokens)

  logging_configuration {
    level                  = "ALL"
    include_execution_data = false
    log_destination        = "${aws_cloudwatch_log_group.state_machine["daily-refresh"].arn}:*"
  }
  tracing_configuration {
    enabled = true
  }

  depends_on = [aws_iam_role_policy.state_machine, aws_iam_role_policy.state_machine_surroundings]
}

# Production's objects, masked, into the staging bucket.
resource "aws_sfn_state_machine" "s3_sync" {
  #checkov:skip=CKV_AWS_285: the events are logged, without the data of executions
  name       = "${var.environment}-s3-sync"
  role_arn   = aws_iam_role.state_machine["s3-sync"].arn
  definition = templatefile("${local.workflows}/s3-sync/s3-sync.asl.json", local.s3_sync_tokens)

  logging_configuration {
    level                  = "ALL"
    include_execution_data = false
    log_destination        = "${aws_cloudwatch_log_group.state_machine["s3-sync"].arn}:*"
  }
  tracing_configuration {
    enabled = true
  }

  depends_on = [aws_iam_role_policy.state_machine, aws_iam_role_policy.state_machine_surroundings]
}

# Production's tables, masked, into new tables.
resource "aws_sfn_state_machine" "dynamodb_refresh" {
  #checkov:skip=CKV_AWS_285: the events are logged, without the data of executions
  name       = "${var.environment}-dynamodb-refresh"
  role_arn   = aws_iam_role.state_machine["dynamodb-refresh"].arn
  definition = templatefile("${local.workflows}/dynamodb-refresh/dynamodb-refresh.asl.json", local.dynamodb_refresh_tokens)

  logging_configuration {
    level                  = "ALL"
    include_execution_data = false
    log_destination        = "${aws_cloudwatch_log_group.state_machine["dynamodb-refresh"].arn}:*"
  }
  tracing_configuration {
    enabled = true
  }

  depends_on = [aws_iam_role_policy.state_machine, aws_iam_role_policy.state_machine_surroundings]
}

# Production's database, by way of a masked clone, into tonight's cluster.
resource "aws_sfn_state_machine" "aurora_refresh" {
  #checkov:skip=CKV_AWS_285: the events are logged, without the data of executions
  name       = "${var.environment}-aurora-refresh"
  role_arn   = aws_iam_role.state_machine["aurora-refresh"].arn
  definition = templatefile("${local.workflows}/aurora-refresh/aurora-refresh.asl.json", local.aurora_refresh_tokens)

  logging_configuration {
    level                  = "ALL"
    include_execution_data = false
    log_destination        = "${aws_cloudwatch_log_group.state_machine["aurora-refresh"].arn}:*"
  }
  tracing_configuration {
    enabled = true
  }

  depends_on = [aws_iam_role_policy.automation, aws_iam_role_policy.state_machine, aws_iam_role_policy.state_machine_surroundings]
}

# What a run has left, deleted.
resource "aws_sfn_state_machine" "refresh_cleanup" {
  #checkov:skip=CKV_AWS_285: the events are logged, without the data of executions
  name       = "${var.environment}-refresh-cleanup"
  role_arn   = aws_iam_role.state_machine["refresh-cleanup"].arn
  definition = templatefile("${local.workflows}/refresh-cleanup/refresh-cleanup.asl.json", local.refresh_cleanup_tokens)

  logging_configuration {
    level                  = "ALL"
    include_execution_data = false
    log_destination        = "${aws_cloudwatch_log_group.state_machine["refresh-cleanup"].arn}:*"
  }
  tracing_configuration {
    enabled = true
  }

  depends_on = [aws_iam_role_policy.state_machine, aws_iam_role_policy.state_machine_surroundings]
}

# The least that the states call, derived from the definitions by `npm run workflow:build`.
resource "aws_iam_role_policy" "state_machine" {
  for_each = {
    daily-refresh    = templatefile("${local.workflows}/daily-refresh/daily-refresh.policy.json", local.daily_refresh_tokens)
    s3-sync          = templatefile("${local.workflows}/s3-sync/s3-sync.policy.json", local.s3_sync_tokens)
    dynamodb-refresh = templatefile("${local.workflows}/dynamodb-refresh/dynamodb-refresh.policy.json", local.dynamodb_refresh_tokens)
    aurora-refresh   = templatefile("${local.workflows}/aurora-refresh/aurora-refresh.policy.json", local.aurora_refresh_tokens)
    refresh-cleanup  = templatefile("${local.workflows}/refresh-cleanup/refresh-cleanup.policy.json", local.refresh_cleanup_tokens)
  }

  name   = "workflow"
  role   = aws_iam_role.state_machine[each.key].id
  policy = each.value
}

# What no definition says: logs and traces, the keys of what states read and write, and the bounds of names. A definition knows a
# resource's kind; what does not have the name of a night is denied.
resource "aws_iam_role_policy" "state_machine_surroundings" {
  for_each = local.state_machines

  name   = "surroundings"
  role   = aws_iam_role.state_machine[each.key].id
  policy = templatefile("${local.workflows}/${each.key}/${each.key}.surroundings.policy.json", local.permission_tokens)
}

# ---------------------------------------------------------------------------------------------------------------------
# Schedule and clean-up
# The refresh starts every night, the validator every week. A stopped or timed-out execution runs no Catch: a rule starts the
# clean-up from outside.
# ---------------------------------------------------------------------------------------------------------------------

locals {
  rule_names = {
    daily_refresh       = "${var.environment}-daily-refresh"
    parity_validation   = "${var.environment}-parity-validation"
    refresh_ended_badly = "${var.environment}-refresh-ended-badly"
  }
  rule_arns = { for name, rule in local.rule_names : name => "${local.arn.events}:rule/${rule}" }

  # A night's start that is an hour late is no use any more: the data would not be ready in the morning.
  delivery = { maximum_event_age_in_seconds = 3600, maximum_retry_attempts = 20 }
}

resource "aws_cloudwatch_event_rule" "daily_refresh" {
  name                = local.rule_names.daily_refresh
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

  dead_letter_config {
    arn = aws_sqs_queue.rule_dead_letters.arn
  }
  retry_policy {
    maximum_event_age_in_seconds = local.delivery.maximum_event_age_in_seconds
    maximum_retry_attempts       = local.delivery.maximum_retry_attempts
  }
}

resource "aws_cloudwatch_event_rule" "parity_validation" {
  name                = local.rule_names.parity_validation
  description         = "Starts the weekly comparison of the environment with what is expected"
  schedule_expression = var.parity_schedule
}

resource "aws_cloudwatch_event_target" "parity_validation" {
  rule      = aws_cloudwatch_event_rule.parity_validation.name
  target_id = "parity-validation"
  arn       = aws_lambda_function.parity_validation_handler.arn
  input     = jsonencode({ operation = "validate", environment = var.environment })

  dead_letter_config {
    arn = aws_sqs_queue.rule_dead_letters.arn
  }
  retry_policy {
    maximum_event_age_in_seconds = local.delivery.maximum_event_age_in_seconds
    maximum_retry_attempts       = local.delivery.maximum_retry_attempts
  }
}

resource "aws_lambda_permission" "parity_validation" {
  statement_id  = "weekly-rule"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.parity_validation_handler.function_name
  principal     = "events.amazonaws.com"
  source_arn    = aws_cloudwatch_event_rule.parity_validation.arn
}

resource "aws_cloudwatch_event_rule" "refresh_ended_badly" {
  name        = local.rule_names.refresh_ended_badly
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
  dead_letter_config {
    arn = aws_sqs_queue.rule_dead_letters.arn
  }
  retry_policy {
    maximum_event_age_in_seconds = local.delivery.maximum_event_age_in_seconds
    maximum_retry_attempts       = local.delivery.maximum_retry_attempts
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
# Watching
# What goes wrong is told by mail, with what to do; how the nights went stands on dashboards. The refresh's own metrics have the
# names of handlers/shared/metric-names.ts; what only logs know becomes a metric by a filter. No line of log carries a value.
# ---------------------------------------------------------------------------------------------------------------------

locals {
  five_minutes = 300
  hour         = 3600
  day          = 24 * local.hour

  namespaces       = { lambda = "AWS/Lambda", queues = "AWS/SQS", rds = "AWS/RDS", refresh = var.metrics_namespace, states = "AWS/States" }
  oldest_message   = "ApproximateAgeOfOldestMessage"
  messages_waiting = "ApproximateNumberOfMessagesVisible"

  # The state machine's metrics; the functions' have one dimension more, which their format adds.
  refresh_dimensions  = { Environment = var.environment }
  metrics_service     = "refresh"
  function_dimensions = { Environment = var.environment, service = local.metrics_service }

  # Patterns on lines that handlers print: test/terraform/filters.test.ts compares them with real ones.
  log_filters = merge(
    { for name in local.handlers : "${name}/failures" => {
      handler    = name
      name       = "failures"
      pattern    = "{ $.message = \"failed\" }"
      metric     = "FunctionFailures"
      value      = "1"
      dimensions = { Environment = "$.environment", Handler = "$.service", ErrorName = "$.errorName" }
    } },
    { for name, filter in {
      masked-rows      = { handler = "aurora-refresh", metric = "RowsMasked", value = "$.counts.rows", where = "($.message = \"done\") && ($.operation = \"proveClone\")" }
      redacted-columns = { handler = "masking", metric = "ColumnsRedacted", value = "$.redacted", where = "$.message = \"service refreshed\"" }
      test-failures    = { handler = "integration-tests", metric = "TestsFailed", value = "$.failed", where = "$.message = \"service tested\"" }
      } : "${filter.handler}/${name}" => {
      handler    = filter.handler
      name       = name
      pattern    = "{ ${filter.where} }"
      metric     = filter.metric
      value      = filter.value
      dimensions = { Environment = "$.environment" }
    } },
  )
}

resource "aws_cloudwatch_log_metric_filter" "function" {
  for_each = local.log_filters

  name           = each.value.name
  log_group_name = aws_cloudwatch_log_group.function[each.value.handler].name
  pattern        = each.value.pattern

  metric_transformation {
    namespace  = var.metrics_namespace
    name       = each.value.metric
    value      = each.value.value
    unit       = "Count"
    dimensions = each.value.dimensions
  }
}

# Alarms. What is missing means: nothing happened ("notBreaching"), the last night still counts ("ignore"), or, of the night itself,
# that it did not come ("breaching").

locals {
  machine_ends = {
    failed    = { metric = "ExecutionsFailed", advice = "The error stands in the execution's history. Unless it failed inside the switch, services have yesterday's data; mend the cause and start the refresh again." }
    timed-out = { metric = "ExecutionsTimedOut", advice = "See in the execution's history which state it waited for. The clean-up starts by itself; start the refresh again when that has ended." }
    aborted   = { metric = "ExecutionsAborted", advice = "Somebody stopped it, or the clean-up did, which starts by itself. Start the refresh again when that has ended." }
    throttled = { metric = "ExecutionThrottled", advice = "Step Functions slowed it down: look at the account's quotas for state transitions and open Map runs." }
  }
  advice_on_clean_up = "Raw data may still lie in the quarantine: start it again with the same input, or the next refresh, which does its work first."

  machine_alarms = merge([for machine in local.state_machines : {
    for end, what in local.machine_ends : "${machine}-${end}" => {
      description = "${machine}: an execution ${end == "throttled" ? "was throttled" : "has ${replace(end, "-", " ")}"}. ${machine == "refresh-cleanup" && end != "throttled" ? local.advice_on_clean_up : what.advice}"
      namespace   = local.namespaces.states
      metric      = what.metric
      dimensions  = { StateMachineArn = local.state_machine_arns[machine] }
      statistic   = "Sum"
      period      = local.five_minutes
      periods     = 1
      comparison  = "GreaterThanOrEqualToThreshold"
      threshold   = end == "throttled" ? var.alarm_thresholds.machine_throttles : 1
      missing     = "notBreaching"
      tells_ok    = false
    }
  }]...)

  function_signs = {
    errors    = { metric = "Errors", statistic = "Sum", period = local.hour, threshold = var.alarm_thresholds.function_errors, advice = "fails again and again. Look for the lines with the message \"failed\" in its log: they name operation and error." }
    throttles = { metric = "Throttles", statistic = "Sum", period = local.hour, threshold = var.alarm_thresholds.function_throttles, advice = "is throttled: raise reserved_concurrency or the account's concurrent executions." }
    # The validator hands over to its next call when a tenth of its time is left, which is no cause for alarm.
    duration = { metric = "Duration", statistic = "Maximum", period = local.five_minutes, threshold = var.alarm_thresholds.duration_percent / 100 * 1000 * local.longest_timeout_seconds, advice = "nearly timed out. Look in its log at the seconds of its operations; smaller batches or more memory shorten them." }
  }

  function_alarms = merge([for name, function in local.function_names : {
    for sign, what in local.function_signs : "${name}-${sign}" => {
      description = "The function ${function} ${what.advice}"
      namespace   = local.namespaces.lambda
      metric      = what.metric
      dimensions  = { FunctionName = function }
      statistic   = what.statistic
      period      = what.period
      periods     = 1
      comparison  = "GreaterThanOrEqualToThreshold"
      threshold   = what.threshold
      missing     = "notBreaching"
      tells_ok    = false
    }
  }]...)

  # By hour, since two nights' ends lie more than a day apart when the second takes longer.
  night_alarms = { for name, alarm in {
    did-not-run = {
      description = "No refresh has succeeded for ${var.alarm_thresholds.hours_without_refresh} hours: services work with old data. See whether the rule ${local.rule_names.daily_refresh} is enabled, and how its last execution ended. Before the first night it is in alarm too."
      namespace   = local.namespaces.refresh
      metric      = "RefreshSucceeded"
      dimensions  = local.refresh_dimensions
      statistic   = "Sum"
      period      = local.hour
      periods     = var.alarm_thresholds.hours_without_refresh
      comparison  = "LessThanThreshold"
      threshold   = 1
      missing     = "breaching"
      tells_ok    = true
    }
  } : name => alarm if var.refresh_enabled }

  finding_alarms = { for name, finding in {
    leak-found = {
      description = "A proof has found values of production in tonight's output. Nothing was switched. The places, without values, stand in the error of the execution: mend their masking rules before the next night."
      metric      = "LeaksFound"
      dimensions  = local.function_dimensions
      statistic   = "Sum"
      threshold   = 1
    }
    services-held = {
      description = "Services keep older data, because theirs could not be refreshed. The proof's page in the staging bucket says which and why: usually a new column needs a masking rule."
      metric      = "ServicesHeld"
      dimensions  = local.function_dimensions
      statistic   = "Maximum"
      threshold   = var.alarm_thresholds.services_held
    }
    tests-failed = {
      description = "Integration tests failed against tonight's candidates; nothing was switched. tests.json in the run's folder of the staging bucket names them."
      metric      = "TestsFailed"
      dimensions  = local.refresh_dimensions
      statistic   = "Sum"
      threshold   = 1
    }
    drift = {
      description = "The environment has drifted from what Terraform made, so far that nothing is repaired. Read ${local.drift_report_uri}latest.html, then apply Terraform or adopt the change."
      metric      = "Drift"
      dimensions  = local.function_dimensions
      statistic   = "Maximum"
      threshold   = var.drift_threshold
    }
    } : name => merge(finding, {
      namespace  = local.namespaces.refresh
      period     = local.five_minutes
      periods    = 1
      comparison = "GreaterThanOrEqualToThreshold"
      missing    = "ignore"
      tells_ok   = true
  }) }

  dead_letter_alarms = { for name, alarm in merge(
    { for name, queue in local.function_dead_letter_names : "${name}-dead-letters" => { queue = queue, what = "An event that the function ${local.function_names[name]} has not handled in three tries" } },
    { rules-dead-letters = { queue = local.rule_dead_letters_name, what = "What a rule has not been able to start" } },
    ) : name => {
    description = "${alarm.what} lies in the queue ${alarm.queue}: its attributes name the error. Start by hand what was missed, then delete the message."
    namespace   = local.namespaces.queues
    metric      = local.messages_waiting
    dimensions  = { QueueName = alarm.queue }
    statistic   = "Maximum"
    period      = local.five_minutes
    periods     = 1
    comparison  = "GreaterThanThreshold"
    threshold   = 0
    missing     = "notBreaching"
    tells_ok    = true
  } }

  # Of the day-0 cluster, which sleeps once a generation is live. A generation's cluster has another name each night: no alarm can
  # name it, the dashboard finds it.
  database_alarms = { for name, alarm in merge(
    { memory = {
      metric     = "FreeableMemory"
      statistic  = "Minimum"
      comparison = "LessThanThreshold"
      threshold  = var.alarm_thresholds.free_memory_mib * 1024 * 1024
      advice     = "has little memory left"
    } },
    { for name, capacity in {
      capacity = {
        metric     = "ACUUtilization"
        statistic  = "Maximum"
        comparison = "GreaterThanOrEqualToThreshold"
        threshold  = var.alarm_thresholds.capacity_percent
        advice     = "works at its greatest capacity"
      }
    } : name => capacity if local.day_0_is_serverless },
    ) : "day-0-${name}" => {
    description = "The cluster ${local.aurora_name} ${alarm.advice}. Look for long queries, or raise ${local.day_0_is_serverless ? "aurora_day_0.max_capacity" : "aurora_day_0.instance_class"}."
    namespace   = local.namespaces.rds
    metric      = alarm.metric
    dimensions  = { DBClusterIdentifier = local.aurora_name }
    statistic   = alarm.statistic
    period      = local.five_minutes
    periods     = 3
    comparison  = alarm.comparison
    threshold   = alarm.threshold
    missing     = "notBreaching"
    tells_ok    = true
  } }

  alarms = merge(
    local.machine_alarms, local.function_alarms, local.night_alarms, local.finding_alarms, local.dead_letter_alarms, local.database_alarms,
  )

  alarm_names = { for name in concat(keys(local.alarms), keys(local.service_queue_alarms)) : name => "${var.environment}-${name}" }

  # An alarm may look at ten metrics: at 234 services these are 72 alarms instead of 702. The dashboard names the queue.
  service_groups = { for index, names in chunklist(sort(var.service_names), 10) : format("%02d", index + 1) => names }
  queue_signs = {
    age = {
      metric    = local.oldest_message
      threshold = var.alarm_thresholds.queue_age_hours * local.hour
      queues    = local.queue_names
      what      = "has not read for ${var.alarm_thresholds.queue_age_hours} hours that its data has changed"
    }
    depth = {
      metric    = local.messages_waiting
      threshold = var.alarm_thresholds.queue_messages
      queues    = local.queue_names
      what      = "leaves messages in its queue"
    }
    dead-letters = {
      metric    = local.messages_waiting
      threshold = 1
      queues    = local.dead_letter_queue_names
      what      = "failed ${local.attempts_to_handle} times to handle a message, which lies in its dead-letter queue"
    }
  }
  service_queue_alarms = merge([for group, names in local.service_groups : {
    for sign, what in local.queue_signs : "services-${group}-${sign}" => {
      description = "One of these services ${what.what}: ${join(", ", names)}. See on the dashboard which, and tell its owners."
      metric      = what.metric
      threshold   = what.threshold
      queues      = [for name in names : what.queues[name]]
    }
  }]...)
}

resource "aws_cloudwatch_metric_alarm" "single" {
  for_each = local.alarms

  alarm_name          = local.alarm_names[each.key]
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic
  period              = each.value.period
  evaluation_periods  = each.value.periods
  comparison_operator = each.value.comparison
  threshold           = each.value.threshold
  treat_missing_data  = each.value.missing
  alarm_actions       = [aws_sns_topic.failures.arn]
  ok_actions          = each.value.tells_ok ? [aws_sns_topic.failures.arn] : []
}

resource "aws_cloudwatch_metric_alarm" "service_queues" {
  for_each = local.service_queue_alarms

  alarm_name          = local.alarm_names[each.key]
  alarm_description   = each.value.description
  evaluation_periods  = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.failures.arn]
  ok_actions          = [aws_sns_topic.failures.arn]

  metric_query {
    id          = "worst"
    label       = "The worst of them"
    expression  = "MAX(METRICS())"
    return_data = true
  }
  dynamic "metric_query" {
    for_each = each.value.queues
    content {
      id = "queue${metric_query.key}"
      metric {
        namespace   = local.namespaces.queues
        metric_name = each.value.metric
        dimensions  = { QueueName = metric_query.value }
        period      = local.five_minutes
        stat        = "Maximum"
      }
    }
  }
}

# Dashboards: one of everything, one a service. A row of a graph is [namespace, metric, dimension, its value, …, how it is drawn],
# where "." repeats what stands above. Queues of 234 services are shown by the ten worst, not by a line each.

locals {
  dashboard_names = {
    overall  = "${var.environment}-refresh"
    services = { for name in local.services : name => "${var.environment}-service-${name}" if var.enable_service_dashboards }
  }
  dashboard_address = "https://${local.region}.console.aws.amazon.com/cloudwatch/home?region=${local.region}#dashboards/dashboard/"

  function_log_sources = join(" | ", [for name in values(local.function_names) : "SOURCE '/aws/lambda/${name}'"])

  # What the graphs of the state machine's and of the functions' own metrics begin with.
  of_refresh   = ["Environment", var.environment]
  of_functions = concat(local.of_refresh, ["service", local.metrics_service])

  stage_durations = {
    title  = "Longest run of each stage, milliseconds"
    stat   = "Maximum"
    period = local.day
    metrics = [for name in local.child_state_machines :
    [local.namespaces.states, "ExecutionTime", "StateMachineArn", local.state_machine_arns[name], { label = name }]]
  }
  generation_age = {
    title  = "Age of the data when services were switched to it, hours"
    stat   = "Maximum"
    period = local.day
    metrics = [
      concat([local.namespaces.refresh, "GenerationAge"], local.of_refresh, [{ id = "age", visible = false }]),
      [{ expression = "age / 3600", label = "hours" }],
    ]
  }
  drift = {
    title  = "Drift"
    stat   = "Maximum"
    period = local.day
    metrics = [
      concat([local.namespaces.refresh, "Drift"], local.of_functions, [{ label = "left" }]),
      concat([local.namespaces.refresh, "DriftRepaired"], local.of_functions, [{ label = "repaired" }]),
    ]
  }

  overall_graphs = [
    {
      title  = "Nights"
      view   = "bar"
      stat   = "Sum"
      period = local.day
      metrics = [
        [local.namespaces.states, "ExecutionsSucceeded", "StateMachineArn", local.state_machine_arns["daily-refresh"], { label = "succeeded" }],
        [local.namespaces.states, "ExecutionsFailed", ".", ".", { label = "failed" }],
        [local.namespaces.states, "ExecutionsTimedOut", ".", ".", { label = "timed out" }],
        [local.namespaces.states, "ExecutionsAborted", ".", ".", { label = "stopped" }],
        concat([local.namespaces.refresh, "RefreshSucceeded"], local.of_refresh, [{ label = "switched" }]),
        concat([local.namespaces.refresh, "RefreshFailed"], local.of_refresh, [{ label = "failed and told" }]),
      ]
    },
    {
      title  = "Success rate of a week, percent"
      stat   = "Sum"
      period = 7 * local.day
      metrics = [
        [local.namespaces.states, "ExecutionsSucceeded", "StateMachineArn", local.state_machine_arns["daily-refresh"], { id = "good", visible = false }],
        [local.namespaces.states, "ExecutionsStarted", ".", ".", { id = "all", visible = false }],
        [{ expression = "100 * FILL(good, 0) / all", label = "percent" }],
      ]
    },
    local.generation_age,
    {
      title   = "Duration of the refresh, seconds"
      stat    = "Maximum"
      period  = local.day
      metrics = [concat([local.namespaces.refresh, "Duration"], local.of_refresh)]
    },
    local.stage_durations,
    {
      title   = "Longest call of each function, milliseconds"
      stat    = "Maximum"
      period  = local.hour
      metrics = [for name in values(local.function_names) : [local.namespaces.lambda, "Duration", "FunctionName", name]]
    },
    {
      title  = "Errors and throttles of functions"
      stat   = "Sum"
      period = local.hour
      metrics = concat(
        [for name in values(local.function_names) : [local.namespaces.lambda, "Errors", "FunctionName", name]],
        [for name in values(local.function_names) : [local.namespaces.lambda, "Throttles", "FunctionName", name, { label = "${name} throttled" }]],
      )
    },
    {
      title   = "Failures by error"
      stat    = "Sum"
      period  = local.day
      metrics = [[{ expression = "SEARCH('{\"${local.namespaces.refresh}\",Environment,ErrorName,Handler} MetricName=\"FunctionFailures\" Environment=\"${var.environment}\"', 'Sum', ${local.day})" }]]
    },
    {
      title  = "Services"
      stat   = "Maximum"
      period = local.day
      metrics = [
        concat([local.namespaces.refresh, "Services"], local.of_refresh, [{ label = "all" }]),
        concat([local.namespaces.refresh, "ServicesHeld"], local.of_refresh, [{ label = "held" }]),
        concat([local.namespaces.refresh, "ServicesDegraded"], local.of_refresh, [{ label = "degraded: data without a rule" }]),
      ]
    },
    {
      title  = "Refreshed"
      stat   = "Sum"
      period = local.day
      metrics = [
        concat([local.namespaces.refresh, "Objects"], local.of_refresh),
        concat([local.namespaces.refresh, "Items"], local.of_refresh),
        concat([local.namespaces.refresh, "Rows"], local.of_refresh),
      ]
    },
    {
      title  = "Masked"
      stat   = "Sum"
      period = local.day
      metrics = [
        concat([local.namespaces.refresh, "ObjectsMasked"], local.of_functions),
        concat([local.namespaces.refresh, "ObjectsCopied"], local.of_functions),
        concat([local.namespaces.refresh, "ObjectsDropped"], local.of_functions),
        concat([local.namespaces.refresh, "ItemsMasked"], local.of_functions),
        concat([local.namespaces.refresh, "RowsMasked"], local.of_refresh),
        concat([local.namespaces.refresh, "ColumnsRedacted"], local.of_refresh, [{ yAxis = "right" }]),
      ]
    },
    {
      title  = "Proof and tests"
      stat   = "Sum"
      period = local.day
      metrics = [
        concat([local.namespaces.refresh, "TestsPassed"], local.of_refresh, [{ label = "tests passed" }]),
        concat([local.namespaces.refresh, "TestsFailed"], local.of_refresh, [{ label = "tests failed" }]),
        concat([local.namespaces.refresh, "LeaksFound"], local.of_functions, [{ label = "values of production found" }]),
      ]
    },
    {
      title   = "Oldest messages, ten worst queues, seconds"
      stat    = "Maximum"
      period  = local.hour
      metrics = [[{ expression = "SELECT MAX(${local.oldest_message}) FROM SCHEMA(\"${local.namespaces.queues}\", QueueName) GROUP BY QueueName ORDER BY MAX() DESC LIMIT 10" }]]
    },
    {
      title   = "Messages, ten fullest queues, dead letters too"
      stat    = "Maximum"
      period  = local.hour
      metrics = [[{ expression = "SELECT MAX(${local.messages_waiting}) FROM SCHEMA(\"${local.namespaces.queues}\", QueueName) GROUP BY QueueName ORDER BY MAX() DESC LIMIT 10" }]]
    },
    {
      title  = "Dead letters of functions and rules"
      stat   = "Maximum"
      period = local.hour
      metrics = [for name in concat(values(local.function_dead_letter_names), [local.rule_dead_letters_name]) :
      [local.namespaces.queues, local.messages_waiting, "QueueName", name]]
    },
    local.drift,
    {
      title  = "Drift by severity and AWS service"
      stat   = "Maximum"
      period = local.day
      metrics = [
        [{ expression = "SEARCH('{\"${local.namespaces.refresh}\",Environment,Severity,service} MetricName=\"DriftBySeverity\" Environment=\"${var.environment}\"', 'Maximum', ${local.day})" }],
        [{ expression = "SEARCH('{\"${local.namespaces.refresh}\",AwsService,Environment,Severity,service} MetricName=\"DriftByService\" Environment=\"${var.environment}\"', 'Maximum', ${local.day})" }],
      ]
    },
    {
      title  = "Capacity of databases, day 0 and generations"
      stat   = "Average"
      period = local.hour
      metrics = [
        [local.namespaces.rds, "ServerlessDatabaseCapacity", "DBClusterIdentifier", local.aurora_name],
        [local.namespaces.rds, "ACUUtilization", ".", ".", { yAxis = "right" }],
        [{ expression = "SEARCH('{\"${local.namespaces.rds}\",DBClusterIdentifier} MetricName=\"CPUUtilization\"', 'Average', ${local.hour})" }],
      ]
    },
    {
      title  = "Free memory of databases, bytes"
      stat   = "Minimum"
      period = local.hour
      metrics = [
        [local.namespaces.rds, "FreeableMemory", "DBClusterIdentifier", local.aurora_name],
        [{ expression = "SEARCH('{\"${local.namespaces.rds}\",DBClusterIdentifier} MetricName=\"FreeableMemory\"', 'Minimum', ${local.hour})" }],
      ]
    },
  ]
  overall_queries = [
    {
      title = "Latest failures"
      query = "${local.function_log_sources} | filter message = \"failed\" | fields @timestamp, service, operation, errorName, runId | sort @timestamp desc | limit 20"
    },
    {
      title = "Seconds by operation"
      query = "${local.function_log_sources} | filter message = \"done\" | stats max(seconds) as longest, sum(seconds) as together, count(*) as calls by operation | sort longest desc"
    },
  ]
  # A list of alarms has a hundred at most.
  overall_alarms = { for title, names in {
    "Alarms"                     = keys(local.alarms)
    "Alarms of services' queues" = keys(local.service_queue_alarms)
    } : title => [for name in slice(names, 0, min(100, length(names))) : "${local.arn.cloudwatch}:alarm:${local.alarm_names[name]}"]
  }

  # By service; logs know more than metrics, and a graph of them costs nothing while nobody looks.
  service_log_filter = { for name in keys(local.dashboard_names.services) : name => {
    refreshed = "SOURCE '/aws/lambda/${local.function_names["masking"]}' | filter message = \"service refreshed\" and environment = \"${var.environment}\" and serviceName = \"${name}\""
    tested    = "SOURCE '/aws/lambda/${local.function_names["integration-tests"]}' | filter message = \"service tested\" and environment = \"${var.environment}\" and serviceName = \"${name}\""
  } }
  service_graphs = { for name in keys(local.dashboard_names.services) : name => [
    {
      title  = "Messages in its queue, and dead letters"
      stat   = "Maximum"
      period = local.hour
      metrics = [
        [local.namespaces.queues, local.messages_waiting, "QueueName", local.queue_names[name]],
        [local.namespaces.queues, local.messages_waiting, "QueueName", local.dead_letter_queue_names[name]],
      ]
    },
    {
      title   = "Oldest message, seconds"
      stat    = "Maximum"
      period  = local.hour
      metrics = [[local.namespaces.queues, local.oldest_message, "QueueName", local.queue_names[name]]]
    },
    local.stage_durations,
    local.generation_age,
    local.drift,
  ] }
  service_queries = { for name, where in local.service_log_filter : name => [
    { title = "Nights", query = "${where.refreshed} | fields @timestamp, runId, switched, objects, items, rows, redacted | sort @timestamp desc | limit 30" },
    { title = "Switched, percent of a week's nights", view = "timeSeries", query = "${where.refreshed} | stats avg(switched) * 100 as percent by bin(7d)" },
    { title = "Masked rows, items and objects", view = "bar", query = "${where.refreshed} | stats sum(rows) as masked_rows, sum(items) as masked_items, sum(objects) as masked_objects by bin(1d)" },
    { title = "Columns and attributes without a rule, redacted", view = "bar", query = "${where.refreshed} | stats max(redacted) as columns by bin(1d)" },
    { title = "Tests", view = "bar", query = "${where.tested} | stats sum(tests) as tests_run, sum(failed) as tests_failed by bin(1d)" },
  ] }

  # Three in a row of 24 columns, below a line of text.
  dashboard_bodies = { for name, content in merge(
    { (local.dashboard_names.overall) = {
      text    = "# The refresh of ${var.environment}\nWhat the alarms ask for stands in terraform/README.md. Drift reports: ${local.drift_report_uri}latest.html"
      graphs  = local.overall_graphs
      queries = local.overall_queries
      alarms  = local.overall_alarms
    } },
    { for name, dashboard in local.dashboard_names.services : dashboard => {
      text    = "# ${name}, refreshed in ${var.environment}\nIts data: the parameter ${local.parameter_path}/${name}/data. Its queue: ${local.queue_names[name]}. [All services](${local.dashboard_address}${local.dashboard_names.overall})"
      graphs  = local.service_graphs[name]
      queries = local.service_queries[name]
      alarms  = {}
    } },
    ) : name => jsonencode({
      start          = "-P30D"
      periodOverride = "inherit"
      widgets = concat(
        [{ type = "text", width = 24, height = 2, properties = { markdown = content.text } }],
        [for title, arns in content.alarms : { type = "alarm", width = 24, height = 4, properties = { title = title, alarms = arns, sortBy = "stateUpdatedTimestamp" } }],
        [for index, graph in content.graphs : {
          type   = "metric"
          width  = 8
          height = 6
          properties = {
            region  = local.region
            title   = graph.title
            view    = try(graph.view, "timeSeries")
            stat    = graph.stat
            period  = graph.period
            metrics = graph.metrics
          }
        }],
        [for query in content.queries : {
          type       = "log"
          width      = 12
          height     = 6
          properties = { region = local.region, title = query.title, view = try(query.view, "table"), query = query.query }
        }],
      )
  }) }
}

resource "aws_cloudwatch_dashboard" "overall" {
  dashboard_name = local.dashboard_names.overall
  dashboard_body = local.dashboard_bodies[local.dashboard_names.overall]
}

resource "aws_cloudwatch_dashboard" "service" {
  for_each = { for service, name in local.dashboard_names.services : service => { name = name, body = local.dashboard_bodies[name] } }

  dashboard_name = each.value.name
  dashboard_body = each.value.body
}

# ---------------------------------------------------------------------------------------------------------------------
# Expectations
# What the validator compares the account with: rendered from the resources' own attributes, so that there is no second list. Its
# shape is that of handlers/parity-validation/expectations.ts; it lies in the artifact bucket, beside the reports.
# ---------------------------------------------------------------------------------------------------------------------

locals {
  expected_keys = merge(aws_kms_key.service, {
    data       = aws_kms_key.data
    logs       = aws_kms_key.logs
    masking    = aws_kms_key.masking
    quarantine = aws_kms_key.quarantine
    s3         = aws_kms_key.s3
    ssm        = aws_kms_key.ssm
  })
  expected_functions = [
    aws_lambda_function.masking_handler, aws_lambda_function.s3_sync_handler, aws_lambda_function.dynamodb_refresh_handler,
    aws_lambda_function.aurora_refresh_handler, aws_lambda_function.integration_tests_handler, aws_lambda_function.parity_validation_handler,
  ]
  expected_state_machines = [
    aws_sfn_state_machine.daily_refresh, aws_sfn_state_machine.s3_sync, aws_sfn_state_machine.dynamodb_refresh,
    aws_sfn_state_machine.aurora_refresh, aws_sfn_state_machine.refresh_cleanup,
  ]
  expected_log_groups = concat(
    values(aws_cloudwatch_log_group.function), values(aws_cloudwatch_log_group.state_machine),
    [aws_cloudwatch_log_group.database, aws_cloudwatch_log_group.flow],
  )
  expected_log_filters = values(aws_cloudwatch_log_metric_filter.function)
  expected_alarms      = concat(values(aws_cloudwatch_metric_alarm.single), values(aws_cloudwatch_metric_alarm.service_queues))
  expected_tables      = concat([aws_dynamodb_table.control], values(aws_dynamodb_table.day_0))
  expected_queues = concat(
    values(aws_sqs_queue.service), values(aws_sqs_queue.service_dead_letters), values(aws_sqs_queue.function_dead_letters), [aws_sqs_queue.rule_dead_letters],
  )
  expected_queue_policies = { (aws_sqs_queue.rule_dead_letters.name) = aws_sqs_queue_policy.rule_dead_letters.policy }
  expected_parameters = concat(
    values(aws_ssm_parameter.masking_rules), values(aws_ssm_parameter.service_config), values(aws_ssm_parameter.pointer),
    [aws_ssm_parameter.config, aws_ssm_parameter.database_secret],
  )
  expected_roles = concat(
    values(aws_iam_role.function), values(aws_iam_role.state_machine), [aws_iam_role.automation, aws_iam_role.events, aws_iam_role.flow_logs],
  )
  expected_role_policies = concat(
    values(aws_iam_role_policy.function), values(aws_iam_role_policy.function_services), values(aws_iam_role_policy.state_machine),
    values(aws_iam_role_policy.state_machine_surroundings), values(aws_iam_role_policy.service_keys),
    [aws_iam_role_policy.automation, aws_iam_role_policy.events, aws_iam_role_policy.flow_logs],
  )
  expected_rules = [
    { rule = aws_cloudwatch_event_rule.daily_refresh, target = aws_cloudwatch_event_target.daily_refresh },
    { rule = aws_cloudwatch_event_rule.parity_validation, target = aws_cloudwatch_event_target.parity_validation },
    { rule = aws_cloudwatch_event_rule.refresh_ended_badly, target = aws_cloudwatch_event_target.refresh_ended_badly },
  ]
  expected_security_groups = [
    aws_security_group.aurora, aws_security_group.endpoints, aws_security_group.functions, aws_security_group.quarantine, aws_security_group.validator,
  ]
  expected_ingress = concat(
    [aws_vpc_security_group_ingress_rule.aurora_from_functions],
    values(aws_vpc_security_group_ingress_rule.aurora_from_clients), values(aws_vpc_security_group_ingress_rule.endpoints),
  )
  expected_egress = concat(
    [aws_vpc_security_group_egress_rule.functions_to_aurora],
    values(aws_vpc_security_group_egress_rule.to_endpoints), values(aws_vpc_security_group_egress_rule.to_gateways),
    values(aws_vpc_security_group_egress_rule.to_nat),
  )
  expected_security_rules = concat(
    [for rule in local.expected_ingress : merge(rule, { direction = "ingress" })],
    [for rule in local.expected_egress : merge(rule, { direction = "egress" })],
  )

  expectations = {
    schemaVersion = 1
    environment   = var.environment
    account       = local.account_id
    region        = local.region
    resources = {
      bucket = { for name, bucket in aws_s3_bucket.bucket : bucket.bucket => {
        versioning    = try(one(aws_s3_bucket_versioning.bucket[name].versioning_configuration).status, "Disabled")
        encryptionKey = local.buckets[name].key_arn == null ? "" : local.buckets[name].key_arn
        bucketKey     = one(aws_s3_bucket_server_side_encryption_configuration.bucket[name].rule).bucket_key_enabled
        publicAccessBlock = {
          blockPublicAcls       = aws_s3_bucket_public_access_block.bucket[name].block_public_acls
          blockPublicPolicy     = aws_s3_bucket_public_access_block.bucket[name].block_public_policy
          ignorePublicAcls      = aws_s3_bucket_public_access_block.bucket[name].ignore_public_acls
          restrictPublicBuckets = aws_s3_bucket_public_access_block.bucket[name].restrict_public_buckets
        }
        ownership = one(aws_s3_bucket_ownership_controls.bucket[name].rule).object_ownership
        lifecycle = [for rule in aws_s3_bucket_lifecycle_configuration.bucket[name].rule : {
          id                  = rule.id
          status              = rule.status
          expirationDays      = try(one(rule.expiration).days, null)
          noncurrentDays      = try(one(rule.noncurrent_version_expiration).noncurrent_days, null)
          abortIncompleteDays = try(one(rule.abort_incomplete_multipart_upload).days_after_initiation, null)
        }]
        policy = aws_s3_bucket_policy.bucket[name].policy
        tags   = bucket.tags_all
      } }

      table = { for table in local.expected_tables : table.name => {
        keys                = compact([table.hash_key, table.range_key])
        billingMode         = table.billing_mode
        pointInTimeRecovery = one(table.point_in_time_recovery).enabled
        encryptionKey       = one(table.server_side_encryption).kms_key_arn
        ttl                 = try(one(table.ttl).attribute_name, "")
        deletionProtection  = table.deletion_protection_enabled
        tags                = table.tags_all
      } }

      cluster = { (aws_rds_cluster.day_0.cluster_identifier) = {
        engineVersion       = aws_rds_cluster.day_0.engine_version
        encryptionKey       = aws_rds_cluster.day_0.kms_key_id
        httpEndpoint        = aws_rds_cluster.day_0.enable_http_endpoint
        parameterGroup      = aws_rds_cluster.day_0.db_cluster_parameter_group_name
        subnetGroup         = aws_rds_cluster.day_0.db_subnet_group_name
        securityGroups      = aws_rds_cluster.day_0.vpc_security_group_ids
        backupRetentionDays = aws_rds_cluster.day_0.backup_retention_period
        deletionProtection  = aws_rds_cluster.day_0.deletion_protection
        minCapacity         = one(aws_rds_cluster.day_0.serverlessv2_scaling_configuration).min_capacity
        maxCapacity         = one(aws_rds_cluster.day_0.serverlessv2_scaling_configuration).max_capacity
        tags                = aws_rds_cluster.day_0.tags_all
      } }

      # The same with its class, where generations have another one.
      instance = { for instance in aws_rds_cluster_instance.day_0 : instance.identifier => {
        cluster             = instance.cluster_identifier
        engineVersion       = instance.engine_version
        instanceClass       = instance.instance_class == var.aurora_instance_class ? instance.instance_class : null
        parameterGroup      = instance.db_parameter_group_name
        publiclyAccessible  = instance.publicly_accessible
        performanceInsights = instance.performance_insights_enabled
        tags                = instance.tags_all
      } }

      function = { for function in local.expected_functions : function.function_name => {
        runtime             = function.runtime
        architecture        = one(function.architectures)
        memory              = function.memory_size
        timeout             = function.timeout
        role                = function.role
        subnets             = one(function.vpc_config).subnet_ids
        securityGroups      = one(function.vpc_config).security_group_ids
        environment         = keys(one(function.environment).variables)
        tracing             = one(function.tracing_config).mode
        logFormat           = one(function.logging_config).log_format
        logGroup            = one(function.logging_config).log_group
        deadLetterTarget    = one(function.dead_letter_config).target_arn
        reservedConcurrency = function.reserved_concurrent_executions
        tags                = function.tags_all
      } }

      machine = { for machine in local.expected_state_machines : machine.name => {
        type              = machine.type
        role              = machine.role_arn
        logLevel          = one(machine.logging_configuration).level
        logsExecutionData = one(machine.logging_configuration).include_execution_data
        logGroup          = one(machine.logging_configuration).log_destination
        tracing           = one(machine.tracing_configuration).enabled
        definitionHash    = sha256(machine.definition)
        tags              = machine.tags_all
      } }

      document = { (aws_ssm_document.aurora_snapshot_clone_mask.name) = {
        type           = aws_ssm_document.aurora_snapshot_clone_mask.document_type
        format         = aws_ssm_document.aurora_snapshot_clone_mask.document_format
        hash           = aws_ssm_document.aurora_snapshot_clone_mask.hash
        defaultVersion = aws_ssm_document.aurora_snapshot_clone_mask.default_version
        tags           = aws_ssm_document.aurora_snapshot_clone_mask.tags_all
      } }

      parameter = { for parameter in local.expected_parameters : parameter.name => {
        type          = parameter.type
        encryptionKey = parameter.type == "SecureString" ? parameter.key_id : null
        tags          = parameter.tags_all
      } }

      key = { for name, key in local.expected_keys : "alias/app-${name}-${var.environment}" => {
        target   = key.arn
        usage    = key.key_usage
        spec     = key.customer_master_key_spec
        enabled  = key.is_enabled
        rotation = key.key_usage == "ENCRYPT_DECRYPT" ? key.enable_key_rotation : null
        policy   = key.policy
        tags     = key.tags_all
      } }

      logGroup = { for group in local.expected_log_groups : group.name => {
        retentionDays = group.retention_in_days
        encryptionKey = group.kms_key_id
        filters = [for filter in local.expected_log_filters : {
          name      = filter.name
          pattern   = filter.pattern
          metric    = one(filter.metric_transformation).name
          namespace = one(filter.metric_transformation).namespace
        } if filter.log_group_name == group.name]
        tags = group.tags_all
      } }

      # What several metrics make one alarm of has no metric of its own.
      alarm = { for alarm in local.expected_alarms : alarm.alarm_name => {
        enabled           = alarm.actions_enabled
        namespace         = length(alarm.metric_query) > 0 ? null : alarm.namespace
        metric            = length(alarm.metric_query) > 0 ? null : alarm.metric_name
        dimensions        = length(alarm.metric_query) > 0 ? null : alarm.dimensions
        statistic         = length(alarm.metric_query) > 0 ? null : alarm.statistic
        period            = length(alarm.metric_query) > 0 ? null : alarm.period
        evaluationPeriods = alarm.evaluation_periods
        threshold         = alarm.threshold
        comparison        = alarm.comparison_operator
        missingData       = alarm.treat_missing_data
        actions           = alarm.alarm_actions
        tags              = alarm.tags_all
      } }

      dashboard = { for dashboard in concat([aws_cloudwatch_dashboard.overall], values(aws_cloudwatch_dashboard.service)) : dashboard.dashboard_name => {} }

      rule = { for pair in local.expected_rules : pair.rule.name => {
        schedule = pair.rule.schedule_expression
        pattern  = pair.rule.event_pattern
        state    = pair.rule.state
        targets = [{
          id              = pair.target.target_id
          arn             = pair.target.arn
          role            = pair.target.role_arn
          deadLetterQueue = one(pair.target.dead_letter_config).arn
          retries         = one(pair.target.retry_policy).maximum_retry_attempts
          oldestEvent     = one(pair.target.retry_policy).maximum_event_age_in_seconds
        }]
        tags = pair.rule.tags_all
      } }

      topic = {
        (aws_sns_topic.data.name) = {
          encryptionKey = aws_sns_topic.data.kms_master_key_id
          policy        = null
          subscriptions = [for subscription in values(aws_sns_topic_subscription.service) : "${subscription.protocol}:${subscription.endpoint}"]
          tags          = aws_sns_topic.data.tags_all
        }
        (aws_sns_topic.failures.name) = {
          encryptionKey = aws_sns_topic.failures.kms_master_key_id
          policy        = aws_sns_topic_policy.failures.policy
          subscriptions = [for subscription in values(aws_sns_topic_subscription.failures) : "${subscription.protocol}:${subscription.endpoint}"]
          tags          = aws_sns_topic.failures.tags_all
        }
      }

      queue = { for queue in local.expected_queues : queue.name => {
        encryptionKey   = queue.kms_master_key_id
        deadLetterQueue = try(jsondecode(queue.redrive_policy).deadLetterTargetArn, "")
        receives        = try(jsondecode(queue.redrive_policy).maxReceiveCount, null)
        retention       = queue.message_retention_seconds
        policy          = try(local.expected_queue_policies[queue.name], local.queue_policies[queue.tags.Service], null)
        tags            = queue.tags_all
      } }

      role = { for role in local.expected_roles : role.name => {
        trust    = role.assume_role_policy
        policies = { for policy in local.expected_role_policies : policy.name => policy.policy if policy.role == role.id }
        attached = []
        boundary = ""
        tags     = role.tags_all
      } }

      securityGroup = { for group in local.expected_security_groups : group.id => {
        rules = [for rule in local.expected_security_rules : {
          direction = rule.direction
          protocol  = rule.ip_protocol
          fromPort  = rule.from_port
          toPort    = rule.to_port
          peer      = coalesce(rule.referenced_security_group_id, rule.prefix_list_id, rule.cidr_ipv4)
        } if rule.security_group_id == group.id]
        tags = group.tags_all
      } }

      scalingTarget = { for name, target in aws_appautoscaling_target.scaled :
        join("|", [target.service_namespace, target.resource_id, target.scalable_dimension]) => {
          min      = target.min_capacity
          max      = target.max_capacity
          policies = [aws_appautoscaling_policy.scaled[name].name]
      } }
    }
  }
}

resource "aws_s3_object" "expectations" {
  bucket       = aws_s3_bucket.bucket["artifacts"].bucket
  key          = local.expectations_key
  content_type = "application/json"
  content      = jsonencode(local.expectations)
  kms_key_id   = local.key_arns.s3

  depends_on = [aws_s3_bucket_policy.bucket, aws_s3_bucket_server_side_encryption_configuration.bucket]
}

# ---------------------------------------------------------------------------------------------------------------------
# Production's side
# What production has to make before the first night; printed, not made. Its policies name this account's root and put the roles
# into conditions, so that either side may be made first.
# ---------------------------------------------------------------------------------------------------------------------

locals {
  automation_role_arn = aws_iam_role.automation.arn

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

# What the two roles may do is committed beside the functions' permissions; production's own keys are known here only.
data "aws_iam_policy_document" "prod_permissions" {
  for_each = {
    reader             = { file = "refresh-reader", actions = ["kms:Decrypt"] }
    snapshot_publisher = { file = "refresh-snapshot-publisher", actions = concat(local.kms_use, ["kms:CreateGrant"]) }
  }

  source_policy_documents = [templatefile("${local.handlers_folder}/shared/permissions/${each.value.file}.policy.json", local.permission_tokens)]

  dynamic "statement" {
    for_each = length(var.prod_data_key_arns) > 0 ? [var.prod_data_key_arns] : []
    content {
      sid       = "UseProductionsKeys"
      actions   = each.value.actions
      resources = statement.value
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
      values   = [local.automation_role_arn]
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
      values   = [local.automation_role_arn]
    }
    condition {
      test     = "Bool"
      variable = "kms:GrantIsForAWSResource"
      values   = ["true"]
    }
  }
}

locals {
  production_setup = {
    account = var.prod_account_id
    roles = {
      reader = {
        name        = local.prod_roles.reader.name
        trustPolicy = jsondecode(data.aws_iam_policy_document.prod_trust["reader"].json)
        policy      = jsondecode(data.aws_iam_policy_document.prod_permissions["reader"].json)
      }
      snapshotPublisher = {
        name        = local.prod_roles.snapshot_publisher.name
        trustPolicy = jsondecode(data.aws_iam_policy_document.prod_trust["snapshot_publisher"].json)
        policy      = jsondecode(data.aws_iam_policy_document.prod_permissions["snapshot_publisher"].json)
      }
    }
    snapshotKey = {
      arn                 = var.prod_snapshot_key_arn
      keyPolicyStatements = jsondecode(data.aws_iam_policy_document.prod_snapshot_key.json).Statement
    }
  }

  production_terraform = <<-EOT
    # What account ${var.prod_account_id} has to make for the environment ${var.environment}. Tables that are refreshed need
    # point-in-time recovery.

    resource "aws_iam_role" "refresh_reader" {
      name               = "${local.prod_roles.reader.name}"
      assume_role_policy = <<JSON
    ${data.aws_iam_policy_document.prod_trust["reader"].json}
    JSON
    }

    resource "aws_iam_role_policy" "refresh_reader" {
      name   = "refresh"
      role   = aws_iam_role.refresh_reader.id
      policy = <<JSON
    ${data.aws_iam_policy_document.prod_permissions["reader"].json}
    JSON
    }

    resource "aws_iam_role" "refresh_snapshot_publisher" {
      name               = "${local.prod_roles.snapshot_publisher.name}"
      assume_role_policy = <<JSON
    ${data.aws_iam_policy_document.prod_trust["snapshot_publisher"].json}
    JSON
    }

    resource "aws_iam_role_policy" "refresh_snapshot_publisher" {
      name   = "refresh"
      role   = aws_iam_role.refresh_snapshot_publisher.id
      policy = <<JSON
    ${data.aws_iam_policy_document.prod_permissions["snapshot_publisher"].json}
    JSON
    }

    # Belongs into source_policy_documents of the policy of ${var.prod_snapshot_key_arn}.
    data "aws_iam_policy_document" "refresh_snapshot_key" {
      source_policy_documents = [<<JSON
    ${data.aws_iam_policy_document.prod_snapshot_key.json}
    JSON
      ]
    }
  EOT
}

# ---------------------------------------------------------------------------------------------------------------------
# Outputs
# What operators and services look for; production_account_setup is for production's administrators.
# ---------------------------------------------------------------------------------------------------------------------

output "vpc_id" {
  description = "The network."
  value       = aws_vpc.main.id
}

output "subnet_ids" {
  description = "Subnets, by tier."
  value = {
    public     = [for cidr in var.public_subnet_cidrs : aws_subnet.public[cidr].id]
    private    = local.private_subnet_ids
    quarantine = [for cidr in var.quarantine_subnet_cidrs : aws_subnet.quarantine[cidr].id]
  }
}

output "security_group_ids" {
  description = "Security groups, by what stands in them."
  value = {
    aurora     = aws_security_group.aurora.id
    endpoints  = aws_security_group.endpoints.id
    functions  = aws_security_group.functions.id
    quarantine = aws_security_group.quarantine.id
    validator  = aws_security_group.validator.id
  }
}

output "bucket_names" {
  description = "Buckets, by purpose."
  value       = { for name, bucket in aws_s3_bucket.bucket : name => bucket.bucket }
}

output "bucket_arns" {
  description = "Buckets' ARNs, by purpose."
  value       = { for name, bucket in aws_s3_bucket.bucket : name => bucket.arn }
}

output "control_table_name" {
  description = "The control table: lock, runs, generations."
  value       = aws_dynamodb_table.control.name
}

output "table_names" {
  description = "Day-0 tables, by service."
  value       = { for service in var.service_names : service => [for name, table in local.day_0_tables : name if table.service == service] }
}

output "aurora_endpoints" {
  description = "The day-0 cluster; the live generation's endpoints stand in the services' pointers."
  value = {
    writer = aws_rds_cluster.day_0.endpoint
    reader = aws_rds_cluster.day_0.reader_endpoint
    port   = aws_rds_cluster.day_0.port
  }
}

output "database_secret_arn" {
  description = "Secret of the day-0 cluster's master user."
  value       = aws_secretsmanager_secret.database.arn
}

output "kms_key_arns" {
  description = "Keys, by purpose and by service; without keys of their own all services have the data key."
  value = {
    purposes = local.key_arns
    services = local.service_key_arns
  }
}

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

output "rule_names" {
  description = "EventBridge rules: the nightly refresh, the weekly validator, the clean-up after a bad end."
  value       = local.rule_names
}

output "automation_document_name" {
  description = "The Automation document."
  value       = aws_ssm_document.aurora_snapshot_clone_mask.name
}

output "topic_arns" {
  description = "Topics: data that is ready, refreshes that failed."
  value       = { data = aws_sns_topic.data.arn, failures = aws_sns_topic.failures.arn }
}

output "queue_urls" {
  description = "Where each service hears that its data is ready."
  value       = local.queue_urls
}

output "pointer_parameter_names" {
  description = "Where each service finds its data, by service."
  value       = { for name in var.service_names : name => "${local.parameter_path}/${name}/data" }
}

output "expectations_uri" {
  description = "What the validator compares the account with."
  value       = local.expectations_uri
}

output "drift_report_uri" {
  description = "Where the validator leaves its reports."
  value       = local.drift_report_uri
}

output "alarm_names" {
  description = "Alarms, all of which tell the topic of failures."
  value       = values(local.alarm_names)
}

output "dashboard_names" {
  description = "Dashboards: of the whole refresh, and by service where they are switched on."
  value       = local.dashboard_names
}

output "dashboard_urls" {
  description = "The same in the console."
  value = {
    overall  = "${local.dashboard_address}${local.dashboard_names.overall}"
    services = { for service, name in local.dashboard_names.services : service => "${local.dashboard_address}${name}" }
  }
}

output "production_account_setup" {
  description = "JSON: what production has to make, two roles and statements for a key's policy, as data and, in the member terraform, as Terraform."
  value       = jsonencode(merge(local.production_setup, { terraform = local.production_terraform }))
}
