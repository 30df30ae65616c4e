#include "plan/resolver.hpp"

#include "model/template_text.hpp"

namespace flowsync::plan {

namespace {

std::optional<std::string> id_of(const Bindings& bindings, const std::string& address_text)
{
  const auto address = Address::parse(address_text);
  if (!address) {
    return std::nullopt;
  }
  if (address->kind == ResourceKind::credential) {
    const auto found = bindings.credentials.find(address->key);
    return found != bindings.credentials.end() ? std::optional(std::to_string(found->second)) : std::nullopt;
  }
  const auto found = bindings.ids.find(*address);
  return found != bindings.ids.end() ? std::optional(std::to_string(found->second)) : std::nullopt;
}

} // namespace

Resolver make_resolver(const Bindings& bindings, const std::map<std::string, Secret>& secrets)
{
  return [&bindings, &secrets](const std::string& text) -> std::optional<std::string> {
    std::string result;
    for (const auto& piece : parse_template(text)) {
      if (piece.kind == PieceKind::text) {
        result += piece.text;
      } else if (piece.kind == PieceKind::resource) {
        const auto id = id_of(bindings, piece.text);
        if (!id) {
          return std::nullopt;
        }
        result += *id;
      } else if (const auto secret = secrets.find(piece.text);
                 piece.kind == PieceKind::secret && secret != secrets.end()) {
        result += secret->second.reveal();
      } else {
        return std::nullopt;
      }
    }
    return result;
  };
}

} // namespace flowsync::plan
