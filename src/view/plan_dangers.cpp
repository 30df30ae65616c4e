#include "view/plan_dangers.hpp"

#include "base/text.hpp"
#include "view/given_access.hpp"
#include "view/moved_data.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace flowsync::view {

using plan::Action;
using plan::Cause;

PlanDangers dangers_of(const plan::Plan& plan)
{
  PlanDangers dangers;
  GivenAccess given;
  for (const auto& change : plan.changes) {
    if (!change.is_difference()) {
      continue;
    }
    const auto address = change.address.text();
    const bool is_new = change.action == Action::create;
    const bool undoes = std::any_of(change.fields.begin(), change.fields.end(), [](const auto& field) {
      return field.cause == Cause::drift || field.cause == Cause::both;
    });
    if (change.action == Action::remove) {
      dangers.deletes.push_back(address);
    }
    if (change.action == Action::replace) {
      dangers.replaces.push_back(address);
    }
    if (change.re_ingests && !is_new) {
      dangers.reads_again.push_back(address);
    }
    note_given_access(change, given);
    if (!moved_fields(change).empty()) {
      dangers.moves.push_back(address);
    }
    if (undoes && !is_new && change.action != Action::remove) {
      dangers.undoes.push_back(address);
    }
  }
  for (const auto& [grant, changes] : given) {
    dangers.gives.push_back(grant);
  }
  return dangers;
}

std::string dangers_sentence(const PlanDangers& dangers)
{
  std::vector<std::string> parts;
  const auto add = [&](const std::vector<std::string>& addresses, const std::string& text) {
    if (!addresses.empty()) {
      parts.push_back(text);
    }
  };
  add(dangers.deletes, fmt::format("deletes {}", dangers.deletes.size()));
  add(dangers.replaces, fmt::format("replaces {}", dangers.replaces.size()));
  add(dangers.reads_again, dangers.reads_again.size() == 1
                               ? std::string("1 source reads again")
                               : fmt::format("{} sources read again", dangers.reads_again.size()));
  add(dangers.moves, fmt::format("moves {} elsewhere", dangers.moves.size()));
  add(dangers.gives,
      fmt::format("gives access {}",
                  dangers.gives.size() == 1 ? std::string("once") : fmt::format("{} times", dangers.gives.size())));
  add(dangers.undoes, fmt::format("undoes {} made in Nexla", count_of(dangers.undoes.size(), "change")));
  std::string text;
  for (const auto& part : parts) {
    text += (text.empty() ? "" : ", ") + part;
  }
  return text;
}

} // namespace flowsync::view
