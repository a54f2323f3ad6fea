# What a plan promises: who comes in, what is encrypted and kept how long, and that names fit. Ids and ARNs that AWS would give
# are given here, so that a plan knows them.

variables {
  environment             = "test"
  prod_account_id         = "111111111111"
  prod_data_bucket        = "prod-data-111111111111"
  prod_cluster_identifier = "prod-aurora"
  prod_snapshot_key_arn   = "arn:aws:kms:us-west-2:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  prod_data_key_arns      = ["arn:aws:kms:us-west-2:111111111111:key/2345abcd-12ab-34cd-56ef-1234567890ab"]
  enable_nat              = true
}

override_resource {
  target          = aws_security_group.functions
  values          = { id = "sg-functions" }
  override_during = plan
}

override_resource {
  target          = aws_security_group.aurora
  values          = { id = "sg-aurora" }
  override_during = plan
}

override_resource {
  target          = aws_security_group.validator
  values          = { id = "sg-validator" }
  override_during = plan
}

override_resource {
  target          = aws_security_group.quarantine
  values          = { id = "sg-quarantine" }
  override_during = plan
}

override_resource {
  target          = aws_security_group.endpoints
  values          = { id = "sg-endpoints" }
  override_during = plan
}

override_resource {
  target          = aws_subnet.private
  values          = { id = "subnet-private" }
  override_during = plan
}

override_resource {
  target          = aws_kms_key.logs
  values          = { arn = "arn:aws:kms:us-west-2:123456789012:key/logs" }
  override_during = plan
}

override_resource {
  target          = aws_kms_key.s3
  values          = { arn = "arn:aws:kms:us-west-2:123456789012:key/s3" }
  override_during = plan
}

override_resource {
  target          = aws_kms_key.quarantine
  values          = { arn = "arn:aws:kms:us-west-2:123456789012:key/quarantine" }
  override_during = plan
}

override_resource {
  target          = aws_kms_key.data
  values          = { arn = "arn:aws:kms:us-west-2:123456789012:key/data" }
  override_during = plan
}

override_resource {
  target          = aws_kms_key.masking
  values          = { arn = "arn:aws:kms:us-west-2:123456789012:key/masking" }
  override_during = plan
}

override_resource {
  target          = aws_kms_key.ssm
  values          = { arn = "arn:aws:kms:us-west-2:123456789012:key/ssm" }
  override_during = plan
}

override_resource {
  target          = aws_sns_topic.data
  values          = { arn = "arn:aws:sns:us-west-2:123456789012:test-service-data" }
  override_during = plan
}

override_resource {
  target          = aws_sns_topic.failures
  values          = { arn = "arn:aws:sns:us-west-2:123456789012:test-refresh-failures" }
  override_during = plan
}

override_resource {
  target          = aws_dynamodb_table.control
  values          = { arn = "arn:aws:dynamodb:us-west-2:123456789012:table/test-refresh" }
  override_during = plan
}

override_resource {
  target          = aws_iam_role.function
  values          = { arn = "arn:aws:iam::123456789012:role/test-function" }
  override_during = plan
}

override_resource {
  target          = aws_iam_role.state_machine
  values          = { arn = "arn:aws:iam::123456789012:role/test-state-machine" }
  override_during = plan
}

override_resource {
  target          = aws_iam_role.automation
  values          = { arn = "arn:aws:iam::123456789012:role/test-automation" }
  override_during = plan
}

