#include "plan/actions.hpp"

#include "base/digest.hpp"
#include "model/number_text.hpp"
#include "plan/codec_parts.hpp"
#include "plan/masking.hpp"

namespace flowsync::plan {

namespace {

using nlohmann::json;

json field_of(const FieldChange& change)
{
  const auto field = masked_field(change);
  json result{{"path", field.path}, {"sensitive", field.sensitive}};
  put_values(result, field);
  return result;
}

} // namespace

bool acts(const ResourceChange& change)
{
  return change.is_difference() || change.adopting || (change.write_mark && !change.waiting);
}

bool is_told(const ResourceChange& change)
{
  return acts(change) || (change.action == Action::read && !change.fields.empty());
}

json action_of(const ResourceChange& change)
{
  json action{{"address", change.address.text()},
              {"type", type_name(change.type)},
              {"name", change.name},
              {"id", change.id ? json(*change.id) : json()},
              {"previous_address", change.previous_address ? json(change.previous_address->text()) : json()},
              {"actions", action_words(change.action)},
              {"adopting", change.adopting},
              {"write_mark", change.write_mark},
              {"restarts", change.restarts},
              {"re_ingests", change.re_ingests},
              {"affects", json::array()},
              {"fields", json::array()},
              {"document", change.document_digest}};
  for (const auto& affected : change.affects) {
    action["affects"].push_back({{"type", type_name(affected.type)}, {"id", affected.id}});
  }
  // What is lost with a deletion is told as far as it was read, which says nothing of what is done.
  for (const auto& field : change.action == Action::remove ? std::vector<FieldChange>{} : change.fields) {
    action["fields"].push_back(field_of(field));
  }
  return action;
}

std::string actions_digest(const Plan& plan)
{
  auto text = write_json(json{{"project", plan.project},
                              {"environment", plan.environment},
                              {"org", plan.identity.org_id ? json(*plan.identity.org_id) : json()}}) +
              '\n';
  for (const auto& change : plan.changes) {
    if (is_told(change)) {
      text += write_json(action_of(change)) + '\n';
    }
  }
  for (const auto& address : plan.blocked) {
    text += "not planned: " + address.text() + '\n';
  }
  return "sha256:" + sha256_hex(text);
}

std::string document_digest(const DesiredResource& desired)
{
  return sha256_hex(canonical_text(desired));
}

} // namespace flowsync::plan
