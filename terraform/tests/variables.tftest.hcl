# What variables refuse, a case for each; the test of the project reads the sentences too.
# `npm test` runs this on a stand-in for the provider; with credentials of an empty account it runs on AWS's own.

variables {
  environment             = "test"
  prod_account_id         = "111111111111"
  prod_data_bucket        = "prod-data-111111111111"
  prod_cluster_identifier = "prod-aurora"
  prod_snapshot_key_arn   = "arn:aws:kms:us-west-2:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab"
}

run "bad_values" {
  command = plan

  variables {
    ddb_tables                       = { "user accounts" = { hash_key = "pk" } }
    vpc_cidr                         = "10.64.0.1/16"
    public_subnet_cidrs              = ["10.64.0.0"]
    private_subnet_cidrs             = ["10.64.16.0"]
    quarantine_subnet_cidrs          = ["10.64.3.0/27"]
    interface_endpoints              = ["s3"]
    aurora_client_security_group_ids = ["billing"]
    aurora_engine                    = "mysql"
    aurora_engine_version            = "16.8"
    aurora_instance_class            = "db.t4g.medium"
    aurora_day_0                     = { instance_class = "db.t3.medium" }
    aurora_db_name                   = "my-app"
    aurora_username                  = "rdsadmin"
    aurora_password                  = "short"
    aurora_password_version          = 0
    artifact_bucket_name             = "-artifacts"
    data_bucket_name                 = "Data"
    staging_bucket_name              = "st"
    quarantine_bucket_name           = "quarantine_bucket"
    access_log_bucket_name           = "access.logs"
    masking_rules                    = { email = "" }
    masking_on_undeclared            = "pass"
    prod_cluster_identifier          = "arn:aws:rds:us-west-2:111111111111:cluster:prod-aurora"
    prod_snapshot_key_arn            = "arn:aws:kms:us-west-2:111111111111:alias/prod-snapshots"
    prod_data_key_arns               = ["alias/data"]
    prod_reader_role_name            = "arn:aws:iam::111111111111:role/refresh-reader"
    prod_snapshot_role_name          = "arn:aws:iam::111111111111:role/refresh-snapshot-publisher"
    refresh_schedule                 = "every night"
    snapshot_max_age_hours           = 0
    reserved_concurrency             = { maskings = 1 }
    parity_schedule                  = "weekly"
    remediation                      = "always"
    drift_threshold                  = 0
    max_repairs                      = 0
    metrics_namespace                = "AWS/Refresh"
    log_retention_days               = 100
    alarm_email                      = "operators"
    alarm_thresholds                 = { hours_without_refresh = 24 }
  }

  expect_failures = [
    var.ddb_tables,
    var.vpc_cidr,
    var.public_subnet_cidrs,
    var.private_subnet_cidrs,
    var.quarantine_subnet_cidrs,
    var.interface_endpoints,
    var.aurora_client_security_group_ids,
    var.aurora_engine,
    var.aurora_engine_version,
    var.aurora_instance_class,
    var.aurora_day_0,
    var.aurora_db_name,
    var.aurora_username,
    var.aurora_password,
    var.aurora_password_version,
    var.artifact_bucket_name,
    var.data_bucket_name,
    var.staging_bucket_name,
    var.quarantine_bucket_name,
    var.access_log_bucket_name,
    var.masking_rules,
    var.masking_on_undeclared,
    var.prod_cluster_identifier,
    var.prod_snapshot_key_arn,
    var.prod_data_key_arns,
    var.prod_reader_role_name,
    var.prod_snapshot_role_name,
    var.refresh_schedule,
    var.snapshot_max_age_hours,
    var.reserved_concurrency,
    var.parity_schedule,
    var.remediation,
    var.drift_threshold,
    var.max_repairs,
    var.metrics_namespace,
    var.log_retention_days,
    var.alarm_email,
    var.alarm_thresholds,
  ]
}