run "promises" {
  command = plan

  # Who comes in, and where to functions go.
  assert {
    condition     = length(local.cidrs_overlapping) == 0 && length(local.cidrs_outside) == 0
    error_message = "Subnets lie inside the network and do not overlap."
  }
  assert {
    condition     = aws_vpc_security_group_ingress_rule.aurora_from_functions.security_group_id == "sg-aurora" && aws_vpc_security_group_ingress_rule.aurora_from_functions.referenced_security_group_id == "sg-functions" && aws_vpc_security_group_ingress_rule.aurora_from_functions.from_port == 5432
    error_message = "Aurora lets the functions' group in."
  }
  assert {
    condition     = length(aws_vpc_security_group_ingress_rule.aurora_from_clients) == 0
    error_message = "Aurora lets nobody else in unless a variable names them."
  }
  assert {
    condition     = !contains([for rule in local.expected_security_rules : rule.security_group_id], "sg-quarantine")
    error_message = "The quarantine has no rules."
  }
  assert {
    condition     = keys(aws_vpc_security_group_egress_rule.to_nat) == ["validator"]
    error_message = "Beside interface endpoints the NAT gateway is the validator's alone."
  }
  assert {
    condition     = aws_rds_cluster.day_0.vpc_security_group_ids == toset(["sg-aurora"]) && length(aws_vpc_endpoint.interface) == length(var.interface_endpoints)
    error_message = "The cluster stands in Aurora's group."
  }
  assert {
    condition = alltrue([for function in local.expected_functions :
      one(function.vpc_config).subnet_ids == toset(["subnet-private"]) &&
      length(setsubtract(one(function.vpc_config).security_group_ids, ["sg-functions", "sg-validator"])) == 0
    ]) && length(local.expected_functions) == 6
    error_message = "Every function stands in the private subnets."
  }

  # What is kept, how long, under which key.
  assert {
    condition     = alltrue([for group in local.expected_log_groups : group.retention_in_days == 90 && group.kms_key_id == "arn:aws:kms:us-west-2:123456789012:key/logs"])
    error_message = "Every log group has a retention and a key."
  }
  assert {
    condition     = alltrue([for machine in local.expected_state_machines : one(machine.logging_configuration).include_execution_data == false])
    error_message = "State machines log without data."
  }
  assert {
    condition     = !contains(keys(aws_s3_bucket_versioning.bucket), "quarantine") && local.buckets.quarantine.days == 1
    error_message = "The quarantine keeps no versions, and nothing longer than a day."
  }
  assert {
    condition     = contains([for rule in aws_s3_bucket_lifecycle_configuration.bucket["quarantine"].rule : try(rule.expiration[0].days, 0)], 1)
    error_message = "Raw objects rest for one day at most."
  }
  assert {
    condition     = aws_dynamodb_table.day_0["billing-accounts"].range_key == null && aws_dynamodb_table.day_0["billing-events"].range_key == "sk"
    error_message = "Tables with and without range key."
  }
  assert {
    condition     = jsondecode(aws_dynamodb_table_item.day_0["billing-accounts"].item) == { pk = { S = "day-0" } } && aws_dynamodb_table_item.day_0["billing-accounts"].range_key == null
    error_message = "The item of a table without range key has the hash key and nothing else."
  }
  assert {
    condition     = jsondecode(aws_dynamodb_table_item.day_0["billing-events"].item) == { pk = { S = "day-0" }, sk = { S = "day-0" } } && aws_dynamodb_table_item.day_0["billing-events"].range_key == "sk"
    error_message = "The item of a table with range key has both keys and nothing else."
  }
  assert {
    condition     = one(aws_rds_cluster.day_0.serverlessv2_scaling_configuration).min_capacity == 0 && alltrue([for instance in aws_rds_cluster_instance.day_0 : instance.instance_class == "db.serverless"])
    error_message = "The day-0 cluster sleeps unless a variable says otherwise."
  }
  assert {
    condition     = aws_rds_cluster.day_0.master_password == null && aws_rds_cluster.day_0.storage_encrypted && aws_rds_cluster.day_0.enable_http_endpoint
    error_message = "The cluster is encrypted, has the Data API, and no password in a state."
  }
  assert {
    condition     = contains([for parameter in aws_rds_cluster_parameter_group.day_0.parameter : "${parameter.name}=${parameter.value}"], "rds.force_ssl=1")
    error_message = "Connections are by TLS."
  }
  assert {
    condition     = length(aws_appautoscaling_target.scaled) == 0
    error_message = "Nothing scales without knobs."
  }

  # What is watched, and who hears of it.
  assert {
    condition = alltrue([for alarm in local.expected_alarms :
      alarm.alarm_actions == toset(["arn:aws:sns:us-west-2:123456789012:test-refresh-failures"]) && alarm.actions_enabled && length(alarm.alarm_description) > 40
    ])
    error_message = "Every alarm tells the topic of failures, and says what to do."
  }
  assert {
    condition = alltrue([for machine in local.expected_state_machines : length(setsubtract(
      ["ExecutionsFailed", "ExecutionsTimedOut", "ExecutionsAborted", "ExecutionThrottled"],
      [for alarm in aws_cloudwatch_metric_alarm.single : alarm.metric_name if try(endswith(alarm.dimensions.StateMachineArn, ":${machine.name}"), false)],
    )) == 0])
    error_message = "Every state machine has an alarm for each of its bad ends, and for throttling."
  }
  assert {
    condition = alltrue([for function in local.expected_functions : length(setsubtract(
      ["Errors", "Throttles", "Duration"],
      [for alarm in aws_cloudwatch_metric_alarm.single : alarm.metric_name if try(alarm.dimensions.FunctionName, "") == function.function_name],
    )) == 0])
    error_message = "Every function has an alarm for errors, throttles and duration."
  }
  assert {
    condition = alltrue([for function in local.expected_functions : one([for alarm in aws_cloudwatch_metric_alarm.single : alarm.threshold
      if alarm.metric_name == "Duration" && try(alarm.dimensions.FunctionName, "") == function.function_name
    ]) == 950 * function.timeout])
    error_message = "A function is said to be near its timeout at 95 % of its own."
  }
  assert {
    condition = length(setsubtract(
      [for queue in local.expected_queues : queue.name if endswith(queue.name, "-dlq")],
      flatten([for alarm in local.expected_alarms : concat(
        [try(alarm.dimensions.QueueName, "")], [for query in alarm.metric_query : [for metric in query.metric : metric.dimensions.QueueName]],
      )]),
    )) == 0
    error_message = "Every queue of dead letters has its alarm."
  }
  assert {
    condition     = aws_cloudwatch_metric_alarm.single["did-not-run"].treat_missing_data == "breaching" && aws_cloudwatch_metric_alarm.single["did-not-run"].period * aws_cloudwatch_metric_alarm.single["did-not-run"].evaluation_periods == 30 * 3600
    error_message = "A night that does not come is an alarm after 30 hours."
  }
  assert {
    condition     = toset(keys(aws_cloudwatch_dashboard.service)) == toset(var.service_names) && aws_cloudwatch_dashboard.overall.dashboard_name == "test-refresh"
    error_message = "There is a dashboard of the whole refresh, and one a service."
  }

  # What production makes, and what may be said of it here.
  assert {
    condition     = jsondecode(output.production_account_setup).account == "111111111111" && length(jsondecode(output.production_account_setup).roles) == 2
    error_message = "The setup of the production account is JSON and names two roles."
  }
  assert {
    condition = alltrue([for role in values(jsondecode(output.production_account_setup).roles) :
    role.trustPolicy.Statement[0].Principal == { AWS = "arn:aws:iam::123456789012:root" }])
    error_message = "Production's roles trust this account's root; conditions name the roles."
  }
  assert {
    condition = alltrue([for policy in [aws_kms_key.quarantine.policy, aws_kms_key.s3.policy, aws_s3_bucket_policy.bucket["staging"].policy, aws_s3_bucket_policy.bucket["quarantine"].policy] :
      alltrue(flatten([for statement in jsondecode(policy).Statement : [
        for principal in flatten([try(statement.Principal.AWS, [])]) : !strcontains(principal, "111111111111") || principal == "arn:aws:iam::111111111111:root"
      ]]))
    ])
    error_message = "No policy names a principal of production but its root: others may not exist yet."
  }
}

