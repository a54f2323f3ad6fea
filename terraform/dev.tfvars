# A small environment to try things in: nothing is protected, logs go soon, the refresh starts by hand.
environment                  = "dev"
prod_account_id              = "111111111111"
prod_data_bucket             = "prod-data-111111111111"
prod_cluster_identifier      = "prod-aurora"
prod_snapshot_key_arn        = "arn:aws:kms:us-west-2:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab"
aurora_subnet_group          = "dev-aurora"
aurora_security_group_id     = "sg-0123456789abcdef0"
quarantine_subnet_group      = "dev-quarantine"
quarantine_security_group_id = "sg-0fedcba9876543210"
function_subnet_ids          = ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"]
function_security_group_ids  = ["sg-0123456789abcdef1"]
refresh_enabled              = false
deletion_protection          = false
log_retention_days           = 14
