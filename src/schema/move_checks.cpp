#include "schema/move_checks.hpp"

#include "model/address.hpp"
#include "schema/address_check.hpp"
#include "schema/present.hpp"

#include <fmt/format.h>

#include <map>

namespace flowsync::schema {

namespace {

// What one side of an entry names: a resource or a whole flow.
struct Named
{
  std::optional<Address> address;
  std::string flow;

  std::string text() const { return address ? address->text() : flow; }
  auto operator<=>(const Named&) const = default;
};

std::optional<Named> read_side(const Node* text, Findings& findings)
{
  if (text == nullptr) {
    return std::nullopt;
  }
  if (is_flow_name(text->text())) {
    return Named{std::nullopt, text->text()};
  }
  if (is_name(text->text(), k_longest_flow)) {
    findings.error("bad-address", fmt::format("no flow can be called `{}`", text->text()), text->at,
                   "write the name of a flow or the address of a resource", width(*text));
    return std::nullopt;
  }
  const auto address = check_address(text->at, text->text(), findings);
  return address ? std::optional(Named{address, ""}) : std::nullopt;
}

void check_kinds(const Named& from, const Named& to, const Node& at, Findings& findings)
{
  if (from.address.has_value() != to.address.has_value()) {
    findings.error("bad-address", "a resource is moved to an address, and a flow to a flow", at.at,
                   "write both like orders/source, or both like orders", width(at));
  } else if (from.address && to.address->kind != from.address->kind) {
    findings.error("bad-address",
                   fmt::format("a {} cannot become a {}", kind_word(from.address->kind), kind_word(to.address->kind)),
                   at.at, "both addresses of a move must be of one kind", width(at));
  } else if (to == from) {
    findings.error("bad-address", fmt::format("this moves a {} to where it is", from.address ? "resource" : "flow"),
                   at.at, "delete this entry", width(at));
  }
}

void check_move(const Node& move, std::map<Named, const Node*>& left, Findings& findings)
{
  const auto* const from_text = known_text(move, "from");
  const auto from = read_side(from_text, findings);
  const auto* const to_text = known_text(move, "to");
  const auto to = read_side(to_text, findings);
  if (!from) {
    return;
  }
  if (const auto [first, is_new] = left.emplace(*from, from_text); !is_new) {
    findings.error("conflict", fmt::format("`{}` is moved twice", from->text()), from_text->at, "keep one of them",
                   width(*from_text));
    findings.relate("the first move is here", first->second->at);
  }
  if (to) {
    check_kinds(*from, *to, *to_text, findings);
  }
}

} // namespace

void check_moves(const Node& document, Findings& findings)
{
  const auto* const moved = present_value(document, "moved");
  std::map<Named, const Node*> left;
  if (moved != nullptr) {
    for (const auto& move : moved->items()) {
      check_move(*move, left, findings);
    }
  }
}

} // namespace flowsync::schema
