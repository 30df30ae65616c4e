#pragma once

#include "plan/plan.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace flowsync::view {

// "+", "~", "-", "-/+", "<=" or "" (nothing to do).
std::string action_sign(plan::Action action);

// "will be created", "will be updated in-place", ... as Terraform says it.
std::string action_sentence(plan::Action action);

// Why, in words for people: "changed in Nexla since the last apply"; "" when the action says it all.
std::string reason_text(plan::Reason reason);

// "Plan: 3 to add, 1 to change, 0 to destroy." or "No changes.": the sentence that scripts look for. "Nothing could be
// planned." where errors are the reason why there is nothing.
std::string plan_sentence(const plan::Plan& plan);
// What the plan cannot know for want of records; "" when it knows everything.
std::string history_sentence(const plan::Plan& plan);
// "5 resources to adopt: ..."; "" for none. By itself no difference.
std::string adoption_sentence(const plan::Plan& plan);

// The changes that the plan has something to say about beyond "nothing to do".
std::vector<const plan::ResourceChange*> shown_changes(const plan::Plan& plan);

// "will be adopted" for an adoption, otherwise action_sentence().
std::string change_sentence(const plan::ResourceChange& change);

// What a line about a change says of it where its sign does not say all: "will be adopted", "will be destroyed"; ""
// else.
std::string line_words(const plan::ResourceChange& change);

// What happens around a change: "is paused and started again", "also stops and starts what hangs below: …".
std::vector<std::string> effect_lines(const plan::ResourceChange& change);

// "Requests: 14 used (…), about 9 needed by apply."
std::string requests_sentence(const plan::Plan& plan);

// "orders/nexset/orders" when this environment owns it, else `data_set "1 - Orders" (id 10393)`.
std::string affected_text(const plan::Affected& affected);

} // namespace flowsync::view
