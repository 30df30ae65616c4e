#pragma once

#include "plan/plan.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace flowsync::view {

using CredentialNames = std::map<ResourceId, std::string>;

// A credential for people: `orders-s3 "Orders S3" (id 6027)`, as far as alias and name are known. Nothing when `value`
// is not an id.
std::optional<std::string> credential_words(const nlohmann::json& value, const std::string& alias,
                                            const CredentialNames& names);

// The alias that decides the credential of a field; "" when none does.
std::string alias_of(const plan::FieldChange& field);

// A resource that comes or goes, in one line: `s3 "Orders" (id 6862), acme/orders, orders-s3 "Orders S3"`. `fields` are
// fit to be shown.
std::string resource_words(const plan::ResourceChange& change, const std::vector<plan::FieldChange>& fields,
                           const CredentialNames& names);

// The numbers among `fields` whose text most programs that read JSON make another number or text of: `api.version
// = 3.10` (read as 3.1), each with the path below its config. In the order of `fields`.
std::vector<std::string> fragile_numbers(const std::vector<plan::FieldChange>& fields);

// What is to be said about them.
constexpr std::string_view k_fragile_numbers =
    "numbers sent as written, which a reader may take for others (put one in quotes if text is meant):";

// The least of it: `s3 acme/orders (orders-s3)`.
std::string short_resource_words(const plan::ResourceChange& change, const std::vector<plan::FieldChange>& fields);

// `data_sink "ORDERS" (id 6513)`.
std::string named_words(ResourceKind type, const std::string& name, const std::optional<ResourceId>& id);

} // namespace flowsync::view