run "other_bad_values" {
  command = plan

  variables {
    ddb_tables              = { accounts = { hash_key = "pk", range_key = "pk" } }
    autoscaling             = { auth = { tables = { min = 5, max = 2 } } }
    vpc_cidr                = "10.0.0.0/8"
    public_subnet_cidrs     = []
    private_subnet_cidrs    = ["10.64.16.0/20", "10.64.32.0/20", "10.64.48.0/20", "10.64.64.0/20"]
    quarantine_subnet_cidrs = ["10.64.3.0/30", "10.64.3.32/30"]
    interface_endpoints     = []
    enable_nat              = false
    prod_account_id         = "111"
    aurora_instance_class   = "r8g.large"
    aurora_day_0            = { min_capacity = 4, max_capacity = 2 }
    snapshot_max_age_hours  = 1000
    aurora_username         = "App"
    reserved_concurrency    = { masking = 0 }
    alarm_thresholds        = { duration_percent = 101 }
  }

  expect_failures = [
    var.ddb_tables,
    var.autoscaling,
    var.vpc_cidr,
    var.public_subnet_cidrs,
    var.private_subnet_cidrs,
    var.quarantine_subnet_cidrs,
    var.enable_nat,
    var.prod_account_id,
    var.aurora_instance_class,
    var.aurora_day_0,
    var.snapshot_max_age_hours,
    var.aurora_username,
    var.reserved_concurrency,
    var.alarm_thresholds,
  ]
}

run "more_bad_values" {
  command = plan

  variables {
    service_names         = ["auth", "auth"]
    prod_snapshot_key_arn = "arn:aws:kms:us-west-2:999999999999:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    prod_data_bucket      = "test-data-123456789012"
    data_bucket_name      = "test-data-123456789012"
    aurora_engine_version = "17.3"
    aurora_day_0          = { instances = 0 }
    remediation           = "Repair"
    alarm_thresholds      = { queue_messages = 0 }
  }

  expect_failures = [
    var.service_names,
    var.prod_snapshot_key_arn,
    var.prod_data_bucket,
    var.aurora_engine_version,
    var.aurora_day_0,
    var.remediation,
    var.alarm_thresholds,
  ]
}

run "yet_more_bad_values" {
  command = plan

  variables {
    aurora_day_0          = { backup_days = 0 }
    autoscaling           = { shipping = { tables = { max = 10 } } }
    service_masking_rules = { shipping = { email = "{{hash}}" } }
    prod_data_bucket      = "s3://prod-data"
  }

  expect_failures = [
    var.aurora_day_0,
    var.autoscaling,
    var.service_masking_rules,
    var.prod_data_bucket,
  ]
}

# The second name is taken: parameters, keys and rules of the environment have it.
run "bad_service_names" {
  command = plan

  variables {
    service_names = ["auth_service", "masking"]
  }

  expect_failures = [var.service_names]
}

run "one_table_for_two_services" {
  command = plan

  variables {
    service_names = ["auth", "auth-events"]
    ddb_tables    = { "events-log" = { hash_key = "pk" }, log = { hash_key = "pk" } }
  }

  expect_failures = [var.ddb_tables]
}

run "too_many_tables_for_a_pointer" {
  command = plan

  variables {
    ddb_tables = { for i in range(40) : "table-${i}" => { hash_key = "pk" } }
  }

  expect_failures = [var.ddb_tables]
}

# What only several variables together get wrong is refused by the resource that they make.
run "refused_together" {
  command = plan

  variables {
    private_subnet_cidrs    = ["10.64.0.0/23", "10.64.16.0/20"]
    quarantine_subnet_cidrs = ["10.65.0.0/27", "10.64.3.32/27"]
    data_bucket_name        = "test-masked-data"
    staging_bucket_name     = "test-masked-data"
    masking_rules           = { for i in range(400) : "column_${i}" => "{{hash:16}}" }
  }

  expect_failures = [
    aws_vpc.main,
    aws_s3_bucket.bucket,
    aws_ssm_parameter.masking_rules,
  ]
}

# Where region, environment or tags are refused there is no provider to ask for the account, so they stand apart.
run "no_provider" {
  command = plan

  variables {
    aws_region    = "Oregon"
    environment   = "Test"
    service_names = []
    tags          = { RefreshRun = "mine" }
  }

  expect_failures = [
    var.aws_region,
    var.environment,
    var.service_names,
    var.tags,
  ]
}

run "environment_too_long" {
  command = plan

  variables {
    environment = "a-name-of-17-char"
  }

  expect_failures = [var.environment]
}

run "environment_like_a_clone" {
  command = plan

  variables {
    environment = "refresh-me"
  }

  expect_failures = [var.environment]
}
