# Deleting is denied in prod, and worth a warning elsewhere.
package flowsync.deletes

import rego.v1

deleted contains change.address if {
	some change in input.resource_changes
	"delete" in change.change.actions
}

deny contains message if {
	input.environment == "prod"
	some address in deleted
	message := sprintf("%s is deleted in prod: say in the request why, and let an owner apply it", [address])
}

warn contains message if {
	input.environment != "prod"
	some address in deleted
	message := sprintf("%s is deleted", [address])
}
