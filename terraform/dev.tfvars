# A small environment to try things in: nothing is protected, logs go soon, the refresh starts by hand, and what is dear is off:
# a NAT gateway instead of interface endpoints, no key and no dashboard a service.
environment               = "dev"
prod_account_id           = "111111111111"
prod_data_bucket          = "prod-data-111111111111"
prod_cluster_identifier   = "prod-aurora"
prod_snapshot_key_arn     = "arn:aws:kms:us-west-2:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab"
vpc_cidr                  = "10.64.0.0/20"
public_subnet_cidrs       = ["10.64.0.0/24", "10.64.1.0/24"]
private_subnet_cidrs      = ["10.64.4.0/22", "10.64.8.0/22"]
quarantine_subnet_cidrs   = ["10.64.2.0/27", "10.64.2.32/27"]
enable_nat                = true
interface_endpoints       = []
enable_service_keys       = false
enable_service_dashboards = false
refresh_enabled           = false
deletion_protection       = false
log_retention_days        = 14
