#include "model/secret_places.hpp"

#include "base/secret.hpp"
#include "base/secret_shapes.hpp"
#include "base/text.hpp"
#include "model/number_text.hpp"
#include "model/template_text.hpp"

#include <algorithm>

namespace flowsync {

namespace {

using nlohmann::json;
using Segments = std::vector<std::string>;

Segments segments_of(const std::string& path)
{
  Segments result;
  for (const auto part : split(path, '/')) {
    std::string segment;
    for (std::size_t i = 0; i < part.size(); ++i) {
      const bool escape = part[i] == '~' && i + 1 < part.size();
      segment += !escape ? part[i] : part[++i] == '1' ? '/' : '~';
    }
    result.push_back(std::move(segment));
  }
  result.erase(result.begin()); // what stands before the first slash
  return result;
}

bool is_index(const std::string& segment)
{
  return !segment.empty() && segment.find_first_not_of("0123456789") == std::string::npos;
}

bool is_same(const std::string& a, const std::string& b)
{
  return a == b || (is_index(a) && is_index(b));
}

std::set<std::string> secrets_in(const json& value)
{
  std::set<std::string> names;
  for (const auto& piece :
       value.is_string() ? parse_template(value.get_ref<const std::string&>()) : std::vector<TemplatePiece>{}) {
    if (piece.kind == PieceKind::secret) {
      names.insert(piece.text);
    }
  }
  return names;
}

void hide(json& value, const Segments& place, std::size_t at)
{
  if (value.is_object()) {
    for (auto& [key, item] : value.items()) {
      if (at >= place.size()) {
        hide(item, place, at);
      } else if (is_same(key, place[at])) {
        hide(item, place, at + 1);
      }
    }
  } else if (value.is_array()) {
    const bool element = at < place.size() && is_index(place[at]);
    for (auto& item : value) {
      hide(item, place, element ? at + 1 : at);
    }
  } else if ((value.is_string() && !value.empty() && value != "") || is_any_number(value)) {
    value = k_sensitive_text;
  }
}

} // namespace

SecretPlaces::SecretPlaces(const Record& record)
{
  for (const auto& path : record.deferred) {
    const json::json_pointer place(path);
    if (!record.applied.is_structured() || !record.applied.contains(place)) {
      continue;
    }
    if (auto names = secrets_in(record.applied.at(place)); !names.empty()) {
      m_places.push_back(segments_of(path));
      m_names.merge(names);
    }
  }
}

json SecretPlaces::masked(json value, const std::string& path) const
{
  if (m_places.empty()) {
    return value;
  }
  const auto above = segments_of(path);
  for (const auto& place : m_places) {
    const auto shared = std::min(above.size(), place.size());
    if (std::equal(place.begin(), place.begin() + static_cast<std::ptrdiff_t>(shared), above.begin(), is_same)) {
      hide(value, place, shared);
    }
  }
  return value;
}

void mask_secret_shapes(json& value)
{
  if (value.is_structured()) {
    for (auto& item : value) {
      mask_secret_shapes(item);
    }
  } else if (value.is_string() && holds_secret_shape(value.get_ref<const std::string&>())) {
    value = without_secret_shapes(value.get_ref<const std::string&>());
  }
}

bool same_but_masked(const json& kept, const json& now)
{
  if (kept.is_string()) {
    const auto& text = kept.get_ref<const std::string&>();
    if (text == k_sensitive_text) {
      return true;
    }
    const auto first = text.find(k_sensitive_text);
    if (first == std::string::npos || !now.is_string()) {
      return kept == now;
    }
    const auto& whole = now.get_ref<const std::string&>();
    const auto last = text.rfind(k_sensitive_text) + k_sensitive_text.size();
    return whole.size() + k_sensitive_text.size() >= text.size() && whole.starts_with(text.substr(0, first)) &&
           whole.ends_with(text.substr(last));
  }
  if (kept.is_array() && now.is_array()) {
    return kept.size() == now.size() && std::equal(kept.begin(), kept.end(), now.begin(), same_but_masked);
  }
  if (kept.is_object() && now.is_object() && kept.size() == now.size()) {
    return std::all_of(kept.items().begin(), kept.items().end(), [&](const auto& item) {
      return now.contains(item.key()) && same_but_masked(item.value(), now.at(item.key()));
    });
  }
  return kept == now;
}

} // namespace flowsync
