# What the variables refuse, each with a case; and what a plan with good ones promises.
# `npm test` runs this on a stand-in for the provider; with credentials of an empty account it runs on AWS's own.

variables {
  environment                  = "test"
  prod_account_id              = "111111111111"
  prod_data_bucket             = "prod-data-111111111111"
  prod_cluster_identifier      = "prod-aurora"
  prod_snapshot_key_arn        = "arn:aws:kms:us-west-2:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  aurora_subnet_group          = "test-aurora"
  aurora_security_group_id     = "sg-0a"
  quarantine_subnet_group      = "test-quarantine"
  quarantine_security_group_id = "sg-0b"
  function_subnet_ids          = ["subnet-0a", "subnet-0b"]
  function_security_group_ids  = ["sg-0c"]
}

run "good_variables" {
  command = plan

  assert {
    condition     = aws_lambda_function.masking_handler.function_name == "test-masking"
    error_message = "Functions are named <environment>-<handler>."
  }
  assert {
    condition     = aws_sfn_state_machine.daily_refresh.name == "test-daily-refresh"
    error_message = "State machines are named <environment>-<workflow>."
  }
  assert {
    condition     = keys(aws_ssm_parameter.pointer) == ["auth", "billing", "ledger"]
    error_message = "Each service has a pointer."
  }
  assert {
    condition     = aws_cloudwatch_event_target.daily_refresh.input == "{\"environment\":\"test\"}"
    error_message = "The schedule starts the refresh of this environment."
  }
  assert {
    condition     = !contains(keys(aws_s3_bucket_versioning.bucket), "quarantine")
    error_message = "The quarantine keeps no versions."
  }
  assert {
    condition     = alltrue([for rule in aws_s3_bucket_lifecycle_configuration.quarantine.rule : rule.expiration[0].days == 1])
    error_message = "Raw objects rest for one day at most."
  }
  assert {
    condition     = aws_dynamodb_table.day_0["billing-accounts"].range_key == null && aws_dynamodb_table.day_0["billing-events"].range_key == "sk"
    error_message = "Tables with and without range key."
  }
}

run "many_services_with_long_names" {
  command = plan
  variables {
    environment   = "a123456789-12345"
    service_names = [for i in range(234) : format("service-with-a-rather-long-name-%03d", i)]
  }

  assert {
    condition     = alltrue([for name in values(local.bucket_names) : length(name) <= 63])
    error_message = "A bucket's name has 63 characters at most."
  }
  assert {
    condition     = alltrue([for role in concat(values(aws_iam_role.function), values(aws_iam_role.state_machine)) : length(role.name) <= 64])
    error_message = "A role's name has 64 characters at most."
  }
  assert {
    condition     = length(aws_dynamodb_table.day_0) == 468
    error_message = "Each service has its tables."
  }
}

run "variables_with_bad_values" {
  command = plan

  variables {
    service_names                = ["auth_service"]
    ddb_tables                   = { "user accounts" = { hash_key = "pk" } }
    prod_data_bucket             = "s3://prod-data"
    prod_cluster_identifier      = "arn:aws:rds:us-west-2:111111111111:cluster:prod-aurora"
    prod_snapshot_key_arn        = "arn:aws:kms:us-west-2:111111111111:alias/prod-snapshots"
    prod_data_key_arns           = ["alias/data"]
    prod_reader_role_name        = "arn:aws:iam::111111111111:role/refresh-reader"
    prod_snapshot_role_name      = "arn:aws:iam::111111111111:role/refresh-snapshot-publisher"
    aurora_engine_version        = "16.8"
    aurora_instance_class        = "db.t4g.medium"
    aurora_db_name               = "my-app"
    aurora_username              = "rdsadmin"
    aurora_subnet_group          = ""
    quarantine_subnet_group      = ""
    quarantine_security_group_id = "quarantine"
    function_subnet_ids          = ["subnet-0a"]
    function_security_group_ids  = []
    data_bucket_name             = "Data"
    staging_bucket_name          = "st"
    quarantine_bucket_name       = "quarantine_bucket"
    masking_rules                = { for i in range(400) : "column_${i}" => "{{hash:16}}" }
    refresh_schedule             = "every night"
    snapshot_max_age_hours       = 0
    metrics_namespace            = "AWS/Refresh"
    log_retention_days           = 100
    alarm_email                  = "operators"
  }

  expect_failures = [
    var.service_names,
    var.ddb_tables,
    var.prod_data_bucket,
    var.prod_cluster_identifier,
    var.prod_snapshot_key_arn,
    var.prod_data_key_arns,
    var.prod_reader_role_name,
    var.prod_snapshot_role_name,
    var.aurora_engine_version,
    var.aurora_instance_class,
    var.aurora_db_name,
    var.aurora_username,
    var.aurora_subnet_group,
    var.quarantine_subnet_group,
    var.quarantine_security_group_id,
    var.function_subnet_ids,
    var.function_security_group_ids,
    var.data_bucket_name,
    var.staging_bucket_name,
    var.quarantine_bucket_name,
    var.masking_rules,
    var.refresh_schedule,
    var.snapshot_max_age_hours,
    var.metrics_namespace,
    var.log_retention_days,
    var.alarm_email,
  ]
}

run "other_bad_values" {
  command = plan

  variables {
    service_names            = ["auth", "auth"]
    ddb_tables               = { accounts = { hash_key = "pk", range_key = "pk" } }
    prod_account_id          = "111"
    aurora_instance_class    = "r8g.large"
    aurora_security_group_id = "aurora"
    snapshot_max_age_hours   = 1000
    aurora_username          = "App"
  }

  expect_failures = [
    var.service_names,
    var.ddb_tables,
    var.prod_account_id,
    var.aurora_instance_class,
    var.aurora_security_group_id,
    var.snapshot_max_age_hours,
    var.aurora_username,
  ]
}

run "more_bad_values" {
  command = plan

  variables {
    service_names                = ["masking"]
    prod_snapshot_key_arn        = "arn:aws:kms:us-west-2:999999999999:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    quarantine_security_group_id = "sg-0a"
    aurora_engine_version        = "17.3"
  }

  expect_failures = [
    var.service_names,
    var.prod_snapshot_key_arn,
    var.quarantine_security_group_id,
    var.aurora_engine_version,
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