run "knobs" {
  command = plan

  variables {
    autoscaling = {
      billing = { tables = { max = 100 }, ecs_service = { cluster = "apps", name = "billing", max = 4 } }
      auth    = { function_alias = { function = "auth", alias = "live", min = 2, max = 8 } }
    }
    interface_endpoints = []
    enable_service_keys = false
    refresh_enabled     = false

    enable_service_dashboards = false
    aurora_day_0              = { instance_class = "db.r8g.large" }
  }

  assert {
    condition = keys(aws_appautoscaling_target.scaled) == [
      "auth/lambda", "billing-accounts/Read", "billing-accounts/Write", "billing-events/Read", "billing-events/Write", "billing/ecs",
    ]
    error_message = "Tables of a service with knobs, its ECS service and its function scale."
  }
  assert {
    condition     = aws_dynamodb_table.day_0["billing-events"].billing_mode == "PROVISIONED" && aws_dynamodb_table.day_0["auth-events"].billing_mode == "PAY_PER_REQUEST"
    error_message = "Only tables that scale have a capacity."
  }
  assert {
    condition     = one(one(aws_appautoscaling_policy.scaled["auth/lambda"].target_tracking_scaling_policy_configuration).predefined_metric_specification).predefined_metric_type == "LambdaProvisionedConcurrencyUtilization" && one(aws_appautoscaling_policy.scaled["auth/lambda"].target_tracking_scaling_policy_configuration).target_value == 0.7
    error_message = "Provisioned concurrency is a share, not a percentage."
  }
  assert {
    condition     = length(aws_kms_key.service) == 0 && length(aws_vpc_endpoint.interface) == 0 && length(aws_vpc_security_group_egress_rule.to_nat) == 2
    error_message = "Keys of services and interface endpoints can be switched off; functions take the NAT gateway then."
  }
  assert {
    condition     = length(aws_cloudwatch_dashboard.service) == 0 && !contains(keys(aws_cloudwatch_metric_alarm.single), "did-not-run") && !contains(keys(aws_cloudwatch_metric_alarm.single), "day-0-capacity")
    error_message = "Dashboards of services can be switched off; nobody waits for a refresh that does not start, nor for capacity units of an instance without."
  }
}

