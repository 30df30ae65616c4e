#include "schema/address_check.hpp"

#include "base/excerpt.hpp"

#include <fmt/format.h>

namespace flowsync::schema {

std::optional<Address> check_address(Position at, std::string_view text, Findings& findings)
{
  auto address = Address::parse(text);
  if (!address || address->kind == ResourceKind::credential) {
    findings.error(
        "bad-address",
        address ? std::string("credentials are never created, so they cannot be named here")
                : fmt::format("`{}` is not an address of a resource", excerpt(text)),
        at, "write FLOW/source, FLOW/nexset/KEY, FLOW/sink/KEY, lookup/NAME, transform/NAME, code/NAME or project/NAME",
        text.size());
    return std::nullopt;
  }
  return address;
}

} // namespace flowsync::schema
