#include "schema/move_checks.hpp"

#include "model/address.hpp"
#include "schema/address_check.hpp"
#include "schema/present.hpp"

#include <fmt/format.h>

#include <map>

namespace flowsync::schema {

namespace {

void check_move(const Node& move, std::map<Address, const Node*>& left, Findings& findings)
{
  const auto* const from_text = known_text(move, "from");
  const auto from = from_text != nullptr ? check_address(from_text->at, from_text->text(), findings) : std::nullopt;
  const auto* const to_text = known_text(move, "to");
  const auto to = to_text != nullptr ? check_address(to_text->at, to_text->text(), findings) : std::nullopt;
  if (!from) {
    return;
  }
  if (const auto [first, is_new] = left.emplace(*from, from_text); !is_new) {
    findings.error("conflict", fmt::format("`{}` is moved twice", from->text()), from_text->at, "keep one of them",
                   width(*from_text));
    findings.relate("the first move is here", first->second->at);
  }
  if (to && to->role != from->role) {
    findings.error("bad-address", fmt::format("a {} cannot become a {}", role_name(from->role), role_name(to->role)),
                   to_text->at, "both addresses of a move must be of one kind", width(*to_text));
  } else if (to && *to == *from) {
    findings.error("bad-address", "this moves a resource to where it is", to_text->at, "delete this entry",
                   width(*to_text));
  }
}

} // namespace

void check_moves(const Node& document, Findings& findings)
{
  const auto* const moved = present_value(document, "moved");
  std::map<Address, const Node*> left;
  if (moved != nullptr) {
    for (const auto& move : moved->items()) {
      check_move(*move, left, findings);
    }
  }
}

} // namespace flowsync::schema
