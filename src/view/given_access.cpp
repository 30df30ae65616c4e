#include "view/given_access.hpp"

#include "model/parts.hpp"
#include "model/pointer.hpp"
#include "plan/pointer.hpp"
#include "view/visible_text.hpp"

#include <fmt/format.h>

namespace flowsync::view {

namespace {

using nlohmann::json;

std::string grant_words(const std::string& who, const json& role)
{
  return fmt::format("{} as {}", who == "org" ? std::string("the whole organisation") : visible_line(who),
                     role.is_string() ? visible_line(role.get<std::string>()) : visible_line(role.dump()));
}

} // namespace

void note_given_access(const plan::ResourceChange& change, GivenAccess& given)
{
  if (change.action != plan::Action::create && change.action != plan::Action::update &&
      change.action != plan::Action::replace) {
    return;
  }
  const auto whole = pointer_below("", k_access_part);
  for (const auto& field : change.fields) {
    if (!field.after || field.cause == plan::Cause::drift || !is_within(field.path, whole)) {
      continue;
    }
    if (field.path != whole) {
      given[grant_words(json::json_pointer(field.path).back(), *field.after)].push_back(&change);
    } else if (field.after->is_object()) {
      for (const auto& [who, role] : field.after->items()) {
        given[grant_words(who, role)].push_back(&change);
      }
    }
  }
}

} // namespace flowsync::view
