#include "schema/document_place.hpp"

#include "base/printable.hpp"

#include <fmt/format.h>

namespace flowsync::schema {

namespace {

std::string step_of(const DocumentPlace& place)
{
  if (place.item == nullptr) {
    return "." + printable(place.key);
  }
  const auto* const key = place.item->get("key");
  return key != nullptr && key->is_string() ? "." + printable(key->text()) : fmt::format("[{}]", place.index + 1);
}

} // namespace

std::string DocumentPlace::path() const
{
  std::string text;
  for (const auto* place = this; place->above != nullptr; place = place->above) {
    text.insert(0, step_of(*place));
  }
  return text.empty() ? "the document" : text.substr(text.starts_with('.') ? 1 : 0);
}

std::string DocumentPlace::words() const
{
  if (above == nullptr) {
    return "the document";
  }
  if (item != nullptr) {
    return fmt::format("item {} of {}", index + 1, above->words());
  }
  return fmt::format("`{}`", printable(key));
}

} // namespace flowsync::schema
