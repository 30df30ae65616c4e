# In prod nothing reads or writes a place that is called after another environment, changed or not.
package flowsync.places

import rego.v1

others := {"dev", "qa", "test"}

deny contains message if {
	input.environment == "prod"
	some change in input.resource_changes
	some key in ["source_config", "sink_config"]
	path := change.planned[key].path
	some other in others
	regex.match(sprintf("(^|[^a-z])%s([^a-z]|$)", [other]), path)
	message := sprintf("%s of prod is at %s", [change.address, path])
}