# Queues of many services share alarms, and each stays below what an alarm and a dashboard may hold.
run "alarms_of_234_services" {
  command = plan

  variables {
    service_names       = [for number in range(234) : format("service-with-a-name-of-forty-charact-%03d", number)]
    enable_service_keys = false
  }

  plan_options {
    target = [aws_cloudwatch_dashboard.overall, aws_cloudwatch_dashboard.service, aws_cloudwatch_metric_alarm.service_queues]
  }

  assert {
    condition     = length(aws_cloudwatch_metric_alarm.service_queues) == 72 && max([for alarm in aws_cloudwatch_metric_alarm.service_queues : length(alarm.metric_query)]...) <= 11
    error_message = "An alarm looks at ten metrics at most, and its expression."
  }
  assert {
    condition     = max([for alarm in aws_cloudwatch_metric_alarm.service_queues : length(alarm.alarm_description)]...) <= 1024
    error_message = "An alarm's description has 1,024 characters at most."
  }
  assert {
    condition     = length(setunion(flatten([for alarm in aws_cloudwatch_metric_alarm.service_queues : [for query in alarm.metric_query : [for metric in query.metric : metric.dimensions.QueueName]]]))) == 2 * 234
    error_message = "Every service's queue and dead-letter queue is looked at."
  }
  assert {
    condition = alltrue([for body in values(local.dashboard_bodies) :
      length(jsondecode(body).widgets) <= 500 && sum([for widget in jsondecode(body).widgets : length(try(widget.properties.metrics, []))]) <= 500
    ])
    error_message = "A dashboard has 500 widgets and 500 metrics at most."
  }
  assert {
    condition     = max([for name in keys(local.dashboard_bodies) : length(name)]...) <= 255 && length(aws_cloudwatch_dashboard.service) == 234
    error_message = "A dashboard's name has 255 characters at most."
  }
}

# The longest names that variables let pass, 234 times; limits are AWS's. Only what is looked at is planned.
run "names_of_234_services" {
  command = plan

  variables {
    environment   = "a123456789-12345"
    service_names = [for number in range(234) : format("service-with-a-name-of-forty-charact-%03d", number)]
    ddb_tables    = { (join("", [for _ in range(150) : "t"])) = { hash_key = "pk" } }

    enable_service_keys = false
  }

  plan_options {
    target = [
      aws_cloudwatch_event_rule.parity_validation, aws_dynamodb_table.day_0, aws_iam_role.automation, aws_iam_role.function,
      aws_iam_role.state_machine, aws_rds_cluster_parameter_group.day_0, aws_s3_bucket.bucket, aws_sqs_queue.service_dead_letters,
      aws_ssm_parameter.masking_rules,
    ]
  }

  assert {
    condition     = alltrue([for role in concat(values(aws_iam_role.function), values(aws_iam_role.state_machine), [aws_iam_role.automation]) : length(role.name) <= 64])
    error_message = "A role's name has 64 characters at most."
  }
  assert {
    condition     = max([for name in concat(values(local.queue_names), values(local.dead_letter_queue_names)) : length(name)]...) <= 80
    error_message = "A queue's name has 80 characters at most."
  }
  assert {
    condition     = max([for service in local.services : length("alias/app-${service}-${var.environment}")]...) <= 256
    error_message = "An alias has 256 characters at most."
  }
  assert {
    condition     = length(local.day_0_tables) == 234 && max([for table in values(aws_dynamodb_table.day_0) : length("${table.name}-20261124t0200-1a2b")]...) <= 255
    error_message = "A table's name has 255 characters at most, also a night's."
  }
  assert {
    condition     = max([for service in local.services : length("${local.parameter_path}/${service}/config")]...) <= 1011
    error_message = "A parameter's name has 1,011 characters at most."
  }
  assert {
    condition     = max([for name in values(local.bucket_names) : length(name)]...) <= 63 && max([for name in values(local.function_names) : length(name)]...) <= 64
    error_message = "A bucket's name has 63 characters at most, a function's 64."
  }
  assert {
    condition     = max([for rule in values(local.rule_names) : length(rule)]...) <= 64 && length(local.aurora_name) <= 63
    error_message = "A rule's name has 64 characters at most, a cluster's 63."
  }
}
