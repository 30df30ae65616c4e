#include "view/plan_dangers.hpp"

#include "base/text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace flowsync::view {

namespace {

std::vector<std::string> addresses(const std::vector<const plan::ResourceChange*>& changes)
{
  std::vector<std::string> texts;
  std::transform(changes.begin(), changes.end(), std::back_inserter(texts),
                 [](const auto* change) { return change->address.text(); });
  return texts;
}

} // namespace

PlanDangers dangers_of(const Review& review)
{
  PlanDangers dangers;
  dangers.deletes = addresses(review.removed);
  dangers.replaces = addresses(review.replaced);
  dangers.reads_again = addresses(review.reading);
  dangers.moves = addresses(review.moved);
  for (const auto& [grant, changes] : review.given) {
    dangers.gives.push_back(grant);
  }
  dangers.undoes = addresses(review.undoing);
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
