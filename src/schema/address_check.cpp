#include "schema/address_check.hpp"

#include "base/excerpt.hpp"
#include "base/text.hpp"

#include <fmt/format.h>

namespace flowsync::schema {

namespace {

std::vector<std::string> forms_of_addresses()
{
  std::vector<std::string> forms;
  for (const auto& kind : all_kinds()) {
    switch (kind.written) {
    case SpecPlace::once_in_flow:
      forms.push_back(fmt::format("FLOW/{}", kind.word));
      break;
    case SpecPlace::often_in_flow:
      forms.push_back(fmt::format("FLOW/{}/KEY", kind.word));
      break;
    case SpecPlace::own_document:
      forms.push_back(fmt::format("{}/NAME", kind.word));
      break;
    case SpecPlace::in_environment:
      break;
    }
  }
  return forms;
}

} // namespace

std::optional<Address> check_address(Position at, std::string_view text, Findings& findings)
{
  auto address = Address::parse(text);
  if (!address || address->kind == ResourceKind::credential) {
    findings.error("bad-address",
                   address ? std::string("credentials are never created, so they cannot be named here")
                           : fmt::format("`{}` is not an address of a resource", excerpt(text)),
                   at, "write " + join_words(forms_of_addresses(), "or"), text.size());
    return std::nullopt;
  }
  return address;
}

} // namespace flowsync::schema
